import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it, test } from 'vitest';
import { compileLuceneRegex } from '../../server/src/evaluate/luceneRegex.js';

function matches(pattern: string, value: string, caseInsensitive = false): boolean {
  const compiled = compileLuceneRegex(pattern, caseInsensitive);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.test(value);
}

describe('Lucene regular expressions', () => {
  const rows: readonly (readonly [pattern: string, value: string, expected: boolean])[] = [
    ['cmd\\.exe', 'cmd.exe', true],
    ['cmd\\.exe', 'xcmd.exe', false],
    ['cmd.exe', 'cmd\nexe', true],
    ['.', '😀', true],
    ['a?b+c*', 'bb', true],
    ['(ab|cd){2}', 'abcd', true],
    ['a{2,}', 'aaaa', true],
    ['a{2,3}', 'aaaa', false],
    ['a{3,2}', 'aaa', false],
    ['a{2}{2}', 'aaaa', true],
    ['.*?', 'anything', true],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[.*]', '*', true],
    ['[]a]+', ']a', true],
    ['[\\]\\-]', '-', true],
    ['[a-c-9]', '-', true],
    ['"a.b*"', 'a.b*', true],
    ['"a.b*"', 'axb', false],
    ['<1-31>', '7', true],
    ['<1-31>', '007', true],
    ['<1-31>', '32', false],
    ['<01-31>', '7', false],
    ['<01-31>', '07', true],
    ['<31-1>', '31', true],
    ['a@z', 'a..z', true],
    ['@', '', true],
    ['a#', 'a', false],
    ['#|b', 'b', true],
    ['~(ab*)', 'abb', false],
    ['~(ab*)', 'ac', true],
    ['a.*&~(.*z)', 'abc', true],
    ['a.*&~(.*z)', 'abz', false],
    ['x|~(ab)', 'ab', false],
    ['()', '', true],
    ['', '', true],
    ['^a$', '^a$', true],
    ['^a$', 'a', false],
    ['*a', '*a', true],
    ['|a', '|a', true],
    ['a||b', '|b', true],
    ['\\d\\D\\s\\S\\w\\W', '1a b_-', true],
    ['[\\d_]+', '1_2', true],
    ['\\(\\"\\<', '("<', true],
    ['[\\\\a]', '\\', true],
  ];
  it.each(rows)('%j on %j is %j', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });
});

describe('case folding', () => {
  const rows: readonly (readonly [pattern: string, value: string, expected: boolean])[] = [
    ['cmd', 'CMD', true],
    ['"cmd"', 'CMD', true],
    ['[cmd]+', 'CMD', true],
    ['[^a]', 'A', false],
    ['[a-z]+', 'CMD', false],
    ['ä', 'Ä', false],
    ['k', '\u212A', false],
    ['~(cmd)', 'CMD', false],
  ];
  it.each(rows)('%j on %j, ignoring case, is %j', (pattern, value, expected) => {
    expect(matches(pattern, value, true)).toBe(expected);
  });
});

describe('patterns that cannot be used', () => {
  const rows: readonly (readonly [pattern: string, reason: string, offset: number, message: string])[] = [
    ['a|', 'invalid', 2, 'The pattern ends where a character is expected'],
    ['a\\', 'invalid', 2, 'The pattern ends where a character is expected'],
    ['a)b', 'invalid', 1, '`)` has no opening parenthesis'],
    ['x(ab', 'invalid', 1, '`)` is missing for this parenthesis'],
    ['[ab', 'invalid', 3, '`]` is missing'],
    ['[z-a]', 'invalid', 1, 'The range `z-a` runs backwards; write `\\-` for a hyphen'],
    ['[.-]', 'invalid', 4, '`]` is missing'],
    ['a{x}', 'invalid', 2, 'A repeat count is expected after `{`; write `\\{` for the character'],
    ['a{2', 'invalid', 3, '`}` is expected after the repeat count'],
    ['"ab', 'invalid', 0, '`"` is missing; write `\\"` for the character'],
    ['a<b>', 'invalid', 1, '`<b>` is not an interval such as `<1-31>`; write `\\<` for the character'],
    ['a\\n', 'invalid', 1, '`\\n` is not a character class; only \\d, \\s, \\w and \\D, \\S, \\W are'],
    [`${'('.repeat(300)}a${')'.repeat(300)}`, 'invalid', 257, 'The pattern is nested too deeply'],
    ['ab~(c)d', 'unsupported', 2, '`~` and `&` are evaluated only where they stand outside of all other parts of a pattern'],
    ['a{1001}', 'unsupported', 0, 'A repeat count above 1000 is not evaluated'],
  ];
  it.each(rows)('%j is %s at %i: %s', (pattern, reason, offset, message) => {
    expect(compileLuceneRegex(pattern, false)).toEqual({ ok: false, reason, offset, message });
  });
});

test('agrees with RE2 on what both write alike', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)', '\\d');
  const operator = fc.constantFrom('', '*', '+', '?', '{2}');
  const pattern = fc
    .array(fc.tuple(atom, operator), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map((part) => part.join('')).join(''));
  const value = fc.array(fc.constantFrom('a', 'b', 'c', '1'), { maxLength: 7 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, value, (source, text) => {
      expect(matches(source, text)).toBe(RE2JS.compile(source, RE2JS.DOTALL).testExact(text));
    }),
    { numRuns: 1000 },
  );
});

test('intervals hold exactly their numbers', () => {
  const bounds = fc.tuple(fc.nat(1200), fc.nat(1200));
  fc.assert(
    fc.property(bounds, fc.nat(1300), ([a, b], number) => {
      const inside = number >= Math.min(a, b) && number <= Math.max(a, b);
      const fixed = String(a).length === String(b).length;
      expect(matches(`<${a}-${b}>`, String(number))).toBe(inside && (!fixed || String(number).length === String(a).length));
      expect(matches(`<${a}-${b}>`, `000${number}`)).toBe(inside && !fixed);
    }),
    { numRuns: 2000 },
  );
});

test('takes linear time on a pattern made to backtrack', () => {
  expect(matches('(a+)+b', 'a'.repeat(50_000))).toBe(false);
});
