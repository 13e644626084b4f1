/**
 * A predicate as its author wrote it: a tree of clauses to be judged, counted and shown one by one. What lowering made of one clause of
 * the text (a list of values as several leaves, say) is one leaf here.
 */
import { cover, type Span } from '../../base/span.js';
import type { FieldRef, Leaf, Predicate } from '../predicate.js';

interface ClauseBase {
  /** Of the clause among all of its tree, the root first, each before what is in it. */
  readonly index: number;
  /** Of the clause in the query text. */
  readonly span: Span;
  /** What the clause means. */
  readonly predicate: Predicate;
}

export interface Compound extends ClauseBase {
  readonly kind: 'all' | 'any';
  readonly operands: readonly Clause[];
}
export interface Negated extends ClauseBase {
  readonly kind: 'not';
  readonly operand: Clause;
}
export interface LeafClause extends ClauseBase {
  readonly kind: 'leaf';
  /** The leaves of its predicate; none for a clause that is true or false whatever the event. */
  readonly leaves: readonly Leaf[];
  /** The fields of the leaves, each once. A pattern of field names has none. */
  readonly fields: readonly FieldRef[];
}
export type Clause = Compound | Negated | LeafClause;

/** Which characters are wildcards where the language of the query takes a value as a pattern. */
export type Wildcards = '*' | '*?';

/** All clauses of a predicate, by their index; the first is the whole. */
export interface ClauseTree {
  readonly wildcards: Wildcards;
  readonly root: Clause;
  readonly all: readonly Clause[];
}

/** `and` in `and` and `or` in `or` are one chain: parentheses that change nothing are not shown. */
export function clausesOf(predicate: Predicate, wildcards: Wildcards): ClauseTree {
  const all: Clause[] = [];
  const root = build(predicate, all);
  return { root, all, wildcards };
}

/** The clauses an event must all satisfy. */
export function requiredClauses({ root }: ClauseTree): readonly Clause[] {
  return root.kind === 'all' ? root.operands : [root];
}

function build(predicate: Predicate, all: Clause[]): Clause {
  const index = all.length;
  const { span } = predicate;
  // Holds the place: a clause stands before its operands.
  all.push({ kind: 'leaf', index, span, predicate, leaves: [], fields: [] });
  const clause = buildAt(index, predicate, all);
  all[index] = clause;
  return clause;
}

function buildAt(index: number, predicate: Predicate, all: Clause[]): Clause {
  const { span } = predicate;
  if (!isOneClause(predicate)) {
    if (predicate.kind === 'not') return { kind: 'not', index, span, predicate, operand: build(predicate.operand, all) };
    if (predicate.kind === 'and' || predicate.kind === 'or') {
      const operands = chainOf(predicate, predicate.kind).map((operand) => build(operand, all));
      return { kind: predicate.kind === 'and' ? 'all' : 'any', index, span, predicate, operands };
    }
  }
  const leaves = leavesOf(predicate);
  return { kind: 'leaf', index, span, predicate, leaves, fields: fieldsOf(leaves) };
}

/** Whether nothing smaller than the whole can be pointed at in the query's text. The negation of a clause is one more. */
function isOneClause(predicate: Predicate): boolean {
  return predicate.kind !== 'not' && isWithin(predicate, predicate.span);
}

function isWithin(predicate: Predicate, span: Span): boolean {
  if (predicate.span.start !== span.start || predicate.span.end !== span.end) return false;
  if (predicate.kind === 'and' || predicate.kind === 'or') return predicate.operands.every((operand) => isWithin(operand, span));
  return predicate.kind !== 'not' || isWithin(predicate.operand, span);
}

function chainOf(predicate: Predicate, kind: 'and' | 'or'): readonly Predicate[] {
  if (predicate.kind !== kind) return [predicate];
  return predicate.operands.flatMap((operand) => (isLooseChain(operand) ? chainOf(operand, kind) : [operand]));
}

/** Operands that stand on their own in the text: those of a list of values, such as `field: (a and b)`, lack their field. */
function isLooseChain(predicate: Predicate): boolean {
  if (isOneClause(predicate) || (predicate.kind !== 'and' && predicate.kind !== 'or')) return false;
  const [first, ...others] = predicate.operands.map(({ span }) => span);
  if (first === undefined) return false;
  const covered = others.reduce(cover, first);
  return covered.start === predicate.span.start && covered.end === predicate.span.end;
}

function leavesOf(predicate: Predicate): readonly Leaf[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.flatMap(leavesOf);
    case 'not':
      return leavesOf(predicate.operand);
    case 'fixed':
      return [];
    default:
      return [predicate];
  }
}

function fieldsOf(leaves: readonly Leaf[]): readonly FieldRef[] {
  const byName = new Map<string, FieldRef>();
  for (const field of leaves.flatMap(fieldsOfLeaf)) if (!byName.has(field.name)) byName.set(field.name, field);
  return [...byName.values()];
}

function fieldsOfLeaf(leaf: Leaf): readonly FieldRef[] {
  switch (leaf.kind) {
    case 'computed':
      return leaf.fields;
    case 'nested':
      return fieldsOf(leavesOf(leaf.operand));
    case 'anyField':
      return [];
    default:
      return [leaf.field];
  }
}
