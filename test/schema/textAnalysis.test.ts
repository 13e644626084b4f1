import { expect, test } from 'vitest';
import { analyseText, foldText } from '../../server/src/schema/textAnalysis.js';

const rows: readonly (readonly [text: string, tokens: string])[] = [
  ['', ''],
  ['--- !', ''],
  ['Disk FULL on web-01', 'disk|full|on|web|01'],
  ['D:\\Data\\Reports\\run.exe', 'd|data|reports|run.exe'],
  ['first second_third', 'first|second_third'],
  ['192.168.0.1:443', '192.168.0.1|443'],
  ['joe@example.org', 'joe|example.org'],
  ["Mary's", "mary's"],
  ['key:value', 'key:value'],
  ['a/b', 'a|b'],
  ['1.a', '1|a'],
  ['3.5', '3.5'],
  ['Get-Item', 'get|item'],
  ["__a _ 'b' c:1 1:c 1,5 1;5 a,b a..b 1.", '__a|b|c|1|1|c|1,5|1;5|a|b|a|b|1'],
  ['Straße ÉTÉ', 'straße|été'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['東京タワー', '東|京|タワー'],
  ['さくら', 'さ|く|ら'],
  ['ok 👍 done', 'ok|👍|done'],
  [`${'a'.repeat(300)} b`, `${'a'.repeat(255)}|${'a'.repeat(45)}|b`],
];

test.each(rows)('%j has the words %s', (text, tokens) => {
  expect(analyseText(text).join('|')).toBe(tokens);
});

test('Lower case is taken character by character', () => {
  expect(foldText('İΣ𝐀ẞ')).toBe('iσ𝐀ß');
});

test('Words of ASCII alone are those that they are beside others', () => {
  const alphabet = ['a', 'b', '1', '2', '_', '_', ':', '.', "'", ',', ';', '-', '"', ' ', '\r', '\n', '\\', '\x00', '$', '@'];
  let state = 7;
  const next = (most: number): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % most;
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: next(12) }, () => alphabet[next(alphabet.length)]).join('');
    expect([...analyseText(text), 'é']).toEqual(analyseText(`${text} é`));
  }
});
