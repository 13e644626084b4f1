/**
 * KQL to Query DSL, as Kibana 9 translates it before Elasticsearch sees the query.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */
import { grouped } from '../base/grouped.js';
import { assertNever } from '../base/invariant.js';
import type { Problem } from '../base/problem.js';
import type { Plain } from '../rule/value.js';
import type { FieldCatalog } from '../schema/catalog.js';
import { misplacement } from '../schema/nestedPath.js';
import type { KqlQuery } from '../syntax/kql/ast.js';
import { toKuery, type KueryNode, type KueryRangeOperator, type KueryValue } from '../syntax/kql/kuery.js';
import { fieldsNamed, fullName, type DslField } from './kqlToDslFields.js';
import { createNotes, type TypeNotes } from './kqlToDslNotes.js';

/** One clause of Query DSL, such as `{ term: … }`. */
export type Dsl = Readonly<Record<string, Plain>>;

/** What Kibana lets callers of its translation choose. */
export interface KqlDslConfig {
  /** Kibana's advanced setting `query:allowLeadingWildcards`. */
  readonly allowLeadingWildcards: boolean;
  /** Undefined leaves it to Elasticsearch, which compares exactly. */
  readonly caseInsensitive: boolean | undefined;
  readonly filtersInMustClause: boolean;
  readonly nestedIgnoreUnmapped: boolean | undefined;
  /** The time zone of dates without one; `Browser` is the zone of this machine. */
  readonly dateFormatTZ: string | undefined;
}

/** What the detection engine chooses. */
export const detectionEngine: KqlDslConfig = {
  allowLeadingWildcards: true,
  caseInsensitive: undefined,
  filtersInMustClause: false,
  nestedIgnoreUnmapped: undefined,
  dateFormatTZ: 'Zulu',
};

export type KqlTranslation =
  | {
      readonly ok: true;
      readonly dsl: Dsl;
      /** Warnings, by field types that a cluster may not share. Spans in the query. */
      readonly problems: readonly Problem[];
      /** What the translation rests on and a cluster may know better: one sentence each. */
      readonly notes: readonly string[];
    }
  /** Kibana refuses to translate the query. Spans in the query. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Elasticsearch refuses far fewer clauses than this in one query; without a bound, patterns of field names could make millions. */
const mostClauses = 20_000;

interface Scope {
  readonly catalog: FieldCatalog | undefined;
  readonly config: KqlDslConfig;
  /** Full name of the nested field whose braces we are in; empty outside. */
  readonly path: string;
  readonly problems: Problem[];
  readonly notes: TypeNotes;
  readonly made: { clauses: number };
}

/**
 * Translates a tree without syntax problems. `catalog` stands for the fields of Kibana's data view; without one every field is sent as
 * a field of unknown type. The catalogue's nested fields fail the translation only where it comes from a real mapping.
 */
export function kqlToDsl(tree: KqlQuery, catalog: FieldCatalog | undefined, config: KqlDslConfig = detectionEngine): KqlTranslation {
  const scope: Scope = { catalog, config, path: '', problems: [], notes: createNotes(), made: { clauses: 0 } };
  const dsl = translate(toKuery(tree), scope);
  if (scope.problems.some(({ severity }) => severity === 'error')) return { ok: false, problems: scope.problems };
  return { ok: true, dsl, problems: scope.problems, notes: scope.notes.sentences() };
}

function translate(node: KueryNode, scope: Scope): Dsl {
  switch (node.function) {
    case 'and': {
      const operands = node.arguments.map((operand) => translate(operand, scope));
      return { bool: scope.config.filtersInMustClause ? { must: operands } : { filter: operands } };
    }
    case 'or':
      return anyOf(node.arguments.map((operand) => translate(operand, scope)));
    case 'not':
      return { bool: { must_not: translate(node.arguments[0], scope) } };
    case 'is':
      return matchClause(...node.arguments, scope);
    case 'range':
      return rangeClause(...node.arguments, scope);
    case 'nested': {
      const path = fullName(node.arguments[0], scope.path);
      return nestedClause(path, translate(node.arguments[1], { ...scope, path }), scope);
    }
    default:
      return assertNever(node);
  }
}

function anyOf(clauses: readonly Dsl[]): Dsl {
  return { bool: { should: clauses, minimum_should_match: 1 } };
}

function nestedClause(path: string, query: Dsl, { config: { nestedIgnoreUnmapped } }: Scope): Dsl {
  const unmapped = nestedIgnoreUnmapped === undefined ? {} : { ignore_unmapped: nestedIgnoreUnmapped };
  return { nested: { path, query, score_mode: 'none', ...unmapped } };
}

function matchClause(field: KueryValue, value: KueryValue, scope: Scope): Dsl {
  checkLeadingWildcard(value, scope);
  if (isLoneWildcard(field) && isLoneWildcard(value)) return { match_all: {} };
  if (field.type === 'literal' && field.value === null) {
    if (scope.path === '') return freeText(value);
    scope.notes.freeTextIn(scope.path);
  }
  return onFields(field, scope, (one) => valueClause(one, value, scope.config));
}

