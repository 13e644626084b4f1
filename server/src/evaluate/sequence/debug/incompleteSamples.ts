/** Join keys of a sample that satisfy some items and not all of them, or not by different events. */
import type { MatchList } from '../matchSequences.js';
import { differencesOf, differingParts, type Surroundings } from './continuations.js';
import type { Cause, PartialSequence, StageEvent } from './report.js';
import { keyValues } from './tally.js';
import type { Entry, Timeline } from './timeline.js';

interface Incomplete {
  readonly key: number;
  /** An event for each item that one satisfies. */
  readonly events: readonly (number | undefined)[];
  readonly satisfied: number;
}

export interface IncompleteSamples {
  readonly partials: readonly PartialSequence[];
  readonly count: number;
}

export function incompleteSamples(list: MatchList, surroundings: Surroundings): IncompleteSamples {
  const { timeline, limits } = surroundings;
  const complete = new Set(Array.from({ length: list.length }, (_, sample) => list.keyOf(sample)));
  const found = [...timeline.keys].filter((key) => !complete.has(key)).map((key) => incomplete(key, timeline));
  found.sort((a, b) => b.satisfied - a.satisfied || firstOf(a) - firstOf(b));
  return { partials: found.slice(0, limits.partials).map((each) => partialOf(each, complete, surroundings)), count: found.length };
}

function incomplete(key: number, { ofKey, itemOf }: Timeline): Incomplete {
  const { events, items } = ofKey(key);
  const first = itemOf.map((item) => events[items.indexOf(item)]);
  return { key, events: first, satisfied: first.filter((event) => event !== undefined).length };
}

function firstOf({ events }: Incomplete): number {
  return Math.min(...events.filter((event) => event !== undefined));
}

function partialOf({ key, events }: Incomplete, complete: ReadonlySet<number>, surroundings: Surroundings): PartialSequence {
  const { timeline } = surroundings;
  const unmet = events.flatMap((event, item) => (event === undefined ? [item] : []));
  const [item] = unmet;
  const cause: Cause =
    item === undefined
      ? { kind: 'sameEvents' }
      : { kind: 'unmet', items: unmet, nearest: unmet.length === 1 ? nearestOf(key, item, complete, surroundings) : undefined };
  const stageEvents = events.flatMap((event, each): readonly StageEvent[] =>
    event === undefined ? [] : [{ item: each, run: 1, event: timeline.refOf(event) }],
  );
  return { key: keyValues(timeline.candidates.keys.tuple(key)), events: stageEvents, waitsFor: item, cause, also: undefined };
}

/** How many events of the item are compared by their keys. */
const mostCompared = 1000;

/** The event of no complete sample whose key differs in the fewest fields. */
function nearestOf(
  key: number,
  item: number,
  complete: ReadonlySet<number>,
  { timeline, keyNames }: Surroundings,
): Extract<Cause, { kind: 'unmet' }>['nearest'] {
  const tuple = timeline.candidates.keys.tuple(key);
  const [best] = timeline
    .ofItem(item)
    .slice(0, mostCompared)
    .filter((entry) => entry.key === undefined || !complete.has(entry.key))
    .map((entry) => ({ entry, differing: differingParts(tuple, timeline.tupleOf(entry)) }))
    .sort((a, b) => a.differing - b.differing);
  if (best === undefined) return undefined;
  const own: Entry = { event: 0, item, key };
  return { event: timeline.refOf(best.entry.event), differences: differencesOf(own, best.entry, timeline, keyNames) };
}
