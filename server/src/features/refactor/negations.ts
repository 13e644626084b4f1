/**
 * `not (a or b)` to `not a and not b`, and back. In EQL every test is either true or false, and `!=` and `not in` are negations, so that
 * both always agree. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import type { TextEdit } from '../../base/edit.js';
import { span } from '../../base/span.js';
import { ungrouped, type Expr, type Group, type Logical, type Not } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { chainOf, runAround, type Refactoring, type Site } from './site.js';

const opposite = { and: 'or', or: 'and' } as const;

/** `not (a or b)`: the `not`, its parentheses and what stands in them. */
interface NegatedChain {
  readonly not: Not;
  readonly group: Group;
  readonly chain: Logical;
  /** What the `not` is an operand of. */
  readonly outer: Expr | undefined;
}

/** `not (a or b)` to `not a and not b`, `not (a and b)` to `not a or not b`. */
export function pushNotInwards(site: Site): Refactoring | undefined {
  const found = negatedChain(site);
  if (found === undefined) return undefined;
  const { not, group, chain, outer } = found;
  const connective = opposite[chain.kind];
  const stands = outer === undefined || outer.kind === 'group' || outer.kind === connective;
  const edits = [
    { span: span(not.span.start, stands ? group.span.start + 1 : group.span.start), newText: '' },
    ...chain.operands.flatMap(negate),
    ...connectiveEdits(site.parsed, chain.operands, connective),
    ...(stands ? [closingEdit(site.parsed.text, group)] : []),
  ];
  return { title: `Write as \`not … ${connective} not …\``, edits: merged(edits) };
}

/** The cursor stands on the `not`, on its parentheses, or on a test directly in them. */
function negatedChain(site: Site): NegatedChain | undefined {
  const { steps } = site;
  const last = steps.length - 1;
  const lastKind = steps[last]?.kind;
  const at = lastKind === 'not' ? last : lastKind === 'group' ? last - 1 : (chainOf(site)?.step ?? 0) - 2;
  const not = steps[at];
  if (not?.kind !== 'not' || not.operand.kind !== 'group') return undefined;
  const chain = not.operand.inner;
  if (chain.kind !== 'and' && chain.kind !== 'or') return undefined;
  return { not, group: not.operand, chain, outer: steps[at - 1] };
}

/** The closing parenthesis may be all that keeps two words apart. */
function closingEdit(text: string, { span: { end } }: Group): TextEdit {
  return { span: span(end - 1, end), newText: /^\w/.test(text.slice(end)) ? ' ' : '' };
}

/** `not a and not b` to `not (a or b)`, `not a or not b` to `not (a and b)`. Only where a `not` is written. */
export function pullNotOutwards(site: Site): Refactoring | undefined {
  const chain = chainOf(site);
  if (chain === undefined) return undefined;
  const run = runAround(chain, isNegative);
  const [first, ...others] = run;
  const last = others.at(-1);
  if (first === undefined || last === undefined || !run.some((expr) => ungrouped(expr).kind === 'not')) return undefined;
  const connective = opposite[chain.node.kind];
  const edits = [
    { span: span(first.span.start, first.span.start), newText: 'not (' },
    ...run.flatMap(negate),
    ...connectiveEdits(site.parsed, run, connective),
    { span: span(last.span.end, last.span.end), newText: ')' },
  ];
  return { title: `Write as \`not (… ${connective} …)\``, edits: merged(edits) };
}

function isNegative(expr: Expr): boolean {
  const inner = ungrouped(expr);
  return inner.kind === 'not' || (inner.kind === 'comparison' && inner.operator === '!=') || (inner.kind === 'listTest' && inner.negated);
}

/** Makes the opposite of a condition, with as little change as can be. */
function negate(expr: Expr): readonly TextEdit[] {
  const { start, end } = expr.span;
  switch (expr.kind) {
    case 'not':
      return [{ span: span(start, expr.operand.span.start), newText: '' }];
    case 'comparison':
      if (expr.operator === '==' || expr.operator === '!=')
        return [{ span: expr.operatorSpan, newText: expr.operator === '==' ? '!=' : '==' }];
      break;
    case 'listTest':
      if (expr.operator === 'in' || expr.operator === 'in~')
        return [{ span: expr.operatorSpan, newText: `${expr.negated ? '' : 'not '}${expr.operator}` }];
      break;
    case 'group':
      if (ungrouped(expr).kind !== 'and' && ungrouped(expr).kind !== 'or') return negate(expr.inner);
      break;
    case 'and':
    case 'or':
      return [
        { span: span(start, start), newText: 'not (' },
        { span: span(end, end), newText: ')' },
      ];
    default:
  }
  return [{ span: span(start, start), newText: 'not ' }];
}

/** Other connectives between the operands. */
function connectiveEdits({ tokens }: ParsedEql, operands: readonly Expr[], connective: 'and' | 'or'): readonly TextEdit[] {
  return operands.slice(1).flatMap((operand, i) => {
    const from = operands[i]?.span.end ?? operand.span.start;
    const token = tokens.find(
      ({ type, span: at }) => (type === 'And' || type === 'Or') && from <= at.start && at.end <= operand.span.start,
    );
    return token === undefined ? [] : [{ span: token.span, newText: connective }];
  });
}

/** An insertion and a change at one place as one edit, so that their order is no question. */
function merged(edits: readonly TextEdit[]): readonly TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits) {
    const at = result.findIndex(({ span: { start } }) => start === edit.span.start);
    const before = result[at];
    if (before === undefined) result.push(edit);
    else result[at] = { span: span(before.span.start, Math.max(before.span.end, edit.span.end)), newText: before.newText + edit.newText };
  }
  return result;
}
