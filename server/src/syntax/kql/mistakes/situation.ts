/**
 * What a mistake is told: the tokens so far, repaired up to `at`, and the token there with which Kibana could not go on. A mistake that
 * recognises itself says what is wrong and hands back the tokens as they should have been, so that the parser gets past it.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { TextEdit } from '../../../base/edit.js';
import type { Fix, Problem } from '../../../base/problem.js';
import { span, type Span } from '../../../base/span.js';
import { shortened } from '../../recover.js';
import { endWithoutSpace, isKqlSpace } from '../literals.js';
import { Absent, And, Colon, LBrace, Literal, LParen, makeToken, Not, Or, Quoted, RangeOperator, RBrace, RParen, tokenSpan } from '../tokens.js'; // prettier-ignore

export interface Situation {
  readonly text: string;
  readonly tokens: readonly IToken[];
  /** Index of the unexpected token; the number of tokens when it is the end of the text. */
  readonly at: number;
}

export interface Repair {
  readonly problem: Problem;
  readonly tokens: readonly IToken[];
}

/** Undefined when the situation is not this mistake. */
export type Mistake = (situation: Situation) => Repair | undefined;

/** The codes of syntax problems: in general, an unescaped special character, the syntax of another language. */
export type SyntaxCode = 'QRY001' | 'KQL105' | 'KQL108';

export function problem(code: SyntaxCode, place: Span, message: string, ...fixes: readonly (Fix | undefined)[]): Problem {
  const offered = fixes.filter((offer) => offer !== undefined);
  return { code, severity: 'error', span: place, message, ...(offered.length === 0 ? {} : { fixes: offered }) };
}

export function fix(title: string, ...edits: readonly TextEdit[]): Fix {
  return { title, edits };
}

/** A fix that surely is what was meant. */
export function sureFix(title: string, ...edits: readonly TextEdit[]): Fix {
  return { title, edits, preferred: true };
}

export function insert(offset: number, newText: string): TextEdit {
  return { span: span(offset, offset), newText };
}

export function replace(place: Span, newText: string): TextEdit {
  return { span: place, newText };
}

/** The tokens with those from `from` up to, not including, `to` replaced. */
export function spliced(situation: Situation, from: number, to: number, ...tokens: readonly IToken[]): readonly IToken[] {
  return [...situation.tokens.slice(0, from), ...tokens, ...situation.tokens.slice(to)];
}

export function is(token: IToken | undefined, ...types: readonly TokenType[]): token is IToken {
  return token !== undefined && types.includes(token.tokenType);
}

export function isLiteral(token: IToken | undefined): token is IToken {
  return is(token, Literal, Quoted);
}

/** Whether something has to stand after the token, so that an operand or a value is wanted here. */
export function wantsOperand(previous: IToken | undefined): boolean {
  return previous === undefined || is(previous, And, Or, Not, LParen, LBrace, Colon, RangeOperator);
}

/** The token as the user sees it, without white space. */
export function wordOf(situation: Situation, token: IToken | undefined): string {
  if (token === undefined) return '';
  const place = tokenSpan(token);
  return situation.text.slice(place.start, place.end);
}

/** A piece of the query for use in a message. */
export function quote(text: string): string {
  return `\`${shortened(text)}\``;
}

/** Whether no white space stands between the two tokens. */
export function areAdjacent(left: IToken | undefined, right: IToken | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return tokenSpan(left).end === right.startOffset;
}

export function absent(offset: number): IToken {
  return makeToken(Absent, '', offset);
}

/** The unquoted literal that stands for the text from `start` to `end`, whatever characters are in it. */
export function literalOf(situation: Situation, start: number, end: number): IToken {
  return makeToken(Literal, situation.text.slice(start, end), start);
}

/** An open bracket. `list` holds the values of one field, `nested` is a brace. */
export interface OpenBracket {
  readonly index: number;
  readonly kind: 'group' | 'list' | 'nested';
}

/** The brackets that are open before the token of that index, outermost first. */
export function openBrackets(situation: Situation, before: number): readonly OpenBracket[] {
  const open: OpenBracket[] = [];
  for (const [index, token] of situation.tokens.slice(0, before).entries()) {
    if (is(token, LBrace)) open.push({ index, kind: 'nested' });
    else if (is(token, LParen)) open.push({ index, kind: opensList(situation, index, open) ? 'list' : 'group' });
    else if (is(token, RParen, RBrace)) open.pop();
  }
  return open;
}

function opensList(situation: Situation, index: number, open: readonly OpenBracket[]): boolean {
  return is(situation.tokens[index - 1], Colon) || open[open.length - 1]?.kind === 'list';
}

/** The list of values in which the unexpected token stands, if it is in one. */
export function enclosingList(situation: Situation): OpenBracket | undefined {
  const open = openBrackets(situation, situation.at);
  const innermost = open[open.length - 1];
  return innermost?.kind === 'list' ? innermost : undefined;
}

/** Whether some bracket of the query is never closed. */
export function hasUnclosedBracket(situation: Situation): boolean {
  return openBrackets(situation, situation.tokens.length).length > 0;
}

/** The index of the bracket that closes the one at `opening`. */
export function closingIndex(situation: Situation, opening: number): number | undefined {
  let depth = 0;
  for (let index = opening; index < situation.tokens.length; index++) {
    const token = situation.tokens[index];
    if (is(token, LParen, LBrace)) depth++;
    else if (is(token, RParen, RBrace) && --depth === 0) return index;
  }
  return undefined;
}

/** Whether the literal at the index is a value of a field, not a field name or free text. */
export function isValue(situation: Situation, index: number): boolean {
  if (is(situation.tokens[index - 1], Colon, RangeOperator)) return true;
  const open = openBrackets(situation, index);
  return open[open.length - 1]?.kind === 'list';
}

/** The field whose value, or list of values, starts at the index or holds it. */
export function fieldBefore(situation: Situation, index: number): IToken | undefined {
  const open = openBrackets(situation, index);
  const list = open.find((bracket) => bracket.kind === 'list');
  const start = list?.index ?? index;
  const operator = situation.tokens[start - 1];
  const field = situation.tokens[start - 2];
  return is(operator, Colon, RangeOperator) && isLiteral(field) ? field : undefined;
}

/** A literal cut in two at white space inside it. */
export interface SplitLiteral {
  /** Text before and after the white space. */
  readonly left: Span;
  readonly right: Span;
}

/** Cuts the literal at its last run of white space; undefined when there is none inside it. */
export function splitAtLastSpace(situation: Situation, token: IToken): SplitLiteral | undefined {
  const place = tokenSpan(token);
  let at = place.end;
  while (at > place.start && !isKqlSpace(situation.text[at - 1])) at--;
  if (at === place.start) return undefined;
  return { left: span(place.start, endWithoutSpace(situation.text, place.start, at)), right: span(at, place.end) };
}

/** Whether the text is one literal of `AnyLiteral`'s kinds written without quotes and spaces, as field names mostly are. */
export function looksLikeField(text: string): boolean {
  return /^[\w.@*-]+$/.test(text) && !/^\d+$/.test(text);
}

/** `process.name:` with nothing to look for; the colon stands at the index. */
export function noValueProblem(situation: Situation, colon: number): Problem {
  const place = tokenSpan(situation.tokens[colon] ?? absent(0));
  const message = `${quote(wordOf(situation, situation.tokens[colon - 1]))} has no value after the colon; write one, or \`*\` for any value`;
  return problem('QRY001', place, message, fix('Match any value with `*`', insert(place.end, '*')));
}
