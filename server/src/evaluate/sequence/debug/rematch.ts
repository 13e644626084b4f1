/** Matches one join key again with something repaired: whether the sequence then goes on. No cause is claimed that was not tried like this. */
import { matchKey, type KeyEntries, type MatchedEvents, type MatchObserver, type Times } from '../matchKey.js';
import { missingCheck } from '../missingEvents.js';
import type { Stages } from '../stages.js';
import type { Gain } from './report.js';
import { indexFrom, type Entry, type Timeline } from './timeline.js';

/** One thing that is different from the events as they are. */
export interface Repair {
  readonly key: number;
  /** These events have the key too, instead of the one by which they are known, or none. */
  readonly add?: readonly Pick<Entry, 'event' | 'key'>[];
  /** The event stands directly after the other, at the same time. */
  readonly move?: { readonly event: number; readonly after: number };
  /** Whether the event does not satisfy the item. */
  readonly remove?: (event: number, item: number) => boolean;
  /** In milliseconds. */
  readonly maxspan?: number;
}

export interface Outcome {
  /** The sequence gets as far as the events that were looked for. */
  readonly extends: boolean;
  /** A match begins with them. */
  readonly completes: boolean;
}

export function gainOf({ extends: goesOn, completes }: Outcome): Gain {
  if (completes) return 'match';
  return goesOn ? 'nextStage' : 'nothing';
}

const nothing: Outcome = { extends: false, completes: false };

/**
 * Whether a sequence or match begins with `prefix`. What stands before its first event has no influence on it but by missing events; of what
 * follows so many events are looked at, so that a match further away is not seen.
 */
export function rematch(timeline: Timeline, repair: Repair, prefix: MatchedEvents, most: number): Outcome {
  const [first] = prefix;
  if (first === undefined) return nothing;
  const stages: Stages = repair.maxspan === undefined ? timeline.stages : { ...timeline.stages, maxspan: repair.maxspan };
  const { rank, times } = moved(timeline, repair);
  const entries = repairedEntries(timeline, repair, rank, { first, last: prefix.at(-1) ?? first, most });
  let isSeen = false;
  const look = (sequence: MatchedEvents): void => void (isSeen ||= beginsWith(sequence, prefix));
  const observer: MatchObserver = { refused: look, replaced: look, waiting: look };
  const matches = matchKey(entries, stages, times, observer).filter((match) => beginsWith(match, prefix));
  if (matches.length === 0) return { extends: isSeen, completes: false };
  const check = missingCheck(entries, stages, times);
  return { extends: true, completes: matches.some((match) => !check(match).excluded) };
}

function beginsWith(sequence: MatchedEvents, prefix: MatchedEvents): boolean {
  return prefix.every((event, index) => sequence[index] === event);
}

function moved(timeline: Timeline, { move }: Repair): { readonly rank: (event: number) => number; readonly times: Times } {
  if (move === undefined) return { rank: timeline.rank, times: timeline };
  const placeOf = (event: number): number => (event === move.event ? move.after : event);
  return {
    rank: (event) => timeline.rank(placeOf(event)) + (event === move.event ? 0.25 : 0),
    times: {
      milliseconds: (event) => timeline.milliseconds(placeOf(event)),
      nanoseconds: (event) => timeline.nanoseconds(placeOf(event)),
    },
  };
}

interface Window {
  readonly first: number;
  /** Of the prefix: what follows it is bounded. */
  readonly last: number;
  readonly most: number;
}

function repairedEntries(timeline: Timeline, repair: Repair, rank: (event: number) => number, { first, last, most }: Window): KeyEntries {
  const { events, items } = timeline.ofKey(repair.key);
  const { until, ofItem } = timeline.stages;
  const kept: { event: number; item: number }[] = (repair.add ?? []).flatMap(({ event, key }) =>
    timeline.itemsOf(event, key).map((item) => ({ event, item })),
  );
  const keep = (index: number): void => {
    const [event, item] = [events[index] ?? 0, items[index] ?? 0];
    if (repair.remove?.(event, item) !== true) kept.push({ event, item });
  };
  const isMissing = (index: number): boolean => ofItem[items[index] ?? 0]?.length === 0;
  const isMoved = (index: number): boolean => events[index] === repair.move?.event;
  const start = indexFrom(events, first, timeline);
  const end = Math.min(events.length, indexFrom(events, last, timeline) + most);
  for (let index = start; index < end; index++) keep(index);
  if (timeline.stages.all.length > timeline.stages.count || repair.move !== undefined) {
    for (let index = 0; index < start; index++) if (isMissing(index) || isMoved(index)) keep(index);
    for (let index = end; index < events.length; index++) if (isMissing(index)) keep(index);
  }
  const place = (item: number): number => (item === until ? until + 1 : until - item);
  kept.sort((a, b) => rank(a.event) - rank(b.event) || place(a.item) - place(b.item));
  return { events: kept.map(({ event }) => event), items: kept.map(({ item }) => item) };
}
