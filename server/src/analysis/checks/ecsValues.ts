/** QRY011 and EQL110: a value that ECS does not allow for the field, or knows in another case. */
import { misspeltNames } from '../../base/nearest.js';
import type { Fix, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { FieldCatalog, ValueSet } from '../../schema/catalog.js';
import type { Comparison, EqlNode, Expr, ListTest } from '../../syntax/eql/ast.js';
import { hasWildcard, literalText, type KqlNode, type Literal } from '../../syntax/kql/ast.js';
import { shortened } from '../../syntax/recover.js';
import { eqlNodes } from '../eql/nodes.js';
import { kqlNodes } from '../kql/nodes.js';
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
  const nodes = eqlNodes(tree);
  return [
    ...nodes('comparison').flatMap((node) => inComparison(node, catalog)),
    ...nodes('listTest').flatMap((node) => inList(node, catalog)),
  ];
}

function inComparison(node: Comparison, catalog: FieldCatalog): readonly Problem[] {
  if (node.operator !== '==' && node.operator !== '!=') return [];
  const set = valuesOf(node.left, catalog);
  return set === undefined ? [] : valueProblems(set, [node.right], false);
}

function inList(node: ListTest, catalog: FieldCatalog): readonly Problem[] {
  const set = valuesOf(node.subject, catalog);
  if (set === undefined || node.operator.startsWith('regex')) return [];
  const patterns = node.operator !== 'in' && node.operator !== 'in~';
  const values = node.values.filter((value) => !(patterns && value.kind === 'string' && /[*?]/.test(value.value)));
  return valueProblems(set, values, node.operator === ':' || node.operator.endsWith('~'));
}

/** A field and the values that ECS has for it. */
interface FieldValues {
  readonly field: string;
  readonly set: ValueSet;
}

/** Undefined for most fields: ECS leaves their values open. */
function valuesOf(subject: Expr, catalog: FieldCatalog): FieldValues | undefined {
  const set = subject.kind === 'field' ? catalog.field(subject.name)?.values : undefined;
  return set === undefined || subject.kind !== 'field' ? undefined : { field: subject.name, set };
}

function valueProblems({ field, set }: FieldValues, values: readonly Expr[], caseInsensitive: boolean): readonly Problem[] {
  const texts = values.filter((value) => value.kind === 'string');
  const compared = texts.map(({ value, span }) => ({
    text: value,
    span,
    caseInsensitive,
    caseCode: 'EQL110' as const,
    write: (text: string) => `"${text}"`,
  }));
  return listProblems(compared, field, set);
}

export function ecsValuesInKql(tree: KqlNode, catalog: FieldCatalog): readonly Problem[] {
  return kqlNodes(tree)('match').flatMap(({ field, value }) => {
    if (field === undefined || hasWildcard(field)) return [];
    const name = literalText(field);
    const set = catalog.field(name)?.values;
    if (set === undefined) return [];
    const compared = literalsIn(value).flatMap((literal) => (hasWildcard(literal) ? [] : [comparedInKql(literal)]));
    return listProblems(compared, name, set);
  });
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
    if (known.includes(value.text)) return [];
    const [near] = misspeltNames(value.text, names);
    const deliberate = known.length > 0 && (near === undefined || known.includes(near));
    return deliberate ? [] : problemOf(value, near, field, set);
  });
}

function problemOf(value: ComparedValue, near: string | undefined, field: string, set: ValueSet): readonly Problem[] {
  const sameInOtherCase = near?.toLowerCase() === value.text.toLowerCase();
  if (value.caseInsensitive && sameInOtherCase) return [];
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
