/**
 * Splits JSON that is not one event per line: pretty-printed objects (one or several), arrays of events, and Elasticsearch's search
 * responses. Looks at bytes only, with as much state as the nesting needs, so a file of any size takes constant memory.
 */
import { limits } from '../base/limits.js';
import { KeyPath } from './keyPath.js';
import type { EventBuffer, Splitter } from './eventBuffer.js';
import { explainLine } from './explain.js';
import { tooLong } from './lines.js';

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Text quoted in a message about something that is no event. */
const excerptBytes = 200;

const openText = 'A text in this event has no closing `"` on its line.';
const unclosed = 'The event is cut off: the file ends before its closing `}`.';
const swallowed = 'The event has no closing `}`: the next one begins before it ends.';
const unclosedInList = 'The event has no closing `}`: the list of events ends before it does.';
const listUnclosed = 'The file ends before the closing `]` of its list of events: it may be cut off.';
const responseUnclosed = 'The file ends before the search response is complete: it may be cut off.';

/** A splitter for everything but lines: values after each other, with or without commas, in arrays or not. */
export function structureSplitter(buffer: EventBuffer): Splitter {
  return new StructureSplitter(buffer);
}

/** What an event list stands in: the file itself, an array at the top, or the array of hits of a search response. */
interface EventList {
  readonly depth: number;
  readonly isInResponse: boolean;
  readonly line: number;
}

interface OpenEvent {
  readonly from: number;
  readonly line: number;
  readonly column: number;
  /** Nothing stands before it on its line. */
  readonly isFirstOnLine: boolean;
  /** Why it cannot be read, once that is known. */
  damage: string | undefined;
  /** Where the next event seems to begin inside this one, should this one turn out to be unclosed. */
  next: Place | undefined;
}

interface Place {
  readonly position: number;
  readonly line: number;
  readonly lineStart: number;
}

class StructureSplitter implements Splitter {
  readonly #buffer: EventBuffer;
  /** The bytes held by the buffer, and the offset in the file of the first of them. */
  #bytes: Uint8Array;
  #base: number;
  #position: number;
  #line = 1;
  #lineStart: number;
  /** How many objects and arrays are open, the lists of events included. */
  #depth = 0;
  /** The innermost event list that is open, and those around it. */
  #list: EventList = { depth: 0, isInResponse: false, line: 1 };
  readonly #outerLists: EventList[] = [];
  #inString = false;
  #stringStart = 0;
  /** The bytes held end with a backslash in a text. */
  #isEscaped = false;
  /** Nothing but white space stands before the position on its line; kept up between events only. */
  #isLineBlank = true;
  /** The event that is open. Undefined between events, and in the part of a search response that is around its hits. */
  #event: OpenEvent | undefined;
  /** An unclosed event was met, so that `next` of another is trusted at once: going back each time would take too long. */
  #isRepairing = false;
  /** Something between events that is no event. */
  #garbage: { readonly from: number; readonly line: number; depth: number } | undefined;
  readonly #path = new KeyPath();
  readonly #columns: ColumnCounter;

  constructor(buffer: EventBuffer) {
    this.#buffer = buffer;
    this.#bytes = buffer.bytes;
    this.#base = buffer.base;
    this.#position = buffer.base;
    this.#lineStart = buffer.base;
    this.#columns = new ColumnCounter(buffer);
  }

  get line(): number {
    return this.#line;
  }

