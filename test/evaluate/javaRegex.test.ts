import { describe, expect, it, test } from 'vitest';
import { compileJavaRegex, compileScriptWildcards } from '../../server/src/evaluate/javaRegex.js';
import { parseWildcard } from '../../server/src/evaluate/wildcard.js';

describe('Java regular expressions', () => {
  const rows: readonly (readonly [pattern: string, value: string, expected: boolean])[] = [
    ['a.c', 'abc', true],
    ['a.c', 'a\nc', false],
    ['a.c', 'a\u2028c', false],
    ['^ab$', 'ab', true],
    ['[.]', '.', true],
    ['[.]', 'x', false],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\Qa.b', 'a.b', true],
    ['\\s', '\u000b', true],
    ['[\\s]', '\u000b', true],
    ['\\u0041', 'A', true],
    ['\\.', 'x', false],
    ['a*?', 'aa', true],
  ];
  it.each(rows)('%j on %j is %j', (pattern, value, expected) => {
    const compiled = compileJavaRegex(pattern, false);
    expect(compiled.ok && compiled.test(value)).toBe(expected);
  });

  it('folds case when told to', () => {
    const compiled = compileJavaRegex('[a-c]+', true);
    expect(compiled.ok && compiled.test('ABC')).toBe(true);
  });
});

describe('Java patterns that cannot be used', () => {
  const rows: readonly (readonly [pattern: string, reason: string, offset: number, message: string])[] = [
    ['a(?=b)', 'unsupported', 1, 'A look-around or atomic group is not evaluated here'],
    ['(a)\\1', 'unsupported', 3, 'A back-reference is not evaluated here'],
    ['a++', 'unsupported', 1, 'A possessive quantifier is not evaluated here'],
    ['[a&&b]', 'unsupported', 0, 'A character class inside another is not evaluated here'],
    ['x\\R', 'unsupported', 1, 'This escape is not evaluated here'],
    ['(', 'invalid', 0, 'The pattern is not a valid regular expression (missing closing ): `(`)'],
    ['a)', 'invalid', 0, 'The pattern is not a valid regular expression (unexpected ): `a)`)'],
    ['*a', 'invalid', 0, 'The pattern is not a valid regular expression (missing argument to repetition operator: `*`)'],
    ['[a', 'invalid', 0, 'The pattern is not a valid regular expression (missing closing ]: `[a`)'],
    ['a\\', 'invalid', 0, 'The pattern is not a valid regular expression (trailing backslash at end of expression)'],
    ['a{1001}', 'unsupported', 0, 'The pattern is not evaluated here (invalid repeat count: `{1001}`)'],
    ['\\p{javaLowerCase}', 'unsupported', 0, 'The pattern is not evaluated here (invalid character class range: `\\p{javaLowerCase}`)'],
  ];
  it.each(rows)('%j is %s at %i: %s', (pattern, reason, offset, message) => {
    expect(compileJavaRegex(pattern, false)).toEqual({ ok: false, reason, offset, message });
  });
});

test('wildcards on computed values stop at line ends', () => {
  const test_ = compileScriptWildcards([parseWildcard('a*'), parseWildcard('?')], true);
  expect(['Abc', 'a\n', 'x', '\n'].map(test_)).toEqual([true, false, true, false]);
});
