import { describe, expect, it, test } from 'vitest';
import { debugTimeline } from '../../../kit/debugTimeline.js';
import { runTimeline } from '../../../kit/timeline.js';

test('a run that does not ask for it has no report', async () => {
  expect((await runTimeline('sequence [A] [B]', 'A@0s')).sequences).toBeUndefined();
});

test('items have their candidates, those without a key, and the events', async () => {
  const query = 'sequence by key with maxspan=1m [A] ![M] [B] with runs=2 until [X]';
  const { report } = await debugTimeline(query, 'A1@0s A@1s M1@1s B1@2s BX2@3s X@4s');
  expect(
    report.items.map(({ candidates, withoutKey, absentKeys, missing, until, runs }) => ({
      candidates,
      withoutKey,
      absentKeys,
      missing,
      until,
      runs,
    })),
  ).toEqual([
    { candidates: 1, withoutKey: 1, absentKeys: [{ field: 'key', events: 1 }], missing: false, until: false, runs: 1 },
    { candidates: 1, withoutKey: 0, absentKeys: [], missing: true, until: false, runs: 1 },
    { candidates: 2, withoutKey: 0, absentKeys: [], missing: false, until: false, runs: 2 },
    { candidates: 1, withoutKey: 1, absentKeys: [{ field: 'key', events: 1 }], missing: false, until: true, runs: 1 },
  ]);
  expect(report.items[0]?.events.map(({ event, key }) => [event.line, key])).toEqual([
    [1, ['1']],
    [2, [undefined]],
  ]);
});

test('an optional key is never lacking', async () => {
  const { report, matches } = await debugTimeline('sequence by ?key [A] [B]', 'A@0s B@1s');
  expect([matches, report.items.map(({ withoutKey }) => withoutKey)]).toEqual([['A B'], [0, 0]]);
});

test('join keys that have complete sequences come first, then those that satisfy more items', async () => {
  const { report } = await debugTimeline('sequence by key [A] [B] [C]', "A1@0s A1'@1s A2@2s B2@3s A3@4s B3@5s C3@6s");
  expect(report.keys).toEqual([
    { values: ['3'], candidates: [1, 1, 1], complete: 1 },
    { values: ['2'], candidates: [1, 1, 0], complete: 0 },
    { values: ['1'], candidates: [2, 0, 0], complete: 0 },
  ]);
});

test('partial sequences are the longest first, then the earliest, and those that were replaced last', async () => {
  const { report, partials } = await debugTimeline('sequence by key [A] [B] [C]', "A1@0s A1'@1s A2@2s B2@3s A3@4s");
  expect(partials).toEqual([
    'A2 B2: no event satisfies stage 3',
    "A1': no event left for stage 2 with this key and in time, of 1 that satisfy it",
    'A3: no event left for stage 2 with this key and in time, of 1 that satisfy it',
    "A1: A1' takes the place of stage 1; of the later one: no event left for stage 2 with this key and in time, of 1 that satisfy it",
  ]);
  expect([report.partialCount, report.endings]).toEqual([4, { replaced: 1, maxspan: 0, until: 0, missingEventPresent: 0, waiting: 3 }]);
});

test('an event with several keys has a part in the sequences of each', async () => {
  const at = (second: number, kind: string, name: string, key: readonly string[]): object => ({
    '@timestamp': `2026-03-02T10:00:0${second}Z`,
    kind,
    name,
    key,
  });
  const { partials } = await debugTimeline('sequence by key [A] [B]', [at(0, 'A', 'a', ['1', '2']), at(1, 'B', 'b', ['3'])]);
  expect(partials).toEqual([
    'a: stage 2 b has key "3", not "1"; with the same key it would match',
    'a: stage 2 b has key "3", not "2"; with the same key it would match',
  ]);
});

describe('limits', () => {
  const query = 'sequence with maxspan=5s [A] [B]';
  const timeline = "A@0s B@6s A'@10s B'@20s A''@30s A'''@40s";

  it('of the list leave the counts whole', async () => {
    const { report, partials } = await debugTimeline(query, timeline, { report: { partials: 1, complete: 0, keys: 0, candidates: 1 } });
    expect([partials.length, report.partialCount, report.keys, report.keyCount, report.items[0]?.events.length, report.items[0]?.candidates]).toEqual([1, 4, [], 1, 1, 4]); // prettier-ignore
  });

  it('of the analysis are told, and nothing is claimed of what may lie beyond', async () => {
    const { report, partials } = await debugTimeline(query, timeline, { report: { analysed: 2 } });
    expect(partials).toEqual([
      'A: stage 2 B comes 1 s after maxspan=5s ends; would match with maxspan=6s',
      "A': stage 2 B' comes 5 s after maxspan=5s ends; would match with maxspan=10s",
    ]);
    expect(report.items.map(({ candidates }) => candidates)).toEqual([4, 2]);
    expect(report.limited).toEqual([
      'Partial sequences are told of the first 2 candidates of a stage only; candidates and complete sequences are counted in full.',
    ]);
  });

  it('of events without a key are told', async () => {
    const { report } = await debugTimeline('sequence by key [A] [B]', 'A@0s B@1s A@2s', { report: { withoutKey: 1 } });
    expect([report.items[0]?.withoutKey, report.limited]).toEqual([
      2,
      ['Of the events that lack a join key, the first 1 are looked into.'],
    ]);
  });
});
