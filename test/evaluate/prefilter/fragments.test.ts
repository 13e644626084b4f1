import { expect, it } from 'vitest';
import { spellingsOf } from '../../../server/src/evaluate/prefilter/fragments.js';

it.each([
  ['letters', [{ text: 'chmod', folds: false }], ['\\u006']],
  ['letters of either case', [{ text: 'chmod', folds: true }], ['\\u006', '\\u004']],
  ['letters and other characters', [{ text: 'cmd.exe-1', folds: false }], ['\\u006', '\\u002', '\\u007', '\\u003']],
  ['the end of a key, which is never written so', [{ text: 'name"', folds: false }], ['\\u006']],
  [
    'several texts',
    [
      { text: 'A', folds: false },
      { text: 'b', folds: false },
    ],
    ['\\u004', '\\u006'],
  ],
  ['nothing', [], []],
])('looks for other spellings of %s', (_, literals, expected) =>
  expect(spellingsOf(literals)).toEqual(expected.map((text) => ({ text, folds: false }))),
);
