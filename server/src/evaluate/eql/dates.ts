/** Comparisons with date fields. The constant is read by the date field's own rules: partial dates, epoch milliseconds, date maths. */
import type { Span } from '../../base/span.js';
import { parseDateBound } from '../../events/dateMath.js';
import type { Value } from '../../events/event.js';
import type { Instant, Rounding } from '../../events/time.js';
import type { ComparisonOperator } from '../../syntax/eql/ast.js';
import type { Bound, FieldRef, Predicate } from '../predicate.js';
import type { Scope } from './scope.js';

/**
 * A date with parts left out stands for the whole time it names: equal is within it, greater is after its end. That is how Elasticsearch
 * runs range and term queries on dates.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-range-query#ranges-on-dates
 */
export function dateComparison(field: FieldRef, operator: ComparisonOperator, value: Value, span: Span, scope: Scope): Predicate {
  const start = instantAt(value, 'down', scope);
  const end = instantAt(value, 'up', scope);
  if (start === undefined || end === undefined) {
    const quoted = JSON.stringify(String(value));
    scope.note(`\`${field.name}\` is a date, which ${quoted} is not: it matches nothing here, and a cluster may fail the search.`);
    return { kind: 'fixed', value: false, span };
  }
  return { kind: 'range', field, ...dateBounds(operator, start, end), span };
}

/** Dates in EQL constants; `now` is the epoch while it is not known: the query is then lowered again before it runs. */
function instantAt(value: Value, rounding: Rounding, { context }: Scope): Instant | undefined {
  const usesNow = typeof value === 'string' && value.startsWith('now');
  const now = usesNow ? context.now : undefined;
  return parseDateBound(value, rounding, now ?? { milliseconds: 0, nanoseconds: 0 });
}

function dateBounds(
  operator: ComparisonOperator,
  start: Instant,
  end: Instant,
): { readonly lower: Bound | undefined; readonly upper: Bound | undefined } {
  switch (operator) {
    case '>':
      return { lower: { value: end, inclusive: false }, upper: undefined };
    case '>=':
      return { lower: { value: start, inclusive: true }, upper: undefined };
    case '<':
      return { lower: undefined, upper: { value: start, inclusive: false } };
    case '<=':
      return { lower: undefined, upper: { value: end, inclusive: true } };
    case '==':
    case '!=':
      return { lower: { value: start, inclusive: true }, upper: { value: end, inclusive: true } };
  }
}
