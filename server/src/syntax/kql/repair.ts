/**
 * Gets the parser through a query with mistakes: the first token it cannot take is shown to the table of mistakes; the one that
 * recognises itself reports what is wrong and mends the tokens, and the parser tries again. So every mistake is found in the words of
 * its own, and the tree has all that is right. What no mistake knows is left to the parser's own recovery.
 */
import type { CstNode, IToken } from 'chevrotain';
import { limits } from '../../base/limits.js';
import type { Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import { parseStrictly, parseTolerantly } from './grammar.js';
import { foreignSyntax } from './mistakes/foreignSyntax.js';
import { missingParts } from './mistakes/missingParts.js';
import { absent, is, problem, quote, spliced, wordOf, type Mistake, type Repair, type Situation } from './mistakes/situation.js';
import { brackets, keywords, missingOperators } from './mistakes/strayParts.js';
import { stringMistakes } from './mistakes/strings.js';
import { quoteMistakes, valueMistakes } from './mistakes/values.js';
import { LBrace, LParen, RBrace, RParen, tokenEnd, tokenSpan } from './tokens.js';

/** More problems than this are not looked for: the rest of the text is read with the parser's own recovery. */
const mostRepairs = 50;
/** Tokens read in all attempts together, so that a huge text with many mistakes is not read again and again. */
const mostTokens = 200_000;
/** Brackets that are open at a time when the parser recovers by itself: it then takes several times as much of the stack for each. */
const mostOpenInRecovery = limits.queryDepth / 4;

const unexpected: Mistake = (situation) => {
  const token = situation.tokens[situation.at];
  if (token === undefined) return undefined;
  const message = `${quote(wordOf(situation, token))} does not fit here; delete it, or quote it if it belongs to a value`;
  return { problem: problem('QRY001', tokenSpan(token), message), tokens: spliced(situation, situation.at, situation.at + 1) };
};

/** From what is surely foreign or missing to what is only a guess. */
const mistakes: readonly Mistake[] = [
  ...missingParts, ...foreignSyntax, ...keywords, ...stringMistakes, ...brackets, ...valueMistakes, ...quoteMistakes, ...missingOperators, unexpected,
]; // prettier-ignore

export interface RepairedQuery {
  readonly root: CstNode;
  readonly problems: readonly Problem[];
  /** Where the first token stands that Kibana cannot take. */
  readonly firstError: number | undefined;
}

/** Parses the tokens of `text`, mending them where Kibana would reject them. */
export function parseWithRepairs(text: string, lexed: readonly IToken[]): RepairedQuery {
  const shallow = withoutDeepBrackets(text, lexed, limits.queryDepth);
  let tokens = shallow.tokens;
  const problems = [...shallow.problems];
  let firstError: number | undefined;
  for (let read = tokens.length; ; read += tokens.length) {
    const { root, error } = parseStrictly(tokens);
    if (error === undefined) return { root, problems, firstError };
    const index = tokens.indexOf(error);
    const situation: Situation = { text, tokens, at: index < 0 ? tokens.length : index };
    firstError ??= tokens[index]?.startOffset ?? text.length;
    const repair = problems.length < mostRepairs && read < mostTokens ? repairOf(situation) : undefined;
    if (repair === undefined) {
      const shallower = withoutDeepBrackets(text, tokens, mostOpenInRecovery);
      return { root: parseTolerantly(shallower.tokens), problems: [...problems, moreProblems(situation)], firstError };
    }
    problems.push(repair.problem);
    tokens = repair.tokens;
  }
}

function repairOf(situation: Situation): Repair | undefined {
  for (const mistake of mistakes) {
    const repair = mistake(situation);
    if (repair !== undefined) return repair;
  }
  return undefined;
}

function moreProblems(situation: Situation): Problem {
  const token = situation.tokens[situation.at];
  const place = token === undefined ? span(situation.text.length, situation.text.length) : tokenSpan(token);
  return problem('QRY001', place, 'From here on there are more problems; mend those before first');
}

/** The tokens without brackets nested deeper than so many, for deeper ones would exhaust the stack. */
function withoutDeepBrackets(
  text: string,
  tokens: readonly IToken[],
  deepest: number,
): { readonly tokens: readonly IToken[]; readonly problems: readonly Problem[] } {
  if (tokens.filter(isOpening).length <= deepest) return { tokens, problems: [] };
  const kept: IToken[] = [];
  const problems: Problem[] = [];
  let depth = 0;
  for (const token of tokens) {
    const closes = is(token, RParen, RBrace);
    if (isOpening(token) && ++depth === deepest + 1) {
      kept.push(absent(token.startOffset));
      problems.push(
        problem(
          'QRY001',
          span(token.startOffset, Math.min(text.length, tokenEnd(token))),
          `Brackets are nested more than ${deepest} deep; what is inside is not read`,
        ),
      );
    }
    if (depth <= deepest) kept.push(token);
    if (closes && depth > 0) depth--;
  }
  return { tokens: kept, problems };
}

function isOpening({ tokenType }: IToken): boolean {
  return tokenType === LParen || tokenType === LBrace;
}
