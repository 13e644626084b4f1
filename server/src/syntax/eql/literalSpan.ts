/** From a place in the value of a string literal to the place in the query where it is written. */
import type { Span } from '../../base/span.js';
import type { StringLiteral } from './ast.js';

/** Of the character at `offset` of the value, or the last one when it is past the end. The whole literal where escapes stand between. */
export function spanInLiteral({ span, raw, value }: StringLiteral, offset: number): Span {
  const quotes = raw ? 3 : 1;
  if (span.end - span.start !== value.length + 2 * quotes) return span;
  const start = span.start + quotes + Math.min(offset, value.length);
  return offset < value.length ? { start, end: start + 1 } : { start: start - Math.min(1, value.length), end: start };
}
