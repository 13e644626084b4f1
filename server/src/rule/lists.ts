/** What the notations of rule files have in common as text: lists whose elements are divided by commas, often one on a line. */
import type { Span } from '../base/span.js';

/** Behind the line break that ends this line, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** An element with its comma: the one behind it, or for the last one the one before it. Its line too, where nothing else is on it. */
export function withComma(text: string, { start, end }: Span): Span {
  const behind = /^[ \t\r\n]*,[ \t]*/.exec(text.slice(end));
  if (behind === null) {
    const before = /,[ \t\r\n]*$/.exec(text.slice(0, start));
    return { start: before === null ? start : before.index, end };
  }
  const stop = end + behind[0].length;
  // The line's start is not looked for in a long one.
  let line = start;
  while (text[line - 1] === ' ' || text[line - 1] === '\t') line -= 1;
  const wholeLine = (line === 0 || text[line - 1] === '\n') && /^\r?\n/.test(text.slice(stop));
  return wholeLine ? { start: line, end: nextLine(text, stop) } : { start, end: stop };
}
