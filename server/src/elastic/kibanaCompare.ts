/**
 * A rule as it stands in Kibana against the rule of a file: which keys differ, and what an update would send. What Kibana adds by itself,
 * and the defaults it writes out, are no differences. https://www.elastic.co/docs/api/doc/kibana/operation/operation-readrule
 */
import type { RuleChange, RuleChangeArea } from '../protocol/kibana.js';
import { tomlFile } from '../rule/import/tomlFile.js';
import { filtered, isList, isRecord, sortedKeys, type PlainRecord } from '../rule/plain.js';
import { jsonText } from '../rule/jsonWriter.js';
import type { Plain } from '../rule/value.js';

/** What Kibana keeps about a rule and nobody else sets. */
const ofKibana: readonly string[] = [
  'id', 'created_at', 'created_by', 'updated_at', 'updated_by', 'immutable', 'rule_source', 'revision', 'version', 'output_index', 'outcome',
  'alias_target_id', 'alias_purpose', 'execution_summary', 'throttle',
]; // prettier-ignore

/** What is managed in Kibana as long as a file says nothing about it. */
const managedThere: readonly string[] = [
  'enabled', 'actions', 'response_actions', 'exceptions_list', 'related_integrations', 'required_fields', 'meta', 'namespace',
]; // prettier-ignore

const emptyList: Plain = [];

/** What Kibana writes where a rule says nothing. */
const defaults: PlainRecord = {
  author: emptyList,
  false_positives: emptyList,
  references: emptyList,
  risk_score_mapping: emptyList,
  severity_mapping: emptyList,
  tags: emptyList,
  threat: emptyList,
  filters: emptyList,
  threat_filters: emptyList,
  actions: emptyList,
  response_actions: emptyList,
  exceptions_list: emptyList,
  related_integrations: emptyList,
  required_fields: emptyList,
  meta: {},
  setup: '',
  note: '',
  license: '',
  from: 'now-6m',
  to: 'now',
  interval: '5m',
  max_signals: 100,
  threat_indicator_path: 'threat.indicator',
  timestamp_override_fallback_disabled: false,
};

/** Lists in which the order says nothing. */
const sets: readonly string[] = ['tags', 'index', 'threat_index'];

const areas: Readonly<Record<string, RuleChangeArea>> = {
  query: 'query',
  language: 'query',
  filters: 'query',
  index: 'query',
  data_view_id: 'query',
  type: 'query',
  threshold: 'query',
  new_terms_fields: 'query',
  history_window_start: 'query',
  threat_query: 'query',
  threat_index: 'query',
  threat_mapping: 'query',
  threat_filters: 'query',
  event_category_override: 'query',
  timestamp_field: 'query',
  tiebreaker_field: 'query',
  alert_suppression: 'query',
  from: 'schedule',
  to: 'schedule',
  interval: 'schedule',
  max_signals: 'schedule',
  timestamp_override: 'schedule',
  exceptions_list: 'exceptions',
  actions: 'actions',
  response_actions: 'actions',
  enabled: 'state',
};

export interface ComparedRule {
  readonly changes: readonly RuleChange[];
  readonly kept: readonly string[];
}

/** `deployed` as Kibana gave it, `local` as `toKibana` made it. */
export function compareRule(deployed: PlainRecord, local: PlainRecord): ComparedRule {
  const there = normalised(deployed);
  const here = normalised(local);
  const isKept = (key: string): boolean => managedThere.includes(key) && local[key] === undefined;
  const keys = [...new Set([...Object.keys(here), ...Object.keys(there)])].filter((key) => !isKept(key));
  return {
    changes: keys.flatMap((key) => changeOf(key, there[key], here[key])),
    kept: Object.keys(there)
      .filter(isKept)
      .map((key) => keptInWords(key, there[key] ?? null)),
  };
}

function changeOf(key: string, deployed: Plain | undefined, local: Plain | undefined): readonly RuleChange[] {
  if (canonical(key, deployed) === canonical(key, local)) return [];
  return [{ key, area: areas[key] ?? 'other', deployed: shown(deployed), local: shown(local) }];
}

