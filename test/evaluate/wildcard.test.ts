import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it, test } from 'vitest';
import { compileWildcards, parseLuceneWildcard, parseWildcard } from '../../server/src/evaluate/wildcard.js';

function matches(pattern: string, value: string, caseInsensitive = false): boolean {
  return compileWildcards([parseWildcard(pattern)], caseInsensitive)(value);
}

describe('wildcard patterns', () => {
  const rows: readonly (readonly [pattern: string, value: string, expected: boolean])[] = [
    ['cmd.exe', 'cmd.exe', true],
    ['cmd.exe', 'cmd.exe ', false],
    ['cmd.exe', 'CMD.EXE', false],
    ['*', '', true],
    ['*', 'any thing\nat all', true],
    ['**', '', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['*a*', 'bab', true],
    ['*a*b*c*', '1a2b3c4', true],
    ['*a*b*c*', 'acb', false],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*?c', 'abc', true],
    ['a*?c', 'ac', false],
    ['*?😀', 'x😀', true],
    ['*😀?', '😀😀', true],
    ['*.ex?', 'run.exe', true],
    ['C:\\*', 'C:\\Windows', true],
    ['C:\\*', 'C:*', false],
    ['100%_', '100%_', true],
    ['a*b?d*e', 'a__bcd_e', true],
    ['a*b?d*e', 'abd_bcde', true],
    ['*ab?', 'abxab', false],
    ['', '', true],
    ['', 'a', false],
  ];
  it.each(rows)('%j on %j is %j', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });
});

describe('case folding of patterns', () => {
  const rows: readonly (readonly [pattern: string, value: string, expected: boolean])[] = [
    ['CMD.exe', 'cmd.EXE', true],
    ['*WIN*', 'c:\\windows', true],
    ['?MD*', 'Cmd', true],
    ['ä', 'Ä', false],
    ['Ä*x', 'ÄBX', true],
    ['k', '\u212A', false],
  ];
  it.each(rows)('%j on %j, ignoring case, is %j', (pattern, value, expected) => {
    expect(matches(pattern, value, true)).toBe(expected);
  });
});

test('several patterns match when one does', () => {
  const either = compileWildcards([parseWildcard('a*'), parseWildcard('b'), parseWildcard('c')], false);
  expect(['ax', 'b', 'c', 'bx', ''].map(either)).toEqual([true, true, true, false, false]);
});

describe('patterns of the wildcard query', () => {
  it('takes what follows a backslash as it is', () => {
    expect(parseLuceneWildcard('a\\*b*')).toEqual([{ kind: 'text', text: 'a*b' }, { kind: 'run' }]);
  });
  it('keeps a backslash at the end', () => {
    expect(parseLuceneWildcard('a\\')).toEqual([{ kind: 'text', text: 'a\\' }]);
  });
});

test('agrees with a regular expression engine', () => {
  const alphabet = fc.constantFrom('a', 'b', 'A', '😀', '.', '\n');
  const text = fc.array(alphabet, { maxLength: 12 }).map((parts) => parts.join(''));
  const pattern = fc.array(fc.oneof(alphabet, fc.constantFrom('*', '?')), { maxLength: 9 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, text, (wildcard, value) => {
      const source = [...wildcard]
        .map((character) => (character === '*' ? '.*' : character === '?' ? '.' : RE2JS.quote(character)))
        .join('');
      expect(matches(wildcard, value)).toBe(RE2JS.compile(source, RE2JS.DOTALL).testExact(value));
    }),
    { numRuns: 3000 },
  );
});

test('takes linear time on a pattern made to backtrack', () => {
  const value = 'a'.repeat(20_000);
  expect(matches(`${'a*'.repeat(30)}b`, value)).toBe(false);
  expect(matches(`${'*?a'.repeat(30)}b`, value)).toBe(false);
});
