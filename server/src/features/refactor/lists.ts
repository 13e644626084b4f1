/**
 * Tests of one field for several values: as a chain of comparisons or as one list. Both mean the same, since a test is true if any value
 * of the field satisfies it. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
import { inferEql } from '../../analysis/eql/infer.js';
import { certainFamily } from '../../analysis/types.js';
import type { TextEdit } from '../../base/edit.js';
import { cover, sliceSpan, type Span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { ungrouped, type Expr, type Field } from '../../syntax/eql/ast.js';
import { chainOf, runAround, type Chain, type Refactoring, type Site } from './site.js';

/** A test of a field for constants: `==` counts as `in` with one value. */
interface ListedTest {
  readonly field: Field;
  readonly operator: 'in' | ':' | 'like' | 'like~';
  readonly negated: boolean;
  readonly values: readonly Expr[];
}

/** `a == "x" or a == "y"` to `a in ("x", "y")`, `a != "x" and a != "y"` to `a not in ("x", "y")`, `a : "x" or a : "y"` to `a : ("x", "y")`. */
export function combineIntoList(site: Site): Refactoring | undefined {
  const chain = chainOf(site);
  const begun = chain?.node.operands[chain.operand];
  if (chain === undefined || begun === undefined || !isOperand(site, chain)) return undefined;
  const negated = chain.node.kind === 'and';
  const first = testOf(begun, site.catalog);
  if (first?.negated !== negated) return undefined;
  const run = runAround(chain, (expr) => isSameTest(testOf(expr, site.catalog), first));
  const [start, ...others] = run;
  const end = others.at(-1);
  if (start === undefined || end === undefined) return undefined;
  const values = run.flatMap((expr) => testOf(expr, site.catalog)?.values ?? []).map(({ span }) => sliceSpan(site.parsed.text, span));
  const { field, operator } = first;
  const newText = `${sliceSpan(site.parsed.text, field.span)} ${negated ? 'not ' : ''}${operator} (${values.join(', ')})`;
  const isWhole = run.length === chain.node.operands.length;
  const span = (isWhole ? dispensableGroup(site, chain) : undefined) ?? cover(start.span, end.span);
  return { title: `Combine into one \`${negated ? 'not ' : ''}${operator}\` list`, edits: [spaced(site, span, newText)] };
}

/** The replacement with a blank where it would run together with the word before or after it. */
function spaced({ parsed: { text } }: Site, span: Span, newText: string): TextEdit {
  const before = /\w$/.test(text.slice(0, span.start)) ? ' ' : '';
  const after = /\w$/.test(newText) && /^\w/.test(text.slice(span.end)) ? ' ' : '';
  return { span, newText: before + newText + after };
}

/** Between the chain and the cursor there is no other condition than a test in parentheses. */
function isOperand({ steps }: Site, { step }: Chain): boolean {
  return steps.slice(step + 1, -1).every(({ kind }) => kind === 'group');
}

/** Parentheses around the chain that a single test does not need. */
function dispensableGroup({ steps }: Site, { step }: Chain): Span | undefined {
  const group = steps[step - 1];
  return group?.kind === 'group' ? group.span : undefined;
}

function isSameTest(a: ListedTest | undefined, b: ListedTest): boolean {
  return (
    a !== undefined &&
    a.field.name === b.field.name &&
    a.field.optional === b.field.optional &&
    a.operator === b.operator &&
    a.negated === b.negated
  );
}

/** `a in ("x", "y")` to `a == "x" or a == "y"`, and so for the other lists. */
export function spreadList(site: Site): Refactoring | undefined {
  const listed = site.steps.at(-1);
  if (listed?.kind !== 'listTest') return undefined;
  const test = testOf(listed, site.catalog);
  if (test === undefined || test.values.length < 2) return undefined;
  const { text } = site.parsed;
  const operator = test.operator === 'in' ? (test.negated ? '!=' : '==') : test.operator;
  const subject = sliceSpan(text, test.field.span);
  const connective = test.negated ? 'and' : 'or';
  const chain = test.values.map(({ span }) => `${subject} ${operator} ${sliceSpan(text, span)}`).join(` ${connective} `);
  const outer = site.steps.at(-2)?.kind ?? 'group';
  const stands = outer === 'group' || outer === connective || (outer === 'or' && connective === 'and');
  const edit = spaced(site, listed.span, stands ? chain : `(${chain})`);
  return { title: `Write as \`${operator}\` with \`${connective}\``, edits: [edit] };
}

function testOf(expr: Expr, catalog: FieldCatalog): ListedTest | undefined {
  const test = listedTest(ungrouped(expr));
  return test !== undefined && keepsMeaning(test, catalog) ? test : undefined;
}

function listedTest(expr: Expr): ListedTest | undefined {
  if (expr.kind === 'comparison' && (expr.operator === '==' || expr.operator === '!=')) {
    const [field, value] = ungrouped(expr.left).kind === 'field' ? [ungrouped(expr.left), expr.right] : [ungrouped(expr.right), expr.left];
    return field.kind === 'field' ? { field, operator: 'in', negated: expr.operator === '!=', values: [value] } : undefined;
  }
  if (expr.kind !== 'listTest') return undefined;
  const { operator, negated, values } = expr;
  const field = ungrouped(expr.subject);
  if (field.kind !== 'field' || operator === 'in~' || operator === 'regex' || operator === 'regex~') return undefined;
  return { field, operator, negated, values };
}

/**
 * Elasticsearch reads the values of a list more strictly than those of a comparison, and an optional field that no index has makes a
 * list null where a comparison is false. A list of patterns is by definition the chain, for `:` with any field.
 */
function keepsMeaning({ field, operator, values }: ListedTest, catalog: FieldCatalog): boolean {
  if (operator === ':') return values.every(({ kind }) => kind === 'string');
  if (field.optional) return false;
  if (operator !== 'in') return values.every(({ kind }) => kind === 'string');
  const type = inferEql(field, catalog);
  switch (type) {
    case 'keyword':
      return values.every(({ kind }) => kind === 'string');
    case 'integer':
      return values.every((value) => isNumber(value, true));
    case 'decimal':
      return values.every((value) => isNumber(value, false));
    case 'boolean':
      return values.every(({ kind }) => kind === 'boolean');
    case undefined:
      // A field that no schema knows is taken for text.
      return certainFamily(catalog.field(field.name)) === undefined && values.every(({ kind }) => kind === 'string');
    default:
      return false;
  }
}

function isNumber(value: Expr, whole: boolean): boolean {
  const number = value.kind === 'sign' ? value.operand : value;
  return number.kind === 'number' && (number.integer || !whole);
}
