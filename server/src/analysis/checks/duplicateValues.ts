/** QRY005: a value that its list has already. */
import type { Problem } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import { eqlChildren, type EqlNode, type Expr, type PredicateOperator } from '../../syntax/eql/ast.js';
import { kqlChildren, type KqlNode, type Value } from '../../syntax/kql/ast.js';
import { walk } from '../../syntax/tree.js';

/** Duplicates in `in (…)`, `: (…)`, `like (…)` and `regex (…)`. */
export function duplicateEqlValues(tree: EqlNode): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind === 'listTest') problems.push(...duplicatesIn(node.values, (value) => eqlKey(value, node.operator)));
  });
  return problems;
}

function eqlKey(value: Expr, operator: PredicateOperator): string | undefined {
  if (value.kind === 'number') return `number ${value.value}`;
  if (value.kind !== 'string') return undefined;
  const insensitive = operator === ':' || operator.endsWith('~');
  return `string ${insensitive ? foldAscii(value.value) : value.value}`;
}

/** Elasticsearch ignores the case of ASCII letters only. */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Duplicates in `field:(a or b)`. */
export function duplicateKqlValues(tree: KqlNode): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, kqlChildren, (node) => {
    if (node.kind === 'valueOr' || node.kind === 'valueAnd') problems.push(...duplicatesIn(node.operands, kqlKey));
  });
  return problems;
}

function kqlKey(value: Value): string | undefined {
  return value.kind === 'literal' ? JSON.stringify([value.quoted, value.pieces]) : undefined;
}

function duplicatesIn<T extends { readonly span: Span }>(
  values: readonly T[],
  keyOf: (value: T) => string | undefined,
): readonly Problem[] {
  const seen = new Map<string, T>();
  const problems: Problem[] = [];
  values.forEach((value, i) => {
    const key = keyOf(value);
    const before = values[i - 1];
    const first = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && first === undefined) seen.set(key, value);
    if (first === undefined || before === undefined) return;
    problems.push({
      code: 'QRY005',
      span: value.span,
      message: 'This value is in the list already',
      unnecessary: true,
      related: [{ span: first.span, message: 'It is first listed here' }],
      fixes: [{ title: 'Remove the duplicate', edits: [{ span: span(before.span.end, value.span.end), newText: '' }], preferred: true }],
    });
  });
  return problems;
}
