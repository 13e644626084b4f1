/** Events of the first stage that lack a join key: no sequence begins with them, though with the key one would go on. */
import { isTooLong } from '../matchKey.js';
import { differingParts, entriesAfter, mismatch, type Surroundings } from './continuations.js';
import { rematch } from './rematch.js';
import type { Cause } from './report.js';
import type { Entry, Timeline } from './timeline.js';

/** A first event without the key that the one it would be continued by has. */
export interface KeylessStart {
  readonly entry: Entry;
  readonly cause: Cause;
}

/** How many first events are looked into. */
const mostStarts = 500;

export function keylessStarts(surroundings: Surroundings): readonly KeylessStart[] {
  const { timeline } = surroundings;
  const [first, second] = timeline.itemOf;
  if (first === undefined || second === undefined) return [];
  return timeline
    .ofItem(first)
    .filter(({ key }) => key === undefined)
    .slice(0, mostStarts)
    .flatMap((entry) => {
      const cause = continued(entry, second, surroundings);
      return cause === undefined ? [] : [{ entry, cause }];
    });
}

function continued(start: Entry, item: number, surroundings: Surroundings): Cause | undefined {
  const { timeline, isUsed, limits } = surroundings;
  const tries = entriesAfter(start.event, item, timeline, (event) => isTooLong(timeline.stages, timeline, start.event, event))
    .filter(({ event, key }) => key !== undefined && !isUsed(event))
    .filter((entry) => agrees(start, entry, timeline))
    .slice(0, limits.tries);
  const outcomes = tries.flatMap((entry) => {
    const { key } = entry;
    if (key === undefined) return [];
    const outcome = rematch(timeline, { key, add: [start] }, [start.event, entry.event], limits.rematched);
    return outcome.extends ? [{ entry, outcome }] : [];
  });
  const best = outcomes.find(({ outcome }) => outcome.completes) ?? outcomes[0];
  return best === undefined ? undefined : mismatch(start, best.entry, best.outcome, surroundings);
}

/** The keys that the start has are the same. */
function agrees(start: Entry, entry: Entry, timeline: Timeline): boolean {
  const own = timeline.tupleOf(start);
  return differingParts(own, timeline.tupleOf(entry)) === own.filter((part) => part === undefined).length;
}
