import { describe, expect, it } from 'vitest';
import { runTimeline } from '../../kit/timeline.js';

describe('missing events', () => {
  const middle = 'sequence by key with maxspan=10s [A] ![M] [B]';
  const front = 'sequence by key with maxspan=10s ![M] [A] [B]';
  const back = 'sequence by key with maxspan=10s [A] [B] ![M]';
  const both = 'sequence by key with maxspan=10s ![M] [A] ![M]';
  const rows: readonly (readonly [what: string, query: string, timeline: string, ...matches: string[]])[] = [
    ['nothing between', middle, 'A1@0s B1@2s', 'A1 - B1'],
    ['one between', middle, 'A1@0s M1@1s B1@2s'],
    ['one of another key', middle, 'A1@0s M2@1s B1@2s', 'A1 - B1'],
    ['at the time of a neighbour', middle, 'A1@0s M1@0s M1@2s B1@2s', 'A1 - B1'],
    ['an excluded sequence is used up', middle, "A1@0s M1@1s B1@2s B1'@3s"],
    ['between adjacent events only', 'sequence by key with maxspan=10s [A] ![M] [B] [C]', 'A1@0s B1@1s M1@2s C1@3s', 'A1 - B1 C1'],
    ['two kinds between', 'sequence by key with maxspan=10s [A] ![M] ![N] [B]', "A1@0s B1@1s A1'@2s N1@3s B1'@4s", 'A1 - - B1'],
    ['repeated', 'sequence by key with maxspan=10s [A] ![M] with runs=2 [B]', 'A1@0s B1@1s', 'A1 - - B1'],
    ['before: none', front, 'A1@0s B1@2s', '- A1 B1'],
    ['before: within maxspan of the last event', front, 'M1@0s A1@8s B1@10s'],
    ['before: one millisecond beyond it', front, 'M1@0ms A1@8000ms B1@10001ms', '- A1 B1'],
    ['before: at the same time as the first', front, 'M1@0s A1@0s B1@1s', '- A1 B1'],
    ['after: none', back, 'A1@0s B1@2s', 'A1 B1 -'],
    ['after: within maxspan of the first event', back, 'A1@0s B1@2s M1@10s'],
    ['after: one millisecond beyond it', back, 'A1@0ms B1@2000ms M1@10001ms', 'A1 B1 -'],
    ['both ends: only one before', both, 'M1@0s A1@1s', '- A1 -'],
    ['both ends: only one after', both, 'A1@1s M1@2s', '- A1 -'],
    ['both ends: two within maxspan of each other', both, 'M1@0s A1@1s M1@10s'],
    ['both ends: two farther apart', both, 'M1@0ms A1@1000ms M1@10001ms', '- A1 -'],
    ['with a key of its own', 'sequence with maxspan=10s [A] by key ![M] by name [B] by key', 'A1@0s M1@1s B1@2s', 'A1 - B1'],
    ['by the latest before', front, 'M1@0s M1@15s A1@16s B1@17s'],
    ['one positive event', 'sequence with maxspan=10s [A] ![M]', "A@0s M@1s A'@2s", "A' -"],
  ]; // prettier-ignore
  it.each(rows.map(([what, query, timeline, ...matches]) => ({ what, query, timeline, matches })))(
    '$what: $timeline',
    async ({ query, timeline, matches }) => {
      expect((await runTimeline(query, timeline)).matches).toEqual(matches);
    },
  );
});

describe('a missing event at the end', () => {
  const note = (subject: string): string => `${subject} for a missing event whose time is not over when the sample ends: a later event could still exclude it.`; // prettier-ignore
  it.each([
    ['its time is not over when the events end', 'sequence with maxspan=10s [A] ![M]', 'A@0s Z@9s', [note('1 sequence waits')]],
    ['its time is over', 'sequence with maxspan=10s [A] ![M]', 'A@0s Z@11s', []],
    ['several', 'sequence with maxspan=10s [A] ![M]', "A@0s A'@1s", [note('2 sequences wait')]],
    ['only those that are left by pipes', 'sequence with maxspan=10s [A] ![M] | head 1', "A@0s A'@1s", [note('1 sequence waits')]],
    ['not where the front decides', 'sequence with maxspan=10s ![M] [A] ![M]', 'A@0s', []],
    ['not without one at the end', 'sequence with maxspan=10s ![M] [A] [B]', 'A@0s B@1s', []],
  ])('%s', async (_, query, timeline, notes) => {
    expect((await runTimeline(query, timeline)).notes).toEqual(notes);
  });
});
