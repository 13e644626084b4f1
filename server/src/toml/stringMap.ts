/** Offsets inside a string's content to offsets in the file that holds it, and back. */
import type { Span } from '../base/span.js';

/** How text stands in its file: as it is, in a TOML string without or with escapes, or in a JSON string. */
export type StringStyle = 'bare' | 'literal' | 'multilineLiteral' | 'basic' | 'multilineBasic' | 'json';

/** Maps the decoded text of one string to the file. Built by `stringMapOf`; the identity for bare files. */
export interface StringMap {
  readonly style: StringStyle;
  /** The decoded text. */
  readonly text: string;
  /** Of the literal in the file, with its quotes. */
  readonly span: Span;
  /** Of the content in the file, without its quotes and without the line break that TOML drops after opening triple quotes. */
  readonly contentSpan: Span;
  /** The file offset of a text offset (0 to `text.length`). */
  toFile(offset: number): number;
  spanToFile(span: Span): Span;
  /** The text offset of a file offset; undefined when it lies outside the content. Inside an escape: the offset of the escaped character. */
  toText(fileOffset: number): number | undefined;
  /**
   * `inserted` as it must be written into the file, or undefined when this style cannot hold it (`'''` in a literal string).
   * `replaced`, in text offsets, is what it replaces: with it, quotes that meet quotes around that place are taken into account.
   */
  encode(inserted: string, replaced?: Span): string | undefined;
}

/** The map of a file that is nothing but the text. */
export function identityMap(text: string): StringMap {
  const whole = { start: 0, end: text.length };
  return {
    style: 'bare',
    text,
    span: whole,
    contentSpan: whole,
    toFile: (offset) => offset,
    spanToFile: (span) => span,
    toText: (fileOffset) => (fileOffset >= 0 && fileOffset <= text.length ? fileOffset : undefined),
    encode: (inserted) => inserted,
  };
}

/** The map of a string literal of a TOML file. `closed` is false when its closing quotes are missing. */
export function stringMapOf(
  file: string,
  literal: { readonly span: Span; readonly style: Exclude<StringStyle, 'bare'>; readonly closed: boolean },
): StringMap {
  const contentSpan = contentSpanOf(file, literal);
  const written = file.slice(contentSpan.start, contentSpan.end);
  const places = isVerbatim(written, literal.style) ? verbatim(written, contentSpan) : withEscapes(file, contentSpan, literal.style);
  const { text } = places;
  const toFile = (offset: number): number => places.startOf(offset) ?? contentSpan.end;
  return {
    style: literal.style,
    text,
    span: literal.span,
    contentSpan,
    toFile,
    spanToFile: ({ start, end }) => {
      const fileStart = toFile(start);
      return { start: fileStart, end: end > start ? (places.endOf(end - 1) ?? contentSpan.end) : fileStart };
    },
    toText: (fileOffset) => (fileOffset < contentSpan.start || fileOffset > contentSpan.end ? undefined : places.endedBefore(fileOffset)),
    encode: (inserted, replaced) =>
      encode(inserted, literal.style, surroundings(text, replaced), file.slice(contentSpan.start, contentSpan.end)),
  };
}

/** Where each character of a string's text stands in the file. */
interface CharacterPlaces {
  readonly text: string;
  /** Undefined beyond the text. */
  startOf(offset: number): number | undefined;
  endOf(offset: number): number | undefined;
  /** How many characters end at or before the file offset. */
  endedBefore(fileOffset: number): number;
}

/** Whether each character of the content stands for itself: most queries, which need no table of places then. */
function isVerbatim(written: string, style: StringStyle): boolean {
  return !written.includes('\r') && !(hasEscapes(style) && written.includes('\\'));
}

function hasEscapes(style: StringStyle): boolean {
  return style === 'basic' || style === 'multilineBasic' || style === 'json';
}

function verbatim(text: string, { start, end }: Span): CharacterPlaces {
  const isInside = (offset: number): boolean => offset >= 0 && offset < end - start;
  return {
    text,
    startOf: (offset) => (isInside(offset) ? start + offset : undefined),
    endOf: (offset) => (isInside(offset) ? start + offset + 1 : undefined),
    endedBefore: (fileOffset) => fileOffset - start,
  };
}

function withEscapes(file: string, content: Span, style: StringStyle): CharacterPlaces {
  const pieces = decode(file, content, style);
  let known: Places | undefined;
  const places = (): Places => (known ??= placesOf(pieces));
  return {
    text: textOf(pieces),
    startOf: (offset) => places().starts[offset],
    endOf: (offset) => places().ends[offset],
    endedBefore: (fileOffset) => firstAbove(places().ends, fileOffset),
  };
}

/** The decoded text of a string literal. */
export function decodeString(
  file: string,
  literal: { readonly span: Span; readonly style: Exclude<StringStyle, 'bare'>; readonly closed: boolean },
): string {
  const content = contentSpanOf(file, literal);
  const written = file.slice(content.start, content.end);
  return isVerbatim(written, literal.style) ? written : textOf(decode(file, content, literal.style));
}

