/** Spans of a file to ranges of the Language Server Protocol, and back: nothing else converts between them. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { LineIndex } from '../base/lines.js';
import type { Span } from '../base/span.js';

export function toRange(lines: LineIndex, { start, end }: Span): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

export function toOffset(lines: LineIndex, position: Position): number {
  return lines.offsetAt(position);
}

export function toSpan(lines: LineIndex, { start, end }: Range): Span {
  return { start: lines.offsetAt(start), end: lines.offsetAt(end) };
}
