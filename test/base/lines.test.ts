import { describe, expect, it, test } from 'vitest';
import { LineIndex } from '../../server/src/base/lines.js';

describe('LineIndex', () => {
  const text = 'one\r\ntwo 😀\n\rlast';
  const index = new LineIndex(text);

  test.each([
    [0, 0, 0],
    [3, 0, 3],
    [5, 1, 0],
    [9, 1, 4],
    [11, 1, 6],
    [12, 2, 0],
    [13, 3, 0],
    [17, 3, 4],
  ])('offset %i is line %i character %i, both ways', (offset, line, character) => {
    expect(index.positionAt(offset)).toEqual({ line, character });
    expect(index.offsetAt({ line, character })).toBe(offset);
  });

  it('keeps positions outside the text at its nearest end', () => {
    expect(index.positionAt(-4)).toEqual({ line: 0, character: 0 });
    expect(index.positionAt(400)).toEqual({ line: 3, character: 4 });
    expect(index.offsetAt({ line: 9, character: 0 })).toBe(text.length);
    expect(index.offsetAt({ line: -1, character: 0 })).toBe(0);
  });

  it('keeps a character past the end of a line before its line break', () => {
    expect(index.offsetAt({ line: 0, character: 99 })).toBe(3);
    expect(index.offsetAt({ line: 2, character: 99 })).toBe(12);
  });

  it('gives the text of a line without its break', () => {
    expect([0, 1, 2, 3, 4].map((line) => index.lineText(line))).toEqual(['one', 'two 😀', '', 'last', '']);
  });

  it('has one line for empty text and an empty last line after a final break', () => {
    expect(new LineIndex('').lineCount).toBe(1);
    expect(new LineIndex('a\n').lineCount).toBe(2);
  });
});
