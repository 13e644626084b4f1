/**
 * The order of events in sequences: timestamp, tiebreaker, place in the files; and the candidates of each join key in that order.
 * https://www.elastic.co/docs/explore-analyze/query-filter/languages/eql#eql-search-specify-a-sort-tiebreaker
 */
import type { Candidates } from './candidates.js';
import { compareParts } from './joinKeys.js';

/** Negative, zero or positive by time and tiebreaker alone; an event without a tiebreaker comes after those with one. */
export function compareOrdinals(candidates: Candidates, a: number, b: number): number {
  return (
    candidates.milliseconds(a) - candidates.milliseconds(b) ||
    candidates.nanoseconds(a) - candidates.nanoseconds(b) ||
    compareTiebreakers(candidates, a, b)
  );
}

function compareTiebreakers(candidates: Candidates, a: number, b: number): number {
  const [left, right] = [candidates.tiebreaker(a), candidates.tiebreaker(b)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareParts(left, right);
}

/** All events in order. */
export function orderEvents(candidates: Candidates): Uint32Array {
  const events = Uint32Array.from({ length: candidates.size }, (_, index) => index);
  const inOrder = events.every((event) => event === 0 || compareOrdinals(candidates, event - 1, event) <= 0);
  return inOrder ? events : events.sort((a, b) => compareOrdinals(candidates, a, b) || a - b);
}

/** For each key, the entries of its events. */
export interface KeyGroups {
  /** Entry numbers, those of one key together. */
  readonly entries: Uint32Array;
  /** The event of each of `entries`. */
  readonly events: Uint32Array;
  /** Where each key's part of `entries` starts; one more than there are keys. */
  readonly starts: Uint32Array;
}

/** Groups the entries of the events, given in order, by their keys; the order is kept within a key. */
export function groupByKey(candidates: Candidates, inOrder: Uint32Array): KeyGroups {
  const keys = candidates.keys.size;
  const starts = new Uint32Array(keys + 1);
  for (let entry = 0; entry < candidates.entries; entry++) {
    const after = candidates.keyOf(entry) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let key = 0; key < keys; key++) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const next = starts.slice();
  const entries = new Uint32Array(candidates.entries);
  const events = new Uint32Array(candidates.entries);
  for (const event of inOrder) {
    const end = candidates.firstEntry(event + 1);
    for (let entry = candidates.firstEntry(event); entry < end; entry++) {
      const key = candidates.keyOf(entry);
      const at = next[key] ?? 0;
      next[key] = at + 1;
      entries[at] = entry;
      events[at] = event;
    }
  }
  return { entries, events, starts };
}