/** Field names may begin with a wildcard, and `*` alone asks whether there is a value. */
function checkLeadingWildcard(value: KueryValue, { config, problems }: Scope): void {
  if (config.allowLeadingWildcards || value.type === 'literal' || value.value[0] !== '' || isLoneWildcard(value)) return;
  const message =
    'Kibana is set to refuse values that begin with `*`; begin with other text, or allow it in the advanced setting `query:allowLeadingWildcards`';
  problems.push({ code: 'QRY001', severity: 'error', span: value.span, message });
}

function isLoneWildcard(value: KueryValue): boolean {
  return value.type === 'wildcard' && value.value.length === 2 && value.value.every((piece) => piece === '');
}

function freeText(value: KueryValue): Dsl {
  if (value.type === 'wildcard') return { query_string: { query: escapeQueryString(value.value) } };
  return { multi_match: { type: value.isQuoted ? 'phrase' : 'best_fields', query: value.value, lenient: true } };
}

/** The clauses of all fields that the name stands for; a name that no field has is sent as it is. */
function onFields(name: KueryValue, scope: Scope, clause: (field: DslField) => Dsl): Dsl {
  const { catalog, path, notes } = scope;
  const isPattern = name.type === 'wildcard';
  const known = fieldsNamed(name, path, catalog);
  if (!isPattern || path !== '') known.forEach((field) => checkPlace(field, name, scope));
  const fields = known.length > 0 ? known : [unknownField(fullName(name, path))];
  if (catalog !== undefined) notes.used(fields, isPattern ? fullName(name, path) : undefined, catalog);
  if (isTooMany(fields, name, scope)) return anyOf([]);
  return anyOf(
    fields.map((field) => {
      const query = clause(field);
      return isPattern && path === '' && field.nestedPath !== '' ? nestedClause(field.nestedPath, query, scope) : query;
    }),
  );
}

function unknownField(name: string): DslField {
  return { name, isKeyword: false, isDate: false, nestedPath: '', info: undefined };
}

function checkPlace(field: DslField, { span }: KueryValue, { catalog, path, problems }: Scope): void {
  const message = field.info?.typeUncertain === true ? undefined : misplacement(field.name, field.nestedPath, path);
  if (message !== undefined)
    problems.push({ code: 'KQL112', severity: catalog?.authoritative === true ? 'error' : 'warning', span, message });
}

function isTooMany(fields: readonly DslField[], name: KueryValue, { made, path, problems }: Scope): boolean {
  made.clauses += fields.length;
  if (made.clauses <= mostClauses) return false;
  if (made.clauses - fields.length <= mostClauses) {
    const message = `\`${fullName(name, path)}\` makes this query more than ${grouped(mostClauses)} clauses, one for each field and value; name the fields you mean`;
    problems.push({ code: 'QRY003', severity: 'error', span: name.span, message });
  }
  return true;
}

function valueClause({ name, isKeyword, isDate }: DslField, value: KueryValue, config: KqlDslConfig): Dsl {
  const caseRule = config.caseInsensitive === undefined ? {} : { case_insensitive: config.caseInsensitive };
  if (isLoneWildcard(value)) return { exists: { field: name } };
  if (value.type === 'wildcard') {
    const text = escapeQueryString(value.value);
    return isKeyword ? { wildcard: { [name]: { value: text, ...caseRule } } } : { query_string: { fields: [name], query: text } };
  }
  if (isDate) return { range: { [name]: { gte: value.value, lte: value.value, ...timeZone(value.value, config) } } };
  if (isKeyword) return { term: { [name]: { value: value.value, ...caseRule } } };
  return value.isQuoted ? { match_phrase: { [name]: value.value } } : { match: { [name]: value.value } };
}

function rangeClause(field: KueryValue, operator: KueryRangeOperator, value: KueryValue, scope: Scope): Dsl {
  const bound = value.type === 'wildcard' ? value.value.join('*') : value.value;
  return onFields(field, scope, ({ name, isDate }) => ({
    range: { [name]: { [operator]: bound, ...(isDate ? timeZone(bound, scope.config) : {}) } },
  }));
}

/** A date in milliseconds since 1970 has no time zone. */
function timeZone(value: Plain, { dateFormatTZ }: KqlDslConfig): { readonly time_zone?: string } {
  if (dateFormatTZ === undefined || (typeof value === 'string' && /^\d+$/.test(value))) return {};
  return { time_zone: dateFormatTZ === 'Browser' ? Intl.DateTimeFormat().resolvedOptions().timeZone : dateFormatTZ };
}

/**
 * The text between the wildcards with a backslash before each character that a query string gives a meaning; white space has none
 * there, and cuts the text.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query
 */
function escapeQueryString(pieces: readonly string[]): string {
  return pieces.map((piece) => piece.replace(/[-+=&|><!(){}[\]^"~*?:\\/]/g, '\\$&')).join('*');
}
