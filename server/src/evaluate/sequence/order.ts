/**
 * The order of events in sequences: timestamp, tiebreaker, place in the files; and the candidates of each join key in that order.
 * https://www.elastic.co/docs/explore-analyze/query-filter/languages/eql#eql-search-specify-a-sort-tiebreaker
 */
import type { Candidates } from './candidates.js';
import { compareTiebreakers } from './tiebreaker.js';

/** Negative, zero or positive by time and tiebreaker alone; an event without a tiebreaker comes after those with one. */
export function compareOrdinals(candidates: Candidates, a: number, b: number): number {
  return (
    candidates.milliseconds(a) - candidates.milliseconds(b) ||
    candidates.nanoseconds(a) - candidates.nanoseconds(b) ||
    compareTiebreakers(candidates.tiebreaker(a), candidates.tiebreaker(b))
  );
}

/** All events in order. */
export function orderEvents(candidates: Candidates): Uint32Array {
  const events = Uint32Array.from({ length: candidates.size }, (_, index) => index);
  const inOrder = events.every((event) => event === 0 || compareOrdinals(candidates, event - 1, event) <= 0);
  return inOrder ? events : events.sort((a, b) => compareOrdinals(candidates, a, b) || a - b);
}

/** Keys with the entries of their events. */
export interface KeyGroups {
  readonly keys: Uint32Array;
  /** Entry numbers, those of one key together. */
  readonly entries: Uint32Array;
  /** The event of each of `entries`. */
  readonly events: Uint32Array;
  /** Where the part of `entries` of each of `keys` starts; one more than there are of these. */
  readonly starts: Uint32Array;
}

/** Groups the entries of the events, given in order, by their keys, those with at least so many; the order is kept within a key. */
export function groupByKey(candidates: Candidates, inOrder: Uint32Array, least: number): KeyGroups {
  const counts = countsOfKeys(candidates);
  const keys = Uint32Array.from(keysWith(counts, least));
  const starts = new Uint32Array(keys.length + 1);
  for (const [group, key] of keys.entries()) starts[group + 1] = (starts[group] ?? 0) + (counts[key] ?? 0);
  const groupOf = counts.fill(noGroup);
  for (const [group, key] of keys.entries()) groupOf[key] = group;
  const next = starts.slice();
  const entries = new Uint32Array(starts.at(-1) ?? 0);
  const events = new Uint32Array(entries.length);
  for (const event of inOrder) {
    const end = candidates.firstEntry(event + 1);
    for (let entry = candidates.firstEntry(event); entry < end; entry++) {
      const group = groupOf[candidates.keyOf(entry)] ?? noGroup;
      if (group === noGroup) continue;
      const at = next[group] ?? 0;
      next[group] = at + 1;
      entries[at] = entry;
      events[at] = event;
    }
  }
  return { keys, entries, events, starts };
}

const noGroup = 2 ** 32 - 1;

/** How many entries each key has. */
function countsOfKeys(candidates: Candidates): Uint32Array {
  const counts = new Uint32Array(candidates.keys.size);
  for (let entry = 0; entry < candidates.entries; entry++) {
    const key = candidates.keyOf(entry);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function* keysWith(counts: Uint32Array, least: number): Generator<number, void, undefined> {
  for (const [key, count] of counts.entries()) if (count >= least) yield key;
}
