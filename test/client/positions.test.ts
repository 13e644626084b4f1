/** Ranges that stay with their text while the text around them is edited. */
import { expect, it } from 'vitest';
import { afterReplacement } from '../../client/src/positions.js';
import type { Range } from '../../server/src/protocol/protocol.js';

/** `2:4-2:9`, zero-based. */
function range(text: string): Range {
  const [start = [], end = []] = text.split('-').map((part) => part.split(':').map(Number));
  return { start: { line: start[0]!, character: start[1]! }, end: { line: end[0]!, character: end[1]! } };
}

function show({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

const rows: readonly [what: string, tracked: string, replaced: string, text: string, expected: string][] = [
  ['text typed before on the same line', '2:4-2:9', '2:0-2:0', 'abc', '2:7-2:12'],
  ['text typed after on the same line', '2:4-2:9', '2:12-2:12', 'abc', '2:4-2:9'],
  ['text typed at the start', '2:4-2:9', '2:4-2:4', 'abc', '2:7-2:12'],
  ['text typed at the end', '2:4-2:9', '2:9-2:9', 'abc', '2:4-2:9'],
  ['text typed inside', '2:4-2:9', '2:6-2:6', 'abc', '2:4-2:12'],
  ['a line added above', '2:4-2:9', '0:0-0:0', 'x\n', '3:4-3:9'],
  ['a line added below', '2:4-2:9', '3:0-3:0', 'x\n', '2:4-2:9'],
  ['the line broken before', '2:4-2:9', '2:2-2:2', '\r\n', '3:2-3:7'],
  ['the line broken inside', '2:4-2:9', '2:6-2:6', '\n', '2:4-3:3'],
  ['lines above removed', '5:4-5:9', '1:0-3:0', '', '3:4-3:9'],
  ['the line joined to the one above', '2:4-2:9', '1:7-2:0', '', '1:11-1:16'],
  ['removed inside', '2:4-2:9', '2:5-2:8', '', '2:4-2:6'],
  ['removed across the start', '2:4-2:9', '2:2-2:6', '', '2:2-2:5'],
  ['removed across the end', '2:4-2:9', '2:7-2:20', '', '2:4-2:7'],
  ['replaced altogether', '2:4-2:9', '2:0-2:20', 'new', '2:0-2:3'],
  ['a range of two lines, typed into the second', '2:4-3:9', '3:1-3:1', 'ab', '2:4-3:11'],
];

it.each(rows)('%s: %s after %s becomes %j gives %s', (_what, tracked, replaced, text, expected) => {
  expect(show(afterReplacement(range(tracked), { range: range(replaced), text }))).toBe(expected);
});
