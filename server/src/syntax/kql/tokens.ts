/**
 * The lexemes of KQL. Where an unquoted literal ends depends on what stands around it, so most patterns are functions. The keywords
 * `and` and `or` exist only after an operand; anywhere else they are text, as in Kibana.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { createToken, createTokenInstance, Lexer, type CustomPatternMatcherReturn, type IToken, type TokenType } from 'chevrotain';
import { once } from '../../base/once.js';
import { span, type Span } from '../../base/span.js';
import { endWithoutSpace, guessStringEnd, isKqlSpace, literalEnd, matchesAt, readPieces, scanQuoted, spaceClass } from './literals.js';

/** The keywords, in the spelling we suggest; any letter case is read. */
export const kqlKeywords = ['and', 'or', 'not'] as const;

const lineBreaks = { line_breaks: true } as const;

/** What can stand where a field name or a value is wanted. */
export const AnyLiteral = createToken({ name: 'AnyLiteral', pattern: Lexer.NA });

/** What joins conditions or values. */
export const LogicalOperator = createToken({ name: 'LogicalOperator', pattern: Lexer.NA });

const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: new RegExp(`${spaceClass}+`), group: Lexer.SKIPPED, ...lineBreaks });
export const And = createToken({ name: 'And', pattern: afterOperand(keywordPattern('and')), categories: [LogicalOperator], ...lineBreaks });
export const Or = createToken({ name: 'Or', pattern: afterOperand(keywordPattern('or')), categories: [LogicalOperator], ...lineBreaks });
export const Not = createToken({ name: 'Not', pattern: new RegExp(`not${spaceClass}+`, 'i'), ...lineBreaks });
export const Quoted = createToken({ name: 'Quoted', pattern: quoted, categories: [AnyLiteral], ...lineBreaks });
/** Ends where it most likely should have been closed. */
export const UnterminatedString = createToken({ name: 'UnterminatedString', pattern: unterminated, ...lineBreaks });
export const RangeOperator = createToken({ name: 'RangeOperator', pattern: /[<>]=?/ });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
export const LParen = createToken({ name: 'LParen', pattern: '(' });
export const RParen = createToken({ name: 'RParen', pattern: ')' });
export const LBrace = createToken({ name: 'LBrace', pattern: '{' });
export const RBrace = createToken({ name: 'RBrace', pattern: '}' });
/** With the white space after it, as Kibana reads it; `tokenSpan` leaves that out. */
export const Literal = createToken({ name: 'Literal', pattern: unquoted, categories: [AnyLiteral], ...lineBreaks });
/** A backslash before a character that it cannot escape. */
export const BadEscape = createToken({ name: 'BadEscape', pattern: /\\[^]?/, ...lineBreaks });
/** Never in a text: a repair puts it where an operand or a value is missing. */
export const Absent = createToken({ name: 'Absent', pattern: Lexer.NA });

/** In the order in which they are tried; what is frequent and quick to try comes first. */
export const kqlTokens: readonly TokenType[] = [
  Colon, LParen, RParen, LBrace, RBrace, Literal, And, Or, WhiteSpace, Quoted, UnterminatedString, Not, RangeOperator, BadEscape, AnyLiteral,
  LogicalOperator, Absent,
]; // prettier-ignore

const operandEnds: ReadonlySet<TokenType> = new Set([Literal, Quoted, UnterminatedString, BadEscape, RParen, RBrace]);

/** Choosing patterns by their first character is for tables without functions: `safeMode` spares the start preparing it. */
const lexer = once(() => new Lexer([...kqlTokens], { positionTracking: 'onlyOffset', skipValidations: true, safeMode: true }));

/** The tokens of the text. Every text can be cut into tokens; whether they make a query is the grammar's question. */
export function lexKql(text: string): readonly IToken[] {
  return lexer().tokenize(text).tokens;
}

/** The tokens from `offset` on, where a string has just ended. */
export function lexAfterString(text: string, offset: number): readonly IToken[] {
  const string = '""';
  const tokens = lexer()
    .tokenize(string + text.slice(offset))
    .tokens.slice(1);
  return tokens.map((token) => makeToken(token.tokenType, token.image, token.startOffset + offset - string.length));
}

/** The offset after the token, white space that belongs to it included. */
export function tokenEnd(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Where the token stands, without the white space that keywords and literals take with them. */
export function tokenSpan(token: IToken): Span {
  const { tokenType, image, startOffset } = token;
  const start = tokenType === And || tokenType === Or ? startOffset + image.length - image.trimStart().length : startOffset;
  const unspaced = tokenType === Quoted || tokenType === UnterminatedString || tokenType === BadEscape;
  const length = unspaced ? image.length : endWithoutSpace(image, 0, image.length);
  return span(start, Math.max(start, startOffset + length));
}

/** A token that a repair puts into the stream; an empty image stands for something that the text does not have. */
export function makeToken(type: TokenType, image: string, offset: number, pieces?: readonly string[]): IToken {
  const token = createTokenInstance(type, image, offset, offset + image.length - 1, NaN, NaN, NaN, NaN);
  if (pieces !== undefined) token.payload = pieces;
  return token;
}

/** The text of a field name or value with escapes resolved, split at wildcards; white space at its ends not yet trimmed. */
export function tokenPieces(token: IToken): readonly string[] {
  if (token.payload !== undefined) return token.payload as readonly string[];
  if (token.tokenType === Quoted) return [scanQuoted(token.image, 0).value];
  return token.tokenType === UnterminatedString ? [scanQuoted(`${token.image}"`, 0).value] : readPieces(token.image);
}

function keywordPattern(keyword: 'and' | 'or'): RegExp {
  return new RegExp(`${spaceClass}+${keyword}${spaceClass}+`, 'iy');
}

function afterOperand(pattern: RegExp) {
  return (text: string, offset: number, tokens: readonly IToken[]): CustomPatternMatcherReturn | null => {
    const previous = tokens[tokens.length - 1];
    if (previous === undefined || !operandEnds.has(previous.tokenType)) return null;
    const image = matchesAt(pattern, text, offset);
    return image === undefined ? null : [image];
  };
}

function quoted(text: string, offset: number): CustomPatternMatcherReturn | null {
  if (text[offset] !== '"') return null;
  const scanned = scanQuoted(text, offset);
  return scanned.closed ? [text.slice(offset, scanned.end)] : null;
}

function unterminated(text: string, offset: number): CustomPatternMatcherReturn | null {
  return text[offset] === '"' ? [text.slice(offset, guessStringEnd(text, offset))] : null;
}

function unquoted(text: string, offset: number): CustomPatternMatcherReturn | null {
  const end = isKqlSpace(text[offset]) ? undefined : literalEnd(text, offset);
  return end === undefined ? null : [text.slice(offset, end)];
}
