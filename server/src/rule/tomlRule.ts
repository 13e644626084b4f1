/**
 * A detection rule written in TOML, as the public rule repositories keep them: `[metadata]` and `[rule]`, the query as a string.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/about-detection-rules
 */
import type { Span } from '../base/span.js';
import { entryOf, tableOf, type TomlDocument, type TomlEntry, type TomlString, type TomlTable } from '../toml/node.js';
import { stringMapOf } from '../toml/stringMap.js';
import { impliedLanguage, isQueryLanguage, openQuery } from './queryRegion.js';
import type { Located, QueryRegion, RuleDocument } from './ruleDocument.js';
import { ruleProblems } from './ruleProblems.js';
import { suppressionsIn } from './suppressions.js';
import { createTomlWriter } from './tomlWriter.js';

/** Keys by which a `[rule]` table is known as a detection rule. */
const ruleKeys: readonly string[] = [
  'author', 'description', 'name', 'rule_id', 'risk_score', 'severity', 'type', 'language', 'query', 'index', 'data_view_id', 'filters',
  'from', 'to', 'interval', 'max_signals', 'license', 'tags', 'references', 'false_positives', 'note', 'setup', 'timestamp_override',
  'rule_name_override', 'severity_mapping', 'risk_score_mapping', 'threat', 'threat_mappings', 'timeline_id', 'timeline_title',
  'building_block_type', 'enabled', 'exceptions_list', 'investigation_fields', 'actions', 'response_actions', 'throttle', 'meta',
  'version', 'revision', 'related_integrations', 'required_fields', 'timestamp_field', 'event_category_override', 'tiebreaker_field',
  'alert_suppression', 'threshold', 'threat_index', 'threat_mapping', 'threat_query', 'threat_language', 'threat_filters',
  'threat_indicator_path', 'anomaly_threshold', 'machine_learning_job_id', 'new_terms', 'new_terms_fields', 'saved_id',
]; // prettier-ignore

/** Keys by which a `[metadata]` table without a rule is known as one of a detection rule: other tools have tables of that name too. */
const metadataKeys: readonly string[] = [
  'creation_date', 'updated_date', 'maturity', 'deprecation_date', 'integration', 'min_stack_version', 'min_stack_comments',
  'query_schema_validation', 'bypass_bbr_timing',
]; // prettier-ignore

/** Whether the file is a detection rule, complete or not, damaged or not. */
export function isTomlRule(toml: TomlDocument, text: string): boolean {
  const rule = tableOf(toml.root, 'rule');
  const metadata = tableOf(toml.root, 'metadata');
  if (rule !== undefined && (metadata !== undefined || hasAny(rule, ruleKeys))) return true;
  if (metadata !== undefined && hasAny(metadata, metadataKeys)) return true;
  // A damaged header, such as `[rule` without its bracket, leaves its keys without a table.
  return toml.problems.length > 0 && /^[ \t]*\[rule[ \t]*(?:\]|$)/m.test(text) && /^[ \t]*(?:rule_id|risk_score|query)[ \t]*=/m.test(text);
}

function hasAny(table: TomlTable, keys: readonly string[]): boolean {
  return table.entries.some((entry) => keys.includes(entry.key));
}

/** The rule of a file for which `isTomlRule` holds. */
export function openTomlRule(toml: TomlDocument, text: string, uri: string): RuleDocument {
  const rule = tableOf(toml.root, 'rule');
  const metadata = tableOf(toml.root, 'metadata');
  const type = stringAt(rule, 'type');
  const language = stringAt(rule, 'language');
  const queries = [
    ...queryAt(text, rule, 'query', language?.value, type?.value),
    ...(type?.value === 'threat_match' ? queryAt(text, rule, 'threat_query', stringAt(rule, 'threat_language')?.value, type.value) : []),
  ];
  return {
    format: 'toml',
    uri,
    tree: { root: toml.root, rule, metadata, writer: createTomlWriter(text, toml.root) },
    text,
    name: stringAt(rule, 'name'),
    ruleId: stringAt(rule, 'rule_id'),
    type,
    language,
    severity: stringAt(rule, 'severity'),
    riskScore: numberAt(rule, 'risk_score'),
    index: stringsAt(rule, 'index'),
    minStackVersion: stringAt(metadata, 'min_stack_version'),
    eventCategoryOverride: stringAt(rule, 'event_category_override'),
    timestampField: stringAt(rule, 'timestamp_field'),
    tiebreakerField: stringAt(rule, 'tiebreaker_field'),
    narrowedBy: ['filters', 'exceptions_list'].filter((key) => hasElements(rule, key)),
    queries,
    problems: [...toml.problems, ...ruleProblems(toml, text, queries)],
    suppressions: suppressionsIn(text, [...toml.comments.map((comment) => comment.span), ...queries.flatMap(commentsOf)]),
  };
}

function stringAt(table: TomlTable | undefined, key: string): Located<string> | undefined {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'string' ? { value: value.value, span: value.span } : undefined;
}

function numberAt(table: TomlTable | undefined, key: string): Located<number> | undefined {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'integer' || value?.kind === 'float' ? { value: Number(value.value), span: value.span } : undefined;
}

function hasElements(table: TomlTable | undefined, key: string): boolean {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'array' && value.elements.length > 0;
}

/** A list of strings; one string counts as a list of one. */
function stringsAt(table: TomlTable | undefined, key: string): Located<readonly Located<string>[]> | undefined {
  const value = entryOf(table, key)?.value;
  if (value?.kind === 'string') return { value: [{ value: value.value, span: value.span }], span: value.span };
  if (value?.kind !== 'array') return undefined;
  const elements = value.elements.filter((element): element is TomlString => element.kind === 'string');
  return { value: elements.map((element) => ({ value: element.value, span: element.span })), span: value.span };
}

function queryAt(
  text: string,
  rule: TomlTable | undefined,
  key: QueryRegion['key'],
  language: string | undefined,
  type: string | undefined,
): readonly QueryRegion[] {
  const entry: TomlEntry | undefined = entryOf(rule, key);
  if (entry?.value.kind !== 'string') return [];
  const map = stringMapOf(text, entry.value);
  const named = language === undefined ? impliedLanguage(type, map.text) : isQueryLanguage(language) ? language : undefined;
  return [openQuery(key, named, map, entry.span)];
}

function commentsOf({ parsed, map }: QueryRegion): readonly Span[] {
  return parsed?.language === 'eql' ? parsed.comments.map((comment) => map.spanToFile(comment)) : [];
}
