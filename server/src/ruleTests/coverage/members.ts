/** The members of the list of values or patterns that a clause has, each as a clause of its own. */
import type { Span } from '../../base/span.js';
import { lowerEql } from '../../evaluate/eql/lower.js';
import { lowerKql } from '../../evaluate/kql/lower.js';
import type { LowerContext } from '../../evaluate/lowering.js';
import type { Predicate } from '../../evaluate/predicate.js';
import type { ParsedQuery } from '../../rule/ruleDocument.js';
import { findFunction } from '../../schema/functions.js';
import { eqlChildren, type Call, type EqlNode, type Expr, type ListTest } from '../../syntax/eql/ast.js';
import { kqlChildren, type KqlNode, type Literal, type Match, type Value } from '../../syntax/kql/ast.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';

interface ListMember {
  /** Of the value in the query text. */
  readonly span: Span;
  /** The clause with this value alone. */
  readonly predicate: Predicate;
}

/** None for a clause without a list, or with one value. */
export function membersOf(parsed: ParsedQuery, clause: Span, context: LowerContext): readonly ListMember[] {
  return parsed.language === 'eql' ? eqlMembers(parsed.tree, clause, context) : kqlMembers(parsed, clause, context);
}

function eqlMembers(tree: EqlNode, clause: Span, context: LowerContext): readonly ListMember[] {
  const list = firstWith(tree, eqlChildren, (node) => (hasSpan(node, clause) ? asList(node) : undefined));
  if (list === undefined || list.values.length < 2) return [];
  return membersFrom(list.values, (value) => {
    const lowered = lowerEql(eventQuery(list.alone(value)), context);
    return lowered.kind === 'events' ? lowered.predicate : undefined;
  });
}

interface EqlList {
  readonly values: readonly Expr[];
  readonly alone: (value: Expr) => ListTest | Call;
}

function asList(node: EqlNode): EqlList | undefined {
  if (node.kind === 'listTest') return { values: node.values, alone: (value) => ({ ...node, negated: false, values: [value] }) };
  if (node.kind !== 'call' || !takesList(node.name)) return undefined;
  const [subject, ...values] = node.args;
  return subject === undefined ? undefined : { values, alone: (value) => ({ ...node, args: [subject, value] }) };
}

/** Whether the last arguments of the function are alternatives, as the networks of `cidrMatch` are. */
function takesList(name: string): boolean {
  const last = findFunction(name)?.parameters.at(-1);
  return last?.repeated === true && last.constant === true;
}

function eventQuery(condition: Expr): Parameters<typeof lowerEql>[0] {
  const { span } = condition;
  const category = { kind: 'category', name: 'any', any: true, quoted: false, span } as const;
  return { kind: 'query', body: { kind: 'eventQuery', category, condition, span }, pipes: [], span };
}

function kqlMembers(parsed: ParsedKql, clause: Span, context: LowerContext): readonly ListMember[] {
  const list = firstWith(parsed.tree, kqlChildren, (node) => (node.kind === 'match' ? kqlList(node, clause) : undefined));
  if (list === undefined || list.values.length < 2) return [];
  return membersFrom(list.values, (value) => {
    const body: Match = { ...list.match, value };
    return lowerKql({ ...parsed, tree: { ...parsed.tree, body } }, context).predicate;
  });
}

interface KqlList {
  readonly match: Match;
  readonly values: readonly Literal[];
}

/** The list may be a part of the value: `process.name: (a and (b or c))`. */
function kqlList(match: Match, clause: Span): KqlList | undefined {
  const value = hasSpan(match, clause) ? match.value : firstWith<KqlNode, KqlNode>(match.value, kqlChildren, (node) => (hasSpan(node, clause) ? node : undefined)); // prettier-ignore
  if (value === undefined || !isValue(value)) return undefined;
  return { match, values: alternatives(value) };
}

function isValue(node: KqlNode): node is Value {
  return ['literal', 'valueOr', 'valueAnd', 'valueNot', 'valueGroup', 'missing'].includes(node.kind);
}

function alternatives(value: Value): readonly Literal[] {
  if (value.kind === 'valueGroup') return alternatives(value.inner);
  if (value.kind === 'valueOr') return value.operands.flatMap(alternatives);
  return value.kind === 'literal' ? [value] : [];
}

function membersFrom<N extends { readonly span: Span }>(
  values: readonly N[],
  lower: (value: N) => Predicate | undefined,
): readonly ListMember[] {
  return values.flatMap((value) => {
    const predicate = lower(value);
    return predicate === undefined ? [] : [{ span: value.span, predicate }];
  });
}

function hasSpan({ span }: { readonly span: Span }, { start, end }: Span): boolean {
  return span.start === start && span.end === end;
}

function firstWith<N, R>(node: N, children: (node: N) => readonly N[], find: (node: N) => R | undefined): R | undefined {
  const found = find(node);
  if (found !== undefined) return found;
  for (const child of children(node)) {
    const below = firstWith(child, children, find);
    if (below !== undefined) return below;
  }
  return undefined;
}
