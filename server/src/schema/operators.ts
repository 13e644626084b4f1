/**
 * Which operators suit which fields, and which values, in EQL and in KQL. The checks read the verdicts, completion the operators that
 * suit a field, hover the summaries.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax, https://www.elastic.co/docs/reference/query-languages/kql
 */
import type { FieldFamily } from './fieldType.js';

export interface OperatorRow {
  readonly operator: string;
  /** One sentence for hover and completion. */
  readonly summary: string;
  /** The families it is offered for; other families may still accept it. */
  readonly suits: readonly FieldFamily[];
}

const exact: readonly FieldFamily[] = ['keyword', 'integer', 'decimal', 'boolean', 'date', 'ip', 'version'];
const ordered: readonly FieldFamily[] = ['integer', 'decimal', 'date', 'ip', 'version'];
const strings: readonly FieldFamily[] = ['keyword'];

export const eqlOperators: readonly OperatorRow[] = [
  { operator: '==', summary: 'Equal, case-sensitive. `*` and `?` in the text stand for themselves.', suits: exact },
  { operator: '!=', summary: 'Not equal; also true for events that do not have the field. Case-sensitive.', suits: exact },
  { operator: ':', summary: 'Equal to one of the texts, ignoring case; `*` is any run of characters, `?` any one.', suits: strings },
  { operator: 'like', summary: 'Matches one of the patterns as a whole, case-sensitive; `*` is any run of characters, `?` any one.', suits: strings },
  { operator: 'like~', summary: 'Matches one of the patterns as a whole, ignoring case; `*` is any run of characters, `?` any one.', suits: strings },
  { operator: 'in', summary: 'Equal to one of the listed values, case-sensitive and without wildcards.', suits: exact },
  { operator: 'in~', summary: 'Equal to one of the listed texts, ignoring case and without wildcards.', suits: strings },
  { operator: 'not in', summary: 'Equal to none of the listed values; also true for events that do not have the field.', suits: exact },
  { operator: 'not in~', summary: 'Equal to none of the listed texts, ignoring case; also true for events that do not have the field.', suits: strings },
  { operator: 'regex', summary: 'The whole text matches one of the regular expressions (Lucene syntax), case-sensitive.', suits: strings },
  { operator: 'regex~', summary: 'The whole text matches one of the regular expressions (Lucene syntax), ignoring case.', suits: strings },
  { operator: '<', summary: 'Less than; false for events that do not have the field.', suits: ordered },
  { operator: '<=', summary: 'Less than or equal; false for events that do not have the field.', suits: ordered },
  { operator: '>', summary: 'Greater than; false for events that do not have the field.', suits: ordered },
  { operator: '>=', summary: 'Greater than or equal; false for events that do not have the field.', suits: ordered },
  { operator: '+', summary: 'Sum.', suits: [] },
  { operator: '-', summary: 'Difference.', suits: [] },
  { operator: '*', summary: 'Product.', suits: [] },
  { operator: '/', summary: 'Quotient; between two integers the fraction is cut off.', suits: [] },
  { operator: '%', summary: 'Remainder, with the sign of the left side.', suits: [] },
]; // prettier-ignore

const valued: readonly FieldFamily[] = ['keyword', 'text', 'integer', 'decimal', 'boolean', 'date', 'ip', 'version', 'flattened'];

export const kqlOperators: readonly OperatorRow[] = [
  {
    operator: ':',
    summary: 'The field has this value. On keyword fields the whole value, case-sensitive; `*` outside quotes is any run of characters.',
    suits: valued,
  },
  { operator: ': *', summary: 'The field has any value.', suits: [...valued, 'object', 'nested'] },
  { operator: '<', summary: 'Less than.', suits: ordered },
  { operator: '<=', summary: 'Less than or equal.', suits: ordered },
  { operator: '>', summary: 'Greater than.', suits: ordered },
  { operator: '>=', summary: 'Greater than or equal.', suits: ordered },
  { operator: ':{', summary: 'One object under the nested field satisfies all that stands in the braces.', suits: ['nested'] },
];

/** The operators to offer after a field of this family. */
export function operatorsFor(rows: readonly OperatorRow[], family: FieldFamily): readonly OperatorRow[] {
  return rows.filter((row) => row.suits.includes(family));
}

/** The type of a constant or of an expression's result. */
export type ValueKind = 'string' | 'number' | 'boolean';

/**
 * `warning`: Elasticsearch accepts it, but it cannot be meant; `ifValid`: good if the text reads as a value of the field's type;
 * `error`: Elasticsearch rejects the query.
 */
export type Verdict = 'ok' | 'ifValid' | 'warning' | 'error';

interface EqlRow {
  readonly equals: Readonly<Record<ValueKind, Verdict>>;
  readonly order: Readonly<Record<ValueKind, Verdict>>;
  /** As an element of `in`. */
  readonly element: Readonly<Record<ValueKind, Verdict>>;
  /** Before `:`, `like`, `regex` and `in~`. */
  readonly pattern: Verdict;
}

function verdicts(string: Verdict, number: Verdict, boolean: Verdict): Readonly<Record<ValueKind, Verdict>> {
  return { string, number, boolean };
}

const numeric: EqlRow = {
  equals: verdicts('ifValid', 'ok', 'warning'),
  order: verdicts('warning', 'ok', 'warning'),
  element: verdicts('error', 'ok', 'error'),
  pattern: 'error',
};
const never: EqlRow = {
  equals: verdicts('error', 'error', 'error'),
  order: verdicts('error', 'error', 'error'),
  element: verdicts('error', 'error', 'error'),
  pattern: 'error',
};

/** What the EQL verifier of Elasticsearch makes of a field on the left and a constant on the right. */
export const eqlVerdicts: Readonly<Record<FieldFamily, EqlRow>> = {
  keyword: {
    equals: verdicts('ok', 'warning', 'warning'),
    order: verdicts('ok', 'warning', 'warning'),
    element: verdicts('ok', 'error', 'error'),
    pattern: 'ok',
  },
  // Only without a keyword sub-field; with one, EQL reads that instead.
  text: never,
  integer: numeric,
  decimal: numeric,
  boolean: {
    equals: verdicts('ifValid', 'warning', 'ok'),
    order: verdicts('warning', 'warning', 'warning'),
    element: verdicts('error', 'error', 'ok'),
    pattern: 'error',
  },
  date: {
    equals: verdicts('ifValid', 'ok', 'warning'),
    order: verdicts('ifValid', 'ok', 'warning'),
    element: verdicts('ok', 'error', 'error'),
    pattern: 'error',
  },
  ip: {
    equals: verdicts('ifValid', 'warning', 'warning'),
    order: verdicts('ifValid', 'warning', 'warning'),
    element: verdicts('ok', 'error', 'error'),
    pattern: 'error',
  },
  version: {
    equals: verdicts('ok', 'warning', 'warning'),
    order: verdicts('ok', 'warning', 'warning'),
    element: verdicts('ok', 'error', 'error'),
    pattern: 'error',
  },
  object: never,
  nested: never,
  flattened: never,
  unsupported: never,
};

/** A condition that is true or false itself, on the left of a comparison. */
export const eqlConditionVerdicts: EqlRow = {
  equals: verdicts('warning', 'warning', 'ok'),
  order: verdicts('warning', 'warning', 'warning'),
  element: verdicts('warning', 'warning', 'ok'),
  pattern: 'error',
};
