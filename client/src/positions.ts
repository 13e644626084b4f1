/** Keeps ranges in place while the text around them is edited, so that old results still point at what they were about. */
import type { Position, Range } from '../../server/src/protocol/protocol.js';

/** A replacement in a document: the range that went, in the old text, and what came instead. */
export interface Replacement {
  readonly range: Range;
  readonly text: string;
}

/** Where `range` stands after the replacement. Text typed at either edge is not taken into it. */
export function afterReplacement(range: Range, replacement: Replacement): Range {
  const { start, end } = replacement.range;
  if (isBefore(range.end, start)) return range;
  const newEnd = endOf(start, replacement.text);
  const movedStart = isBefore(range.start, end) ? earlier(range.start, start) : shifted(range.start, end, newEnd);
  const movedEnd = isBefore(start, range.end) ? endAfter(range.end, end, newEnd) : range.end;
  return { start: movedStart, end: isBefore(movedEnd, movedStart) ? movedStart : movedEnd };
}

function endAfter(position: Position, oldEnd: Position, newEnd: Position): Position {
  return isBefore(position, oldEnd) ? newEnd : shifted(position, oldEnd, newEnd);
}

function shifted(position: Position, oldEnd: Position, newEnd: Position): Position {
  if (position.line !== oldEnd.line) return { line: position.line + newEnd.line - oldEnd.line, character: position.character };
  return { line: newEnd.line, character: position.character + newEnd.character - oldEnd.character };
}

function endOf(start: Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  return { line: start.line + lines.length - 1, character: lines.length === 1 ? start.character + last.length : last.length };
}

/** Whether it stands before the other, on the same line or on one further up. */
export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function earlier(a: Position, b: Position): Position {
  return isBefore(a, b) ? a : b;
}
