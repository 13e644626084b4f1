/**
 * What a parser did not expect, in our words: spans for tokens that are not in the text, and problems for the errors that
 * Chevrotain reports.
 */
import { createTokenInstance, EOF, type IRecognitionException, type IToken, type TokenType } from 'chevrotain';
import type { Problem } from '../base/problem.js';
import { onOneLine } from '../base/quoted.js';
import { span, type Span } from '../base/span.js';

/** A token that a repair puts into the stream at `offset`. Its span is empty. */
export function insertedToken(type: TokenType, offset: number): IToken {
  return createTokenInstance(type, '', offset, offset - 1, NaN, NaN, NaN, NaN);
}

/** Where the token stands; empty, at `fallback`, for one that Chevrotain made up and for the end of the text. */
export function tokenSpan(token: IToken, fallback = 0): Span {
  if (Number.isNaN(token.startOffset) || token.tokenType === EOF) return span(fallback, fallback);
  return span(token.startOffset, tokenEnd(token));
}

/** The offset after the token. */
export function tokenEnd(token: IToken): number {
  return token.endOffset === undefined ? token.startOffset + token.image.length : token.endOffset + 1;
}

/** One problem for each error of a parser, at the token it stopped at; `end` is the offset after the last token of the text. */
export function recognitionProblems(errors: readonly IRecognitionException[], code: string, end: number): readonly Problem[] {
  return errors.map(({ token }) => ({ code, span: tokenSpan(token, end), message: unexpected(token) }));
}

function unexpected(token: IToken): string {
  return token.tokenType === EOF ? 'The query ends too early' : `\`${shortened(token.image)}\` is not expected here`;
}

const longestQuote = 40;

/** Source text as messages quote it: on one line and not too long. */
export function shortened(text: string): string {
  return onOneLine(text, longestQuote);
}
