/**
 * The values of tests without their places. Those of equal long lists are one array, however often the lists are read: what follows from
 * an array is worked out once (`oncePer`), and not with each change of the query around it.
 */
import { oncePer } from '../../base/oncePer.js';
import { isPattern, type Test } from './condition.js';
import { coverOf, foldPattern, readPattern, type Pattern } from './pattern.js';

/** In the order of the values. */
export function valueTexts(test: Test): readonly string[] {
  return test.list?.texts ?? test.values.map(({ text }) => text);
}

/** Whether a value has wildcards. */
export function hasPatterns(test: Test): boolean {
  const { list, takesPatterns } = test;
  return list === undefined ? test.values.some(isPattern) : takesPatterns && haveWildcards(list.texts);
}

const haveWildcards = oncePer((texts: readonly string[]) => texts.some((text) => /[*?]/.test(text)));

/** Of the test's values, in their order; `fold` where case is ignored. */
export function patternsOf(test: Test, fold: boolean): readonly Pattern[] {
  const { list, takesPatterns } = test;
  const patterns = list === undefined ? ownPatterns(test) : listPatterns(list.texts, takesPatterns);
  return fold ? folded(patterns) : patterns;
}

/** Of the texts of a list. */
export function listPatterns(texts: readonly string[], takesPatterns: boolean): readonly Pattern[] {
  return takesPatterns ? readPatterns(texts) : texts;
}

const ownPatterns = oncePer(({ values }: Test): readonly Pattern[] => values.map(({ pattern }) => pattern));
const readPatterns = oncePer((texts: readonly string[]): readonly Pattern[] => texts.map((text) => readPattern(text, '*?')));
const folded = oncePer((patterns: readonly Pattern[]): readonly Pattern[] => patterns.map(foldPattern));

/** For each pattern whether it takes all that another one takes. */
export const coversOf = oncePer((patterns: readonly Pattern[]) => patterns.map(coverOf));

/** The lengths of the shortest and of the longest value. */
export function lengthsOf(test: Test): readonly [shortest: number, longest: number] {
  return test.list === undefined ? extremes(valueTexts(test)) : listExtremes(test.list.texts);
}

const listExtremes = oncePer(extremes);

function extremes(texts: readonly string[]): readonly [shortest: number, longest: number] {
  let [shortest, longest] = [Infinity, 0];
  for (const { length } of texts) {
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
  }
  return [shortest, longest];
}
