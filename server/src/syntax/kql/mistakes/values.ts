/** Mistakes inside a value: special characters that are not escaped, quotes in the wrong place, backslashes, keywords. */
import type { IToken } from 'chevrotain';
import type { Fix } from '../../../base/problem.js';
import { span, type Span } from '../../../base/span.js';
import { escapeKql, isKqlSpace, quoteKql, trimPieces } from '../literals.js';
import { BadEscape, Colon, LBrace, Literal, LParen, makeToken, Not, Quoted, RangeOperator, tokenEnd, tokenPieces, tokenSpan, UnterminatedString, And } from '../tokens.js'; // prettier-ignore
import {
  areAdjacent, closingIndex, enclosingList, fix, insert, is, isLiteral, isValue, literalOf, looksLikeField, problem, quote,
  replace, spliced, splitAtLastSpace, wordOf, type Mistake, type Repair, type Situation,
} from './situation.js'; // prettier-ignore

/** `foo:\users`, `C\:\Windows` */
const badEscape: Mistake = (situation) => {
  const { tokens, at } = situation;
  const escape = tokens[at];
  if (!is(escape, BadEscape)) return undefined;
  const from = is(tokens[at - 1], Literal) && touch(tokens[at - 1], escape) ? at - 1 : at;
  const to = is(tokens[at + 1], Literal) && touch(escape, tokens[at + 1]) ? at + 2 : at + 1;
  const merged = literalOf(situation, tokens[from]?.startOffset ?? escape.startOffset, tokenEnd(tokens[to - 1] ?? escape));
  const message =
    escape.image.length < 2
      ? 'A value cannot end with a single backslash; write `\\\\`'
      : `${quote(escape.image)} is not an escape; write ${quote(`\\${escape.image}`)} for a backslash, or quote the value`;
  const place = spanOf(situation, from, valueEnd(situation, from, at));
  return {
    problem: problem(
      'KQL105',
      tokenSpan(escape),
      message,
      fix('Double the backslash', insert(escape.startOffset, '\\')),
      quoteFix(situation, place),
    ),
    tokens: spliced(situation, from, to, merged),
  };
};

/** `a:C:\x`, `a:http://x`, `a:12:30`, `@timestamp > 2020-01-01T00:00:00Z`, `a:b<c` */
const specialInValue: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [value, special] = [tokens[at - 1], tokens[at]];
  if (!is(value, Literal) || !is(special, Colon, RangeOperator) || !isValue(situation, at - 1)) return undefined;
  if (!looksLikeValue(situation) && (enclosingList(situation) !== undefined || splitAtLastSpace(situation, value) !== undefined))
    return undefined;
  return unescapedIn(situation, at - 1, special);
};

/** `a:foo(bar)`, `a:C\:\\Program Files (x86)\\x`, `a:b{c}` */
const bracketsInValue: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [value, opening] = [tokens[at - 1], tokens[at]];
  if (!is(value, Literal) || !is(opening, LParen, LBrace) || !isValue(situation, at - 1)) return undefined;
  const close = wordInBrackets(situation, at);
  if (close === undefined) return undefined;
  const goesOn = is(tokens[close + 1], Literal, BadEscape) && touch(tokens[close], tokens[close + 1]);
  return areAdjacent(value, opening) || goesOn ? unescapedIn(situation, at - 1, opening) : undefined;
};

function unescapedIn(situation: Situation, from: number, special: IToken) {
  const to = valueEnd(situation, from, situation.at);
  const place = spanOf(situation, from, to);
  const written = situation.text.slice(place.start, place.end);
  const pieces = intendedPieces(written);
  const escaped = escapeKql(pieces);
  const escape = escaped === undefined ? undefined : fix('Escape the special characters', replace(place, escaped));
  const remedy = pieces.length > 1 ? 'escape it with a backslash' : 'quote the value';
  const message = `${quote(special.image)} inside a value has a meaning of its own; ${remedy}`;
  const merged = makeToken(Literal, situation.text.slice(place.start, tokenEnd(situation.tokens[to - 1] ?? special)), place.start, pieces);
  return {
    problem: problem('KQL105', place, message, quoteFix(situation, place), escape),
    tokens: spliced(situation, from, to, merged),
  };
}

