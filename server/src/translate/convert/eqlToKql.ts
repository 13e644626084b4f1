/**
 * The condition of an EQL event query as a KQL query. EQL can say more: other letters, expressions, several events; that is refused.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import { assertNever, invariant } from '../../base/invariant.js';
import { findFunction } from '../../schema/functions.js';
import {
  mirroredOperators,
  ungrouped,
  type Call,
  type Comparison,
  type ComparisonOperator,
  type EqlQuery,
  type EventQuery,
  type Expr,
  type Field,
  type ListTest,
} from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { all, any, constant, not, writeCondition, type Condition } from './condition.js';
import { constantOf, type EqlConstant } from './eqlConstants.js';
import { kqlComparison, kqlExistence, kqlNetworks, kqlPatterns, kqlValues, type TextPattern } from './kqlTests.js';
import { convertedField, refuse, type ConversionScope, type ConvertedField } from './scope.js';

/** The text of a KQL query; `scope.refusals` says whether it means anything. The query has no syntax problems. */
export function eqlToKql({ tree, comments }: ParsedEql, scope: ConversionScope): string {
  if (comments.length > 0) scope.notes.add('KQL has no comments; those of the query are left out.');
  return writeCondition(convertQueryNode(tree, scope), { always: '*:*', never: 'not *:*' });
}

function convertQueryNode({ body, pipes }: EqlQuery, scope: ConversionScope): Condition {
  const [pipe] = pipes;
  if (pipe !== undefined) return refuse(scope, 'pipe', pipe.span, `KQL has no pipes such as \`${pipe.name}\``);
  if (body.kind === 'missing') return absent();
  if (body.kind === 'eventQuery') return convertEventQuery(body, scope);
  return refuse(scope, 'severalEvents', body.span, `A ${body.kind} is about several events, and KQL looks at one at a time`);
}

function absent(): never {
  invariant(false, 'a query without problems has no missing parts');
}

function convertEventQuery({ category, condition }: EventQuery, scope: ConversionScope): Condition {
  if (category.kind === 'missing') return absent();
  const converted = convert(condition, scope);
  if (category.any) return converted;
  const field = convertedField(scope.categoryField, category.span, scope);
  return field === undefined
    ? constant(true)
    : all([kqlValues(field, [{ kind: 'string', value: category.name, span: category.span }], scope), converted]);
}

function convert(expr: Expr, scope: ConversionScope): Condition {
  const node = ungrouped(expr);
  switch (node.kind) {
    case 'and':
      return all(node.operands.map((operand) => convert(operand, scope)));
    case 'or':
      return any(node.operands.map((operand) => convert(operand, scope)));
    case 'not':
      return not(convert(node.operand, scope));
    case 'boolean':
      return constant(node.value);
    case 'comparison':
      return convertComparison(node, scope);
    case 'listTest':
      return node.negated ? not(convertListTest(node, scope)) : convertListTest(node, scope);
    case 'call':
      return convertCall(node, scope);
    case 'field':
      return onField(node, scope, (field) => kqlValues(field, [{ kind: 'boolean', value: true, span: node.span }], scope));
    case 'missing':
      return absent();
    case 'arithmetic':
    case 'sign':
    case 'lineage':
    case 'string':
    case 'number':
    case 'null':
      return refuseExpression(node, scope);
    default:
      return assertNever(node);
  }
}

function refuseExpression({ span }: Expr, scope: ConversionScope): Condition {
  return refuse(scope, 'expression', span, 'KQL only compares a field with a constant');
}

function onField(node: Field, scope: ConversionScope, write: (field: ConvertedField) => Condition): Condition {
  const field = convertedField(node.name, node.nameSpan, scope);
  if (field === undefined) return constant(true);
  return write(field);
}

function convertComparison(node: Comparison, scope: ConversionScope): Condition {
  if (node.operator === '!=') return not(convertComparison({ ...node, operator: '==' }, scope));
  const right = constantOf(node.right);
  const value = right ?? constantOf(node.left);
  const subject = ungrouped(right === undefined ? node.right : node.left);
  if (value === undefined) return refuseExpression(node, scope);
  if (subject.kind === 'field') {
    const operator = right === undefined ? mirroredOperators[node.operator] : node.operator;
    return onField(subject, scope, (field) => compared(field, operator, value, scope));
  }
  if (value.kind !== 'boolean' || node.operator !== '==' || !isCondition(subject)) return refuseSubject(subject, scope);
  return value.value ? convert(subject, scope) : not(convert(subject, scope));
}

