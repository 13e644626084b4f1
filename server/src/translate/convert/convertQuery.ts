/** A query in the other language, EQL or KQL, where both can say the same; and otherwise why not. */
import type { ParsedQuery } from '../../rule/ruleDocument.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { parseEql } from '../../syntax/eql/parse.js';
import { printEql } from '../../syntax/eql/print.js';
import { parseKql } from '../../syntax/kql/parse.js';
import { printKql } from '../../syntax/kql/print.js';
import { eqlToKql } from './eqlToKql.js';
import { kqlToEql } from './kqlToEql.js';
import type { ConversionRefusal, ConversionScope } from './scope.js';

interface ConvertedQuery {
  readonly ok: true;
  /** Laid out, without a line break at its end. */
  readonly query: string;
  /** What is worth knowing about it: one sentence each. */
  readonly notes: readonly string[];
}

export type Conversion = ConvertedQuery | ConversionRefusal;

interface ConversionOptions {
  /** The rule's `event_category_override`; `event.category` when undefined. */
  readonly categoryField?: string | undefined;
  /** Columns of a line. */
  readonly width?: number;
}

/**
 * The query in the language `to`: it matches the same events, by the types that the catalogue gives the fields.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax and https://www.elastic.co/docs/reference/query-languages/kql
 */
export function convertQuery(
  parsed: ParsedQuery,
  catalog: FieldCatalog,
  to: 'eql' | 'kuery',
  { categoryField, width }: ConversionOptions = {},
): Conversion {
  const [problem] = parsed.problems;
  if (problem !== undefined) return { ok: false, code: 'syntax', span: problem.span, reason: problem.message };
  if (parsed.language === to) return { ok: true, query: parsed.text, notes: [] };
  const scope: ConversionScope = {
    to,
    catalog,
    categoryField: categoryField ?? 'event.category',
    refusals: [],
    notes: new Set(),
    uncertain: new Set(),
  };
  const text = parsed.language === 'kuery' ? kqlToEql(parsed, scope) : eqlToKql(parsed, scope);
  const [refusal] = scope.refusals;
  if (refusal !== undefined) return refusal;
  const printed = to === 'eql' ? printEql(parseEql(text), width) : printKql(parseKql(text), width);
  if (printed !== undefined) return { ok: true, query: printed.trimEnd(), notes: [...scope.notes, ...uncertaintyNotes(scope)] };
  return { ok: false, code: 'size', span: parsed.tree.span, reason: 'The converted query would be too long or too deeply nested' };
}

function uncertaintyNotes({ to, catalog, uncertain }: ConversionScope): readonly string[] {
  const names = [...uncertain].map((name) => `\`${name}\``).join(', ');
  const missing = 'EQL refuses a query with a field that no index has, and KQL finds nothing in it';
  if (to === 'kuery') return names === '' ? [] : [`Taken as keywords, for their types are not known for certain: ${names}.`];
  return [
    ...(names === '' ? [] : [`${missing}: so \`?\` stands before those that the rule's indices may not have: ${names}.`]),
    ...(catalog.complete ? [] : [`Not all fields of the rule's indices are known here. ${missing}; write \`?\` before such a field.`]),
  ];
}
