/** The sentences that are read before a rule is changed. */
import { expect, it } from 'vitest';
import { hiddenWords, removedWords } from '../../client/src/tuneWords.js';
import type { TunePreview } from '../../server/src/protocol/tuning.js';

function preview(parts: Partial<TunePreview>): TunePreview {
  return { before: 9, after: 9, removedLines: [], expected: 0, hidden: 0, hiddenLines: [], isComplete: true, ...parts };
}

it.each<readonly [Partial<TunePreview>, string]>([
  [{}, 'takes none of 9 matches away'],
  [{ before: 0, after: 0 }, 'the rule matches nothing on its sample'],
  [{ after: 8, removedLines: [4] }, 'takes 1 of 9 matches away: line 4'],
  [{ after: 6, removedLines: [2, 3, 5] }, 'takes 3 of 9 matches away: lines 2, 3 and 5'],
  [{ after: 1, removedLines: [1, 2, 3, 4, 5, 6, 7, 8] }, 'takes 8 of 9 matches away: lines 1, 2, 3, 4, 5 and 3 more'],
  [{ before: 1, after: 0, removedLines: [7], unit: 'sequence' }, 'takes 1 of 1 sequence away: line 7'],
  [
    { before: 5000, after: 4000, removedLines: [1200], isComplete: false },
    'takes 1,000 of 5,000 matches away: lines 1,200 and 999 more (the first matches were compared)',
  ],
])('%o: %s', (parts, expected) => expect(removedWords(preview(parts))).toBe(expected));

it.each<readonly [Partial<TunePreview>, string | undefined]>([
  [{}, undefined],
  [{ expected: 2 }, 'keeps all expected matches (2 events with labels.expected)'],
  [{ expected: 1, hidden: 1, hiddenLines: [3] }, 'hides 1 of 1 expected event: line 3'],
])('%o: %s', (parts, expected) => expect(hiddenWords(preview(parts))).toBe(expected));
