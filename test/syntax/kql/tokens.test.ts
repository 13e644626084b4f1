import { expect, test } from 'vitest';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';

/** Tokens in one line: type and text, without the white space that belongs to keywords and literals. */
function tokensOf(text: string): string {
  return parseKql(text)
    .tokens.map(({ type, text: word }) => ([':', '(', ')', '{', '}'].includes(word) ? word : `${type}[${word}]`))
    .join(' ');
}

const rows: readonly (readonly [text: string, tokens: string])[] = [
  ['', ''],
  [' \t\r\n\u00a0', ''],
  ['host.name:web-01', 'Literal[host.name] : Literal[web-01]'],
  ['a:x-y_z.1/2+3=4,5;6!7@8#9$0%^&[]|~`', 'Literal[a] : Literal[x-y_z.1/2+3=4,5;6!7@8#9$0%^&[]|~`]'],
  ['a : b c ', 'Literal[a] : Literal[b c]'],
  ["a:'b c'", "Literal[a] : Literal['b c']"],
  ['a:"b c"', 'Literal[a] : Quoted["b c"]'],
  ['a:"b \\" c"', 'Literal[a] : Quoted["b \\" c"]'],
  ['a:"C:\\\\" and b:c', 'Literal[a] : Quoted["C:\\\\"] And[and] Literal[b] : Literal[c]'],
  ['a:"b\nc"', 'Literal[a] : Quoted["b\nc"]'],
  ['a > 5 and b<=6', 'Literal[a] RangeOperator[>] Literal[5] And[and] Literal[b] RangeOperator[<=] Literal[6]'],
  ['a:{b:c}', 'Literal[a] : { Literal[b] : Literal[c] }'],
  ['a:b\n AND \u00a0 (c)', 'Literal[a] : Literal[b] And[AND] ( Literal[c] )'],
  ['a aNd b oR c', 'Literal[a] And[aNd] Literal[b] Or[oR] Literal[c]'],
  ['NOT a', 'Not[NOT] Literal[a]'],
  ['not', 'Literal[not]'],
  ['not\ta', 'Not[not] Literal[a]'],
  ['and', 'Literal[and]'],
  ['and a', 'Literal[and a]'],
  ['( or a)', '( Literal[or a] )'],
  ['a and and b', 'Literal[a] And[and] Literal[and b]'],
  ['a and', 'Literal[a and]'],
  ['a and ', 'Literal[a] And[and]'],
  ['android:oracle', 'Literal[android] : Literal[oracle]'],
  ['sand or nor or x', 'Literal[sand] Or[or] Literal[nor] Or[or] Literal[x]'],
  ['a:cannot', 'Literal[a] : Literal[cannot]'],
  ['a:cannot run', 'Literal[a] : Literal[can] Not[not] Literal[run]'],
  ['a\\:b\\(c\\)', 'Literal[a\\:b\\(c\\)]'],
  ['x \\and y', 'Literal[x \\and y]'],
  ['\\u0041', 'Literal[\\u0041]'],
  ['\\users', 'BadEscape[\\u] Literal[sers]'],
  ['a\\', 'Literal[a] BadEscape[\\]'],
  ['C\\:\\Windows', 'Literal[C\\:] BadEscape[\\W] Literal[indows]'],
  ['*:*', 'Literal[*] : Literal[*]'],
  ['a:"b', 'Literal[a] : UnterminatedString["b]'],
  ['a:"b and c', 'Literal[a] : UnterminatedString["b] And[and] Literal[c]'],
  ['a:("b (1) or c)', 'Literal[a] : ( UnterminatedString["b (1)] Or[or] Literal[c] )'],
  ['a:"b \nc', 'Literal[a] : UnterminatedString["b] Literal[c]'],
  ['"a"and', 'Quoted["a"] Literal[and]'],
  ['a\u2003b', 'Literal[a\u2003b]'],
];

test.each(rows)('%j is cut into %s', (text, tokens) => {
  expect(tokensOf(text)).toBe(tokens);
});
