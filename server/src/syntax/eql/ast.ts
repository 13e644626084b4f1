/**
 * The tree of an EQL query. Every node has the span of its source text. What is missing or broken stands as a `missing` node with a
 * zero-width span, so that everything else that was understood is still there.
 * Grammar: https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import type { Span } from '../../base/span.js';
import type { Node } from '../tree.js';

interface EqlNodeBase extends Node {
  readonly span: Span;
}

/** Stands where the grammar wants something that the text does not have. `expected` names it in plain words, such as `a condition`. */
export interface Missing extends EqlNodeBase {
  readonly kind: 'missing';
  readonly expected: string;
}

/** The whole text: one query and its pipes. */
export interface EqlQuery extends EqlNodeBase {
  readonly kind: 'query';
  readonly body: EventQuery | Sequence | Sample | Join | Missing;
  readonly pipes: readonly Pipe[];
}

/** `process where true` */
export interface EventQuery extends EqlNodeBase {
  readonly kind: 'eventQuery';
  readonly category: Category | Missing;
  readonly condition: Expr;
}

/** The word before `where`. `any` is true only for the bare keyword: `"any"` is a category of that name. */
export interface Category extends EqlNodeBase {
  readonly kind: 'category';
  readonly name: string;
  readonly any: boolean;
  readonly quoted: boolean;
}

/** `sequence by host.id with maxspan=1m [a where true] [b where true] until [c where true]` */
export interface Sequence extends EqlNodeBase {
  readonly kind: 'sequence';
  readonly by: By | undefined;
  readonly maxspan: Maxspan | undefined;
  readonly items: readonly SequenceItem[];
  readonly until: SequenceItem | undefined;
}

export interface Sample extends EqlNodeBase {
  readonly kind: 'sample';
  readonly by: By | undefined;
  readonly items: readonly SequenceItem[];
}

/** Parsed so that its parts are known; Elasticsearch never runs it. */
export interface Join extends EqlNodeBase {
  readonly kind: 'join';
  readonly by: By | undefined;
  readonly items: readonly SequenceItem[];
  readonly until: SequenceItem | undefined;
}

/** `[process where true] by user.id with runs=3`; `missingEvent` for `![…]`. */
export interface SequenceItem extends EqlNodeBase {
  readonly kind: 'item';
  readonly missingEvent: boolean;
  readonly query: EventQuery | Missing;
  readonly by: By | undefined;
  readonly runs: Runs | undefined;
}

export interface By extends EqlNodeBase {
  readonly kind: 'by';
  readonly keys: readonly Expr[];
}

/** `with maxspan=30s`. `milliseconds` is undefined when the value is not a valid interval (reported where it was parsed). */
export interface Maxspan extends EqlNodeBase {
  readonly kind: 'maxspan';
  readonly milliseconds: number | undefined;
  /** The number and its unit, as written. */
  readonly valueSpan: Span;
}

/** `with runs=3`. `count` is undefined when it is not a valid count. */
export interface Runs extends EqlNodeBase {
  readonly kind: 'runs';
  readonly count: number | undefined;
  readonly valueSpan: Span;
}

/** `| head 5` */
export interface Pipe extends EqlNodeBase {
  readonly kind: 'pipe';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expr[];
}

/** Two or more operands at one level, flattened: `a and b and c` has three. */
export interface Logical extends EqlNodeBase {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expr[];
}

export interface Not extends EqlNodeBase {
  readonly kind: 'not';
  readonly operand: Expr;
}

