/**
 * Searches in analysed text: a query's words and patterns are compared with the words of the value, in lower case.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-match-query
 */
import type { Span } from '../../base/span.js';
import type { Value } from '../../events/event.js';
import { analyseText, foldText } from '../../schema/textAnalysis.js';
import type { Computed, FieldRef, WildcardPattern } from '../predicate.js';
import { compareCodePoints } from '../text.js';
import { compileWildcards, inLowerCase } from '../wildcard.js';

/** The words of a value. */
export interface Words {
  readonly inOrder: readonly string[];
  readonly distinct: ReadonlySet<string>;
}

/** A test of a value's words. */
export interface TermTest {
  /** Whether a value with this text, in lower case, may pass at all: spares the analysis of most values. */
  readonly worthwhile: (folded: string) => boolean;
  readonly accepts: (words: Words) => boolean;
  /** As `literals` of a leaf. */
  readonly literals: readonly string[] | undefined;
}

/** Shorter texts occur nearly everywhere. */
const shortestLiteral = 2;
// Two letters of ASCII are also the lower case of others: of the Kelvin sign, and of I with a dot above.
const literalRuns = /[\x00-hjl-\x7f]+/g;

/** The longest text that a word in lower case shares with all values that have the word, whatever their case. */
function literalOf(word: string): string | undefined {
  const [longest = ''] = (word.match(literalRuns) ?? []).sort((a, b) => b.length - a.length);
  return longest.length < shortestLiteral ? undefined : longest;
}

/** Undefined where one of the words has none. */
function literalsOf(words: readonly string[]): readonly string[] | undefined {
  return allOrNone(words.map(literalOf));
}

/** Of words that a value must all have: the longest literal tells most. */
function rarest(words: readonly string[]): readonly string[] | undefined {
  const found = words.map(literalOf).filter((literal) => literal !== undefined);
  const [longest] = found.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : [longest];
}

function allOrNone<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}

/** The words of the values met last: many clauses, of many rules, ask for those of a value one after the other. */
const known = new Map<string, Words>();
const keptValues = 8;

/** `folded`: the value in lower case. */
function analysed(value: string, folded: string): Words {
  if (known.size >= keptValues) known.clear();
  const inOrder = analyseText(folded);
  const words = { inOrder, distinct: new Set(inOrder) };
  known.set(value, words);
  return words;
}

/** Some word of the query occurs. A query without words matches nothing. */
export function anyTerm(text: string): TermTest {
  const wanted = analyseText(text);
  return {
    worthwhile: (folded) => wanted.some((word) => folded.includes(word)),
    accepts: ({ distinct }) => wanted.some((word) => distinct.has(word)),
    literals: literalsOf(wanted),
  };
}

/** All words of the query stand side by side, in its order. A query without words matches nothing. */
export function phrase(text: string): TermTest {
  const wanted = analyseText(text);
  return {
    worthwhile: (folded) => wanted.length > 0 && wanted.every((word) => folded.includes(word)),
    accepts: ({ inOrder, distinct }) =>
      wanted.length > 0 &&
      wanted.every((word) => distinct.has(word)) &&
      inOrder.some((_, start) => wanted.every((word, index) => inOrder[start + index] === word)),
    literals: rarest(wanted),
  };
}

/** Some one word matches the pattern as a whole. */
export function termPattern(pattern: WildcardPattern): TermTest {
  const folded = inLowerCase(pattern);
  const test = compileWildcards([folded], false);
  return {
    worthwhile: (text) => folded.every((piece) => piece.kind !== 'text' || text.includes(piece.text)),
    accepts: ({ inOrder }) => inOrder.some(test),
    literals: rarest(folded.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))),
  };
}

/** Some one word, as the index has it, matches the pattern as it is written: for clauses that analyse nothing. */
export function indexedTerm(pattern: WildcardPattern, caseInsensitive: boolean): TermTest {
  const test = compileWildcards([pattern], caseInsensitive);
  return { ...termPattern(pattern), accepts: ({ inOrder }) => inOrder.some(test) };
}

/** Some word lies within the bounds. */
export function termRange(operator: '<' | '<=' | '>' | '>=', bound: string): TermTest {
  const wanted = foldText(bound);
  const inclusive = operator.length === 2;
  const sign = operator.startsWith('<') ? -1 : 1;
  return {
    worthwhile: () => true,
    accepts: ({ inOrder }) => inOrder.some((word) => Math.sign(compareCodePoints(word, wanted)) * sign >= (inclusive ? 0 : 1)),
    literals: undefined,
  };
}

function analysedWhereWorthwhile(value: string, tests: readonly TermTest[]): Words | undefined {
  const folded = foldText(value);
  return tests.some((test) => test.worthwhile(folded)) ? analysed(value, folded) : undefined;
}

/** Some value of the text field passes one of the tests. */
export function textLeaf(field: FieldRef, tests: readonly TermTest[], span: Span): Computed {
  const accepts = (value: Value): boolean => {
    const text = String(value);
    const words = known.get(text) ?? analysedWhereWorthwhile(text, tests);
    return words !== undefined && tests.some((test) => test.accepts(words));
  };
  const literals = allOrNone(tests.map((test) => test.literals))?.flat();
  return { kind: 'computed', fields: [field], test: ([value]) => value !== null && value !== undefined && accepts(value), literals, span };
}
