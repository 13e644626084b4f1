/**
 * The cursor in a KQL query, read from the tokens before it. Unlike Kibana's, it works inside unclosed brackets and in the middle of a
 * field name. An unquoted literal may hold spaces, so of `process.name an|` only the last word is taken for what is being typed.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import type { Span } from '../../base/span.js';
import type { KqlToken, ParsedKql } from '../../syntax/kql/parse.js';
import { contextOf, nothingFits, type CursorContext, type Place, type Want } from './cursor.js';

/** What fits at `offset` of the query text. */
export function kqlContextAt(parsed: ParsedKql, offset: number): CursorContext {
  const { tokens, text } = parsed;
  const index = tokens.findIndex((token) => token.span.end >= offset);
  const token = tokens[index];
  if (token === undefined || token.span.start >= offset) {
    const next = tokens.findIndex(({ span }) => span.start >= offset);
    return between(tokens, next < 0 ? tokens.length : next, offset, text);
  }
  if (token.type === 'Literal' || token.type === 'BadEscape') return inLiteral(tokens, index, offset, text);
  if (isQuoted(token)) return inQuotes(tokens, index, offset);
  if (token.type === 'And' || token.type === 'Or' || token.type === 'Not') return onKeyword(tokens, index, offset);
  return token.span.end === offset ? contextOf({ start: offset, end: offset }, wantsAfter(tokens, index)) : nothingFits;
}

const connectives: Want = { kind: 'keyword', words: ['and', 'or', 'and not'] };
const negation: Want = { kind: 'keyword', words: ['not'] };

function isQuoted({ type }: KqlToken): boolean {
  return type === 'Quoted' || type === 'UnterminatedString';
}

function isLiteral(token: KqlToken | undefined): token is KqlToken {
  return token !== undefined && (token.type === 'Literal' || isQuoted(token));
}

/** `process.name |`, `a:b and |` */
function between(tokens: readonly KqlToken[], next: number, offset: number, text: string): CursorContext {
  const previous = tokens[next - 1];
  const here = { start: offset, end: offset };
  if (previous?.type === 'Literal' && text.slice(previous.span.end, offset).trim() === '') {
    return contextOf(here, afterLiteral(tokens, next - 1, fieldText(previous)));
  }
  return contextOf(here, wantsAfter(tokens, next - 1));
}

/** What may follow a literal and a space. */
function afterLiteral(tokens: readonly KqlToken[], index: number, text: string): readonly Want[] {
  if (isValue(tokens, index)) return [connectives];
  return valueListField(tokens, index) === undefined ? [{ kind: 'operator', field: text }, connectives] : [connectives];
}

/** Whether the token at `index` is the value after a `:` or a range operator. */
function isValue(tokens: readonly KqlToken[], index: number): boolean {
  const type = tokens[index - 1]?.type;
  return type === 'Colon' || type === 'RangeOperator';
}

/** What fits after the token at `index`, which is no literal, or before the first token. */
function wantsAfter(tokens: readonly KqlToken[], index: number): readonly Want[] {
  const token = tokens[index];
  switch (token?.type) {
    case 'Colon':
      return valueOf(tokens, index - 1, 'kql');
    case 'RangeOperator':
      return boundOf(tokens, index - 1, 'kql');
    case 'RParen':
    case 'RBrace':
      return [connectives];
    case 'Quoted':
    case 'UnterminatedString':
      return afterLiteral(tokens, index, fieldText(token));
    default:
      return atOperand(tokens, index + 1, 'kql');
  }
}

/** What an operand can be at `index`: inside a value list a value, else a field. */
function atOperand(tokens: readonly KqlToken[], index: number, style: 'kql' | 'kqlQuoted'): readonly Want[] {
  const before = tokens[index - 1]?.type;
  const not = before === 'Not' ? [] : [negation];
  const field = valueListField(tokens, index);
  if (field !== undefined) return [{ kind: 'value', field: nestedName(tokens, index, field), style }, ...not];
  const below = nestedPath(tokens, index);
  return [{ kind: 'field', ...(below === undefined ? {} : { below }) }, ...not];
}

function valueOf(tokens: readonly KqlToken[], fieldIndex: number, style: 'kql' | 'kqlQuoted'): readonly Want[] {
  const field = tokens[fieldIndex];
  return isLiteral(field) ? [{ kind: 'value', field: nestedName(tokens, fieldIndex, fieldText(field)), style }] : [];
}

function boundOf(tokens: readonly KqlToken[], fieldIndex: number, style: 'kql' | 'kqlQuoted'): readonly Want[] {
  return valueOf(tokens, fieldIndex, style).map((want) => (want.kind === 'value' ? { ...want, bound: true } : want));
}

/** A name as the schema knows it: its escapes and quotes resolved as far as names have any. */
function fieldText({ text }: KqlToken): string {
  const trimmed = text.trim();
  return trimmed.startsWith('"') ? trimmed.replace(/^"|"$/g, '') : trimmed.replace(/\\(.)/g, '$1');
}

