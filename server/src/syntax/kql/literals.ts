/** How KQL's unquoted literals and quoted strings are read and written: where they end, their escapes, wildcards and constants. */
import { literalText, type Literal } from './ast.js';

/** What KQL takes for white space: nothing else separates words. */
export const spaceClass = '[ \\t\\r\\n\\u00a0]';
const spaces: ReadonlySet<string> = new Set([' ', '\t', '\r', '\n', '\u00a0']);
const specials: ReadonlySet<string> = new Set(['\\', '(', ')', ':', '<', '>', '"', '*', '{', '}']);
const controls: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** Where an unquoted literal may end: at a character that is not its own, before a keyword, or at a backslash that escapes nothing. */
const literalStop = new RegExp(`[\\\\():<>"{}]|${spaceClass}(?:or|and)${spaceClass}|not${spaceClass}`, 'gi');
const escapedKeyword = /or|and|not/iy;
const stringStop = /["\\]/g;
const hexUnit = /u([0-9a-fA-F]{4})/y;

export function isKqlSpace(char: string | undefined): boolean {
  return char !== undefined && spaces.has(char);
}

/** The offset where the text between `start` and `end` ends once white space after it is left out. */
export function endWithoutSpace(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isKqlSpace(text[at - 1])) at--;
  return at;
}

/** Where the unquoted literal that starts at `offset` ends, trailing white space included; undefined when Kibana reads none there. */
export function literalEnd(text: string, offset: number): number | undefined {
  let at = offset;
  for (;;) {
    literalStop.lastIndex = at;
    const stop = literalStop.exec(text)?.index ?? text.length;
    const escape = text[stop] === '\\' ? readEscape(text, stop) : undefined;
    if (escape === undefined) return stop === offset ? undefined : stop;
    at = stop + escape.length;
  }
}

/** The text of an unquoted literal, whatever stands in it, with escapes resolved, split at its wildcards. */
export function readPieces(text: string): readonly string[] {
  if (!text.includes('\\')) return text.split('*');
  const pieces = new Pieces();
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    const escape = char === '\\' ? readEscape(text, at) : undefined;
    if (escape !== undefined) pieces.add(escape.value);
    else if (char === '*') pieces.split();
    else pieces.add(char);
    at += escape?.length ?? 1;
  }
  return pieces.all();
}

class Pieces {
  readonly #done: string[] = [];
  #current = '';

  add(text: string): void {
    this.#current += text;
  }

  split(): void {
    this.#done.push(this.#current);
    this.#current = '';
  }

  all(): readonly string[] {
    return [...this.#done, this.#current];
  }
}

function readEscape(text: string, backslash: number): { readonly length: number; readonly value: string } | undefined {
  const next = text[backslash + 1];
  if (next === undefined) return undefined;
  const control = controls[next];
  if (control !== undefined) return { length: 2, value: control };
  if (specials.has(next)) return { length: 2, value: next };
  const hex = matchesAt(hexUnit, text, backslash + 1);
  if (hex !== undefined) return { length: 6, value: String.fromCharCode(parseInt(hex.slice(1), 16)) };
  const word = matchesAt(escapedKeyword, text, backslash + 1);
  return word === undefined ? undefined : { length: 1 + word.length, value: word };
}

/** The text a sticky expression matches at `offset`. */
export function matchesAt(sticky: RegExp, text: string, offset: number): string | undefined {
  sticky.lastIndex = offset;
  return sticky.exec(text)?.[0];
}

/** A quoted string: where it ends, closing quote included, and its text; not closed when no quote ends it. */
export interface ScannedString {
  readonly end: number;
  readonly value: string;
  readonly closed: boolean;
}

/** The string whose opening quote stands at `offset`. */
export function scanQuoted(text: string, offset: number): ScannedString {
  let value = '';
  let at = offset + 1;
  for (;;) {
    stringStop.lastIndex = at;
    const stop = stringStop.exec(text)?.index ?? text.length;
    value += text.slice(at, stop);
    if (text[stop] !== '\\') return stop < text.length ? { end: stop + 1, value, closed: true } : { end: stop, value, closed: false };
    const escape = readQuotedEscape(text, stop);
    value += escape?.value ?? '\\';
    at = stop + (escape?.length ?? 1);
  }
}

function readQuotedEscape(text: string, backslash: number): { readonly length: number; readonly value: string } | undefined {
  const next = text[backslash + 1];
  if (next === '\\' || next === '"') return { length: 2, value: next };
  const control = next === undefined ? undefined : controls[next];
  if (control !== undefined) return { length: 2, value: control };
  const hex = matchesAt(hexUnit, text, backslash + 1);
  return hex === undefined ? undefined : { length: 6, value: String.fromCharCode(parseInt(hex.slice(1), 16)) };
}

const stringBreak = new RegExp(`[\\r\\n()}]|${spaceClass}(?:and|or)${spaceClass}`, 'gi');

/** Where a string that is never closed most likely ends: at the end of its line, or before a closing bracket or the next `and` or `or`. */
export function guessStringEnd(text: string, openingQuote: number): number {
  let depth = 0;
  let end = text.length;
  stringBreak.lastIndex = openingQuote + 1;
  for (let found = stringBreak.exec(text); found !== null; found = stringBreak.exec(text)) {
    if (found[0] === '(') depth++;
    else if (found[0] === ')' && depth > 0) depth--;
    else {
      end = found.index;
      break;
    }
  }
  return Math.max(openingQuote + 1, endWithoutSpace(text, openingQuote + 1, end));
}

/** Pieces without the white space at both ends, as Kibana trims an unquoted literal: any white space, escaped or not. */
export function trimPieces(pieces: readonly string[]): readonly string[] {
  const last = pieces.length - 1;
  return pieces.map((piece, index) => {
    const text = index === 0 ? piece.trimStart() : piece;
    return index === last ? text.trimEnd() : text;
  });
}

/** What a literal without wildcards stands for: `true`, `false` and `null` are constants when they are not quoted; numbers stay text. */
export function literalConstant(literal: Literal): string | boolean | null {
  const text = literalText(literal);
  if (literal.quoted || literal.pieces.length > 1) return text;
  if (text === 'null') return null;
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** Whether the literal is exactly one unquoted `*`. */
export function isLoneWildcard(literal: Literal): boolean {
  return literal.pieces.length === 2 && literal.pieces.every((piece) => piece === '');
}

/** The text as a quoted string. */
export function quoteKql(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/[\t\r\n]/g, (char) => ({ '\t': '\\t', '\r': '\\r' })[char] ?? '\\n');
  return `"${escaped}"`;
}

const unquotable = new RegExp(`^\\s|\\s$|^$|[\\t\\r\\n]|(?:^|${spaceClass})(?:and|or)(?:${spaceClass}|$)|not${spaceClass}|not$`, 'i');

/**
 * The pieces as an unquoted literal, special characters escaped and wildcards between the pieces. Undefined when that cannot be
 * written without quotes: it would be read as a keyword or lose its white space.
 */
export function escapeKql(pieces: readonly string[]): string | undefined {
  const text = pieces.map((piece) => piece.replace(/[\\():<>"*{}]/g, '\\$&')).join('*');
  return unquotable.test(text) ? undefined : text;
}
