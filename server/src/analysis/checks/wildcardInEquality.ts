/** EQL101 and EQL102: a wildcard in a text that `==`, `!=` or `in` takes literally. */
import type { TextEdit } from '../../base/edit.js';
import type { Fix, Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import type { Comparison, EqlNode, Expr, ListTest, StringLiteral } from '../../syntax/eql/ast.js';
import { eqlNodes, everyText } from '../eql/nodes.js';
import { isLiteralStar } from './literalStars.js';

export function wildcardInEquality(tree: EqlNode): readonly Problem[] {
  const nodes = eqlNodes(tree);
  return [...nodes('comparison').flatMap(inComparison), ...nodes('listTest').flatMap(inList)];
}

function looksLikePattern(expr: Expr): expr is StringLiteral {
  return expr.kind === 'string' && isLikePattern(expr.value);
}

function isLikePattern(text: string): boolean {
  return /[*?]/.test(text) && !isLiteralStar(text);
}

function wildcardOf(literal: StringLiteral): string {
  return literal.value.includes('*') ? '*' : '?';
}

function inComparison(node: Comparison): readonly Problem[] {
  if (node.operator !== '==' && node.operator !== '!=') return [];
  const literal = looksLikePattern(node.right) ? node.right : node.left;
  if (!looksLikePattern(literal)) return [];
  return [
    {
      code: 'EQL101',
      span: literal.span,
      message: `\`${node.operator}\` takes \`${wildcardOf(literal)}\` literally; a pattern needs \`like\`, or \`:\` to ignore case`,
      fixes: literal === node.right ? ['like', ':'].map((operator) => comparisonFix(node, operator)) : [],
    },
  ];
}

/** `a != "b*"` → `not a like "b*"` */
function comparisonFix(node: Comparison, operator: string): Fix {
  const negation = node.operator === '!=' ? [insertNot(node.left)] : [];
  return { title: `Use \`${operator}\``, edits: [...negation, { span: node.operatorSpan, newText: operator }] };
}

function insertNot(subject: Expr): TextEdit {
  return { span: span(subject.span.start, subject.span.start), newText: 'not ' };
}

function inList(node: ListTest): readonly Problem[] {
  if ((node.operator !== 'in' && node.operator !== 'in~') || everyText(node, (text) => !isLikePattern(text))) return [];
  const operator = node.operator === 'in' ? 'like' : 'like~';
  const negation = node.negated ? [insertNot(node.subject)] : [];
  const fix: Fix = { title: `Use \`${operator}\``, edits: [...negation, { span: node.operatorSpan, newText: operator }] };
  return node.values.filter(looksLikePattern).map((literal) => ({
    code: 'EQL102',
    span: literal.span,
    message: `\`${node.operator}\` takes \`${wildcardOf(literal)}\` literally; a pattern needs \`${operator}\``,
    fixes: node.values.every((value) => value.kind === 'string') ? [fix] : [],
  }));
}
