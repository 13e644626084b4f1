import { describe, expect, it, test } from 'vitest';
import { samplesOf } from '../../../server/src/evaluate/sequence/samples.js';
import { runTimeline } from '../../kit/timeline.js';

describe('samples', () => {
  const rows: readonly (readonly [what: string, perKey: number, query: string, timeline: string, ...matches: string[]])[] = [
    ['need no order', 1, 'sample by key [A] [B]', 'B1@0s A1@1s', 'A1 B1'],
    ['take the first in the file', 1, 'sample by key [A] [B]', "A1@5s A1'@0s B1@1s", 'A1 B1'],
    ['need every item', 1, 'sample by key [A] [B] [C]', 'A1@0s B1@0s A2@0s B2@0s C2@0s', 'A2 B2 C2'],
    ['come in the order of their keys', 1, 'sample by key [A] [B]', 'A2@0s B2@0s A1@0s B1@0s', 'A1 B1', 'A2 B2'],
    ['null first', 1, 'sample by ?key [A] [B]', 'A1@0s B1@0s A@0s B@0s', 'A B', 'A1 B1'],
    ['use an event once', 1, 'sample by key [A] [B]', "AB1@0s B1@1s", 'AB1 B1'],
    ['give way where an item has no other choice', 1, 'sample by key [A] [B]', 'AB1@0s A1@1s', 'A1 AB1'],
    ['none where there are too few events', 1, 'sample by key [A] [B]', 'AB1@0s'],
    ['several of a key', 2, 'sample by key [A] [B]', "A1@0s A1'@0s A1''@0s B1@0s", 'A1 B1', "A1' B1"],
    ['all of a key', 9, 'sample by key [A] [B]', "A1@0s A1'@0s B1@0s", 'A1 B1', "A1' B1"],
  ]; // prettier-ignore
  it.each(rows.map(([what, samplesPerKey, query, timeline, ...matches]) => ({ what, samplesPerKey, query, timeline, matches })))(
    '$what: $timeline',
    async ({ query, timeline, samplesPerKey, matches }) => {
      expect((await runTimeline(query, timeline, { samplesPerKey })).matches).toEqual(matches);
    },
  );

  test('need no time', async () => {
    const events = [
      { kind: 'A', key: 'x', name: 'a' },
      { kind: 'B', key: 'x', name: 'b' },
    ];
    const { matches, hits, notes } = await runTimeline('sample by key [A] [B]', events);
    expect([matches, hits.map(({ timestamp, sequence }) => [timestamp, sequence?.kind, sequence?.joinKeys])]).toEqual([
      ['a b'],
      [
        [undefined, 'sample', ['x']],
        [undefined, 'sample', ['x']],
      ],
    ]);
    expect(notes).toEqual(['Where several events would do for a sample, the first in the files are shown; a cluster may show others.']);
  });
});

describe('choices without an event twice', () => {
  it.each([
    [[[1, 2, 3], [4, 5], [3, 4, 5]], 1, [[1, 4, 3]]],
    [[[1, 2], [1, 2], [1, 2]], 1, []],
    [[[1], [1, 2]], 2, [[1, 2]]],
    [[[1, 2], [1, 2]], 5, [[1, 2], [2, 1]]],
    [[[], [1]], 1, []],
  ])('%j, at most %i', (byItem, most, samples) => {
    expect(samplesOf(byItem, most)).toEqual(samples);
  }); // prettier-ignore

  it('are refused at once where one event is missing for many items', () => {
    const events = Array.from({ length: 29 }, (_, index) => index);
    expect(
      samplesOf(
        Array.from({ length: 30 }, () => events),
        1,
      ),
    ).toEqual([]);
  });
});
