/** The values of literals. */
import { describe, expect, it } from 'vitest';
import type { Expr } from '../../../server/src/syntax/eql/ast.js';
import { foldInteger, formatSpan } from '../../../server/src/syntax/eql/literals.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';

/** The right side of `any where x == …`. */
function valueOf(literal: string): Expr | undefined {
  const { tree } = parseEql(`any where x == ${literal}`);
  return tree.body.kind === 'eventQuery' && tree.body.condition.kind === 'comparison' ? tree.body.condition.right : undefined;
}

describe('strings', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['""', ''],
    ['"plain"', 'plain'],
    ['"a\\b\\t\\n\\f\\r\\"\\\'\\\\z"', 'a\b\t\n\f\r"\'\\z'],
    ['"C:\\\\new"', 'C:\\new'],
    ['"\\u{2022}\\u{01F600}\\u{0000007a}"', '\u2022\u{1F600}z'],
    ['"\\u{10FFFF}"', '\u{10FFFF}'],
    ['"*?%"', '*?%'],
    ['""""""', ''],
    ['"""a\\n"b"""', 'a\\n"b'],
    ['"""a""""', 'a"'],
    ['"""a"""""', 'a""'],
    // As they were meant; each of these has a problem.
    ['"C:\\Windows"', 'C:\\Windows'],
    ['"\\u0041"', 'A'],
    ["'it\\'s'", "it's"],
    ['?"C:\\x"', 'C:\\x'],
    ['"open', 'open'],
    ['"""open', 'open'],
  ];
  it.each(rows)('%s', (literal, value) => {
    expect(valueOf(literal)).toMatchObject({ kind: 'string', value });
  });
});

describe('whole numbers', () => {
  const rows: readonly (readonly [string, bigint | undefined])[] = [
    ['5', 5n],
    ['-(2 + 3) * 4', -20n],
    ['+7 / 2', 3n],
    ['-7 / 2', -3n],
    ['-7 % 4', -3n],
    ['1 / 0', undefined],
    ['1 % 0', undefined],
    ['1.0', undefined],
    ['x', undefined],
    ['1 - y', undefined],
    ['18446744073709551616', undefined],
  ];
  it.each(rows)('%s', (source, value) => {
    const expr = valueOf(source);
    expect(expr === undefined ? expr : foldInteger(expr)).toBe(value);
  });
});

it.each([
  [1500, '1500ms'],
  [90_000, '90s'],
  [5_400_000, '90m'],
  [7_200_000, '2h'],
  [172_800_000, '2d'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(formatSpan(milliseconds)).toBe(text);
});
