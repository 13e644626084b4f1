/**
 * The candidates of a sequence as the debugger looks at them: in order, by join key and by item, with the events that lack a key beside
 * them. Events are numbered as in the candidates, those that lack a key after them.
 */
import { instantToIso, type Instant } from '../../../events/time.js';
import type { CandidatePlace, Candidates } from '../candidates.js';
import type { KeyPart } from '../joinKeys.js';
import type { KeyEntries, Times } from '../matchKey.js';
import { compareOrdinals, orderEvents } from '../order.js';
import type { Stages } from '../stages.js';
import type { EventRef } from './report.js';
import type { Unjoined } from './unjoined.js';

/** An event that satisfies an item, by a join key; by none where it lacks one. */
export interface Entry {
  readonly event: number;
  readonly item: number;
  readonly key: number | undefined;
}

export interface Timeline extends Times {
  readonly candidates: Candidates;
  readonly stages: Stages;
  /** The item of each stage that is an event. */
  readonly itemOf: readonly number[];
  /** Orders events; distinct for distinct candidates. */
  readonly rank: (event: number) => number;
  /** Neither timestamp nor tiebreaker tells the two apart. */
  readonly isTie: (a: number, b: number) => boolean;
  /** Those that are looked into, in order, those of one event as the matcher takes them. */
  readonly ofKey: (key: number) => KeyEntries;
  readonly keys: Iterable<number>;
  /** Entries of the item with any key or none, in order. */
  readonly ofItem: (item: number) => readonly Entry[];
  readonly unjoined: readonly Unjoined[];
  /** All items that the event satisfies by the key, or lacking one. */
  readonly itemsOf: (event: number, key: number | undefined) => readonly number[];
  /** The key of an entry, undefined where it lacks one. */
  readonly tupleOf: (entry: Entry) => readonly (KeyPart | undefined)[];
  readonly refOf: (event: number) => EventRef;
  /** What comes at this time or later, in milliseconds, is not looked into; undefined where all is. */
  readonly cutAt: number | undefined;
}

/** `analysed`: how many candidates of each item are looked into. */
export function timelineOf(
  candidates: Candidates,
  unjoined: readonly Unjoined[],
  stages: Stages,
  { analysed, timed }: { readonly analysed: number; readonly timed: boolean },
): Timeline {
  const all = timed ? orderEvents(candidates) : Uint32Array.from({ length: candidates.size }, (_, event) => event);
  const end = endOfAnalysis(candidates, all, stages, analysed);
  const inOrder = all.subarray(0, end);
  const cut = all[end];
  const { byKey, byItem } = grouped(candidates, inOrder, stages);
  const ranks = new Uint32Array(candidates.size);
  for (const [index, event] of all.entries()) ranks[event] = index;
  const isExtra = (event: number): boolean => event >= candidates.size;
  const extraAt = (event: number): Instant => unjoined[event - candidates.size]?.at ?? { milliseconds: 0, nanoseconds: 0 };
  const milliseconds = (event: number): number => (isExtra(event) ? extraAt(event).milliseconds : candidates.milliseconds(event));
  const nanoseconds = (event: number): number => (isExtra(event) ? extraAt(event).nanoseconds : candidates.nanoseconds(event));
  const rankOfExtra = unjoined.map((extra) => rankAmong(candidates, all, extra, timed));
  const rank = (event: number): number => (isExtra(event) ? rankOfExtra[event - candidates.size] : ranks[event]) ?? 0;
  for (const [index, { items }] of unjoined.entries()) {
    if ((rankOfExtra[index] ?? 0) >= end) continue;
    for (const { item } of items) byItem[item]?.push({ event: candidates.size + index, item, key: undefined });
  }
  for (const entries of byItem) entries.sort((a, b) => rank(a.event) - rank(b.event));
  return {
    candidates,
    stages,
    itemOf: stages.all.filter(({ missing }) => !missing).map(({ item }) => item),
    milliseconds,
    nanoseconds,
    rank,
    isTie: (a, b) => !isExtra(a) && !isExtra(b) && compareOrdinals(candidates, a, b) === 0,
    ofKey: (key) => byKey.get(key) ?? { events: [], items: [] },
    keys: [...byKey.keys()],
    ofItem: (item) => byItem[item] ?? [],
    unjoined,
    itemsOf: (event, key) =>
      key === undefined
        ? (unjoined[event - candidates.size]?.items.map(({ item }) => item) ?? [])
        : itemsOfCandidate(candidates, event, key),
    tupleOf: ({ event, item, key }) =>
      key === undefined
        ? (unjoined[event - candidates.size]?.items.find((each) => each.item === item)?.parts ?? [])
        : candidates.keys.tuple(key),
    refOf: (event) => {
      const { file, offset, length, line, column }: CandidatePlace = unjoined[event - candidates.size]?.place ?? candidates.place(event);
      const at = { milliseconds: milliseconds(event), nanoseconds: nanoseconds(event) };
      return { file, offset, length, line, column, timestamp: timed ? instantToIso(at) : undefined };
    },
    cutAt: cut === undefined ? undefined : candidates.milliseconds(cut),
  };
}