/** Texts as they are, everything else as JSON. */
function shown(value: Plain | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : jsonText(value, '  ');
}

function canonical(key: string, value: Plain | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (isList(value) && sets.includes(key)) return jsonText([...new Set(value.map((each) => jsonText(sortedKeys(each))))].sort());
  return jsonText(sortedKeys(value));
}

function keptInWords(key: string, value: Plain): string {
  if (isList(value)) return `${key} (${value.length})`;
  return isRecord(value) ? key : `${key} = ${jsonText(value)}`;
}

/** Without what is not the author's, without defaults, and with the forms that Kibana gives to values. */
function normalised(rule: PlainRecord): PlainRecord {
  const own = filtered(rule, (key, value) => !ofKibana.includes(key) && value !== null);
  const formed = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, formOf(key, value)]));
  const fallback: PlainRecord = { ...defaults, language: formed['type'] === 'eql' ? 'eql' : 'kuery' };
  return filtered(formed, (key, value) => {
    const usual = fallback[key];
    return usual === undefined || jsonText(usual) !== jsonText(value);
  });
}

function formOf(key: string, value: Plain): Plain {
  switch (key) {
    case 'query':
    case 'threat_query':
      return typeof value === 'string' ? value.trim() : value;
    case 'threat':
      return isList(value) ? value.map(threatForm) : value;
    case 'threshold':
      return isRecord(value) ? thresholdForm(value) : value;
    case 'alert_suppression':
      return isRecord(value) ? { missing_fields_strategy: 'suppress', ...value } : value;
    case 'required_fields':
      return isList(value) ? value.map((field) => (isRecord(field) ? filtered(field, (name) => name !== 'ecs') : field)) : value;
    default:
      return withoutNulls(value);
  }
}

function withoutNulls(value: Plain): Plain {
  if (isList(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])));
}

/** A tactic without techniques, and a technique without techniques below it, may have empty lists. */
function threatForm(entry: Plain): Plain {
  if (isList(entry)) return entry.map(threatForm);
  if (!isRecord(entry)) return entry;
  const full = filtered(entry, (key, value) => !((key === 'technique' || key === 'subtechnique') && isList(value) && value.length === 0));
  return Object.fromEntries(Object.entries(full).map(([key, value]) => [key, threatForm(value)]));
}

function thresholdForm({ field = [], cardinality = [], ...others }: PlainRecord): Plain {
  const fields = typeof field === 'string' ? (field === '' ? [] : [field]) : field;
  return { ...others, field: fields, ...(isList(cardinality) && cardinality.length > 0 ? { cardinality } : {}) };
}

/** What is compared of both, in one layout; empty where Kibana has no such rule. */
export function comparedTexts(
  deployed: PlainRecord | undefined,
  local: PlainRecord,
): { readonly deployed: string; readonly local: string } {
  const isCompared = (key: string): boolean => !managedThere.includes(key) || local[key] !== undefined;
  const text = (rule: PlainRecord): string =>
    tomlFile({ metadata: {}, transform: undefined, rule: filtered(normalised(rule), isCompared) }).replace(/^\[metadata\]\n+/, '');
  return { deployed: deployed === undefined ? '' : text(deployed), local: text(local) };
}

/** What is sent for a rule that Kibana does not have: not switched on, unless the file says so. */
export function creationOf(local: PlainRecord): PlainRecord {
  return { enabled: false, ...authored(local) };
}

/** What is sent in place of a rule: all that the file says, and what Kibana manages as it stands there. */
export function updateOf(deployed: PlainRecord, local: PlainRecord): PlainRecord {
  return { ...filtered(deployed, (key, value) => managedThere.includes(key) && value !== null), ...authored(local) };
}

/** Without what Kibana keeps about a rule by itself. */
export function authored(local: PlainRecord): PlainRecord {
  return filtered(local, (key, value) => !ofKibana.includes(key) && value !== null);
}
