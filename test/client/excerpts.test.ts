import { expect, it } from 'vitest';
import { fromExcerpt, inExcerpt } from '../../client/src/excerpts.js';
import type { Range } from '../../server/src/protocol/protocol.js';

function range(line: number, character: number, endLine: number, endCharacter: number): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

/** An array on one line, then an event over three lines. */
const events = [
  { line: 0, range: range(999, 1, 999, 11) },
  { line: 1, range: range(999, 12, 999, 30) },
  { line: 2, range: range(1000, 2, 1002, 1) },
];

it.each<[string, Range, Range | undefined]>([
  ['the whole of an event', range(999, 12, 999, 30), range(1, 0, 1, 18)],
  ['a value in it', range(999, 20, 999, 25), range(1, 8, 1, 13)],
  ['a value on the first line of several', range(1000, 4, 1000, 8), range(2, 2, 2, 6)],
  ['a value on a later line', range(1001, 4, 1001, 8), range(3, 4, 3, 8)],
  ['a place between events', range(999, 11, 999, 11), undefined],
  ['a place behind all', range(1003, 0, 1003, 5), undefined],
])('%s', (_, given, expected) => expect(inExcerpt(events, given)).toEqual(expected));

it.each<[string, [number, number], [number, number] | undefined]>([
  ['the start of an event', [1, 0], [999, 12]],
  ['in an event', [1, 8], [999, 20]],
  ['on a later line of one', [3, 4], [1001, 4]],
  ['behind all', [5, 0], undefined],
])('back in the file, %s', (_, [line, character], expected) => {
  const place = expected === undefined ? undefined : { line: expected[0], character: expected[1] };
  expect(fromExcerpt(events, { line, character })).toEqual(place);
});
