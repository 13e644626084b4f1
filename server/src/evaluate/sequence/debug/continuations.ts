/** The event that a sequence waited for, where it is there but out of order or under another join key. */
import { valuesOfTuple, type KeyPart } from '../joinKeys.js';
import { isTooLong, type MatchedEvents } from '../matchKey.js';
import { gainOf, rematch, type Outcome } from './rematch.js';
import type { Cause, KeyDifference, KeyValue, ReportLimits } from './report.js';
import { indexFrom, type Entry, type Timeline } from './timeline.js';

/** A sequence that waits for an item to the end. */
export interface Unfinished {
  readonly key: number;
  readonly events: MatchedEvents;
  /** That it waits for. */
  readonly item: number;
}

/** Where continuations are looked for. */
export interface Surroundings {
  readonly timeline: Timeline;
  /** Whether the event has a part in a sequence already, after its first stage. */
  readonly isUsed: (event: number) => boolean;
  readonly limits: ReportLimits;
  /** The names of the key fields of each item. */
  readonly keyNames: readonly (readonly (string | undefined)[])[];
}

/** Events that have a part in no other sequence; undefined where none would continue this one. */
export function continuationOf(unfinished: Unfinished, surroundings: Surroundings): Cause | undefined {
  return outOfOrder(unfinished, surroundings) ?? underOtherKey(unfinished, surroundings);
}

/** How many entries of the key before the sequence's last event are looked through. */
const mostLookedBack = 5000;

function outOfOrder({ key, events, item }: Unfinished, { timeline, isUsed, limits }: Surroundings): Cause | undefined {
  const last = events.at(-1) ?? 0;
  const entries = timeline.ofKey(key);
  const start = indexFrom(entries.events, last, timeline);
  for (let index = start - 1; index >= Math.max(0, start - mostLookedBack); index--) {
    const event = entries.events[index] ?? 0;
    if (isTooLong(timeline.stages, timeline, event, last)) return undefined;
    if (entries.items[index] !== item || events.includes(event) || isUsed(event)) continue;
    const outcome = rematch(timeline, { key, move: { event, after: last } }, [...events, event], limits.rematched);
    if (!outcome.extends) continue;
    const before = timeline.milliseconds(last) - timeline.milliseconds(event);
    return { kind: 'order', event: timeline.refOf(event), before, tie: timeline.isTie(event, last), gain: gainOf(outcome) };
  }
  return undefined;
}

/** How many events in time are compared by their keys. */
const mostCompared = 1000;

/** An event that stands in time, but has another key or none. */
export function underOtherKey({ key, events, item }: Unfinished, surroundings: Surroundings): Cause | undefined {
  const { timeline, isUsed, limits } = surroundings;
  const [first = 0, last = 0] = [events[0], events.at(-1)];
  const tuple = timeline.candidates.keys.tuple(key);
  if (tuple.length === 0) return undefined;
  const found = entriesAfter(last, item, timeline, (event) => isTooLong(timeline.stages, timeline, first, event))
    .filter((entry) => entry.key !== key && !isUsed(entry.event) && !events.includes(entry.event))
    .map((entry) => ({ entry, differing: differingParts(tuple, timeline.tupleOf(entry)) }))
    .sort((a, b) => a.differing - b.differing || timeline.rank(a.entry.event) - timeline.rank(b.entry.event))
    .slice(0, limits.tries)
    .map(({ entry }) => ({ entry, outcome: joined(entry, { key, events }, surroundings) }))
    .filter(({ outcome }) => outcome.extends);
  const best = found.find(({ outcome }) => outcome.completes) ?? found[0];
  if (best === undefined) return undefined;
  const { entry, outcome } = best;
  const partial: Entry = { event: last, item: timeline.itemOf[events.length - 1] ?? 0, key };
  return mismatch(partial, entry, outcome, surroundings);
}

export function mismatch(partial: Entry, entry: Entry, outcome: Outcome, { timeline, keyNames }: Surroundings): Cause {
  return {
    kind: 'keyMismatch',
    event: timeline.refOf(entry.event),
    differences: differencesOf(partial, entry, timeline, keyNames),
    gain: gainOf(outcome),
  };
}

/** With the event under the sequence's key, or with the sequence under the event's. */
function joined(entry: Entry, { key, events }: Omit<Unfinished, 'item'>, { timeline, limits }: Surroundings): Outcome {
  const prefix = [...events, entry.event];
  const asOwn = rematch(timeline, { key, add: [entry] }, prefix, limits.rematched);
  if (asOwn.completes || entry.key === undefined) return asOwn;
  const add = events.map((event) => ({ event, key }));
  const asOther = rematch(timeline, { key: entry.key, add }, prefix, limits.rematched);
  return { extends: asOwn.extends || asOther.extends, completes: asOther.completes };
}

/** The entries of the item after the event, up to the first that comes too late. */
export function entriesAfter(event: number, item: number, timeline: Timeline, isTooLate: (event: number) => boolean): readonly Entry[] {
  const all = timeline.ofItem(item);
  const found: Entry[] = [];
  for (let index = firstAfter(all, timeline.rank(event), timeline); index < all.length && found.length < mostCompared; index++) {
    const entry = all[index];
    if (entry === undefined || isTooLate(entry.event)) break;
    found.push(entry);
  }
  return found;
}

function firstAfter(entries: readonly Entry[], rank: number, timeline: Timeline): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeline.rank(entries[middle]?.event ?? 0) <= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In how many fields two keys differ. */
export function differingParts(a: readonly (KeyPart | undefined)[], b: readonly (KeyPart | undefined)[]): number {
  return a.reduce((count, part, index) => (part === b[index] ? count : count + 1), 0);
}

export function differencesOf(
  partial: Entry,
  other: Entry,
  timeline: Timeline,
  keyNames: Surroundings['keyNames'],
): readonly KeyDifference[] {
  const [own, theirs] = [timeline.tupleOf(partial), timeline.tupleOf(other)];
  return own.flatMap((part, index) => {
    if (part === theirs[index] && part !== undefined) return [];
    const fields = [keyNames[partial.item]?.[index], keyNames[other.item]?.[index]] as const;
    return [{ fields, partial: keyValue(part), event: keyValue(theirs[index]) }];
  });
}

export function keyValue(part: KeyPart | undefined): KeyValue | undefined {
  return part === undefined ? undefined : (valuesOfTuple([part])[0] ?? null);
}
