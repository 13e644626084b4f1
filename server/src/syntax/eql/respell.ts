/**
 * Words that were surely meant as keywords: in capitals, or misspelt by one letter. Only where Elasticsearch would refuse the word as it
 * stands: a name directly after a value, a capital `NOT` before one, a capital `SEQUENCE` at the start of a sequence.
 */
import type { IToken, TokenType } from 'chevrotain';
import { tokenEnd, tokenSpan } from '../recover.js';
import { isOneSlipApart } from '../../base/nearest.js';
import { fieldNameTokens } from './groups.js';
import { fix, type Reporter } from './report.js';
import * as t from './tokens.js';

const infixWords = ['and', 'or', 'in', 'in~', 'like', 'like~', 'regex', 'regex~', 'where', 'by', 'with', 'until', 'of'];
/** Long enough that one wrong letter leaves no doubt. */
const distinctWords = ['and', 'like', 'regex', 'where', 'with', 'until'];
const multiWords = ['sequence', 'sample', 'join'];

/** After these no name can follow, so one that does was meant as a keyword. */
const nameEnds: ReadonlySet<TokenType> = new Set([
  t.Sequence, t.Sample, t.Join, t.Identifier, t.FieldName, t.QuotedIdentifier, t.UnclosedName, t.ParenGroup, t.RightParen, t.RightBracket, t.True, t.False, t.Null,
  t.Decimal, t.Integer, t.RawString, t.StringLiteral, t.UnclosedString, t.SingleQuoted, t.LegacyRaw,
]); // prettier-ignore

const operandStarts: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.QuotedIdentifier, t.TildeIdentifier, t.Question, t.LeftParen, t.Not, t.True, t.False, t.Null, t.Decimal, t.Integer,
  t.RawString, t.StringLiteral,
]); // prettier-ignore

const headWords: ReadonlySet<TokenType> = new Set([t.By, t.With, t.LeftBracket, t.MissingOpen]);

/** The tokens with every word replaced that was surely meant as a keyword. */
export function respellTokens(tokens: readonly IToken[], reporter: Reporter): readonly IToken[] {
  const out: IToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isDoublePipe(token, tokens[at + 1])) {
      out.push(asOr(token, reporter));
      at++;
    } else {
      const respelt = respell(token, out, tokens[at + 1], reporter);
      if (respelt.tokenType === t.FieldName && goesOn(tokens[at + 1])) out.push(...fieldNameTokens(respelt));
      else out.push(respelt);
    }
  }
  return out;
}

/** The token, or a keyword in its place. `before` are the tokens in front of it, already respelt. */
function respell(token: IToken, before: readonly IToken[], next: IToken | undefined, reporter: Reporter): IToken {
  if (token.tokenType !== t.Identifier && token.tokenType !== t.TildeIdentifier) return token;
  const previous = before[before.length - 1];
  const word = token.image.toLowerCase();
  if (previous === undefined) return startsMulti(word, next) ? asKeyword(token, word, reporter) : token;
  if (!nameEnds.has(previous.tokenType)) return startsNegation(word, previous, next) ? asKeyword(token, word, reporter) : token;
  if (isUnit(before)) return token;
  if (infixWords.includes(word)) return asKeyword(token, word, reporter);
  const near = distinctWords.find((candidate) => isOneSlipApart(word, candidate));
  return near === undefined ? token : asKeyword(token, near, reporter);
}

/** Whether more of a field's name follows. */
function goesOn(next: IToken | undefined): boolean {
  return next?.tokenType === t.Dot || next?.tokenType === t.LeftBracket || (next?.tokenType === t.Decimal && next.image.startsWith('.'));
}

/** `||`, which only looks like two pipes. */
function isDoublePipe(token: IToken, next: IToken | undefined): boolean {
  return token.tokenType === t.Pipe && next?.tokenType === t.Pipe && next.startOffset === tokenEnd(token);
}

function asOr(token: IToken, reporter: Reporter): IToken {
  const place = { start: token.startOffset, end: token.startOffset + 2 };
  reporter.syntax(place, '`||` is not an operator of EQL; write `or`', fix('Replace with `or`', place, 'or', 'preferred'));
  return retyped({ ...token, image: '||', endOffset: place.end - 1 }, t.Or);
}

/** The token as one of another type. */
export function retyped(token: IToken, type: TokenType): IToken {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
}

function asKeyword(token: IToken, word: string, reporter: Reporter): IToken {
  const type = t.keywordType(word);
  if (type === undefined) return token;
  const place = tokenSpan(token);
  const sameWord = token.image.toLowerCase() === word;
  const message = sameWord
    ? `Keywords are lower case; write \`${word}\` for \`${token.image}\``
    : `\`${token.image}\` can't stand here; did you mean \`${word}\`?`;
  reporter.syntax(place, message, fix(`Change to \`${word}\``, place, word, 'preferred'));
  return retyped(token, type);
}

function startsMulti(word: string, next: IToken | undefined): boolean {
  if (!multiWords.includes(word) || next === undefined) return false;
  return headWords.has(next.tokenType) || ['by', 'with'].includes(next.image.toLowerCase());
}

function startsNegation(word: string, previous: IToken, next: IToken | undefined): boolean {
  return (
    word === 'not' &&
    previous.tokenType !== t.Dot &&
    previous.tokenType !== t.Question &&
    next !== undefined &&
    operandStarts.has(next.tokenType)
  );
}

/** Whether a number that is the value of an option stands before the word: `with maxspan=30 s`. */
function isUnit(before: readonly IToken[]): boolean {
  return before.at(-4)?.tokenType === t.With && before.at(-2)?.tokenType === t.Assign;
}
