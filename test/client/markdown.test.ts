/** Text of rules and events inside Markdown. */
import { expect, it } from 'vitest';
import { inlineCode, sentence } from '../../client/src/markdown.js';

it.each([
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['a```b`', '```` a```b` ````'],
])('%s as code: %s', (text, expected) => {
  expect(inlineCode(text)).toBe(expected);
});

it.each([
  ['case differs in 7 events', 'case differs in 7 events'],
  ['seen most: "a*b" (2)', 'seen most: `"a*b"` \\(2\\)'],
  ['"say \\"x\\"" is *no* number', '`"say \\"x\\""` is \\*no\\* number'],
  ['[x](command:y) <b>', '\\[x\\]\\(command:y\\) \\<b\\>'],
])('%s as a sentence: %s', (text, expected) => {
  expect(sentence(text)).toBe(expected);
});