/** `a:(b:c)` */
const fieldInList: Mistake = (situation) => {
  const { tokens, at, text } = situation;
  const list = enclosingList(situation);
  const [inner, operator] = [tokens[at - 1], tokens[at]];
  if (!isLiteral(inner) || !is(operator, Colon, RangeOperator) || list === undefined) return undefined;
  const split = is(inner, Literal) ? splitAtLastSpace(situation, inner) : undefined;
  const place = split?.right ?? tokenSpan(inner);
  const field = is(tokens[list.index - 1], Colon) ? tokens[list.index - 2] : undefined;
  const message = `A value list cannot name a field (${quote(text.slice(place.start, place.end))})`;
  if (field !== undefined && split === undefined && list.index === at - 2) {
    const name = quote(wordOf(situation, field));
    const removal = fix(
      `Remove ${name} before the brackets`,
      replace(span(field.startOffset, tokens[list.index]?.startOffset ?? place.start), ''),
    );
    return {
      problem: problem('QRY001', place, `${message}; remove ${name} before the brackets`, removal),
      tokens: spliced(situation, list.index - 2, list.index),
    };
  }
  const to = valueEnd(situation, at - 1, at);
  const merged = is(inner, Literal) ? literalOf(situation, inner.startOffset, tokenEnd(tokens[to - 1] ?? inner)) : inner;
  return {
    problem: problem('QRY001', place, `${message}; write its condition outside the brackets`),
    tokens: spliced(situation, at - 1, to, merged),
  };
};

/** `a > 5 < 10` */
const chainedRange: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [first, field, operator] = [tokens[at - 2], tokens[at - 3], tokens[at]];
  if (!is(first, RangeOperator) || !is(operator, RangeOperator) || !isLiteral(field)) return undefined;
  if (is(tokens[at - 1], Literal) && splitAtLastSpace(situation, tokens[at - 1] ?? field) !== undefined) return undefined;
  const name = wordOf(situation, field);
  if (!looksLikeField(name)) return boundsAroundField(situation, field, first);
  const repeated = makeToken(field.tokenType, '', operator.startOffset, tokenPieces(field));
  const space = isKqlSpace(situation.text[operator.startOffset - 1]) ? '' : ' ';
  return {
    problem: problem(
      'QRY001',
      tokenSpan(operator),
      `A range has one bound; write ${quote(`and ${name} ${operator.image} …`)} for the second`,
      fix(`Insert ${quote(`and ${name}`)}`, insert(operator.startOffset, `${space}and ${name} `)),
    ),
    tokens: spliced(situation, at, at, makeToken(And, '', operator.startOffset), repeated),
  };
};

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** `5 < a < 10` */
function boundsAroundField(situation: Situation, bound: IToken, operator: IToken): Repair | undefined {
  const { tokens, at } = situation;
  const field = tokens[at - 1];
  const name = wordOf(situation, field);
  if (field === undefined || !looksLikeField(name)) return undefined;
  const turned = mirrored[operator.image] ?? operator.image;
  const place = span(bound.startOffset, tokenSpan(field).end);
  const rewritten = `${name} ${turned} ${wordOf(situation, bound)} and ${name}`;
  const repeated = makeToken(field.tokenType, '', bound.startOffset, tokenPieces(field));
  return {
    problem: problem(
      'QRY001',
      place,
      `A range starts with its field; write ${quote(`${rewritten} …`)}`,
      fix('Write two ranges', replace(place, rewritten)),
    ),
    tokens: spliced(
      situation,
      at - 3,
      at,
      repeated,
      makeToken(RangeOperator, turned, operator.startOffset),
      bound,
      makeToken(And, '', field.startOffset),
      field,
    ),
  };
}

/** `foo:cannot run` */
const keywordInWord: Mistake = (situation) => {
  const { tokens, at, text } = situation;
  const [word, not] = [tokens[at - 1], tokens[at]];
  if (!is(word, Literal) || !is(not, Not) || isKqlSpace(text[not.startOffset - 1])) return undefined;
  const to = is(tokens[at + 1], Literal) && !is(tokens[at + 2], Colon, RangeOperator) ? at + 2 : at + 1;
  const place = spanOf(situation, at - 1, to);
  const merged = literalOf(situation, word.startOffset, tokenEnd(tokens[to - 1] ?? not));
  const message = `KQL reads the ${quote(wordOf(situation, not))} at the end of ${quote(text.slice(word.startOffset, tokenSpan(not).end))} as a keyword; quote the value`;
  return { problem: problem('QRY001', place, message, quoteFix(situation, place)), tokens: spliced(situation, at - 1, to, merged) };
};

/** `a:"x"*`, `a:*"x"`, `a:x"y"` */
const mixedQuotes: Mistake = (situation) => {
  const { tokens, at } = situation;
  let from = at - 1;
  if (!joinsQuote(tokens[from], tokens[at])) return undefined;
  while (joinsQuote(tokens[from - 1], tokens[from])) from--;
  let to = at + 1;
  while (joinsQuote(tokens[to - 1], tokens[to])) to++;
  const place = spanOf(situation, from, to);
  const pieces = tokens.slice(from, to).map(writtenPieces).reduce(joinPieces);
  const unquoted = escapeKql(pieces);
  const rewritten = pieces.length > 1 ? unquoted : quoteKql(pieces[0] ?? '');
  const message =
    pieces.length > 1
      ? 'A quoted string cannot be mixed with wildcards or other text; leave out the quotes and escape special characters'
      : 'A quote inside a value must be escaped; quote the whole value, or none of it';
  const repair =
    rewritten === undefined
      ? undefined
      : fix(pieces.length > 1 ? 'Unquote and escape' : 'Quote the whole value', replace(place, rewritten));
  const merged = makeToken(Literal, situation.text.slice(place.start, place.end), place.start, pieces);
  return { problem: problem('KQL105', place, message, repair), tokens: spliced(situation, from, to, merged) };
};

