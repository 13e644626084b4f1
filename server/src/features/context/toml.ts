/**
 * The cursor in a rule file: in which of its queries it stands, or outside of them in which table, at which key or value. The latter is
 * read off the text, not the tree, as a file that is being typed is damaged exactly where the cursor stands.
 */
import type { Span } from '../../base/span.js';
import type { QueryRegion, RuleDocument } from '../../rule/ruleDocument.js';
import { entryOf, type RuleTable, type RuleValue } from '../../rule/value.js';
import { lineEnd, lineStart, scanStrings, type StringPlace } from '../../toml/strings.js';
import { decodeString } from '../../toml/stringMap.js';

export interface QueryPlace {
  readonly region: QueryRegion;
  /** Into the query's text. */
  readonly offset: number;
}

/** The query that holds `fileOffset`; undefined outside queries, and where the string has only escapes of line breaks. */
export function queryAt(document: RuleDocument, fileOffset: number): QueryPlace | undefined {
  for (const region of document.queries) {
    const offset = region.map.toText(fileOffset);
    if (offset !== undefined) return { region, offset };
  }
  return undefined;
}

export interface RuleCursor {
  /** `sev|`, `severity = "l|"` or `severity = |`, `[rule.thr|]`. */
  readonly kind: 'key' | 'value' | 'header';
  /** Keys from the file's root to the table at the cursor, places in lists left out: `['rule', 'threat', 'technique']`; empty for headers. */
  readonly path: readonly string[];
  /** The table at the cursor, of several in a list the one the cursor is in. Empty where the file is too damaged to have it. */
  readonly table: RuleTable;
  /** For `value`: the key whose value it is. */
  readonly key?: string;
  /** For `value`: the whole value of the key, where the file could be read. */
  readonly value?: RuleValue;
  /** Whether the value is an element of a list. */
  readonly inList: boolean;
  /** The quotes that the cursor stands between; empty where it stands outside of a string. */
  readonly quotes: string;
  /** For `header`: whether it has two brackets. */
  readonly isArray: boolean;
  /** What an accepted completion replaces: the content of the string, the word, or all between the brackets of a header. */
  readonly replace: Span;
  /** The part of `replace` before the cursor, as it stands in the file. */
  readonly prefix: string;
}

/** Undefined in comments, and in files other than TOML rules. */
export function ruleContextAt(document: RuleDocument, offset: number): RuleCursor | undefined {
  const { text, tree } = document;
  if (document.format !== 'toml' || tree === undefined) return undefined;
  const place = placeInToml(text, offset);
  if (place === undefined) return undefined;
  const { replace, ...rest } = place;
  const prefix = text.slice(replace.start, offset);
  const table = tableAtPath(tree.root, place.path, offset) ?? { kind: 'table', span: replace, entries: [] };
  const value = place.key === undefined ? undefined : entryOf(table, place.key)?.value;
  return { ...rest, table, ...(value === undefined ? {} : { value }), replace, prefix };
}

/** What the text alone tells of a cursor. */
export type TomlPlace = Pick<RuleCursor, 'kind' | 'path' | 'inList' | 'quotes' | 'isArray' | 'replace'> & { readonly key?: string };

type Token =
  | { readonly kind: 'string'; readonly span: Span; readonly place: StringPlace }
  | { readonly kind: 'word' | 'mark' | 'break' | 'comment'; readonly span: Span };