function isCondition({ kind }: Expr): boolean {
  return kind === 'and' || kind === 'or' || kind === 'not' || kind === 'comparison' || kind === 'listTest' || kind === 'call';
}

/** Names the function where there is one: that is what has no counterpart. */
function refuseSubject(subject: Expr, scope: ConversionScope): Condition {
  return subject.kind === 'call' ? refuseFunction(subject, scope) : refuseExpression(subject, scope);
}

function refuseFunction({ name, nameSpan }: Call, scope: ConversionScope): Condition {
  return refuse(scope, 'function', nameSpan, `KQL has nothing like the function \`${name}\``);
}

function compared(field: ConvertedField, operator: ComparisonOperator, value: EqlConstant, scope: ConversionScope): Condition {
  if (operator === '==') return value.kind === 'null' ? not(kqlExistence(field)) : kqlValues(field, [value], scope);
  return operator === '!=' ? absent() : kqlComparison(field, operator, value, scope);
}

function convertListTest(node: ListTest, scope: ConversionScope): Condition {
  const { operator } = node;
  const subject = ungrouped(node.subject);
  if (subject.kind !== 'field') return refuseSubject(subject, scope);
  const constants: EqlConstant[] = [];
  for (const value of node.values) {
    const found = constantOf(value);
    if (found === undefined) return refuseExpression(value, scope);
    // Null in a list equals nothing.
    if (found.kind !== 'null') constants.push(found);
  }
  return onField(subject, scope, (field) => {
    if (operator === 'in') return kqlValues(field, constants, scope);
    const insensitive = operator === ':' || operator.endsWith('~');
    const patterns = constants.map((one): TextPattern => ({ pieces: piecesOf(one, operator !== 'in~'), insensitive, span: one.span }));
    if (operator === 'regex' || operator === 'regex~')
      return refuse(scope, 'regex', node.operatorSpan, 'KQL has no regular expressions; write wildcards or list the values');
    return kqlPatterns(field, patterns, scope);
  });
}

/** The text split at its `*`; undefined where it has a `?` for one character. */
function piecesOf(value: EqlConstant, hasWildcards: boolean): readonly string[] | undefined {
  const text = String(value.value);
  if (!hasWildcards) return [text];
  return text.includes('?') ? undefined : text.split('*');
}

/** The functions that Elasticsearch runs as searches for a pattern or a network. */
function convertCall(node: Call, scope: ConversionScope): Condition {
  const name = findFunction(node.name)?.name;
  const [first, ...rest] = node.args.map(ungrouped);
  const constants = rest.map(constantOf).filter((value) => value?.kind === 'string');
  if (first?.kind !== 'field' || constants.length !== rest.length || constants.length === 0) return refuseFunction(node, scope);
  if (name === 'cidrMatch') return onField(first, scope, (field) => kqlNetworks(field, constants, scope));
  const patterns = constants.map((value): TextPattern | undefined => {
    const pieces = searched(name, String(value.value));
    return pieces === 'none' ? undefined : { pieces, insensitive: node.caseInsensitive, span: value.span };
  });
  const usable = patterns.filter((pattern) => pattern !== undefined);
  if (usable.length < patterns.length) return refuseFunction(node, scope);
  return onField(first, scope, (field) => kqlPatterns(field, usable, scope));
}

/** `none` where the function, or this text in it, is no search that KQL knows: in some, `*`, `?` and `\` of the text keep a meaning. */
function searched(name: string | undefined, text: string): readonly string[] | undefined | 'none' {
  const isLiteral = text !== '' && !/[*?\\]/.test(text);
  switch (name) {
    case 'startsWith':
      return [text, ''];
    case 'endsWith':
      return isLiteral ? ['', text] : 'none';
    case 'stringContains':
      return isLiteral ? ['', text, ''] : 'none';
    case 'wildcard':
      return text.includes('?') ? undefined : text.split('*');
    default:
      return 'none';
  }
}
