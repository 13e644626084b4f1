/** What a cluster might show differently of the matches that were found, in sentences. */
import type { Details } from './details.js';
import type { Gatherer } from './gather.js';
import { grouped } from '../../base/grouped.js';
import type { FoundMatches } from './matchSequences.js';
import type { SequencePlan } from './query.js';

export function sequenceNotes(
  { query, timestampField, tiebreaker }: SequencePlan,
  { untimed, manyTimed }: Gatherer,
  { list, order, keysWithTies }: FoundMatches,
): readonly string[] {
  if (query.kind === 'sample') {
    return ['Where several events would do for a sample, the first in the files are shown; a cluster may show others.'];
  }
  const notes: string[] = [];
  if (untimed > 0) notes.push(`${events(untimed)} left out: without a time in \`${timestampField}\` an event has no place in a sequence.`);
  if (manyTimed > 0) notes.push(`${events(manyTimed)} with several values in \`${timestampField}\`; the first one counts here.`);
  if (keysWithTies > 0) notes.push(tieNote(keysWithTies, query.items[0]?.keys.length === 0, tiebreaker?.name));
  const open = order.filter((match) => list.isOpen(match)).length;
  if (open > 0) {
    const subject = open === 1 ? '1 sequence waits' : `${grouped(open)} sequences wait`;
    notes.push(`${subject} for a missing event whose time is not over when the sample ends: a later event could still exclude it.`);
  }
  return notes;
}

function events(count: number): string {
  return count === 1 ? '1 candidate event is' : `${grouped(count)} candidate events are`;
}

function tieNote(keys: number, isUnjoined: boolean, tiebreaker: string | undefined): string {
  const where = isUnjoined ? '' : ` of ${keys === 1 ? '1 join key' : `${grouped(keys)} join keys`}`;
  const means = tiebreaker === undefined ? 'unless the rule names a `tiebreaker_field`' : `for \`${tiebreaker}\` does not tell them apart`;
  return `Events with the same timestamp decide the sequences${where}: they are taken in the order of the files, which a cluster does not know ${means}.`;
}

/** Of some matches only the places can be told. */
export function detailNotes({ failures }: Details): readonly string[] {
  return failures.map((message) => `Of some matches only time and place are shown, for their events could not be read again: ${message}`);
}
