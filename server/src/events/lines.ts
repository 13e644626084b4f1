/** Splits bytes into lines: NDJSON, where each line is an event, and bulk bodies, where action lines and events take turns. */
import { limits } from '../base/limits.js';
import { bulkActionOf } from './bulk.js';
import type { EventBuffer, Splitter } from './eventBuffer.js';
import { explainLine } from './explain.js';

const newline = 0x0a;
const openBrace = 0x7b;
const byteOrderMark = [0xef, 0xbb, 0xbf] as const;

/** One non-blank line without the white space around it, as offsets into the file. */
export interface Line {
  readonly from: number;
  readonly to: number;
  readonly number: number;
  /** UTF-16 characters before it. */
  readonly column: number;
}

type LineReader = (line: Line) => void;

/** A splitter that hands on each line, and tells when there is no more. */
export function lineSplitter(buffer: EventBuffer, read: LineReader, atEnd: () => void): Splitter {
  return new LineSplitter(buffer, read, atEnd);
}

/** A splitter for newline-delimited JSON (https://github.com/ndjson/ndjson-spec): blank lines are skipped, all others are events. */
export function ndjsonSplitter(buffer: EventBuffer): Splitter {
  return new LineSplitter(buffer, (line) => addLine(buffer, line));
}

/**
 * A splitter for the body of a bulk request: an action line, then for all actions but `delete` the event.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
 */
export function bulkSplitter(buffer: EventBuffer): Splitter {
  let action: Line | undefined;
  const read = (line: Line): void => {
    const found = bulkActionOf(buffer.text(line.from, Math.min(line.to, line.from + longestAction)));
    if (found !== undefined) {
      if (action !== undefined) buffer.addBad(action.number, missingSource);
      action = found === 'delete' ? undefined : line;
    } else {
      if (action === undefined && isObject(buffer, line)) buffer.addBad(line.number, missingAction);
      else addLine(buffer, line);
      action = undefined;
    }
  };
  return new LineSplitter(buffer, read, () => {
    if (action !== undefined) buffer.addBad(action.number, missingSource);
  });
}

const longestAction = 4096;
const missingSource = 'This action line is not followed by the line with its event: the file may be cut off.';
const missingAction = 'An action line such as `{"index":{}}` is missing before this event, so the event is not read.';

function isObject(buffer: EventBuffer, line: Line): boolean {
  return buffer.bytes[line.from - buffer.base] === openBrace;
}

function addLine(buffer: EventBuffer, line: Line): void {
  if (isObject(buffer, line)) buffer.addEvent(line.from, line.to, line.number, line.column);
  else buffer.addBad(line.number, explainLine(buffer.text(line.from, line.to)));
}

class LineSplitter implements Splitter {
  readonly #buffer: EventBuffer;
  readonly #read: LineReader;
  readonly #atEnd: () => void;
  #lineStart: number;
  #scanned: number;
  #line = 1;
  /** The current line is too long: it is reported, and dropped as it comes. */
  #skipping = false;

  constructor(buffer: EventBuffer, read: LineReader, atEnd: () => void = () => undefined) {
    this.#buffer = buffer;
    this.#read = read;
    this.#atEnd = atEnd;
    this.#lineStart = buffer.base;
    this.#scanned = buffer.base;
  }

  get line(): number {
    return this.#line;
  }

  get keepFrom(): number {
    return this.#skipping ? this.#scanned : this.#lineStart;
  }

  scan(): void {
    const { bytes, base, end } = this.#buffer;
    for (;;) {
      const found = bytes.indexOf(newline, this.#scanned - base);
      if (found === -1) break;
      this.#endLine(bytes, base, found + base);
      this.#scanned = found + base + 1;
      this.#lineStart = this.#scanned;
      this.#line++;
    }
    this.#scanned = end;
    if (!this.#skipping && end - this.#lineStart > limits.eventBytes) this.#skipLine();
  }

  finish(): void {
    this.#endLine(this.#buffer.bytes, this.#buffer.base, this.#buffer.end);
    this.#atEnd();
  }

  #endLine(bytes: Uint8Array, base: number, end: number): void {
    if (this.#skipping) {
      this.#skipping = false;
      return;
    }
    const line = trimLine(bytes, this.#lineStart - base, end - base);
    if (line === undefined) return;
    if (line.to - line.from > limits.eventBytes) {
      this.#skipLine();
      this.#skipping = false;
      return;
    }
    this.#read({ from: line.from + base, to: line.to + base, number: this.#line, column: line.column });
  }

  #skipLine(): void {
    this.#skipping = true;
    this.#buffer.addBad(this.#line, tooLong);
  }
}

/** For an event above `limits.eventBytes`. */
export const tooLong = `The event is longer than ${limits.eventBytes / (1024 * 1024)} MB and is not read.`;

/** The line without byte order mark and the white space around it, and the characters before it; undefined where nothing is left. */
export function trimLine(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly from: number; readonly to: number; readonly column: number } | undefined {
  let from = start;
  let to = end;
  if (bytes[from] === byteOrderMark[0] && bytes[from + 1] === byteOrderMark[1] && bytes[from + 2] === byteOrderMark[2]) from += 3;
  const indentFrom = from;
  while (from < to && isSpace(bytes[from])) from++;
  while (from < to && isSpace(bytes[to - 1])) to--;
  return from >= to ? undefined : { from, to, column: from - indentFrom };
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09;
}