/** Explicit parentheses. They mean nothing, but a formatter keeps them and messages quote them. */
export interface Group extends EqlNodeBase {
  readonly kind: 'group';
  readonly inner: Expr;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** The operator that says the same when its two sides change places. */
export const mirroredOperators: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

export interface Comparison extends EqlNodeBase {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export interface Arithmetic extends EqlNodeBase {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}

export interface Sign extends EqlNodeBase {
  readonly kind: 'sign';
  readonly operator: '+' | '-';
  readonly operand: Expr;
}

export type PredicateOperator = 'in' | 'in~' | ':' | 'like' | 'like~' | 'regex' | 'regex~';

/** `process.name in ("a", "b")`, `process.name : "a*"`. `negated` only for `not in` and `not in~`. */
export interface ListTest extends EqlNodeBase {
  readonly kind: 'listTest';
  readonly operator: PredicateOperator;
  readonly negated: boolean;
  /** Of the operator, `not` included. */
  readonly operatorSpan: Span;
  readonly subject: Expr;
  /** The right side; one element where no list was written. */
  readonly values: readonly Expr[];
  readonly parenthesised: boolean;
}

export interface Call extends EqlNodeBase {
  readonly kind: 'call';
  /** As written, without the `~`. */
  readonly name: string;
  /** Of the name and its `~`. */
  readonly nameSpan: Span;
  /** Written with `~`. */
  readonly caseInsensitive: boolean;
  readonly args: readonly Expr[];
}

/** `child of [process where true]`: parsed, always rejected. */
export interface Lineage extends EqlNodeBase {
  readonly kind: 'lineage';
  readonly relation: string;
  readonly relationSpan: Span;
  readonly query: EventQuery | Missing;
}

export interface Field extends EqlNodeBase {
  readonly kind: 'field';
  /** The dotted name with quotes removed: `` a.`b c` `` is `a.b c`. A part still to be written is empty: `process.` (reported). */
  readonly name: string;
  /** Of the name, without the `?`. */
  readonly nameSpan: Span;
  readonly optional: boolean;
  /** The spans of `[0]` parts, which Elasticsearch refuses. */
  readonly indexSpans: readonly Span[];
}

export interface StringLiteral extends EqlNodeBase {
  readonly kind: 'string';
  readonly value: string;
  readonly raw: boolean;
}

/** `value` is a bigint only where a number would lose digits. */
export interface NumberLiteral extends EqlNodeBase {
  readonly kind: 'number';
  readonly value: number | bigint;
  /** Written without fraction and exponent: an integer type. */
  readonly integer: boolean;
}

export interface BooleanLiteral extends EqlNodeBase {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullLiteral extends EqlNodeBase {
  readonly kind: 'null';
}

export type Literal = StringLiteral | NumberLiteral | BooleanLiteral | NullLiteral;

/** A condition, or what a condition compares. */
export type Expr = Logical | Not | Group | Comparison | Arithmetic | Sign | ListTest | Call | Lineage | Field | Literal | Missing;

/** Whatever stands in the tree; `eqlChildren` walks it. */
export type EqlNode = EqlQuery | EventQuery | Category | Sequence | Sample | Join | SequenceItem | By | Maxspan | Runs | Pipe | Expr;

/** The expression without the parentheses around it. */
export function ungrouped(expr: Expr): Exclude<Expr, Group> {
  let inner = expr;
  while (inner.kind === 'group') inner = inner.inner;
  return inner;
}

/** The children of a node in source order. */
export function eqlChildren(node: EqlNode): readonly EqlNode[] {
  switch (node.kind) {
    case 'query':
      return [node.body, ...node.pipes];
    case 'eventQuery':
      return [node.category, node.condition];
    case 'sequence':
      return present([...bySource(node.by, node.maxspan), ...node.items, node.until]);
    case 'sample':
      return present([node.by, ...node.items]);
    case 'join':
      return present([node.by, ...node.items, node.until]);
    case 'item':
      return present([node.query, ...bySource(node.by, node.runs)]);
    case 'by':
      return node.keys;
    case 'pipe':
    case 'call':
      return node.args;
    case 'and':
    case 'or':
      return node.operands;
    case 'not':
    case 'sign':
      return [node.operand];
    case 'group':
      return [node.inner];
    case 'comparison':
    case 'arithmetic':
      return [node.left, node.right];
    case 'listTest':
      return [node.subject, ...node.values];
    case 'lineage':
      return [node.query];
    default:
      return [];
  }
}

/** Two parts that can be written in either order, though only one of them is right. */
function bySource(by: By | undefined, option: Maxspan | Runs | undefined): readonly (EqlNode | undefined)[] {
  return by !== undefined && option !== undefined && option.span.start < by.span.start ? [option, by] : [by, option];
}

function present(nodes: readonly (EqlNode | undefined)[]): readonly EqlNode[] {
  return nodes.filter((node) => node !== undefined);
}
