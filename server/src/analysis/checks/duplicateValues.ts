/** QRY005: a value that its list has already. */
import type { Fix, Problem } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import { eqlChildren, type Expr, type PredicateOperator } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { kqlChildren, type Value } from '../../syntax/kql/ast.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import { walk } from '../../syntax/tree.js';

/** Duplicates in `in (…)`, `: (…)`, `like (…)` and `regex (…)`. */
export function duplicateEqlValues({ tree, text }: ParsedEql): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind === 'listTest') problems.push(...duplicatesIn(text, node.values, (value) => eqlKey(value, node.operator)));
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
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Duplicates in `field:(a or b)`. */
export function duplicateKqlValues({ tree, text }: ParsedKql): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, kqlChildren, (node) => {
    if (node.kind === 'valueOr' || node.kind === 'valueAnd') problems.push(...duplicatesIn(text, node.operands, kqlKey));
  });
  return problems;
}

function kqlKey(value: Value): string | undefined {
  return value.kind === 'literal' ? JSON.stringify([value.quoted, value.pieces]) : undefined;
}

function duplicatesIn<T extends { readonly span: Span }>(
  text: string,
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
      fixes: removal(text, before.span, value.span),
    });
  });
  return problems;
}

/** The value with what parts it from the one before; a comment may stand there. Nothing where it is parentheses, of which one would be left. */
function removal(text: string, before: Span, value: Span): readonly Fix[] {
  const gap = text.slice(before.end, value.start);
  if (/[()]/.test(gap)) return [];
  const fix = { title: 'Remove the duplicate', edits: [{ span: span(before.end, value.end), newText: '' }], preferred: true };
  return [/^\s*(?:,|or|and)\s*$/i.test(gap) ? { ...fix, safe: true } : fix];
}
