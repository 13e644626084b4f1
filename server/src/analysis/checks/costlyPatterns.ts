/** QRY014: patterns that Elasticsearch has to try on every value of a field. */
import type { Problem } from '../../base/problem.js';
import type { TestPlace } from '../conditions/condition.js';
import { anyRun, hasWildcards } from '../conditions/pattern.js';

/** Fields of the type `wildcard` are made for such patterns. */
export function costlyPatterns({ test, root, catalog }: TestPlace): readonly Problem[] {
  if (catalog.field(test.field)?.type !== 'keyword') return [];
  const presence = root.language === 'eql' ? `${test.field} != null` : `${test.field}: *`;
  return test.values.flatMap(({ pattern, span }) => {
    if (!hasWildcards(pattern) || pattern[0] !== anyRun) return [];
    const only = pattern.replaceAll(anyRun, '') === '';
    const message = only
      ? `A pattern that takes every value is slower than \`${presence}\`, which asks the same`
      : `A pattern that begins with \`*\` is tried on every value of \`${test.field}\`; begin it with the text that is known`;
    return [{ code: 'QRY014', span, message }];
  });
}
