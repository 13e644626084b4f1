/**
 * Lucene query strings to tree, as Elasticsearch reads them in `query_string`. The first error ends the reading: what follows it means
 * nothing for certain.
 */
import type { IToken, TokenType } from 'chevrotain';
import { limits } from '../../base/limits.js';
import type { Problem } from '../../base/problem.js';
import { cover, span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { Clause, Clauses, FieldName, LuceneLeaf, LuceneNode, LuceneRange, Occur, RangeBound, WordPiece } from './ast.js';
import * as t from './tokens.js';

export interface ParsedLucene {
  readonly text: string;
  /** Undefined after a syntax error, and for a blank query, which matches every event. */
  readonly tree: Clauses | undefined;
  /** Syntax problems, one at most; offsets into `text`. */
  readonly problems: readonly Problem[];
}

/** Never throws. https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query#query-string-syntax */
export function parseLucene(text: string): ParsedLucene {
  const tokens = t.lexLucene(text);
  if (tokens.length === 0) return { text, tree: undefined, problems: [] };
  const reader = new Reader(tokens, text.trimEnd().length);
  try {
    const tree = readClauses(reader, undefined, 0);
    const left = reader.next();
    if (left !== undefined) fail(tokenSpan(left), left.tokenType === t.RParen ? '`)` has no opening parenthesis' : strayMessage(left));
    return { text, tree, problems: [] };
  } catch (error) {
    if (!(error instanceof LuceneError)) throw error;
    return { text, tree: undefined, problems: [{ code: 'QRY001', span: error.place, message: error.message, severity: 'error' }] };
  }
}

class LuceneError extends Error {
  constructor(
    readonly place: Span,
    message: string,
  ) {
    super(message);
  }
}

function fail(place: Span, message: string): never {
  throw new LuceneError(place, message);
}

class Reader {
  #at = 0;
  constructor(
    readonly tokens: readonly IToken[],
    readonly end: number,
  ) {}

  peek(ahead = 0): TokenType | undefined {
    return this.peekToken(ahead)?.tokenType;
  }
  peekToken(ahead = 0): IToken | undefined {
    return this.tokens[this.#at + ahead];
  }
  next(): IToken | undefined {
    return this.tokens[this.#at++];
  }
  take(...types: readonly TokenType[]): IToken | undefined {
    const type = this.peek();
    return type !== undefined && types.includes(type) ? this.next() : undefined;
  }
  /** Of the next token; empty at the end. */
  get place(): Span {
    const token = this.tokens[this.#at];
    return token === undefined ? span(this.end, this.end) : tokenSpan(token);
  }
}

const modifiers: readonly TokenType[] = [t.Plus, t.Minus, t.Bang, t.NotWord];

function readClauses(reader: Reader, field: FieldName | undefined, depth: number): Clauses {
  const start = reader.place;
  if (depth > limits.queryDepth) fail(start, 'The query is nested too deeply');
  const clauses: { occur: Occur; node: LuceneNode }[] = [];
  const conjunctions = new Set<TokenType>();
  do {
    const conjunction = clauses.length === 0 ? undefined : reader.take(t.And, t.Or);
    if (conjunction !== undefined) conjunctions.add(conjunction.tokenType);
    const isAnd = conjunction?.tokenType === t.And;
    const modifier = reader.take(...modifiers)?.tokenType;
    const previous = clauses.at(-1);
    if (isAnd && previous?.occur === 'optional') previous.occur = 'required';
    const occur = modifier === undefined ? (isAnd ? 'required' : 'optional') : modifier === t.Plus ? 'required' : 'prohibited';
    clauses.push({ occur, node: readClause(reader, field, depth, modifier === undefined && conjunction === undefined) });
  } while (reader.peek() !== undefined && reader.peek() !== t.RParen);
  const list: readonly Clause[] = clauses;
  return { kind: 'clauses', clauses: list, mixed: conjunctions.size > 1, span: cover(start, list.at(-1)?.node.span ?? start) };
}

/** `joins`: words that follow belong to it, as they do not after an operator. */
function readClause(reader: Reader, outer: FieldName | undefined, depth: number, joins: boolean): LuceneNode {
  const isField = reader.peek() === t.Word && reader.peek(1) === t.Colon;
  const field = isField ? readField(reader) : outer;
  const open = reader.take(t.LParen);
  const node = open === undefined ? readLeaf(reader, field, joins && !isField) : readGroup(reader, open, field, depth);
  reader.take(t.Boost);
  return node;
}

function readGroup(reader: Reader, open: IToken, field: FieldName | undefined, depth: number): LuceneNode {
  const group = readClauses(reader, field, depth + 1);
  const close = reader.take(t.RParen);
  if (close === undefined) fail(tokenSpan(open), '`(` has no closing parenthesis');
  return { ...group, span: span(open.startOffset, tokenEnd(close)) };
}

function readField(reader: Reader): FieldName | undefined {
  const word = reader.next();
  reader.take(t.Colon);
  if (word === undefined) return undefined;
  const place = tokenSpan(word);
  const pieces = t.wordPieces(word.image);
  // `*:*` is every event.
  const isEvery = word.image === '*';
  if (!isEvery && pieces.some(({ kind }) => kind !== 'text'))
    fail(place, 'A wildcard in a field name needs a backslash before it, as in `host.\\*`');
  return { name: isEvery ? '*' : textOf(pieces), span: place };
}

function textOf(pieces: readonly WordPiece[]): string {
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'run' ? '*' : '?')).join('');
}

function readLeaf(reader: Reader, field: FieldName | undefined, joins: boolean): LuceneLeaf {
  const token = reader.next();
  if (token === undefined)
    return fail(span(reader.end, reader.end), field === undefined ? 'A condition is missing here' : 'A value is missing here');
  const place = tokenSpan(token);
  switch (token.tokenType) {
    case t.Word:
      return readWords(reader, token, field, joins);
    case t.Quoted: {
      const tilde = reader.take(t.Tilde);
      const slop = Number(tilde?.image.slice(1) ?? 0);
      return { kind: 'phrase', field, text: t.unescapeLucene(token.image.slice(1, -1)), slop, span: place };
    }
    case t.Regex:
      return { kind: 'regex', field, pattern: token.image.slice(1, -1).replace(/\\\//g, '/'), span: place };
    case t.Range:
      return readRange(token, field);
    default:
      return fail(place, strayMessage(token));
  }
}

function strayMessage({ tokenType, image }: IToken): string {
  if (tokenType === t.Stray && image === '"') return 'The string is not closed; it ends with `"`';
  if (tokenType === t.Stray && image === '/')
    return '`/` begins a regular expression that is not closed; write `\\/` for the character, or quote the value';
  if (tokenType === t.Stray && (image === '[' || image === '{')) return 'The range is not closed; write it as in `[1 TO 5]`';
  if (tokenType === t.Colon) return '`:` needs a field name before it; write `\\:` for the character';
  return `\`${image}\` can't stand here; a condition is expected`;
}

/** Before these a word stands for itself, whatever words are before it. */
const partsWords: ReadonlySet<TokenType | undefined> = new Set([t.Colon, t.Tilde, t.Boost, t.And, t.Or]);

/** Whether the next token belongs to the plain words before it. */
function joinsWords(reader: Reader): boolean {
  if (!isPlain(reader.peekToken()) || partsWords.has(reader.peek(1))) return false;
  return reader.peekToken(1)?.image !== '*';
}

/** Plain words that follow each other are looked for together. */
function readWords(reader: Reader, first: IToken, field: FieldName | undefined, joins: boolean): LuceneLeaf {
  const bound = field === undefined ? null : /^([<>]=?)([^]*)$/.exec(first.image);
  if (bound !== null) return halfOpen(first, field, bound[1] ?? '', t.unescapeLucene(bound[2] ?? ''));
  const words = [first];
  while (joins && isPlain(first) && joinsWords(reader)) {
    const next = reader.next();
    if (next !== undefined) words.push(next);
  }
  const fuzzy = reader.take(t.Tilde) !== undefined;
  const pieces = words.length === 1 ? t.wordPieces(first.image) : joinedPieces(words);
  return {
    kind: 'word',
    field,
    pieces,
    words: words.map((word) => tokenSpan(word)),
    fuzzy,
    span: cover(tokenSpan(first), tokenSpan(words.at(-1) ?? first)),
  };
}

function joinedPieces(words: readonly IToken[]): readonly WordPiece[] {
  return [{ kind: 'text', text: words.map(({ image }) => t.unescapeLucene(image)).join(' ') }];
}

function isPlain(token: IToken | undefined): boolean {
  return token?.tokenType === t.Word && t.wordPieces(token.image).every(({ kind }) => kind === 'text');
}

function halfOpen(token: IToken, field: FieldName | undefined, operator: string, text: string): LuceneRange {
  const place = tokenSpan(token);
  if (text === '') fail(place, `A value is missing after \`${operator}\`, without a space between them`);
  const bound: RangeBound = { text, inclusive: operator.length === 2 };
  const isLower = operator.startsWith('>');
  return { kind: 'range', field, lower: isLower ? bound : undefined, upper: isLower ? undefined : bound, span: place };
}

function readRange(token: IToken, field: FieldName | undefined): LuceneRange {
  const { image } = token;
  const bounds = boundsIn(image.slice(1, -1).trim());
  if (bounds === undefined) return fail(tokenSpan(token), 'A range is written `[1 TO 5]`, with `*` for no bound');
  return {
    kind: 'range',
    field,
    lower: boundOf(bounds.lower, image.startsWith('[')),
    upper: boundOf(bounds.upper, image.endsWith(']')),
    span: tokenSpan(token),
  };
}

/** Not by one regular expression: the engine has no room for bounds as long as a file may be. */
function boundsIn(text: string): { readonly lower: string; readonly upper: string } | undefined {
  const end = endOfBound(text);
  const between = /^\s+TO\s+/.exec(text.slice(end))?.[0];
  if (between === undefined) return undefined;
  const upper = text.slice(end + between.length);
  return upper !== '' && endOfBound(upper) === upper.length ? { lower: text.slice(0, end), upper } : undefined;
}

/** Of the bound that the text begins with: one in quotes, or one without a space. */
function endOfBound(text: string): number {
  if (text.startsWith('"')) {
    let at = 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return at + 1;
  }
  const space = text.search(/\s/);
  return space < 0 ? text.length : space;
}

function boundOf(text: string, inclusive: boolean): RangeBound | undefined {
  if (text === '*') return undefined;
  return { text: t.unescapeLucene(text.startsWith('"') ? text.slice(1, -1) : text), inclusive };
}
