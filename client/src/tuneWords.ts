/** What a change of a rule does to its matches, in the sentences that are read before it is made. */
import type { TunePreview } from '../../server/src/protocol/tuning.js';
import { count, number } from './words.js';

/** Lines that are named; more are counted. */
const namedLines = 5;

/** `takes 3 of 5 matches away: lines 2, 3 and 5` */
export function removedWords({ before, after, removedLines, unit, isComplete }: TunePreview): string {
  const removed = Math.max(0, before - after);
  const all = unit === undefined ? count(before, 'match', 'matches') : count(before, unit);
  if (before === 0) return 'the rule matches nothing on its sample';
  if (removed === 0) return `takes none of ${all} away`;
  const lines = removedLines.length === 0 ? '' : `: ${lineList(removedLines, removed)}`;
  return `takes ${number(removed)} of ${all} away${lines}${isComplete ? '' : ' (the first matches were compared)'}`;
}

/** What becomes of the events that are labelled as expected; undefined where there are none. */
export function hiddenWords({ expected, hidden, hiddenLines }: TunePreview): string | undefined {
  if (expected === 0) return undefined;
  if (hidden === 0) return `keeps all expected matches (${count(expected, 'event')} with labels.expected)`;
  return `hides ${number(hidden)} of ${count(expected, 'expected event')}: ${lineList(hiddenLines, hidden)}`;
}

/** `line 2`, `lines 2, 3 and 5`, `lines 1, 2, 3, 4, 5 and 7 more` */
function lineList(lines: readonly number[], all: number): string {
  const named = lines.slice(0, namedLines).map(number);
  const more = all - named.length;
  const parts = more > 0 ? [...named, `${number(more)} more`] : named;
  const last = parts.at(-1) ?? '';
  return parts.length === 1 ? `line ${last}` : `lines ${parts.slice(0, -1).join(', ')} and ${last}`;
}
