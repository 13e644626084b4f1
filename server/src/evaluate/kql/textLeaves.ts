/**
 * Searches in analysed text: a query's words and patterns are compared with the words of the value, in lower case.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-match-query
 */
import type { Span } from '../../base/span.js';
import type { Value } from '../../events/event.js';
import type { Computed, FieldRef, WildcardPattern } from '../predicate.js';
import { compareCodePoints } from '../text.js';
import { analyseText, foldText } from '../textAnalysis.js';
import { compileWildcards } from '../wildcard.js';

/** A test of a value's words. */
export interface TermTest {
  /** Whether a value with this text, in lower case, may pass at all: spares the analysis of most values. */
  readonly worthwhile: (folded: string) => boolean;
  readonly accepts: (terms: readonly string[]) => boolean;
}

/** The words of a value; the same value is analysed once for all clauses that ask one after the other. */
export type Analyser = (folded: string) => readonly string[];

const keptValues = 8;

export function createAnalyser(): Analyser {
  const known = new Map<string, readonly string[]>();
  return (folded) => {
    let terms = known.get(folded);
    if (terms === undefined) {
      if (known.size >= keptValues) known.clear();
      terms = analyseText(folded);
      known.set(folded, terms);
    }
    return terms;
  };
}

/** Some word of the query occurs. A query without words matches nothing. */
export function anyTerm(text: string): TermTest {
  const wanted = new Set(analyseText(text));
  return {
    worthwhile: (folded) => [...wanted].some((term) => folded.includes(term)),
    accepts: (terms) => terms.some((term) => wanted.has(term)),
  };
}

/** All words of the query stand side by side, in its order. */
export function phrase(text: string): TermTest {
  const wanted = analyseText(text);
  return {
    worthwhile: (folded) => wanted.length > 0 && wanted.every((term) => folded.includes(term)),
    accepts: (terms) => terms.some((_, start) => wanted.every((term, index) => terms[start + index] === term)),
  };
}

/** Some one word matches the pattern as a whole. */
export function termPattern(pattern: WildcardPattern): TermTest {
  const folded = pattern.map((piece) => (piece.kind === 'text' ? { ...piece, text: foldText(piece.text) } : piece));
  const test = compileWildcards([folded], false);
  return {
    worthwhile: (text) => folded.every((piece) => piece.kind !== 'text' || text.includes(piece.text)),
    accepts: (terms) => terms.some(test),
  };
}

/** Some word lies within the bounds. */
export function termRange(operator: '<' | '<=' | '>' | '>=', bound: string): TermTest {
  const wanted = foldText(bound);
  const inclusive = operator.length === 2;
  const sign = operator.startsWith('<') ? -1 : 1;
  return {
    worthwhile: () => true,
    accepts: (terms) => terms.some((term) => Math.sign(compareCodePoints(term, wanted)) * sign >= (inclusive ? 0 : 1)),
  };
}

/** Some value of the text field passes one of the tests. */
export function textLeaf(field: FieldRef, tests: readonly TermTest[], span: Span, analyser: Analyser): Computed {
  const accepts = (value: Value): boolean => {
    const folded = foldText(String(value));
    const left = tests.filter((test) => test.worthwhile(folded));
    return left.length > 0 && left.some((test) => test.accepts(analyser(folded)));
  };
  return { kind: 'computed', fields: [field], test: ([value]) => value !== null && value !== undefined && accepts(value), span };
}