  get keepFrom(): number {
    if (this.#event !== undefined) return this.#event.from;
    if (this.#garbage !== undefined) return this.#garbage.from;
    return this.#inString && this.#position - this.#stringStart <= KeyPath.longestKey ? this.#stringStart : this.#position;
  }

  scan(): void {
    this.#bytes = this.#buffer.bytes;
    this.#base = this.#buffer.base;
    const end = this.#buffer.end;
    this.#scanTo(end);
    while (this.#event !== undefined && end - this.#event.from > limits.eventBytes) {
      if (!this.#goBackToNext()) this.#giveUpEvent();
      this.#scanTo(end);
    }
    if (this.#garbage !== undefined && end - this.#garbage.from > limits.eventBytes) this.#endGarbage();
    this.#columns.countTo(this.keepFrom, this.#lineStart);
  }

  #scanTo(end: number): void {
    while (this.#position < end) {
      if (this.#inString) this.#scanString(end);
      else if (this.#garbage !== undefined) this.#scanGarbage(this.#garbage, end);
      else if (this.#depth > this.#list.depth) this.#scanInside(end);
      else this.#scanBetween();
    }
  }

  finish(): void {
    while (this.#goBackToNext()) this.#scanTo(this.#buffer.end);
    if (this.#garbage !== undefined) this.#endGarbage();
    if (this.#event !== undefined) this.#buffer.addBad(this.#event.line, this.#event.damage ?? unclosed);
    else if (this.#list.depth > 0) this.#buffer.addBad(this.#list.line, listUnclosed);
    else if (this.#depth > 0) this.#buffer.addBad(this.#line, responseUnclosed);
  }

  #endLine(at: number): void {
    this.#line++;
    this.#lineStart = at + 1;
    this.#isLineBlank = true;
  }

  /** Up to the closing quote, or to the end of the line, which no JSON text crosses. */
  #scanString(end: number): void {
    const bytes = this.#bytes;
    const base = this.#base;
    const last = end - base;
    let at = this.#position - base;
    if (this.#isEscaped && bytes[at] !== newline) at++;
    for (; at < last; at++) {
      const byte = bytes[at];
      if (byte === quote || byte === newline) break;
      if (byte === backslash && bytes[at + 1] !== newline) at++;
    }
    this.#isEscaped = at > last;
    this.#position = Math.min(at, last) + base;
    if (at >= last) return;
    this.#inString = false;
    if (bytes[at] === newline) {
      if (this.#event !== undefined) this.#event.damage ??= openText;
      return;
    }
    this.#position++;
    if (!this.#list.isInResponse) this.#path.string(bytes, this.#stringStart - base, at);
  }

  /** Inside an event, or around the hits of a search response. */
  #scanInside(end: number): void {
    const bytes = this.#bytes;
    const base = this.#base;
    const last = end - base;
    for (let at = this.#position - base; at < last; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#position = at + base;
        this.#openString();
        return;
      }
      if (byte === newline) this.#endLine(at + base);
      else if (byte === colon) {
        if (!this.#list.isInResponse) this.#path.colon(this.#depth - this.#list.depth);
      } else if (byte === openBrace || byte === openBracket) {
        this.#position = at + base;
        if (this.#open(byte)) return;
      } else if (byte === closeBrace || byte === closeBracket) {
        this.#position = at + base;
        if (this.#close(byte)) return;
      }
    }
    this.#position = end;
  }

  #openString(): void {
    this.#stringStart = this.#position;
    this.#position++;
    this.#inString = true;
  }

  /** Handles an opening bracket inside; true when that changed what is being scanned. */
  #open(byte: number): boolean {
    if (byte === openBrace && this.#event !== undefined && this.#isNextEvent(this.#event)) {
      this.#event.next ??= { position: this.#position, line: this.#line, lineStart: this.#lineStart };
      if (this.#isRepairing) return this.#goBackToNext();
    }
    this.#depth++;
    if (this.#list.isInResponse || !this.#path.open(this.#depth - this.#list.depth, byte === openBracket)) return false;
    this.#event = undefined;
    this.#startList(true);
    this.#position++;
    return true;
  }

  /** Handles a closing bracket inside; true when an event or a search response ends with it. */
  #close(byte: number): boolean {
    this.#depth--;
    if (this.#depth > this.#list.depth) return false;
    const event = this.#event;
    if (byte === closeBracket && event !== undefined) {
      if (!this.#goBackToNext()) this.#refuseEvent(event, unclosedInList);
      return true;
    }
    this.#position++;
    this.#isLineBlank = false;
    this.#event = undefined;
    if (event === undefined) return true;
    if (event.damage === undefined) this.#buffer.addEvent(event.from, this.#position, event.line, event.column);
    else this.#buffer.addBad(event.line, event.damage);
    return true;
  }

  #scanBetween(): void {
    const at = this.#position;
    const byte = this.#bytes[at - this.#base];
    if (byte === newline) this.#endLine(at);
    else if (byte === openBrace) this.#startEvent();
    else if (byte === openBracket && this.#depth === 0) {
      this.#depth++;
      this.#startList(false);
    } else if (byte === closeBracket && this.#outerLists.length > 0) this.#endList();
    else if (!isSeparator(byte)) {
      this.#garbage = { from: at, line: this.#line, depth: 0 };
      return;
    }
    if (byte !== newline && !isSpace(byte)) this.#isLineBlank = false;
    this.#position++;
  }

  #startList(isInResponse: boolean): void {
    this.#outerLists.push(this.#list);
    this.#list = { depth: this.#depth, isInResponse, line: this.#line };
  }

  #endList(): void {
    this.#list = this.#outerLists.pop() ?? this.#list;
    this.#depth--;
  }

  #startEvent(): void {
    const from = this.#position;
    const column = this.#columns.countTo(from, this.#lineStart);
    this.#event = { from, line: this.#line, column, isFirstOnLine: this.#isLineBlank, damage: undefined, next: undefined };
    this.#depth++;
  }

  /**
   * Whether the brace here, inside `event`, may begin the next one: it is the first on its line and stands no deeper than the open event
   * does, whose content is indented.
   */
  #isNextEvent(event: OpenEvent): boolean {
    if (!event.isFirstOnLine || event.line === this.#line) return false;
    const indent = this.#position - this.#lineStart;
    if (indent > event.column || !this.#isBlank(this.#lineStart, this.#position)) return false;
    const contentStart = this.#bytes.indexOf(newline, event.from - this.#base) + 1 + this.#base;
    return this.#isBlank(contentStart, contentStart + event.column + 1);
  }

  #isBlank(from: number, to: number): boolean {
    for (let at = from - this.#base; at < to - this.#base; at++) if (!isSpace(this.#bytes[at])) return false;
    return true;
  }

  /** Refuses the open event, which is not closed, and goes on where the next one begins; false when there is no such place. */
  #goBackToNext(): boolean {
    const event = this.#event;
    if (event?.next === undefined) return false;
    this.#refuseEvent(event, swallowed);
    this.#isRepairing = true;
    this.#inString = false;
    this.#isEscaped = false;
    this.#isLineBlank = true;
    this.#depth = this.#list.depth;
    this.#position = event.next.position;
    this.#line = event.next.line;
    this.#lineStart = event.next.lineStart;
    return true;
  }

  #refuseEvent(event: OpenEvent, message: string): void {
    this.#buffer.addBad(event.line, event.damage ?? message);
    this.#event = undefined;
  }

  #giveUpEvent(): void {
    if (this.#event !== undefined) this.#refuseEvent({ ...this.#event, damage: undefined }, tooLong);
  }

  /** To the end of the line at the top of the file; in a list, to the end of the value. */
  #scanGarbage(garbage: { depth: number }, end: number): void {
    const isTop = this.#list.depth === 0;
    while (this.#position < end) {
      const byte = this.#bytes[this.#position - this.#base];
      if (byte === newline && (isTop || garbage.depth === 0)) return this.#endGarbage();
      if (byte === newline) this.#endLine(this.#position);
      else if (!isTop) {
        if (byte === quote) return this.#openString();
        if (byte === openBrace || byte === openBracket) garbage.depth++;
        else if (garbage.depth === 0 && (byte === comma || byte === closeBracket)) return this.#endGarbage();
        else if (byte === closeBrace || byte === closeBracket) garbage.depth = Math.max(0, garbage.depth - 1);
      }
      this.#position++;
    }
  }

  #endGarbage(): void {
    const garbage = this.#garbage;
    if (garbage === undefined) return;
    this.#garbage = undefined;
    const line = this.#buffer.text(garbage.from, Math.min(this.#position, garbage.from + excerptBytes));
    this.#buffer.addBad(garbage.line, explainLine(line.trimEnd()));
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09;
}

/** A comma, or a part of the byte order mark of a file that was appended to another. */
function isSeparator(byte: number | undefined): boolean {
  return isSpace(byte) || byte === comma || byte === 0xef || byte === 0xbb || byte === 0xbf;
}

/** Counts the UTF-16 characters between the start of a line and a place on it, each byte once. */
class ColumnCounter {
  readonly #buffer: EventBuffer;
  #lineStart = 0;
  #counted = 0;
  #characters = 0;

  constructor(buffer: EventBuffer) {
    this.#buffer = buffer;
  }

  /** The characters from `lineStart` to `offset`. Offsets must not go backwards; what was counted need not be held any more. */
  countTo(offset: number, lineStart: number): number {
    if (lineStart !== this.#lineStart) {
      this.#lineStart = lineStart;
      this.#counted = lineStart;
      this.#characters = 0;
    }
    const { bytes, base } = this.#buffer;
    let characters = this.#characters;
    for (let at = this.#counted - base; at < offset - base; at++) {
      const byte = bytes[at] ?? 0;
      if ((byte & 0xc0) !== 0x80) characters += byte >= 0xf0 ? 2 : 1;
    }
    this.#characters = characters;
    this.#counted = Math.max(offset, this.#counted);
    return this.#characters;
  }
}
