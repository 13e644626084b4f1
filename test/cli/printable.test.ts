import { expect, test } from 'vitest';
import { counted, printable } from '../../server/src/cli/printable.js';

test.each([
  ['plain text, Grüße, 日本', 'plain text, Grüße, 日本'],
  ['two\nlines\r\n\tand a tab', 'two\\nlines\\r\\n\\tand a tab'],
  ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
])('%j is printed as %s', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test.each([
  [0, '0 events'],
  [1, '1 event'],
  [12345, '12,345 events'],
])('%i counted', (count, expected) => {
  expect(counted(count, 'event')).toBe(expected);
});
