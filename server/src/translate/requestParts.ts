/** The parts of a rule's search request besides its query: indices, time window, filters, sort and limits. */
import { defaultSchedule } from '../rule/schedule.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { entryOf, numberAt, plainOf, stringAt, tableAt, tablesAt, type Plain, type RuleTable } from '../rule/value.js';
import type { Dsl } from './kqlToDsl.js';

const timestamp = '@timestamp';
const dateFormat = 'strict_date_optional_time';
const defaultMaxSignals = 100;

/** What a search is asked for in the place of what the rule says. Times are dates or date maths. */
export interface SearchOverrides {
  readonly indices: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly size: number;
}

/** The indices and the API, with the parameters of a rule's search. A file without indices asks all of them. */
export function pathOf({ index, tree }: RuleDocument, api: '_search' | '_eql/search', overrides?: SearchOverrides): string {
  const indices = indicesPath(overrides?.indices ?? (index?.value ?? []).map(({ value }) => value));
  const parameters = api === '_search' ? '?allow_no_indices=true&ignore_unavailable=true' : '?allow_no_indices=true';
  return `/${indices}/${api}${tree === undefined && overrides === undefined ? '' : parameters}`;
}

/** Index patterns as they stand in the path of a request. */
export function indicesPath(patterns: readonly string[]): string {
  const encoded = patterns.map(encodeIndex).filter((pattern) => pattern !== '');
  return encoded.length === 0 ? '_all' : encoded.join(',');
}

/** https://www.elastic.co/docs/reference/elasticsearch/rest-apis/api-conventions: date maths in names is encoded. */
function encodeIndex(pattern: string): string {
  return pattern
    .trim()
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^\w.*,:@-]/gu, encodeURIComponent);
}

/** The clauses of the query and the rule's filters in one, as Kibana builds it. */
export function combinedQuery({ tree }: RuleDocument, query: { readonly must?: readonly Dsl[]; readonly filter?: readonly Dsl[] }): Dsl {
  const filters = tablesAt(tree?.rule, 'filters').filter((filter) => !isSet(filter, 'disabled'));
  const negated = filters.filter((filter) => isSet(filter, 'negate'));
  return {
    bool: {
      must: (query.must ?? []).filter(isSelective),
      filter: [...(query.filter ?? []), ...filters.filter((filter) => !negated.includes(filter)).map(filterClause)].filter(isSelective),
      should: [],
      must_not: negated.map(filterClause),
    },
  };
}

function isSelective(clause: Dsl): boolean {
  return !('match_all' in clause);
}

function isSet(filter: RuleTable, key: string): boolean {
  const value = entryOf(tableAt(filter, 'meta'), key)?.value;
  return value?.kind === 'boolean' && value.value;
}

/** A filter holds Query DSL under `query`, or in old ones beside what Kibana keeps for itself. */
function filterClause(filter: RuleTable): Dsl {
  const query = tableAt(filter, 'query');
  const entries = query?.entries ?? filter.entries.filter(({ key }) => key !== 'meta' && key !== '$state');
  return Object.fromEntries(entries.map(({ key, value }) => [key, plainOf(value)]));
}

/** The body of `_search`. */
export function searchBody(document: RuleDocument, query: Dsl, overrides?: SearchOverrides): Dsl {
  if (document.tree === undefined && overrides === undefined) return { query };
  const rule = document.tree?.rule;
  const timestamps = timestampsOf(rule);
  return {
    size: overrides?.size ?? maxSignals(rule),
    query: { bool: { filter: [query, timeRange(rule, overrides)] } },
    fields: [{ field: '*', include_unmapped: true }, ...timestamps.map((field) => ({ field, format: dateFormat }))],
    sort: timestamps.map((field) => ({ [field]: { order: 'asc', unmapped_type: 'date' } })),
  };
}

/** The body of `_eql/search`. */
export function eqlBody(document: RuleDocument, query: string, overrides?: SearchOverrides): Dsl {
  const { tree, timestampField, eventCategoryOverride, tiebreakerField } = document;
  if (tree === undefined && overrides === undefined) return { query };
  const rule = tree?.rule;
  const filters = tablesAt(rule, 'filters').length === 0 ? [] : [combinedQuery(document, {})];
  return {
    size: overrides?.size ?? maxSignals(rule),
    query,
    filter: { bool: { filter: [timeRange(rule, overrides), ...filters] } },
    ...named('timestamp_field', timestampField?.value),
    ...named('event_category_field', eventCategoryOverride?.value),
    ...named('tiebreaker_field', tiebreakerField?.value),
    fields: timestampsOf(rule).map((field) => ({ field, format: dateFormat })),
  };
}

function named(key: string, value: string | undefined): Dsl {
  return value === undefined ? {} : { [key]: value };
}

function maxSignals(rule: RuleTable | undefined): Plain {
  return numberAt(rule, 'max_signals')?.value ?? defaultMaxSignals;
}

/** The timestamp by which the rule takes events, and the one that stands in where an event lacks it. */
function timestampsOf(rule: RuleTable | undefined): readonly string[] {
  const override = stringAt(rule, 'timestamp_override')?.value;
  if (override === undefined || override === '' || override === timestamp) return [timestamp];
  const disabled = entryOf(rule, 'timestamp_override_fallback_disabled')?.value;
  return disabled?.kind === 'boolean' && disabled.value ? [override] : [override, timestamp];
}

function timeRange(rule: RuleTable | undefined, overrides?: SearchOverrides): Dsl {
  const window = {
    lte: overrides?.to ?? stringAt(rule, 'to')?.value ?? defaultSchedule.to,
    gte: overrides?.from ?? stringAt(rule, 'from')?.value ?? defaultSchedule.from,
    format: dateFormat,
  };
  const [primary = timestamp, secondary] = timestampsOf(rule);
  const range = { range: { [primary]: window } };
  if (secondary === undefined) return range;
  const without = { bool: { must_not: { exists: { field: primary } } } };
  return {
    bool: { minimum_should_match: 1, should: [range, { bool: { filter: [{ range: { [secondary]: window } }, without] } }] },
  };
}

const afterwards: Readonly<Record<string, string>> = {
  threshold: 'This finds the events; the rule then counts them by the fields of its `threshold`, in an aggregation that is not shown.',
  new_terms: 'This finds the events; the rule then looks for values that are new, in aggregations that are not shown.',
  threat_match: 'This finds the events; the rule then compares them with its indicators, in searches that are not shown.',
};

/** What of the rule is not in the request. */
export function requestNotes({ index, tree, type, narrowedBy }: RuleDocument): readonly string[] {
  const after = afterwards[type?.value ?? ''];
  return [
    ...((index?.value.length ?? 0) > 0 ? [] : [indexNote(tree?.rule)]),
    ...(after === undefined ? [] : [after]),
    ...(narrowedBy.includes('exceptions_list') ? ['Kibana adds the exceptions of the rule, which it keeps itself.'] : []),
  ];
}

function indexNote(rule: RuleTable | undefined): string {
  if (rule === undefined) return 'This file names no index: put yours in the place of `_all`.';
  const view = stringAt(rule, 'data_view_id')?.value;
  return view === undefined
    ? 'The rule names no index: Kibana searches its default security indices in the place of `_all`.'
    : `The data view \`${view}\` says which indices Kibana searches in the place of \`_all\`.`;
}
