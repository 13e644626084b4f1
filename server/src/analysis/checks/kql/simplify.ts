/** KQL110: parentheses that change nothing, and alternatives on one field that are not written as a list. */
import type { Problem } from '../../../base/problem.js';
import { span, type Span } from '../../../base/span.js';
import {
  kqlChildren,
  type Expr,
  type Group,
  type KqlNode,
  type Literal,
  type Logical,
  type Match,
  type ValueGroup,
} from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { kqlNodes } from '../../kql/nodes.js';

export function simplify({ tree, text, problems: syntax }: ParsedKql): readonly Problem[] {
  const nodes = kqlNodes(tree);
  const isSimple = nodes('or').length + nodes('group').length + nodes('valueGroup').length === 0;
  if (isSimple || syntax.length > 0) return [];
  const problems: Problem[] = [];
  visit(tree, undefined);
  return problems;

  function visit(node: KqlNode, parent: KqlNode | undefined): void {
    if ((node.kind === 'group' || node.kind === 'valueGroup') && isRedundant(node, parent) && !isLikelyList(node, text))
      problems.push(redundant(node, text));
    if (node.kind === 'or') problems.push(...chains(node, text, parent));
    for (const child of kqlChildren(node)) visit(child, node);
  }
}

/** Where the same is joined outside as inside, nothing is joined inside, or nothing outside. The brackets of a list are its own. */
function isRedundant({ kind, inner }: Group | ValueGroup, parent: KqlNode | undefined): boolean {
  if (inner.kind === 'missing' || inner.kind === 'not' || inner.kind === 'valueNot') return false;
  if (inner.kind === 'group' || inner.kind === 'valueGroup') return true;
  if (kind === 'group' && (parent?.kind === 'query' || parent?.kind === 'nested')) return true;
  if (inner.kind === 'match' && inner.field === undefined) return false;
  return ['match', 'range', 'nested', 'literal'].includes(inner.kind) || inner.kind === parent?.kind;
}

/** `(a b)`: brackets that an operator is missing in. */
function isLikelyList({ inner }: Group | ValueGroup, text: string): boolean {
  return inner.kind === 'literal' && !inner.quoted && /\s/.test(textOf(inner.span, text));
}

function redundant({ span: { start, end }, inner }: Group | ValueGroup, text: string): Problem {
  // What would end as `x and` without its bracket is left with it.
  const isSafe = !/(?:^|\s)(?:and|or|not)$/i.test(text.slice(inner.span.start, inner.span.end));
  const edits = [span(start, inner.span.start), span(inner.span.end, end)].map((place) => ({ span: place, newText: '' }));
  return {
    code: 'KQL110',
    span: span(start, start + 1),
    message: 'These parentheses change nothing and can be left out',
    fixes: isSafe ? [{ title: 'Remove the parentheses', edits, preferred: true }] : [],
  };
}

interface Listable extends Match {
  readonly field: Literal;
}

/** Runs of two and more conditions on one field: `a: x or a: y` */
function chains({ operands }: Logical, text: string, parent: KqlNode | undefined): readonly Problem[] {
  const runs: Listable[][] = [];
  for (const operand of operands) {
    const run = runs[runs.length - 1];
    const listable = isListable(operand) ? operand : undefined;
    const first = run?.[0];
    if (listable !== undefined && first !== undefined && keyOf(first) === keyOf(listable)) run?.push(listable);
    else runs.push(listable === undefined ? [] : [listable]);
  }
  return runs.flatMap((run) => {
    // Parentheses around all of it would change nothing around the list.
    const isWhole = parent?.kind === 'group' && run.length === operands.length;
    return chainProblem(run, text, isWhole ? parent.span : undefined) ?? [];
  });
}

function isListable(operand: Expr): operand is Listable {
  return operand.kind === 'match' && operand.field !== undefined && operand.value.kind !== 'missing';
}

function keyOf({ field }: Listable): string {
  return JSON.stringify([field.quoted, field.pieces]);
}

function chainProblem(run: readonly Listable[], text: string, around: Span | undefined): Problem | undefined {
  const [first, last] = [run[0], run[run.length - 1]];
  if (first === undefined || last === undefined || run.length < 2) return undefined;
  const place = span(first.span.start, last.span.end);
  const field = textOf(first.field.span, text);
  const values = run.map(({ value }) => {
    const inner = value.kind === 'valueGroup' && (value.inner.kind === 'literal' || value.inner.kind === 'valueOr') ? value.inner : value;
    return textOf(inner.span, text);
  });
  const newText = `${textOf(span(first.span.start, first.value.span.start), text)}(${values.join(' or ')})`;
  return {
    code: 'KQL110',
    span: place,
    message: `Alternatives on one field are a list: \`${field}: (… or …)\``,
    fixes: [{ title: 'Write a list of values', edits: [{ span: around ?? place, newText }], preferred: true }],
  };
}

function textOf({ start, end }: Span, text: string): string {
  return text.slice(start, end);
}
