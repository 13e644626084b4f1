/**
 * Samples: for each join key one event for every item, all different, in no order of time. Where several would do, the first in the files
 * are taken. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-samples
 */
import type { Candidates } from './candidates.js';
import { compareTuples } from './joinKeys.js';
import type { SequenceLimits } from './limit.js';
import { MatchList } from './matchSequences.js';
import { groupByKey, type KeyGroups } from './order.js';

/** The samples of all join keys, in the order of the keys; at most `perKey` of each key. Throws `RunLimit`. */
export function matchSamples(candidates: Candidates, items: number, perKey: number, limits: SequenceLimits): MatchList {
  const inOrder = Uint32Array.from({ length: candidates.size }, (_, index) => index);
  const groups = groupByKey(candidates, inOrder, items);
  const { entries, events, starts } = groups;
  const list = new MatchList(items, limits);
  // More of an item are never needed: so many remain when every other item has taken one and all samples but the last are found.
  const most = items + perKey - 1;
  for (const { group, key } of keysInOrder(groups, candidates)) {
    const byItem: number[][] = Array.from({ length: items }, () => []);
    for (let at = starts[group] ?? 0; at < (starts[group + 1] ?? 0); at++) {
      const ofItem = byItem[candidates.itemOf(entries[at] ?? 0)];
      if (ofItem !== undefined && ofItem.length < most) ofItem.push(events[at] ?? 0);
    }
    for (const sample of samplesOf(byItem, perKey)) list.add(key, sample, false);
  }
  return list;
}

function keysInOrder({ keys }: KeyGroups, candidates: Candidates): readonly { readonly group: number; readonly key: number }[] {
  return Array.from(keys, (key, group) => ({ group, key, tuple: candidates.keys.tuple(key) })).sort((a, b) =>
    compareTuples(a.tuple, b.tuple),
  );
}

/** The first `most` choices of one event per item without an event twice, the last item varying first. */
export function samplesOf(byItem: readonly (readonly number[])[], most: number): readonly (readonly number[])[] {
  const samples: number[][] = [];
  const chosen: number[] = [];
  const choose = (): void => {
    const events = byItem[chosen.length];
    if (events === undefined) {
      samples.push([...chosen]);
      return;
    }
    for (const event of events) {
      if (samples.length >= most) return;
      if (chosen.includes(event)) continue;
      chosen.push(event);
      if (canFinish(byItem.slice(chosen.length), chosen)) choose();
      chosen.pop();
    }
  };
  if (canFinish(byItem, [])) choose();
  return samples;
}

/** Whether every item can have an event of its own: looked for by letting an item that finds all of its events taken push others on. */
function canFinish(byItem: readonly (readonly number[])[], taken: readonly number[]): boolean {
  const itemOf = new Map<number, number>();
  const place = (item: number, tried: Set<number>): boolean => {
    for (const event of byItem[item] ?? []) {
      if (taken.includes(event) || tried.has(event)) continue;
      tried.add(event);
      const other = itemOf.get(event);
      if (other === undefined || place(other, tried)) {
        itemOf.set(event, item);
        return true;
      }
    }
    return false;
  };
  return byItem.every((_, item) => place(item, new Set()));
}
