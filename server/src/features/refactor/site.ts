/** Where in a condition the cursor stands, for refactorings: the conditions around it, from the whole one inwards. */
import type { TextEdit } from '../../base/edit.js';
import { containsSpan, type Span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { eqlChildren, type EqlNode, type Expr, type Logical } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { nodePathAt } from '../../syntax/tree.js';

export interface Site {
  readonly parsed: ParsedEql;
  readonly catalog: FieldCatalog;
  /** What is selected, in offsets of the query; empty for a cursor. */
  readonly selected: Span;
  /** Each is an operand of the one before; the last has no conditions in it, or the selection lies between those it has. */
  readonly steps: readonly Expr[];
}

/** A rewriting that keeps the meaning; offsets into the query. */
export interface Refactoring {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Undefined outside conditions. */
export function siteAt(parsed: ParsedEql, selected: Span, catalog: FieldCatalog): Site | undefined {
  const path = nodePathAt<EqlNode>(parsed.tree, selected.start, eqlChildren).filter(({ span }) => containsSpan(span, selected));
  const query = path.findLast((node) => node.kind === 'eventQuery');
  if (query?.kind !== 'eventQuery' || !path.includes(query.condition)) return undefined;
  const steps: Expr[] = [];
  for (
    let step: Expr | undefined = query.condition;
    step !== undefined;
    step = operandsOf(step).find((operand) => path.includes(operand))
  ) {
    steps.push(step);
  }
  return { parsed, catalog, selected, steps };
}

function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return expr.operands;
    case 'not':
      return [expr.operand];
    case 'group':
      return [expr.inner];
    default:
      return [];
  }
}

/** The innermost `and` or `or` around the selection, and where in it the selection begins. */
export interface Chain {
  readonly node: Logical;
  /** Among the site's steps. */
  readonly step: number;
  readonly operand: number;
}

export function chainOf({ steps, selected }: Site): Chain | undefined {
  const step = steps.findLastIndex(({ kind }) => kind === 'and' || kind === 'or');
  const node = steps[step];
  if (node?.kind !== 'and' && node?.kind !== 'or') return undefined;
  const operand = node.operands.findLastIndex(({ span }) => span.start <= selected.start);
  return { node, step, operand: Math.max(0, operand) };
}

/** The longest run of operands around this one that all pass; empty when it does not pass itself. */
export function runAround({ node: { operands }, operand }: Chain, passes: (expr: Expr) => boolean): readonly Expr[] {
  const failsAt = operands.map((expr) => !passes(expr));
  if (failsAt[operand] !== false) return [];
  const end = failsAt.indexOf(true, operand);
  return operands.slice(failsAt.lastIndexOf(true, operand) + 1, end < 0 ? operands.length : end);
}
