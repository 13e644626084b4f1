/** QRY014: patterns that Elasticsearch has to try on every value of a field. */
import type { Problem } from '../../base/problem.js';
import { anyRun } from '../conditions/pattern.js';
import type { TestValue } from '../conditions/condition.js';
import type { ValueCheck } from './valueChecks.js';

/** Fields of the type `wildcard` are made for such patterns. */
export const costlyPatterns: ValueCheck = ({ test: { field }, root, catalog }) => {
  if (catalog.field(field)?.type !== 'keyword') return undefined;
  const problemOf = ({ pattern, span }: TestValue): Problem | undefined => {
    if (!beginsWild({ pattern })) return undefined;
    const only = pattern.replaceAll(anyRun, '') === '';
    const message = only
      ? `A pattern that takes every value is slower than \`${root.language === 'eql' ? `${field} != null` : `${field}: *`}\`, which asks the same`
      : `A pattern that begins with \`*\` is tried on every value of \`${field}\`; begin it with the text that is known`;
    return { code: 'QRY014', span, message };
  };
  return { isDoubtful: beginsWild, problemOf };
};

function beginsWild({ pattern }: Pick<TestValue, 'pattern'>): boolean {
  return pattern.startsWith(anyRun);
}
