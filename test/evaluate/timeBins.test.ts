/** Bins of event times. */
import { describe, expect, it, test } from 'vitest';
import { TimeBins } from '../../server/src/evaluate/timeBins.js';

function binsOf(times: readonly number[]): readonly (readonly [number, number, number])[] {
  const bins = new TimeBins();
  for (const time of times) bins.add(time);
  const counts = bins.counts();
  return counts?.bins.map(({ time, events }) => [time, counts.width, events]) ?? [];
}

test.each<readonly [string, readonly number[], readonly (readonly [number, number, number])[]]>([
  ['none', [], []],
  [
    'times that are near each other have a bin each',
    [5, 3, 5],
    [
      [3, 1, 1],
      [5, 1, 2],
    ],
  ],
  [
    'before 1970',
    [-3, -1],
    [
      [-3, 1, 1],
      [-1, 1, 1],
    ],
  ],
  [
    'bins widen for a late time, and events stay in theirs',
    [0, 1, 2, 1023],
    [
      [0, 2, 2],
      [2, 2, 1],
      [1022, 2, 1],
    ],
  ],
  [
    'and for an early one',
    [1023, 0],
    [
      [0, 2, 1],
      [1022, 2, 1],
    ],
  ],
])('%s', (_, times, expected) => {
  expect(binsOf(times)).toEqual(expected);
});

describe('of many times', () => {
  it('there are no more than 512 bins, which count all', () => {
    const times = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 10_000_000);
    const bins = binsOf(times);
    expect(bins.length).toBeLessThanOrEqual(512);
    expect(bins.reduce((sum, [, , events]) => sum + events, 0)).toBe(20_000);
  });
});

test('the earliest and the latest time are exact', () => {
  const bins = new TimeBins();
  expect(bins.counts()).toBe(undefined);
  for (const time of [7, 5000, 3]) bins.add(time);
  expect(bins.counts()).toMatchObject({ earliest: 3, latest: 5000, width: 16 });
});