function itemsOfCandidate(candidates: Candidates, event: number, key: number): readonly number[] {
  const items: number[] = [];
  for (let entry = candidates.firstEntry(event); entry < candidates.firstEntry(event + 1); entry++) {
    if (candidates.keyOf(entry) === key) items.push(candidates.itemOf(entry));
  }
  return items;
}

/** How many events, in order, hold at most so many candidates of each item. */
function endOfAnalysis(candidates: Candidates, inOrder: Uint32Array, { until }: Stages, most: number): number {
  if (candidates.entries <= most) return inOrder.length;
  const counts = new Uint32Array(until + 1);
  for (const [index, event] of inOrder.entries()) {
    let last = -1;
    for (let entry = candidates.firstEntry(event); entry < candidates.firstEntry(event + 1); entry++) {
      const item = candidates.itemOf(entry);
      if (item === last) continue;
      last = item;
      counts[item] = (counts[item] ?? 0) + 1;
      if ((counts[item] ?? 0) > most) return index;
    }
  }
  return inOrder.length;
}

interface Groups {
  readonly byKey: ReadonlyMap<number, KeyEntries>;
  readonly byItem: readonly Entry[][];
}

function grouped(candidates: Candidates, inOrder: Uint32Array, { until }: Stages): Groups {
  const byKey = new Map<number, { readonly events: number[]; readonly items: number[] }>();
  const byItem: Entry[][] = Array.from({ length: until + 1 }, () => []);
  for (const event of inOrder) {
    for (let entry = candidates.firstEntry(event); entry < candidates.firstEntry(event + 1); entry++) {
      const [key, item] = [candidates.keyOf(entry), candidates.itemOf(entry)];
      let ofKey = byKey.get(key);
      if (ofKey === undefined) byKey.set(key, (ofKey = { events: [], items: [] }));
      ofKey.events.push(event);
      ofKey.items.push(item);
      byItem[item]?.push({ event, item, key });
    }
  }
  return { byKey, byItem };
}

/** Between the candidates before it in order and those after. */
function rankAmong(candidates: Candidates, inOrder: Uint32Array, { at, after }: Unjoined, timed: boolean): number {
  const comesAfter = (event: number): boolean => {
    const difference = timed ? at.milliseconds - candidates.milliseconds(event) || at.nanoseconds - candidates.nanoseconds(event) : 0;
    return difference > 0 || (difference === 0 && event < after);
  };
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comesAfter(inOrder[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low - 0.5;
}

/** Where in ascending events the first one stands that does not come before `event`. */
export function indexFrom(events: readonly number[], event: number, { rank }: Pick<Timeline, 'rank'>): number {
  const from = rank(event);
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rank(events[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