/** `proc|`, `event.type:st|`, `process.name an|` */
function inLiteral(tokens: readonly KqlToken[], index: number, offset: number, text: string): CursorContext {
  const token = tokens[index];
  if (token === undefined) return nothingFits;
  const piece = pieceAt(text, token.span, offset);
  const before = text.slice(token.span.start, piece.start).trim();
  if (isValue(tokens, index)) return inValue(tokens, index, { token, piece, before });
  if (before === '') {
    const wants = atOperand(tokens, index, 'kql');
    return tokens[index + 1]?.type === 'Colon'
      ? contextOf(
          piece,
          wants.filter(({ kind }) => kind === 'field'),
        )
      : withOperators(contextOf(piece, wants), offset, text, piece);
  }
  // An operator or a connective is being typed, or an operand after a forgotten connective.
  return contextOf(piece, [...afterLiteral(tokens, index, before), ...atOperand(tokens, index, 'kql')]);
}

function inValue(
  tokens: readonly KqlToken[],
  index: number,
  { token, piece, before }: { readonly token: KqlToken; readonly piece: Span; readonly before: string },
): CursorContext {
  if (tokens[index - 1]?.type === 'RangeOperator') {
    return contextOf(piece, before === '' ? boundOf(tokens, index - 2, 'kql') : [connectives]);
  }
  // A value with spaces is replaced as a whole, as long as that is one line.
  const whole = { start: token.span.start, end: piece.end };
  const isOneLine = !token.text.slice(0, piece.end - token.span.start).includes('\n');
  const values: readonly Place[] = valueOf(tokens, index - 2, 'kql').map((want) => ({ want, replace: isOneLine ? whole : piece }));
  const words: readonly Place[] = before === '' ? [] : [{ want: connectives, replace: piece }];
  return { places: [...values, ...words] };
}

/** The part of the literal around the cursor that has no white space. */
function pieceAt(text: string, { start, end }: Span, offset: number): Span {
  let from = offset;
  while (from > start && !/\s/.test(text[from - 1] ?? '')) from -= 1;
  let to = offset;
  while (to < end && !/\s/.test(text[to] ?? '')) to += 1;
  return { start: from, end: to };
}

/** Directly after a field name its operators fit without a space: `process.name|` to `process.name:`. */
function withOperators(context: CursorContext, offset: number, text: string, piece: Span): CursorContext {
  if (offset !== piece.end) return context;
  const field = text.slice(piece.start, piece.end);
  const isField = context.places.some(({ want }) => want.kind === 'field');
  return isField
    ? { places: [...context.places, { want: { kind: 'operator', field }, replace: { start: offset, end: offset } }] }
    : context;
}

function inQuotes(tokens: readonly KqlToken[], index: number, offset: number): CursorContext {
  const token = tokens[index];
  if (token === undefined) return nothingFits;
  if (token.type === 'Quoted' && offset === token.span.end) {
    return contextOf({ start: offset, end: offset }, afterLiteral(tokens, index, fieldText(token)));
  }
  const isBound = tokens[index - 1]?.type === 'RangeOperator';
  const value = isBound ? boundOf(tokens, index - 2, 'kqlQuoted') : valueOf(tokens, index - 2, 'kqlQuoted');
  const wants = isValue(tokens, index) ? value : atOperand(tokens, index, 'kqlQuoted');
  return contextOf(
    token.type === 'Quoted' ? token.span : { start: token.span.start, end: offset },
    wants.filter(({ kind }) => kind === 'value' || kind === 'field'),
  );
}

/** `a:b an|d c:d`, `not|`: the word itself can still become something else. */
function onKeyword(tokens: readonly KqlToken[], index: number, offset: number): CursorContext {
  const token = tokens[index];
  if (token === undefined || offset > token.span.end) return nothingFits;
  if (token.type === 'Not') return contextOf(token.span, atOperand(tokens, index, 'kql'));
  return contextOf(token.span, [connectives]);
}

/** The field of the value list that the token at `index` stands in: `process.name:(a or |`. */
function valueListField(tokens: readonly KqlToken[], index: number): string | undefined {
  let at = enclosing(tokens, index, 'LParen');
  while (at !== undefined) {
    const field = tokens[at - 2];
    if (tokens[at - 1]?.type === 'Colon' && isLiteral(field)) return fieldText(field);
    at = enclosing(tokens, at, 'LParen');
  }
  return undefined;
}

/** The path of the nested fields that the token at `index` stands in: `a.b` in `a:{ b:{ |`. */
function nestedPath(tokens: readonly KqlToken[], index: number): string | undefined {
  const path: string[] = [];
  for (let at = enclosing(tokens, index, 'LBrace'); at !== undefined; at = enclosing(tokens, at, 'LBrace')) {
    const field = tokens[at - 2];
    if (isLiteral(field)) path.unshift(fieldText(field));
  }
  return path.length === 0 ? undefined : path.join('.');
}

function nestedName(tokens: readonly KqlToken[], index: number, field: string): string {
  const path = nestedPath(tokens, index);
  return path === undefined ? field : `${path}.${field}`;
}

const closing = { LParen: 'RParen', LBrace: 'RBrace' } as const;

/** The index of the bracket of this sort that is still open before `index`. A value list does not reach into braces and the other way round. */
function enclosing(tokens: readonly KqlToken[], index: number, sort: 'LParen' | 'LBrace'): number | undefined {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const type = tokens[at]?.type;
    if (type === closing[sort]) depth += 1;
    else if (type === sort && depth === 0) return at;
    else if (type === sort) depth -= 1;
    else if (type === 'LBrace' && sort === 'LParen') return undefined;
  }
  return undefined;
}
