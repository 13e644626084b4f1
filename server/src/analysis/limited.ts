/** Not more diagnostics of one code than anyone would read, as of a query that is a flood of characters. */
import { groupBy } from '../base/groupBy.js';
import { grouped } from '../base/grouped.js';
import { limits } from '../base/limits.js';
import { severities, type Diagnostic } from '../base/problem.js';

const most = limits.listedOfOneCode;

/** The first of each code, and one more that counts the others of it, as severe as the most severe of those. In no order. */
export function limited(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  // What the one more would count alone is listed instead of it.
  if (diagnostics.length <= most + 1) return diagnostics;
  const byCode = groupBy(diagnostics, ({ code }) => code);
  return [...byCode.values()].flatMap((list) => (list.length <= most + 1 ? list : [...list.slice(0, most), ...countOf(list.slice(most))]));
}

function countOf(left: readonly Diagnostic[]): readonly Diagnostic[] {
  const severity = severities.find((level) => left.some((each) => each.severity === level)) ?? 'hint';
  const message = `${grouped(left.length)} more problems of this kind are not listed`;
  return left.slice(0, 1).map(({ code, span }) => ({ code, span, severity, message }));
}
