/** A string that swallowed the quote of the next one, and quotes inside a string that are not escaped. */
import type { IToken } from 'chevrotain';
import { span } from '../../../base/span.js';
import { guessStringEnd } from '../literals.js';
import { lexAfterString, Literal, makeToken, Quoted, tokenEnd, tokenPieces, UnterminatedString } from '../tokens.js';
import { areAdjacent, fix, insert, is, problem, type Mistake, type Repair, type Situation } from './situation.js';
import { closeString } from './missingParts.js';

/** `a:"foo and b:"bar"`: the quote that opens the second string closed the first. */
const runawayString: Mistake = (situation) => {
  const { tokens, at, text } = situation;
  const string = tokens[at - 1];
  if (!is(string, Quoted) || !is(tokens[at], Literal, UnterminatedString, Quoted) || !runsAway(string)) return undefined;
  const end = endOfRunaway(text, string);
  if (end >= tokenEnd(string) - 1) return undefined;
  return closeString(situation, at - 1, text.slice(string.startOffset, end), lexAfterString(text, end));
};

/** Whether the string ends where a value would begin. */
function runsAway(string: IToken): boolean {
  const content = string.image.slice(1, -1).trimEnd();
  return string.image.length > 1 && /(?:[:(<>=,]|[\s(](?:and|or|not))$/i.test(content);
}

/** Before the next keyword or bracket, or after an escaped quote that a backslash before it made so. */
function endOfRunaway(text: string, string: IToken): number {
  const guessed = guessStringEnd(text, string.startOffset);
  return Math.min(guessed, tokenEnd(string));
}

/** `foo:"ba "r"` */
const quoteInString: Mistake = (situation) => {
  const { tokens, at } = situation;
  const [string, inner, last] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!is(string, Quoted) || !is(inner, Literal) || !is(last, Quoted, UnterminatedString)) return undefined;
  if (!areAdjacent(string, inner) || tokenEnd(inner) !== last.startOffset) return undefined;
  return is(last, Quoted) && !runsAway(last) ? throughLastQuote(situation, string, last) : uptoQuote(situation, string, last);
};

/** `"say "hi" now"`: the third part is the end of the string. */
function throughLastQuote(situation: Situation, string: IToken, last: IToken): Repair {
  return escapedQuotes(
    situation,
    string,
    tokenEnd(last),
    [tokenEnd(string) - 1, last.startOffset],
    situation.tokens.slice(situation.at + 2),
  );
}

/** `"ba "r"`: the third part's opening quote ends the string, and what follows was read as text. */
function uptoQuote(situation: Situation, string: IToken, last: IToken): Repair {
  const end = last.startOffset + 1;
  return escapedQuotes(situation, string, end, [tokenEnd(string) - 1], lexAfterString(situation.text, end));
}

function escapedQuotes(situation: Situation, string: IToken, end: number, quotes: readonly number[], after: readonly IToken[]): Repair {
  const { text, at, tokens } = situation;
  const start = string.startOffset;
  const image = text.slice(start, end);
  const escaped = quotes.reduceRight((result, offset) => `${result.slice(0, offset - start)}\\${result.slice(offset - start)}`, image);
  const merged = makeToken(Quoted, image, start, tokenPieces(makeToken(Quoted, escaped, start)));
  const place = span(tokenEnd(string), end);
  const repair = fix('Escape the quotes inside the string', ...quotes.map((offset) => insert(offset, '\\')));
  return {
    problem: problem('KQL105', place, 'The string ended at the quote before this; a quote inside a string is written `\\"`', repair),
    tokens: [...tokens.slice(0, at - 1), merged, ...after],
  };
}

export const stringMistakes: readonly Mistake[] = [runawayString, quoteInString];
