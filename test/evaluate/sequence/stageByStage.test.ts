/** The matcher against the same rules applied in the plainest way: stage by stage over all events, all pending sequences in lists. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchKey, type KeyEntries } from '../../../server/src/evaluate/sequence/matchKey.js';
import { stagesOf } from '../../../server/src/evaluate/sequence/stages.js';
import { span } from '../../kit/timeline.js';

interface Timeline {
  /** For each event, in order: milliseconds since the one before, and the items it satisfies; `until` is the one after the last. */
  readonly events: readonly { readonly after: number; readonly items: readonly number[] }[];
  readonly runs: readonly number[];
  readonly maxspan: number | undefined;
}

const timelines: fc.Arbitrary<Timeline> = fc.integer({ min: 1, max: 4 }).chain((items) =>
  fc.record({
    events: fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 3 }),
        items: fc.subarray(
          Array.from({ length: items + 1 }, (_, item) => item),
          { minLength: 1 },
        ),
      }),
      { maxLength: 25 },
    ),
    runs: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: items, maxLength: items }),
    maxspan: fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined }),
  }),
);

function timesOf({ events }: Timeline): readonly number[] {
  let now = 0;
  return events.map(({ after }) => (now += after));
}

function stageByStage({ events, runs, maxspan }: Timeline, times: readonly number[]): readonly (readonly number[])[] {
  const stages = runs.flatMap((count, item) => Array.from({ length: count }, () => item));
  const satisfying = (item: number): readonly number[] => events.flatMap(({ items }, event) => (items.includes(item) ? [event] : []));
  const untils = satisfying(runs.length);
  let pending: number[][] = satisfying(stages[0] ?? 0).map((event) => [event]);
  for (const item of stages.slice(1)) {
    const reached: number[][] = [];
    for (const event of satisfying(item)) {
      const latest = pending.findLastIndex((sequence) => (sequence.at(-1) ?? 0) < event);
      const sequence = pending[latest];
      if (sequence === undefined) continue;
      pending = pending.slice(latest + 1);
      const taken = (times[event] ?? 0) - (times[sequence[0] ?? 0] ?? 0);
      if (maxspan !== undefined && taken > maxspan) continue;
      const until = untils.findLast((each) => each < event);
      if (until !== undefined && until >= (sequence.at(-1) ?? 0)) continue;
      reached.push([...sequence, event]);
    }
    pending = reached;
  }
  return pending;
}

function online({ events, runs, maxspan }: Timeline, times: readonly number[]): readonly (readonly number[])[] {
  const entries: KeyEntries = {
    events: events.flatMap(({ items }, event) => items.map(() => event)),
    items: events.flatMap(({ items }) => [
      ...items.filter((item) => item < runs.length).reverse(),
      ...items.filter((item) => item === runs.length),
    ]),
  };
  const item = { span, predicate: { kind: 'fixed', value: true, span }, inherited: [], keys: [], missing: false } as const;
  const stages = stagesOf({ items: runs.map((count) => ({ ...item, runs: count })), maxspan });
  return matchKey(entries, stages, { milliseconds: (event) => times[event] ?? 0, nanoseconds: () => 0 });
}

test('matching event by event gives what matching stage by stage gives', () => {
  fc.assert(
    fc.property(timelines, (timeline) => {
      const times = timesOf(timeline);
      expect(online(timeline, times)).toEqual(stageByStage(timeline, times));
    }),
    { numRuns: 2000, seed: 1 },
  );
});
