/**
 * The filters of a rule as one condition beside its query. They are Kibana's objects, which hold Query DSL.
 * https://www.elastic.co/docs/explore-analyze/query-filter/filtering
 */
import type { Span } from '../../base/span.js';
import { filtered, isList, isRecord, type PlainRecord } from '../../rule/plain.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import { plainOf, tablesAt, type Plain } from '../../rule/value.js';
import { createScope, fidelityOf, type KqlScope } from '../kql/scope.js';
import type { LowerContext, Lowered } from '../lowering.js';
import type { Predicate } from '../predicate.js';
import { lowerDsl } from './lowerDsl.js';

/** A rule without filters has the predicate undefined, as has one whose filters cannot be evaluated: `problems` tells them apart. File offsets. */
export function lowerFilters({ tree }: RuleDocument, context: LowerContext, key: 'filters' | 'threat_filters' = 'filters'): Lowered {
  const scope = createScope(context);
  const operands = tablesAt(tree?.rule, key).flatMap((table) => lowerFilter(plainOf(table), table.span, scope));
  const [first] = operands;
  const predicate = first === undefined || scope.problems.length > 0 ? undefined : joined(operands, first.span);
  return { predicate, problems: scope.problems, fidelity: fidelityOf(scope) };
}

function joined(operands: readonly Predicate[], span: Span): Predicate {
  return { kind: 'and', operands, span };
}

/** None for a filter that is switched off. */
function lowerFilter(filter: Plain, span: Span, scope: KqlScope): readonly Predicate[] {
  if (!isRecord(filter)) return [];
  const meta = recordAt(filter, 'meta');
  if (meta['disabled'] === true) return [];
  const condition = conditionOf(filter, meta, span, scope);
  return [meta['negate'] === true ? { kind: 'not', operand: condition, span } : condition];
}

function conditionOf(filter: PlainRecord, meta: PlainRecord, span: Span, scope: KqlScope): Predicate {
  const { params } = meta;
  if (meta['type'] === 'combined' && params !== undefined && isList(params)) {
    const operands = params.flatMap((each) => lowerFilter(each, span, scope));
    return meta['relation'] === 'OR' ? { kind: 'or', operands, span } : { kind: 'and', operands, span };
  }
  const { query } = filter;
  // Old filters have their clause beside what Kibana keeps for itself.
  return lowerDsl(query ?? filtered(filter, (key) => key !== 'meta' && key !== '$state'), span, scope);
}

function recordAt(record: PlainRecord, key: string): PlainRecord {
  const value = record[key];
  return value !== undefined && isRecord(value) ? value : {};
}
