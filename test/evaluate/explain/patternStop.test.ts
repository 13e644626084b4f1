import { expect, test } from 'vitest';
import { whereItStops } from '../../../server/src/evaluate/explain/patternStop.js';
import { parseWildcard, patternText } from '../../../server/src/evaluate/wildcard.js';

test.each([
  ['abc*', 'xyz', false, 'start', 0, 'abc', 0],
  ['abc*', 'abx', false, 'next', 2, 'c', 2],
  ['abc*', 'ABX', true, 'next', 2, 'c', 2],
  ['abc', 'abcd', false, 'over', 3, undefined, 3],
  ['*abc*', 'xyz', false, 'later', 0, 'abc', 0],
  ['-*i*', '-V', false, 'later', 1, 'i', 1],
  ['a*b*c', 'aXbY', false, 'end', 3, 'c', 2],
  ['*.exe', 'a.com', false, 'end', 0, '.exe', 0],
  ['a?', 'a', false, 'next', 1, undefined, 1],
  ['', 'a', false, 'over', 0, undefined, 0],
] as const)('%s on %s (case ignored: %s): %s after %i characters', (pattern, value, caseInsensitive, kind, matched, wanted, found) => {
  const parsed = parseWildcard(pattern);
  expect(whereItStops(parsed, value, caseInsensitive)).toEqual({ kind, matched, wanted, found });
  expect(patternText(parsed)).toBe(pattern);
});
