/**
 * The tree in the shape that Kibana gives a KQL query: the field spread over its value list, parentheses gone, constants resolved. For
 * comparison with Kibana, and for translating a query to Elasticsearch's Query DSL.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { assertNever } from '../../base/invariant.js';
import type { Span } from '../../base/span.js';
import type { Expr, KqlQuery, Literal, RangeOperator, Value } from './ast.js';
import { hasWildcard } from './ast.js';
import { literalConstant } from './literals.js';

interface KueryValueBase {
  /** Where it stands in the query, or what it was made of. */
  readonly span: Span;
}

export interface KueryLiteral extends KueryValueBase {
  readonly type: 'literal';
  readonly value: string | boolean | null;
  readonly isQuoted: boolean;
}

/** `value` is the text split at its wildcards. */
export interface KueryWildcard extends KueryValueBase {
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

function noField(span: Span): KueryLiteral {
  return { type: 'literal', value: null, isQuoted: false, span };
}

function anything(span: Span): KueryWildcard {
  return { type: 'wildcard', value: ['', ''], span };
}

/** What Kibana makes of an empty query, and of what is missing in one with syntax problems. */
function everything(span: Span): KueryNode {
  return { type: 'function', function: 'is', arguments: [anything(span), anything(span)] };
}

/** The whole query. */
export function toKuery(query: KqlQuery): KueryNode {
  return query.body === undefined ? everything(query.span) : expression(query.body);
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
      return spread(node.field === undefined ? noField(node.span) : toKueryValue(node.field), node.value);
    case 'range':
      return {
        type: 'function',
        function: 'range',
        arguments: [
          toKueryValue(node.field),
          rangeNames[node.operator],
          node.value.kind === 'missing' ? anything(node.value.span) : toKueryValue(node.value),
        ],
      };
    case 'nested':
      return { type: 'function', function: 'nested', arguments: [toKueryValue(node.path), expression(node.body)] };
    case 'missing':
      return everything(node.span);
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
      return { type: 'function', function: 'is', arguments: [field, anything(value.span)] };
    default:
      return assertNever(value);
  }
}

function toKueryValue(literal: Literal): KueryValue {
  const { span } = literal;
  if (!literal.quoted && hasWildcard(literal)) return { type: 'wildcard', value: literal.pieces, span };
  return { type: 'literal', value: literalConstant(literal), isQuoted: literal.quoted, span };
}