/** The tokens that begin before the offset, and a word that begins there. */
function* tokensUpTo(text: string, offset: number): Generator<Token> {
  const strings = new Map(scanStrings(text).map((place) => [place.span.start, place]));
  const pattern = /["'#[\]{}=,.\n]|[^\s"'#[\]{}=,.]+/g;
  for (let found = pattern.exec(text); found !== null && found.index <= offset; found = pattern.exec(text)) {
    const start = found.index;
    const place = strings.get(start);
    const end = place?.span.end ?? (found[0] === '#' ? lineEnd(text, start) : pattern.lastIndex);
    pattern.lastIndex = end;
    const span = { start, end };
    if (place !== undefined) yield { kind: 'string', span, place };
    else if (found[0] === '#') yield { kind: 'comment', span };
    else if (found[0] === '\n') yield { kind: 'break', span };
    else if (/^[[\]{}=,."']$/.test(found[0])) yield { kind: 'mark', span };
    else yield { kind: 'word', span };
  }
}

/** A table's statement, a list or an inline table that is open at the cursor. */
interface Frame {
  readonly kind: 'statement' | 'list' | 'inline';
  keys: string[];
  hasEquals: boolean;
}

interface Reading {
  header: string[];
  /** Of the header that the cursor's line begins with: where its content begins. */
  openHeader: { readonly start: number; readonly isArray: boolean } | undefined;
  frames: Frame[];
}

const newFrame = (kind: Frame['kind']): Frame => ({ kind, keys: [], hasEquals: false });

/** Where the cursor is in any TOML text; undefined in comments. */
export function placeInToml(text: string, offset: number): TomlPlace | undefined {
  const state: Reading = { header: [], openHeader: undefined, frames: [newFrame('statement')] };
  let at: Token | undefined;
  for (const token of tokensUpTo(text, offset)) {
    at = holds(token, offset) ? token : undefined;
    if (at !== undefined || token.span.start >= offset) break;
    read(state, token, text);
  }
  if (at?.kind === 'comment') return undefined;
  if (state.openHeader !== undefined) return headerPlace(state.openHeader, text, offset);
  return placeOf(state, at, text, offset);
}

/** Whether the cursor is in the token, or for a word at its edge. */
function holds(token: Token, offset: number): boolean {
  const { start, end } = token.span;
  if (token.kind === 'word') return start <= offset && offset <= end;
  if (token.kind === 'comment') return start < offset && offset <= end;
  return token.kind === 'string' && start < offset && (offset < end || (offset === end && !token.place.closed));
}

function headerPlace(
  { start, isArray }: { readonly start: number; readonly isArray: boolean },
  text: string,
  offset: number,
): TomlPlace | undefined {
  const content = /^[^\]#\r\n]*/.exec(text.slice(start))?.[0].trimEnd() ?? '';
  const replace = { start, end: Math.max(offset, start + content.length) };
  return start > offset ? undefined : { kind: 'header', path: [], inList: false, quotes: '', isArray, replace };
}

function placeOf({ header, frames }: Reading, at: Token | undefined, text: string, offset: number): TomlPlace | undefined {
  const inner = frames.at(-1);
  if (inner === undefined) return undefined;
  const { replace, quotes } = replacedBy(at, text, offset);
  const isValue = inner.kind === 'list' || inner.hasEquals;
  const keys = [...header, ...frames.flatMap((frame) => frame.keys)];
  if (!isValue) return { kind: 'key', path: keys, inList: false, quotes, isArray: false, replace };
  const key = keys.pop();
  return key === undefined ? undefined : { kind: 'value', path: keys, key, inList: inner.kind === 'list', quotes, isArray: false, replace };
}

function replacedBy(at: Token | undefined, text: string, offset: number): { readonly replace: Span; readonly quotes: string } {
  if (at === undefined) return { replace: { start: offset, end: offset }, quotes: '' };
  if (at.kind !== 'string') return { replace: at.span, quotes: '' };
  const { span, style, closed } = at.place;
  const length = style.startsWith('multiline') ? 3 : 1;
  const start = Math.min(span.start + length, offset);
  const quotes = text.slice(span.start, span.start + length);
  // What follows an unclosed string on its line is text that was there before the quote.
  return { replace: { start, end: closed ? Math.max(offset, span.end - length) : offset }, quotes };
}

function read(state: Reading, token: Token, text: string): void {
  if (token.kind === 'comment') return;
  if (token.kind === 'break') endLine(state, text, token.span.end);
  else if (state.openHeader !== undefined) readHeader(state, token, text);
  else if (token.kind === 'mark') readMark(state, text[token.span.start] ?? '', token.span.start, text);
  else addKey(state.frames.at(-1), keyOf(token, text));
}

function keyOf(token: Token, text: string): string {
  return token.kind === 'string' ? decodeString(text, token.place) : text.slice(token.span.start, token.span.end);
}

function addKey(frame: Frame | undefined, key: string): void {
  if (frame !== undefined && frame.kind !== 'list' && !frame.hasEquals) frame.keys.push(key);
}

function readHeader(state: Reading, token: Token, text: string): void {
  if (token.kind !== 'mark') state.header.push(keyOf(token, text));
  else if (text[token.span.start] === ']') state.openHeader = undefined;
}

function readMark(state: Reading, mark: string, at: number, text: string): void {
  const frame = state.frames.at(-1);
  if (frame === undefined) return;
  const isValue = frame.kind === 'list' || frame.hasEquals;
  if (mark === '=') frame.hasEquals = true;
  else if (mark === ',' && frame.kind === 'inline') Object.assign(frame, newFrame('inline'));
  else if (mark === '[' && isValue) state.frames.push(newFrame('list'));
  else if (mark === '{' && isValue) state.frames.push(newFrame('inline'));
  else if ((mark === ']' && frame.kind === 'list') || (mark === '}' && frame.kind === 'inline')) state.frames.pop();
  else if (mark === '[' && text.slice(lineStart(text, at), at).trim() === '') openHeader(state, at, text);
}

function openHeader(state: Reading, at: number, text: string): void {
  const isArray = text[at + 1] === '[';
  state.header = [];
  state.frames = [newFrame('statement')];
  state.openHeader = { start: at + (isArray ? 2 : 1), isArray };
}

/** A statement ends with its line unless a list is open; what plainly begins another statement ends that too: it was never closed. */
function endLine(state: Reading, text: string, next: number): void {
  state.openHeader = undefined;
  const line = text.slice(next, lineEnd(text, next));
  const begins = /^[ \t]*(?:[\w.-]+[ \t]*=|\[\[?[\w.-]+\]\]?[ \t]*(?:#|$))/.test(line);
  const isOpen = state.frames.some(({ kind }) => kind === 'list');
  if (!isOpen || begins) state.frames = [newFrame('statement')];
}

/** The table at a path of keys; where lists are on the way, the element that the offset is in or after. */
export function tableAtPath(root: RuleTable, path: readonly string[], offset: number): RuleTable | undefined {
  let table: RuleTable | undefined = root;
  for (const key of path) {
    const value: RuleValue | undefined = table === undefined ? undefined : entryOf(table, key)?.value;
    table = value === undefined ? undefined : tableIn(value, offset);
  }
  return table;
}

function tableIn(value: RuleValue, offset: number): RuleTable | undefined {
  if (value.kind === 'table') return value;
  if (value.kind !== 'array') return undefined;
  const last = value.elements.filter(({ span }) => span.start <= offset).at(-1);
  return last === undefined ? undefined : tableIn(last, offset);
}