function isMultiline(style: StringStyle): boolean {
  return style === 'multilineBasic' || style === 'multilineLiteral';
}

/** Of a string literal of a TOML file: see `StringMap.contentSpan`. */
export function contentSpanOf(file: string, literal: { readonly span: Span; readonly style: StringStyle; readonly closed: boolean }): Span {
  const quotes = isMultiline(literal.style) ? 3 : 1;
  const end = literal.closed ? literal.span.end - quotes : literal.span.end;
  let start = literal.span.start + quotes;
  if (isMultiline(literal.style)) {
    if (file.startsWith('\r\n', start)) start += 2;
    else if (file[start] === '\n' || file[start] === '\r') start += 1;
  }
  return { start: Math.min(start, end), end };
}

/** Characters of the text, and what they are written as. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Each character stands for itself. */
  readonly isCopied: boolean;
}

/** Of each character of the text, where it starts and ends in the file. */
interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function placesOf(pieces: readonly Piece[]): Places {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { text, start, end, isCopied } of pieces) {
    for (let unit = 0; unit < text.length; unit += 1) {
      starts.push(isCopied ? start + unit : start);
      ends.push(isCopied ? start + unit + 1 : end);
    }
  }
  return { starts, ends };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '/': '/',
  '\\': '\\',
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const lineContinuation = /\\[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*/y;
const lineBreak = /\r\n?/y;

function decode(file: string, content: Span, style: StringStyle): readonly Piece[] {
  const pieces: Piece[] = [];
  const special = hasEscapes(style) ? /[\\\r]/g : /\r/g;
  let at = content.start;
  while (at < content.end) {
    special.lastIndex = at;
    const start = Math.min(special.exec(file)?.index ?? content.end, content.end);
    if (start > at) pieces.push({ text: file.slice(at, start), start: at, end: start, isCopied: true });
    if (start === content.end) break;
    const { text, length } = specialAt(file, start, style);
    at = Math.min(content.end, start + length);
    pieces.push({ text, start, end: at, isCopied: false });
  }
  return pieces;
}

/** What stands for something else: an escape, a line that goes on, a line break of two characters. */
function specialAt(file: string, at: number, style: StringStyle): { readonly text: string; readonly length: number } {
  if (file[at] === '\r') return { text: '\n', length: matchLength(lineBreak, file, at) };
  const skipped = style === 'multilineBasic' ? matchLength(lineContinuation, file, at) : 0;
  return skipped > 0 ? { text: '', length: skipped } : escapeAt(file, at);
}

/** The escape at this backslash. One that TOML does not have stands for the backslash itself: the parser reports it. */
function escapeAt(file: string, at: number): { readonly text: string; readonly length: number } {
  const letter = file[at + 1] ?? '';
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { text: simple, length: 2 };
  const digits = hexDigits[letter];
  const hex = digits === undefined ? '' : file.slice(at + 2, at + 2 + digits);
  const code = hex.length === digits && /^[0-9a-fA-F]+$/.test(hex) ? Number.parseInt(hex, 16) : Number.NaN;
  if (code <= 0x10ffff) return { text: String.fromCodePoint(code), length: 2 + hex.length };
  return { text: '\\', length: 1 };
}

function matchLength(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0].length ?? 0;
}

/** The index of the first element above `limit`; the length when there is none. `sorted` ascends. */
function firstAbove(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Up to two characters on each side of a place: as many quotes as can matter. */
interface Surroundings {
  readonly before: string;
  readonly after: string;
}

function surroundings(text: string, replaced: Span | undefined): Surroundings {
  if (replaced === undefined) return { before: '', after: '' };
  return { before: text.slice(Math.max(0, replaced.start - 2), replaced.start), after: text.slice(replaced.end, replaced.end + 2) };
}

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

function encode(inserted: string, style: StringStyle, { before, after }: Surroundings, content: string): string | undefined {
  const eol = content.includes('\r\n') ? '\r\n' : '\n';
  switch (style) {
    case 'bare':
      return inserted;
    case 'literal':
      return /['\n]/.test(inserted) || control.test(inserted) ? undefined : inserted;
    case 'multilineLiteral':
      return (before + inserted + after).includes("'''") || control.test(inserted) ? undefined : inserted.replace(/\n/g, eol);
    case 'json':
      return JSON.stringify(inserted).slice(1, -1);
    case 'basic':
      return escaped(inserted, /[\\"\n\u0000-\u0008\u000b-\u001f\u007f]/g);
    case 'multilineBasic': {
      const quotes = (before + inserted + after).includes('"""');
      const special = quotes ? /[\\"\u0000-\u0008\u000b-\u001f\u007f]/g : /[\\\u0000-\u0008\u000b-\u001f\u007f]/g;
      return escaped(inserted, special).replace(/\n/g, eol);
    }
  }
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, (character) => {
    const name = Object.entries(simpleEscapes).find(([, decoded]) => decoded === character)?.[0];
    if (name !== undefined && name !== 'e') return `\\${name}`;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
