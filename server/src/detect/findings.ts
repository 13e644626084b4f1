/** What a replay shows that its alerts do not: events that no execution sees, and alerts that are twice there or should not be. */
import { writeDuration } from '../rule/schedule.js';
import type { EventRef } from './alert.js';
import { identityKey, type Draft } from './draft.js';
import { isoOf, type CreatedAlert, type Engine } from './engine.js';
import type { KeptEvent } from './pool.js';
import type { Replayed } from './replay.js';
import type { Finding } from './result.js';
import { findSequences, type SequenceSearch } from './sequences.js';
import type { RuleSettings } from './settings.js';

export function findingsOf(
  events: readonly KeptEvent[],
  replayed: Replayed,
  engine: Pick<Engine, 'created' | 'sequences'>,
  search: SequenceSearch | undefined,
  settings: RuleSettings,
): readonly Finding[] {
  const own = events.filter(({ isHistory }) => !isHistory);
  if (search !== undefined) return sequenceFindings(findSequences(own, search).drafts, engine, search, settings);
  return [...missedEvents(own, replayed, settings), ...repeatedAlerts(engine.created)];
}

function missedEvents(events: readonly KeptEvent[], { seen, coveredBy }: Replayed, settings: RuleSettings): readonly Finding[] {
  return events
    .filter((event) => !seen.has(event))
    .map((event) => {
      const covered = coveredBy.get(event);
      const { ref } = event;
      if (covered === undefined) return { kind: 'missed', event: ref, reason: 'betweenWindows', message: betweenWindows(settings) };
      return { kind: 'missed', event: ref, reason: 'late', message: late(event, covered) };
    });
}

function betweenWindows({ from, to, interval }: RuleSettings): string {
  const window = to === 'now' ? `from ${from} on` : `from ${from} to ${to}`;
  return `No execution searches this time: there is one every ${writeDuration(interval)}, which searches ${window}.`;
}

function late({ visible, time }: KeptEvent, covered: number): string {
  const delay = writeDuration(Math.max(0, visible - time));
  return `The event could be searched ${delay} after its time, at ${isoOf(visible)}; the last execution whose window it is in ran at ${isoOf(covered)}.`;
}

/** Alerts of different executions on the same event or the same new values. */
function repeatedAlerts(created: readonly CreatedAlert[]): readonly Finding[] {
  const byEvent = new Map<string, CreatedAlert[]>();
  for (const alert of created) {
    const { newTerms, events } = alert.draft;
    const keys =
      newTerms === undefined ? events.map(({ ref }) => keyOf(ref)) : [JSON.stringify(newTerms.map(({ value }) => String(value)))];
    for (const key of new Set(keys)) {
      const known = byEvent.get(key);
      if (known === undefined) byEvent.set(key, [alert]);
      else known.push(alert);
    }
  }
  return [...byEvent.values()].flatMap((alerts): Finding[] => {
    const [first, ...others] = alerts;
    if (first === undefined || others.every(({ window }) => window.number === first.window.number)) return [];
    const runs = [...new Set(alerts.map(({ window }) => window.number))].join(', ');
    const what = first.draft.newTerms === undefined ? 'The event is' : 'The same new value is';
    const message = `${what} in alerts of executions ${runs}.`;
    return [{ kind: 'repeated', event: first.draft.events[0].ref, alerts: alerts.map(({ uuid }) => uuid), message }];
  });
}

function keyOf({ file, offset }: EventRef): string {
  return `${file}:${offset}`;
}

function sequenceFindings(
  whole: readonly Draft[],
  { created, sequences }: Pick<Engine, 'created' | 'sequences'>,
  { query }: SequenceSearch,
  settings: RuleSettings,
): readonly Finding[] {
  const all = new Set(whole.map(identityKey));
  const hasMissing = query.kind === 'sequence' && query.items.some(({ missing }) => missing);
  const split = whole
    .filter((draft) => !sequences.has(identityKey(draft)))
    .map((draft): Finding => ({ kind: 'split', events: refsOf(draft), message: splitMessage(draft, settings) }));
  const untrue = created
    .filter(({ draft }) => !all.has(identityKey(draft)))
    .map(({ uuid, draft, window }): Finding => {
      const why = hasMissing
        ? 'an event that must be missing was not there yet, or no longer in its window'
        : 'its window leaves out events that change the match';
      return {
        kind: 'untrue',
        alert: uuid,
        events: refsOf(draft),
        message: `Execution ${window.number} alerts on this ${draft.kind} although it is none among all events: ${why}.`,
      };
    });
  return [...split, ...untrue];
}

function splitMessage({ kind, start, end }: Draft, { from, interval }: RuleSettings): string {
  const span = end > start ? `spans ${writeDuration(end - start)}; ` : '';
  return `The ${kind} ${span}no execution has all of its events in its window (from ${from} on, every ${writeDuration(interval)}) with nothing that breaks it.`;
}

function refsOf({ events }: Draft): readonly EventRef[] {
  return events.map(({ ref }) => ref);
}
