/** QRY011 and EQL110: a value that ECS does not allow for the field, or knows in another case. */
import { nearestNames } from '../../base/nearest.js';
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { FieldCatalog, ValueSet } from '../../schema/catalog.js';
import { eqlChildren, type Comparison, type EqlNode, type Expr, type ListTest } from '../../syntax/eql/ast.js';
import { hasWildcard, kqlChildren, literalText, type KqlNode, type Literal } from '../../syntax/kql/ast.js';
import { shortened } from '../../syntax/recover.js';
import { walk } from '../../syntax/tree.js';
import { literalsIn } from '../kql/values.js';

/** A constant that a field is compared with. */
interface ComparedValue {
  readonly text: string;
  readonly span: Span;
  readonly caseInsensitive: boolean;
  /** For a value that only its case keeps from matching. */
  readonly caseCode: 'EQL110' | 'QRY011';
  /** How the language writes another value in its place. */
  readonly write: (value: string) => string;
}

export function ecsValuesInEql(tree: EqlNode, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind === 'comparison') problems.push(...inComparison(node, catalog));
    if (node.kind === 'listTest') problems.push(...inList(node, catalog));
  });
  return problems;
}

function inComparison(node: Comparison, catalog: FieldCatalog): readonly Problem[] {
  if (node.operator !== '==' && node.operator !== '!=') return [];
  return valueProblems(node.left, [node.right], false, catalog);
}

function inList(node: ListTest, catalog: FieldCatalog): readonly Problem[] {
  if (node.operator.startsWith('regex')) return [];
  const patterns = node.operator !== 'in' && node.operator !== 'in~';
  const values = node.values.filter((value) => !(patterns && value.kind === 'string' && /[*?]/.test(value.value)));
  return valueProblems(node.subject, values, node.operator === ':' || node.operator.endsWith('~'), catalog);
}

function valueProblems(subject: Expr, values: readonly Expr[], caseInsensitive: boolean, catalog: FieldCatalog): readonly Problem[] {
  const set = subject.kind === 'field' ? catalog.field(subject.name)?.values : undefined;
  if (set === undefined || subject.kind !== 'field') return [];
  const texts = values.filter((value) => value.kind === 'string');
  const compared = texts.map(({ value, span }) => ({
    text: value,
    span,
    caseInsensitive,
    caseCode: 'EQL110' as const,
    write: (text: string) => `"${text}"`,
  }));
  return listProblems(compared, subject.name, set);
}

export function ecsValuesInKql(tree: KqlNode, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, kqlChildren, (node) => {
    if (node.kind !== 'match' || node.field === undefined || hasWildcard(node.field)) return;
    const name = literalText(node.field);
    const set = catalog.field(name)?.values;
    if (set === undefined) return;
    const compared = literalsIn(node.value).flatMap((value) => (hasWildcard(value) ? [] : [comparedInKql(value)]));
    problems.push(...listProblems(compared, name, set));
  });
  return problems;
}

function comparedInKql(value: Literal): ComparedValue {
  const write = (text: string): string => (value.quoted || /\s/.test(text) ? `"${text}"` : text);
  return { text: literalText(value), span: value.span, caseInsensitive: false, caseCode: 'QRY011', write };
}

/** `(success or Success)`: who lists the value ECS wants beside another one knows of data that is not like ECS. */
function listProblems(values: readonly ComparedValue[], field: string, set: ValueSet): readonly Problem[] {
  const names = set.list.map(({ name }) => name);
  const known = values.filter(({ text }) => names.includes(text)).map(({ text }) => text);
  return values.flatMap((value) => {
    const [near] = nearestNames(value.text, names);
    const deliberate = known.length > 0 && (near === undefined || known.includes(near));
    return deliberate ? [] : problemOf(value, near, field, set);
  });
}

function problemOf(value: ComparedValue, near: string | undefined, field: string, set: ValueSet): readonly Problem[] {
  const sameInOtherCase = near?.toLowerCase() === value.text.toLowerCase();
  if (near === value.text || (value.caseInsensitive && sameInOtherCase)) return [];
  // A list of usual values is no reason to complain about others, but the case of a usual one is.
  if (!set.closed && !sameInOtherCase) return [];
  const unlisted = `\`${shortened(value.text)}\` is not among the values ECS allows for \`${field}\``;
  const fix = (name: string): Fix => ({
    title: `Replace by \`${name}\``,
    edits: [{ span: value.span, newText: value.write(name) }],
    preferred: true,
  });
  return [
    {
      code: sameInOtherCase ? value.caseCode : 'QRY011',
      span: value.span,
      message: near === undefined ? unlisted : sameInOtherCase ? inOtherCase(field, near) : `${unlisted}; did you mean \`${near}\`?`,
      fixes: near === undefined ? [] : [fix(near)],
    },
  ];
}

function inOtherCase(field: string, name: string): string {
  return `\`${field}\` has the value \`${name}\` in ECS, and this comparison is case-sensitive`;
}
