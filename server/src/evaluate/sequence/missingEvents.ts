/**
 * What `![…]` excludes: matches with a certain event between two of theirs, or within `maxspan` before or after them. Times count in whole
 * milliseconds here. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-missing-events
 */
import type { KeyEntries, MatchedEvents, Times } from './matchKey.js';
import type { Stages } from './stages.js';

export interface MissingVerdict {
  readonly excluded: boolean;
  /** Until when, in milliseconds, a later event could still exclude the match; in the past where none can. */
  readonly openUntil: number;
}

const unaffected: MissingVerdict = { excluded: false, openUntil: -Infinity };
const interrupted: MissingVerdict = { excluded: true, openUntil: -Infinity };

/** Decides over the matches of one join key. `entries` holds the events of that key that satisfy missing items, among others. */
export function missingCheck(entries: KeyEntries, stages: Stages, times: Times): (match: MatchedEvents) => MissingVerdict {
  if (stages.all.length === stages.count) return () => unaffected;
  const timesOf = timesOfMissing(entries, stages, times);
  return (match) => (isInterrupted(match, stages, times, timesOf) ? interrupted : atEnds(match, stages, times, timesOf));
}

/** Ascending times of the events that satisfy each missing item. */
type TimesOfItem = (item: number) => readonly number[];

function timesOfMissing({ events, items }: KeyEntries, stages: Stages, times: Times): TimesOfItem {
  const byItem = new Map<number, number[]>();
  for (const [index, item] of items.entries()) {
    if (item === stages.until || stages.ofItem[item]?.length !== 0) continue;
    const time = times.milliseconds(events[index] ?? 0);
    const known = byItem.get(item);
    if (known === undefined) byItem.set(item, [time]);
    else known.push(time);
  }
  return (item) => byItem.get(item) ?? [];
}

/** One of the events that must be missing lies strictly between two neighbours. */
function isInterrupted(match: MatchedEvents, { between }: Stages, times: Times, timesOf: TimesOfItem): boolean {
  return between.some((items, stage) => {
    const from = times.milliseconds(match[stage] ?? 0);
    const to = times.milliseconds(match[stage + 1] ?? 0);
    return items.some((item) => (earliestAfter(timesOf(item), from) ?? Infinity) < to);
  });
}

/** Missing events at both ends exclude a match only together: when both are there, within `maxspan` of each other. */
function atEnds(match: MatchedEvents, { before, after, maxspan = Infinity }: Stages, times: Times, timesOf: TimesOfItem): MissingVerdict {
  if (before.length === 0 && after.length === 0) return unaffected;
  const first = times.milliseconds(match[0] ?? 0);
  const last = times.milliseconds(match.at(-1) ?? 0);
  const from = before.length === 0 ? first : Math.max(...before.map((item) => latestBefore(timesOf(item), first) ?? -Infinity));
  const to = after.length === 0 ? last : Math.min(...after.map((item) => earliestAfter(timesOf(item), last) ?? Infinity));
  if (from === -Infinity) return unaffected;
  return { excluded: to - from <= maxspan, openUntil: after.length === 0 ? -Infinity : from + maxspan };
}

function latestBefore(ascending: readonly number[], time: number): number | undefined {
  const count = countBelow(ascending, time, false);
  return count === 0 ? undefined : ascending[count - 1];
}

function earliestAfter(ascending: readonly number[], time: number): number | undefined {
  return ascending[countBelow(ascending, time, true)];
}

/** How many are below the time, or also at it. */
function countBelow(ascending: readonly number[], time: number, orAt: boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = ascending[middle] ?? 0;
    if (value < time || (orAt && value === time)) low = middle + 1;
    else high = middle;
  }
  return low;
}
