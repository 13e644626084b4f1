/**
 * The tree in the shape that Kibana gives a KQL query: the field spread over its value list, parentheses gone, constants resolved. For
 * comparison with Kibana, and for translating a query to Elasticsearch's Query DSL.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { assertNever } from '../../base/invariant.js';
import type { Expr, KqlQuery, Literal, RangeOperator, Value } from './ast.js';
import { hasWildcard } from './ast.js';
import { literalConstant } from './literals.js';

export interface KueryLiteral {
  readonly type: 'literal';
  readonly value: string | boolean | null;
  readonly isQuoted: boolean;
}

/** `value` is the text split at its wildcards. */
export interface KueryWildcard {
  readonly type: 'wildcard';
  readonly value: readonly string[];
}

export type KueryValue = KueryLiteral | KueryWildcard;

export type KueryRangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

export type KueryNode =
  | { readonly type: 'function'; readonly function: 'and' | 'or'; readonly arguments: readonly KueryNode[] }
  | { readonly type: 'function'; readonly function: 'not'; readonly arguments: readonly [KueryNode] }
  | { readonly type: 'function'; readonly function: 'is'; readonly arguments: readonly [field: KueryValue, value: KueryValue] }
  | {
      readonly type: 'function';
      readonly function: 'range';
      readonly arguments: readonly [field: KueryValue, operator: KueryRangeOperator, value: KueryValue];
    }
  | { readonly type: 'function'; readonly function: 'nested'; readonly arguments: readonly [path: KueryValue, query: KueryNode] };

const rangeNames: Readonly<Record<RangeOperator, KueryRangeOperator>> = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' };

const noField: KueryLiteral = { type: 'literal', value: null, isQuoted: false };
const anything: KueryWildcard = { type: 'wildcard', value: ['', ''] };
/** What Kibana makes of an empty query, and of what is missing in one with syntax problems. */
const everything: KueryNode = { type: 'function', function: 'is', arguments: [anything, anything] };

/** The whole query. */
export function toKuery(query: KqlQuery): KueryNode {
  return query.body === undefined ? everything : expression(query.body);
}

function expression(node: Expr): KueryNode {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { type: 'function', function: node.kind, arguments: node.operands.map(expression) };
    case 'not':
      return { type: 'function', function: 'not', arguments: [expression(node.operand)] };
    case 'group':
      return expression(node.inner);
    case 'match':
      return spread(node.field === undefined ? noField : toKueryValue(node.field), node.value);
    case 'range':
      return {
        type: 'function',
        function: 'range',
        arguments: [
          toKueryValue(node.field),
          rangeNames[node.operator],
          node.value.kind === 'missing' ? anything : toKueryValue(node.value),
        ],
      };
    case 'nested':
      return { type: 'function', function: 'nested', arguments: [toKueryValue(node.path), expression(node.body)] };
    case 'missing':
      return everything;
    default:
      return assertNever(node);
  }
}

function spread(field: KueryValue, value: Value): KueryNode {
  switch (value.kind) {
    case 'valueAnd':
    case 'valueOr':
      return {
        type: 'function',
        function: value.kind === 'valueAnd' ? 'and' : 'or',
        arguments: value.operands.map((operand) => spread(field, operand)),
      };
    case 'valueNot':
      return { type: 'function', function: 'not', arguments: [spread(field, value.operand)] };
    case 'valueGroup':
      return spread(field, value.inner);
    case 'literal':
      return { type: 'function', function: 'is', arguments: [field, toKueryValue(value)] };
    case 'missing':
      return { type: 'function', function: 'is', arguments: [field, anything] };
    default:
      return assertNever(value);
  }
}

function toKueryValue(literal: Literal): KueryValue {
  if (!literal.quoted && hasWildcard(literal)) return { type: 'wildcard', value: literal.pieces };
  return { type: 'literal', value: literalConstant(literal), isQuoted: literal.quoted };
}
