import { expect, test } from 'vitest';
import { analyseText, foldText } from '../../server/src/evaluate/textAnalysis.js';

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
