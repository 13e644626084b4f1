/** What is counted over all candidates of a sequence or sample: how many each item has, and each join key. */
import type { Candidates } from '../candidates.js';
import { valuesOfTuple, type JoinTuple } from '../joinKeys.js';
import type { MatchList } from '../matchSequences.js';
import type { KeyReport, KeyValue } from './report.js';

export interface Tally {
  /** Events for each item, `until` last. */
  readonly ofItems: readonly number[];
  /** Those that got furthest, first. */
  readonly keys: readonly KeyReport[];
}

/** `items`: with `until`. `order`: the matches that are in the result. `most`: how many keys are listed. */
export function tally(candidates: Candidates, items: number, list: MatchList, order: Uint32Array, most: number): Tally {
  const ofItems = Array.from({ length: items }, () => 0);
  const ofKeys = new Uint32Array(candidates.keys.size * items);
  for (let event = 0; event < candidates.size; event++) {
    let last = -1;
    for (let entry = candidates.firstEntry(event); entry < candidates.firstEntry(event + 1); entry++) {
      const item = candidates.itemOf(entry);
      const at = candidates.keyOf(entry) * items + item;
      ofKeys[at] = (ofKeys[at] ?? 0) + 1;
      if (item !== last) ofItems[item] = (ofItems[item] ?? 0) + 1;
      last = item;
    }
  }
  const complete = new Uint32Array(candidates.keys.size);
  for (const match of order) {
    const key = list.keyOf(match);
    complete[key] = (complete[key] ?? 0) + 1;
  }
  return { ofItems, keys: topKeys(candidates, ofKeys, complete, items, most) };
}

/** By complete matches, then by how many items they satisfy, then by their candidates. */
function topKeys(candidates: Candidates, ofKeys: Uint32Array, complete: Uint32Array, items: number, most: number): readonly KeyReport[] {
  const countsOf = (key: number): Uint32Array => ofKeys.subarray(key * items, (key + 1) * items);
  const satisfied = Uint32Array.from({ length: complete.length }, (_, key) => countsOf(key).filter((count) => count > 0).length);
  const size = Uint32Array.from({ length: complete.length }, (_, key) => countsOf(key).reduce((sum, count) => sum + count, 0));
  const compare = (a: number, b: number): number =>
    (complete[b] ?? 0) - (complete[a] ?? 0) || (satisfied[b] ?? 0) - (satisfied[a] ?? 0) || (size[b] ?? 0) - (size[a] ?? 0) || a - b;
  return Array.from(
    Uint32Array.from({ length: complete.length }, (_, key) => key)
      .sort(compare)
      .subarray(0, most),
    (key) => ({
      values: keyValues(candidates.keys.tuple(key)),
      candidates: [...countsOf(key)],
      complete: complete[key] ?? 0,
    }),
  );
}

/** As it is shown. */
export function keyValues(tuple: JoinTuple): readonly KeyValue[] {
  return valuesOfTuple(tuple);
}
