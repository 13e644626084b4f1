/** Comparisons: constants go to the right, `!=` is the negation of `==`, and null asks whether the other side has a value. */
import { assertNever } from '../../base/invariant.js';
import type { Span } from '../../base/span.js';
import type { Value } from '../../events/event.js';
import type { FieldFamily } from '../../schema/fieldType.js';
import { eqlVerdicts } from '../../schema/operators.js';
import { mirroredOperators, ungrouped, type Comparison, type ComparisonOperator, type Expr } from '../../syntax/eql/ast.js';
import { parseNumber } from '../leaves/number.js';
import { parseNetwork } from '../leaves/ip.js';
import type { Bound, Constant, Predicate } from '../predicate.js';
import { comparison, compareScript } from '../script/compare.js';
import { toValue, type ScriptValue } from '../script/value.js';
import { computedLeaf } from './computed.js';
import { dateComparison } from './dates.js';
import { resolveField, type EqlField } from './fields.js';
import { refused, type Scope } from './scope.js';
import { fold } from './script.js';
import { firstField, isMissingEverywhere, kindOfValue, staticKind } from './types.js';

/** Lowers a condition; handed in by the module of conditions, which builds on this one. */
export type LowerCondition = (expr: Expr, scope: Scope) => Predicate;

/** A comparison with a field on at least one side. */
export function lowerComparison(node: Comparison, lowerCondition: LowerCondition, scope: Scope): Predicate {
  if (node.operator === '!=') return negated(lowerComparison({ ...node, operator: '==' }, lowerCondition, scope), node.span);
  const sides = constantOnTheRight(node, scope);
  if (sides === undefined) return refuseFieldAgainstField(node.right, scope, node.span);
  const { subject, operator, constant } = sides;
  if (constant === null) return operator === '==' ? nullTest(subject, node.span, scope) : { kind: 'fixed', value: false, span: node.span };
  if (subject.kind === 'field') {
    const field = resolveField(subject, scope);
    return field === 'absent' || field === 'refused' ? refused(node.span) : fieldComparison(field, operator, constant, node, scope);
  }
  if (operator === '==' && typeof constant === 'boolean' && staticKind(subject, scope) === 'boolean') {
    const condition = lowerCondition(subject, scope);
    return constant ? condition : negated(condition, node.span);
  }
  const accepts = (value: ScriptValue): boolean => comparison(operator, compareScript(value, constant)) === true;
  return computedLeaf(subject, accepts, node.span, scope);
}

/** `!= null` is a test for a value, not the negation of a negation: so its values can be shown. */
function negated(predicate: Predicate, span: Span): Predicate {
  return predicate.kind === 'not' ? predicate.operand : { kind: 'not', operand: predicate, span };
}

interface Sides {
  readonly subject: ReturnType<typeof ungrouped>;
  readonly operator: ComparisonOperator;
  readonly constant: ScriptValue;
}

/** An optional field that no schema knows counts as a constant where no other is: null. Undefined where both sides have fields. */
function constantOnTheRight({ left, operator, right }: Comparison, scope: Scope): Sides | undefined {
  const onTheRight = fold(right, scope);
  if (onTheRight !== undefined) return { subject: ungrouped(left), operator, constant: onTheRight.value };
  const onTheLeft = fold(left, scope);
  if (onTheLeft !== undefined) return { subject: ungrouped(right), operator: mirroredOperators[operator], constant: onTheLeft.value };
  if (isMissingEverywhere(right, scope)) return { subject: ungrouped(left), operator, constant: null };
  return isMissingEverywhere(left, scope)
    ? { subject: ungrouped(right), operator: mirroredOperators[operator], constant: null }
    : undefined;
}

export function refuseFieldAgainstField(offender: Expr, scope: Scope, span: Span): Predicate {
  const name = firstField(offender, scope)?.name ?? '';
  const message = `Elasticsearch cannot compare with a field; \`${name}\` stands where a constant is required`;
  scope.report({ code: 'EQL109', span: offender.span, message, severity: 'error' });
  return refused(span);
}

/** Whether the side is null: a field without a value, an expression that is null for some choice of values. */
function nullTest(subject: Sides['subject'], span: Span, scope: Scope): Predicate {
  if (subject.kind !== 'field') return computedLeaf(subject, (value) => value === null, span, scope);
  const field = resolveField(subject, scope);
  if (field === 'absent' || field === 'refused') return { kind: 'fixed', value: field === 'absent', span };
  return { kind: 'not', operand: { kind: 'exists', field: field.ref, span }, span };
}

function fieldComparison(field: EqlField, operator: ComparisonOperator, constant: ScriptValue, node: Comparison, scope: Scope): Predicate {
  const { span } = node;
  if (constant === null) return refused(span);
  if (!suits(field, operator, constant, node, scope)) return refused(span);
  const value = toValue(constant) ?? '';
  if (field.family === 'date') return dateComparison(field.ref, operator, value, span, scope);
  noteUnreadable(field, value, scope);
  if (operator === '==') return { kind: 'equals', field: field.ref, constants: [value], caseInsensitive: false, span };
  return { kind: 'range', field: field.ref, ...boundsOf(operator, value), span };
}

function boundsOf(operator: ComparisonOperator, value: Constant): { readonly lower: Bound | undefined; readonly upper: Bound | undefined } {
  switch (operator) {
    case '>':
    case '>=':
      return { lower: { value, inclusive: operator === '>=' }, upper: undefined };
    case '<':
    case '<=':
      return { lower: undefined, upper: { value, inclusive: operator === '<=' } };
    case '==':
    case '!=':
      return { lower: { value, inclusive: true }, upper: { value, inclusive: true } };
    default:
      return assertNever(operator);
  }
}

function suits({ ref, family }: EqlField, operator: ComparisonOperator, constant: ScriptValue, node: Comparison, scope: Scope): boolean {
  const kind = kindOfValue(constant);
  if (family === undefined || kind === 'null') return true;
  const row = eqlVerdicts[family];
  const verdict = (operator === '==' ? row.equals : row.order)[kind];
  if (verdict !== 'error') return true;
  const message = `\`${ref.name}\` is of type ${ref.type ?? 'unknown'} and cannot be compared with a ${kind}`;
  scope.report({ code: 'QRY003', span: node.span, message, severity: 'error' });
  return false;
}

/** Elasticsearch reads the constant by the field's type when it runs the query; what cannot be read may fail the search there. */
function noteUnreadable({ ref, family }: EqlField, value: Value, scope: Scope): void {
  if (family === undefined || isReadable(family, value)) return;
  const quoted = JSON.stringify(String(value));
  scope.note(
    `\`${ref.name}\` is of type ${ref.type ?? 'unknown'}, which ${quoted} is not: it matches nothing here, and a cluster may fail the search.`,
  );
}

function isReadable(family: FieldFamily, value: Value): boolean {
  switch (family) {
    case 'integer':
    case 'decimal':
      return typeof value === 'string' ? parseNumber(value) !== undefined : typeof value !== 'boolean';
    case 'ip':
      return typeof value === 'string' && parseNetwork(value) !== undefined;
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    default:
      return true;
  }
}
