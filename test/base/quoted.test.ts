import { expect, test } from 'vitest';
import { quoted } from '../../server/src/base/quoted.js';

test.each([
  ['eql', '`eql`'],
  ['', 'An empty text'],
  [' \n', 'An empty text'],
  ['one\n  two ', '`one two`'],
  ['x'.repeat(61), `\`${'x'.repeat(59)}…\``],
])('%j is quoted as %s', (value, expected) => {
  expect(quoted(value)).toBe(expected);
});
