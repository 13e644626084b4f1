/** QRY005: a value that its list has already. */
import { oncePer } from '../../base/oncePer.js';
import type { Fix, Problem } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import type { Expr } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { textsOf } from '../../syntax/eql/textList.js';
import type { Value } from '../../syntax/kql/ast.js';
import type { ParsedKql } from '../../syntax/kql/parse.js';
import { anyRun, foldPattern } from '../conditions/pattern.js';
import { eqlNodes } from '../eql/nodes.js';
import { kqlNodes } from '../kql/nodes.js';

/** Duplicates in `in (…)`, `: (…)`, `like (…)` and `regex (…)`. */
export function duplicateEqlValues({ tree, text }: ParsedEql): readonly Problem[] {
  return eqlNodes(tree)('listTest').flatMap((node) => {
    const { operator } = node;
    const ignoresCase = operator === ':' || operator.endsWith('~');
    const list = textsOf(node)?.list;
    if (list !== undefined && (ignoresCase ? areAllDifferentFolded(list.texts) : areAllDifferent(list.texts))) return [];
    return duplicatesIn(text, node.values, ignoresCase ? foldedKey : eqlKey);
  });
}

const areAllDifferent = oncePer((texts: readonly string[]) => isInOrder(texts) || new Set(texts).size === texts.length);
const areAllDifferentFolded = oncePer((texts: readonly string[]) => areAllDifferent(texts.map(foldPattern)));

function eqlKey(value: Expr): Key | undefined {
  return value.kind === 'number' || value.kind === 'string' ? value.value : undefined;
}

/** Elasticsearch ignores the case of ASCII letters only. */
function foldedKey(value: Expr): Key | undefined {
  return value.kind === 'string' ? foldPattern(value.value) : eqlKey(value);
}

/** Duplicates in `field:(a or b)`. */
export function duplicateKqlValues({ tree, text }: ParsedKql): readonly Problem[] {
  const nodes = kqlNodes(tree);
  return [...nodes('valueOr'), ...nodes('valueAnd')].flatMap(({ operands }) => duplicatesIn(text, operands, kqlKey));
}

function kqlKey(value: Value): Key | undefined {
  return value.kind === 'literal' ? `${value.quoted ? '"' : ':'}${value.pieces.join(anyRun)}` : undefined;
}

/** Equal for values that are the same. */
type Key = string | number | bigint;

function duplicatesIn<T extends { readonly span: Span }>(
  text: string,
  values: readonly T[],
  keyOf: (value: T) => Key | undefined,
): readonly Problem[] {
  const keys = values.map(keyOf);
  if (isInOrder(keys)) return [];
  const seen = new Map<Key, T>();
  const problems: Problem[] = [];
  values.forEach((value, i) => {
    const key = keys[i];
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

/** Whether each comes after the one before, as in a list that is kept sorted: then none is there twice. */
function isInOrder(keys: readonly (Key | undefined)[]): boolean {
  return keys.every((key, i) => {
    const before = keys[i - 1];
    return typeof key === 'string' && (i === 0 || (before !== undefined && before < key));
  });
}

/** The value with what parts it from the one before; a comment may stand there. Nothing where it is parentheses, of which one would be left. */
function removal(text: string, before: Span, value: Span): readonly Fix[] {
  const gap = text.slice(before.end, value.start);
  if (/[()]/.test(gap)) return [];
  const fix = { title: 'Remove the duplicate', edits: [{ span: span(before.end, value.end), newText: '' }], preferred: true };
  return [/^\s*(?:,|or|and)\s*$/i.test(gap) ? { ...fix, safe: true } : fix];
}
