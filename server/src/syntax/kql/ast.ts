/**
 * The tree of a KQL query, as written: value lists keep their shape (Kibana spreads the field over them; `kuery.ts` does that where it
 * is wanted). Every node has the span of its source text; what is missing stands as a `missing` node with a zero-width span.
 * Language: https://www.elastic.co/docs/reference/query-languages/kql
 */
import type { Span } from '../../base/span.js';
import type { Node } from '../tree.js';

interface KqlNodeBase extends Node {
  readonly span: Span;
}

export interface Missing extends KqlNodeBase {
  readonly kind: 'missing';
  readonly expected: string;
}

/** The whole text. `body` is undefined for an empty or blank query, which matches every event. */
export interface KqlQuery extends KqlNodeBase {
  readonly kind: 'query';
  readonly body: Expr | undefined;
}

/** Two or more operands at one level, flattened. Explicit parentheses stay nested, as in Kibana. */
export interface Logical extends KqlNodeBase {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expr[];
}

export interface Not extends KqlNodeBase {
  readonly kind: 'not';
  readonly operand: Expr;
}

export interface Group extends KqlNodeBase {
  readonly kind: 'group';
  readonly inner: Expr;
}

/** `process.name: value`, or free text where `field` is undefined. */
export interface Match extends KqlNodeBase {
  readonly kind: 'match';
  readonly field: Literal | undefined;
  readonly value: Value;
}

export type RangeOperator = '<' | '<=' | '>' | '>=';

/** `process.pid > 5` */
export interface Range extends KqlNodeBase {
  readonly kind: 'range';
  readonly field: Literal;
  readonly operator: RangeOperator;
  readonly operatorSpan: Span;
  readonly value: Literal | Missing;
}

/** `user.items:{ name:a and qty > 3 }`: field names in `body` are relative to `path`. */
export interface Nested extends KqlNodeBase {
  readonly kind: 'nested';
  readonly path: Literal;
  readonly body: Expr;
}

/** Inside a value list: `(a or b and not c)`. */
export interface ValueLogical extends KqlNodeBase {
  readonly kind: 'valueAnd' | 'valueOr';
  readonly operands: readonly Value[];
}

export interface ValueNot extends KqlNodeBase {
  readonly kind: 'valueNot';
  readonly operand: Value;
}

export interface ValueGroup extends KqlNodeBase {
  readonly kind: 'valueGroup';
  readonly inner: Value;
}

/**
 * A field name or a value. `pieces` is the text with escapes resolved, split at its wildcards: one piece is plain text, `a*b` is
 * `["a", "b"]`, a lone `*` is `["", ""]`. Quoted text never has wildcards and is never a boolean or null.
 */
export interface Literal extends KqlNodeBase {
  readonly kind: 'literal';
  readonly quoted: boolean;
  readonly pieces: readonly string[];
}

export type Value = Literal | ValueLogical | ValueNot | ValueGroup | Missing;

/** A condition. */
export type Expr = Logical | Not | Group | Match | Range | Nested | Missing;

/** Whatever stands in the tree; `kqlChildren` walks it. */
export type KqlNode = KqlQuery | Expr | Value;

/** Whether the literal has a wildcard. */
export function hasWildcard(literal: Literal): boolean {
  return literal.pieces.length > 1;
}

/** The literal's plain text; its wildcards, if any, stand as `*`. */
export function literalText(literal: Literal): string {
  const [only = ''] = literal.pieces;
  return literal.pieces.length === 1 ? only : literal.pieces.join('*');
}

/** The expression without the brackets around it. */
export function ungrouped(expr: Expr): Exclude<Expr, Group> {
  return expr.kind === 'group' ? ungrouped(expr.inner) : expr;
}

/** The children of a node in source order. */
export function kqlChildren(node: KqlNode): readonly KqlNode[] {
  switch (node.kind) {
    case 'query':
      return node.body === undefined ? [] : [node.body];
    case 'and':
    case 'or':
    case 'valueAnd':
    case 'valueOr':
      return node.operands;
    case 'not':
    case 'valueNot':
      return [node.operand];
    case 'group':
    case 'valueGroup':
      return [node.inner];
    case 'match':
      return node.field === undefined ? [node.value] : [node.field, node.value];
    case 'range':
      return [node.field, node.value];
    case 'nested':
      return [node.path, node.body];
    case 'literal':
    case 'missing':
      return [];
  }
}
