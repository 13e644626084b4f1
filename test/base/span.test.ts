import { describe, expect, test } from 'vitest';
import { containsSpan, cover, shifted, sliceSpan, span, touches } from '../../server/src/base/span.js';

describe('spans', () => {
  test.each([
    [2, true],
    [4, true],
    [5, true],
    [1, false],
    [6, false],
  ])('2..5 touches offset %i: %s', (offset, expected) => {
    expect(touches(span(2, 5), offset)).toBe(expected);
  });

  test.each([
    [span(2, 5), true],
    [span(3, 3), true],
    [span(1, 3), false],
    [span(4, 6), false],
  ])('2..5 contains %o: %s', (inner, expected) => {
    expect(containsSpan(span(2, 5), inner)).toBe(expected);
  });

  test('cover, shift and slice', () => {
    expect(shifted(span(3, 4), -2)).toEqual(span(1, 2));
    expect(cover(span(3, 4), span(1, 2))).toEqual(span(1, 4));
    expect(sliceSpan('abcdef', span(2, 4))).toBe('cd');
  });
});
