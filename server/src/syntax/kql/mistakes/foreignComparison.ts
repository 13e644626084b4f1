/** Comparison operators of other languages (`==`, `!=`, `in`, `like`), rewritten as KQL. */
import type { IToken } from 'chevrotain';
import { span, type Span } from '../../../base/span.js';
import { endWithoutSpace, escapeKql } from '../literals.js';
import { Colon, Literal, LParen, makeToken, Not, Or, Quoted, tokenEnd, tokenPieces, tokenSpan, UnterminatedString } from '../tokens.js'; // prettier-ignore
import {
  closingIndex, fix, is, isValue, literalOf, looksLikeField, problem, quote, replace, splitAtLastSpace, wordOf,
  type Mistake, type Repair, type Situation,
} from './situation.js'; // prettier-ignore

const signs = ['==', '!=', '=~', '~=', '='];
const words = ['in', 'in~', 'like', 'like~', 'regex', 'regex~', 'is', 'matches', 'contains'];

/** A field and a comparison operator of another language at the end of an unquoted literal. */
interface ForeignComparison {
  readonly field: Span;
  readonly operator: string;
  readonly operatorSpan: Span;
}

function foreignComparison(situation: Situation, literal: IToken): ForeignComparison | undefined {
  const place = tokenSpan(literal);
  const written = situation.text.slice(place.start, place.end);
  const split = splitAtLastSpace(situation, literal);
  const lastWord = split === undefined ? '' : situation.text.slice(split.right.start, place.end).toLowerCase();
  const operator = words.find((word) => word === lastWord) ?? signs.find((sign) => written.endsWith(sign));
  if (operator === undefined) return undefined;
  const start = place.end - operator.length;
  const field = span(place.start, endWithoutSpace(situation.text, place.start, start));
  return looksLikeField(situation.text.slice(field.start, field.end))
    ? { field, operator, operatorSpan: span(start, place.end) }
    : undefined;
}

/** `a == "b"`, `a != "b"`, `a in ("x", "y")`, `a like "x*"` */
const comparison: Mistake = (situation) => {
  const { tokens, at } = situation;
  const literal = tokens[at - 1];
  if (!is(literal, Literal) || !is(tokens[at], Quoted, LParen, UnterminatedString) || isValue(situation, at - 1)) return undefined;
  const found = foreignComparison(situation, literal);
  if (found === undefined) return undefined;
  const not = is(tokens[at - 2], Not) ? tokens[at - 2] : undefined;
  return rewritten(situation, found, { from: not === undefined ? at - 1 : at - 2, value: at, not, negated: found.operator === '!=' });
};

/** `a not in ("x", "y")`, `a not like "x*"` */
const negatedComparison: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [field, not, literal] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!is(field, Literal) || !is(not, Not) || !is(literal, Literal) || !is(tokens[at + 2], Quoted, LParen) || isValue(situation, at - 1))
    return undefined;
  const operator = words.find((word) => word === wordOf(situation, literal).toLowerCase());
  if (operator === undefined || !looksLikeField(wordOf(situation, field))) return undefined;
  const operatorSpan = span(not.startOffset, tokenSpan(literal).end);
  return rewritten(
    situation,
    { field: tokenSpan(field), operator, operatorSpan },
    { from: at - 1, value: at + 2, not: undefined, negated: true },
  );
};

interface RewrittenPart {
  /** The tokens from `from` up to, not including, `value` are replaced. */
  readonly from: number;
  readonly value: number;
  /** A `not` that stands before the field already. */
  readonly not: IToken | undefined;
  /** The operator itself says `not`. */
  readonly negated: boolean;
}

function rewritten(situation: Situation, found: ForeignComparison, part: RewrittenPart): Repair {
  const { text } = situation;
  const { field, operator, operatorSpan } = found;
  const name = text.slice(field.start, field.end);
  const negated = part.negated !== (part.not !== undefined);
  const value = kqlValue(situation, part.value, operator);
  const example = `${negated ? 'not ' : ''}${name}:${value?.text ?? '…'}`;
  const start = part.not?.startOffset ?? field.start;
  const convert = value?.text === undefined ? undefined : fix(`Write ${quote(example)}`, replace(span(start, value.end), example));
  const message = operator.startsWith('regex')
    ? 'KQL has no regular expressions; list the values, or use wildcards'
    : `KQL has no ${quote(text.slice(operatorSpan.start, operatorSpan.end))}; write ${quote(example)}`;
  return {
    problem: problem('KQL108', operatorSpan, message, operator.startsWith('regex') || operator.endsWith('~') ? undefined : convert),
    tokens: [
      ...situation.tokens.slice(0, part.from),
      ...(negated ? [part.not ?? makeToken(Not, '', field.start)] : []),
      literalOf(situation, field.start, field.end),
      makeToken(Colon, '', operatorSpan.start),
      ...(value?.tokens ?? situation.tokens.slice(part.value)),
    ],
  };
}

interface KqlValue {
  /** As KQL writes it; undefined when it cannot be said. */
  readonly text: string | undefined;
  readonly end: number;
  /** All tokens from the value on. */
  readonly tokens: readonly IToken[];
}

/** The value, or list of values, of another language's comparison. */
function kqlValue(situation: Situation, at: number, operator: string): KqlValue | undefined {
  const { tokens } = situation;
  const first = tokens[at];
  const wildcards = operator.startsWith('like') || operator === 'matches';
  if (is(first, Quoted)) return { text: valueText(situation, first, wildcards), end: tokenEnd(first), tokens: tokens.slice(at) };
  const close = is(first, LParen) ? closingIndex(situation, at) : undefined;
  const closing = close === undefined ? undefined : tokens[close];
  const items = close === undefined ? undefined : listItems(situation, at + 1, close);
  if (first === undefined || closing === undefined || close === undefined || items === undefined) return undefined;
  const texts = items.map((item) => valueText(situation, item, wildcards));
  const list = items.flatMap((item, index) => (index === 0 ? [item] : [makeToken(Or, '', item.startOffset), item]));
  return {
    text: texts.includes(undefined) ? undefined : `(${texts.join(' or ')})`,
    end: tokenEnd(closing),
    tokens: [first, ...list, ...tokens.slice(close)],
  };
}

function valueText(situation: Situation, token: IToken, wildcards: boolean): string | undefined {
  const value = tokenPieces(token).join('*');
  if (!wildcards || is(token, Literal)) return wordOf(situation, token);
  return value.includes('?') ? undefined : value.includes('*') ? escapeKql(value.split('*')) : wordOf(situation, token);
}

/** The values between brackets that are separated by commas; undefined when something else stands there, or nothing. */
function listItems(situation: Situation, from: number, to: number): readonly IToken[] | undefined {
  const items: IToken[] = [];
  for (const token of situation.tokens.slice(from, to)) {
    if (is(token, Quoted)) items.push(token);
    else if (is(token, Literal)) items.push(...commaParts(situation, token));
    else return undefined;
  }
  return items.length === 0 ? undefined : items;
}

function commaParts(situation: Situation, token: IToken): readonly IToken[] {
  const parts: IToken[] = [];
  let start = token.startOffset;
  for (const part of token.image.split(',')) {
    const end = endWithoutSpace(situation.text, start, start + part.length);
    const begin = end - part.trim().length;
    if (begin < end) parts.push(literalOf(situation, begin, end));
    start += part.length + 1;
  }
  return parts;
}

export const foreignComparisons: readonly Mistake[] = [comparison, negatedComparison];