function joinsQuote(left: IToken | undefined, right: IToken | undefined): boolean {
  const parts = [Literal, Quoted, UnterminatedString, BadEscape];
  return is(left, ...parts) && is(right, ...parts) && touch(left, right) && areAdjacent(left, right);
}

/** The text of one part of a value that mixes quotes and other text; a quote that is never closed stands for itself. */
function writtenPieces(token: IToken): readonly string[] {
  return is(token, BadEscape, UnterminatedString) ? [token.image] : tokenPieces(token);
}

function joinPieces(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...left.slice(0, -1), (left.at(-1) ?? '') + (right[0] ?? ''), ...right.slice(1)];
}

/** Whether the unexpected colon belongs to a value by its looks: a drive letter, a URL, a time. */
function looksLikeValue(situation: Situation): boolean {
  const { tokens, at, text } = situation;
  const [value, special, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (value === undefined || special === undefined || !areAdjacent(value, special) || !touch(special, next)) return false;
  if (next?.tokenType === BadEscape) return true;
  const place = splitAtLastSpace(situation, value)?.right ?? tokenSpan(value);
  const word = text.slice(place.start, place.end);
  return is(next, Literal) && (/^[/\\]/.test(next.image) || !looksLikeField(word) || (/\d$/.test(word) && /^\d\d/.test(next.image)));
}

/** The index after the value that starts at `from` and goes on at least to the token `through`. */
function valueEnd(situation: Situation, from: number, through: number): number {
  const { tokens } = situation;
  let index = from;
  for (;;) {
    const [token, next] = [tokens[index], tokens[index + 1]];
    if (token === undefined || next === undefined) break;
    const free = index >= through && is(token, Literal) && /[ \t\r\n\u00a0]/.test(token.image);
    if (index >= through && !touch(token, next)) break;
    const close = is(next, LParen, LBrace) ? wordInBrackets(situation, index + 1) : undefined;
    if (close !== undefined && (areAdjacent(token, next) || touch(tokens[close], tokens[close + 1]))) index = close;
    else if (is(next, Literal, BadEscape) || (is(next, Colon, RangeOperator) && !free)) index++;
    else break;
  }
  return index + 1;
}

/** The index of the closing bracket when the brackets hold just one word. */
function wordInBrackets(situation: Situation, opening: number): number | undefined {
  const close = closingIndex(situation, opening);
  return close === opening + 2 && is(situation.tokens[opening + 1], Literal) ? close : undefined;
}

function touch(left: IToken | undefined, right: IToken | undefined): boolean {
  return left !== undefined && right !== undefined && tokenEnd(left) === right.startOffset;
}

function spanOf(situation: Situation, from: number, to: number): Span {
  const [first, last] = [situation.tokens[from], situation.tokens[to - 1]];
  return span(first?.startOffset ?? 0, last === undefined ? 0 : tokenSpan(last).end);
}

/** Quotes the written value. Undefined where it has wildcards, which quotes would switch off. */
function quoteFix(situation: Situation, place: Span): Fix | undefined {
  const pieces = intendedPieces(situation.text.slice(place.start, place.end));
  return pieces.length > 1 ? undefined : fix('Quote the value', replace(place, quoteKql(pieces[0] ?? '')));
}

/**
 * What someone meant who wrote special characters as they are. Backslashes then stand for themselves, unless they are doubled or the
 * special characters are escaped: then they escape.
 */
function intendedPieces(written: string): readonly string[] {
  const escapes = written.includes('\\\\') || !/[:(){}<>"]/.test(written.replace(/\\[^]/g, ''));
  const pieces = [''];
  for (let at = 0; at < written.length; at++) {
    const char = written[at] ?? '';
    const escaped = char === '\\' && escapes && /[\\():<>"*{}]/.test(written[at + 1] ?? '');
    if (escaped) at++;
    if (char === '*' && !escaped) pieces.push('');
    else pieces[pieces.length - 1] += escaped ? (written[at] ?? '') : char;
  }
  return trimPieces(pieces);
}

/** What may be wrong inside a value, the more specific mistakes first. */
export const valueMistakes: readonly Mistake[] = [badEscape, chainedRange, specialInValue, fieldInList, bracketsInValue, keywordInWord];

/** Quotes next to other text. */
export const quoteMistakes: readonly Mistake[] = [mixedQuotes];
