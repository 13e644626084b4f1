/** A rule object of Kibana's as a rule file in TOML, without what Kibana adds on its own account. */
import type { Converted } from '../export/toKibana.js';
import { extractTransform } from '../export/transform.js';
import { filtered, isList, isRecord, type PlainRecord } from '../plain.js';
import type { Plain } from '../value.js';
import { tomlFile } from './tomlFile.js';

/** What Kibana keeps about a rule beside what its author wrote. */
const kept: readonly string[] = [
  'id', 'created_at', 'created_by', 'updated_at', 'updated_by', 'immutable', 'rule_source', 'revision', 'version', 'output_index', 'outcome',
  'alias_target_id', 'alias_purpose', 'execution_summary', 'namespace',
]; // prettier-ignore

/** What is worked out from the query and the packages when rules are built, so that no rule file has it. */
const computed: readonly string[] = ['related_integrations', 'required_fields'];

/** Keys that Kibana writes empty where nothing was given. */
const emptyByDefault: readonly string[] = [
  'actions', 'exceptions_list', 'false_positives', 'filters', 'license', 'meta', 'note', 'references', 'response_actions',
  'risk_score_mapping', 'setup', 'severity_mapping', 'tags', 'threat', 'threat_filters',
]; // prettier-ignore

/** `today`: `YYYY/MM/DD`, for an object that does not say when it was made. */
export function toToml(object: PlainRecord, today: string): Converted<string> {
  const present = filtered(object, (key, value) => value !== null && !(emptyByDefault.includes(key) && isEmpty(value)));
  const rule = filtered(present, (key) => !kept.includes(key) && !computed.includes(key));
  const { note: noteValue, meta: metaValue, new_terms_fields: fields, history_window_start: window, ...others } = rule;
  const { note, transform } = typeof noteValue === 'string' ? extractTransform(noteValue) : { note: noteValue, transform: undefined };
  const {
    metadata,
    threat_mappings: mappings,
    kibana_siem_app_url: link,
    ...meta
  } = isRecord(metaValue ?? null) ? (metaValue as PlainRecord) : {};
  const threat = others['threat'];
  const written: PlainRecord = {
    ...others,
    ...(threat !== undefined && isList(threat) ? { threat: threat.map(withoutEmptyTechniques) } : {}),
    ...(note === undefined ? {} : { note }),
    ...(Object.keys(meta).length === 0 ? {} : { meta }),
    ...(mappings === undefined ? {} : { threat_mappings: mappings }),
    ...newTerms(fields, window),
  };
  const text = tomlFile({
    metadata: metadata !== undefined && isRecord(metadata) ? metadata : datesOf(object, today),
    transform,
    rule: written,
  });
  return { value: text, lost: [...losses(present, link), ...nullLosses(written)] };
}

function isEmpty(value: Plain): boolean {
  if (isList(value)) return value.length === 0;
  return isRecord(value) ? Object.keys(value).length === 0 : value === '';
}

function withoutEmptyTechniques(entry: Plain): Plain {
  return isRecord(entry) ? filtered(entry, (key, value) => key !== 'technique' || !isEmpty(value)) : entry;
}

/** The table in which rule files keep the two keys. */
function newTerms(fields: Plain | undefined, window: Plain | undefined): PlainRecord {
  if (fields === undefined && window === undefined) return {};
  return {
    new_terms: {
      field: 'new_terms_fields',
      value: fields ?? [],
      ...(window === undefined ? {} : { history_window_start: [{ field: 'history_window_start', value: window }] }),
    },
  };
}

/** A rule from Kibana has not been through a repository's review. */
function datesOf({ created_at: created, updated_at: updated }: PlainRecord, today: string): PlainRecord {
  return { creation_date: dateOf(created) ?? today, maturity: 'development', updated_date: dateOf(updated) ?? today };
}

function dateOf(value: Plain | undefined): string | undefined {
  return typeof value === 'string' ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0].replaceAll('-', '/') : undefined;
}

/** A null of the rule itself says as much as a missing key; one within a value may have been meant. */
function nullLosses(rule: PlainRecord): readonly string[] {
  const paths = new Set(Object.entries(rule).flatMap(([key, value]) => (value === null ? [] : nullsIn(value, key))));
  // The way back writes this one.
  paths.delete('actions.frequency.throttle');
  return paths.size === 0 ? [] : [`TOML has no null, so that it is left out: ${[...paths].join(', ')}`];
}

function nullsIn(value: Plain, path: string): readonly string[] {
  if (value === null) return [path];
  if (isList(value)) return value.flatMap((element) => nullsIn(element, path));
  return isRecord(value) ? Object.entries(value).flatMap(([key, inner]) => nullsIn(inner, `${path}.${key}`)) : [];
}

function losses(present: PlainRecord, link: Plain | undefined): readonly string[] {
  const own = kept.filter((key) => present[key] !== undefined);
  const built = computed.filter((key) => !isEmpty(present[key] ?? []));
  return [
    ...(own.length === 0 ? [] : [`what Kibana keeps about the rule has no place in TOML: ${own.join(', ')}`]),
    ...(built.length === 0 ? [] : [`what is worked out when rules are built is left out: ${built.join(', ')}`]),
    ...(link === undefined ? [] : ['the link to the Kibana that made the rule is left out: meta.kibana_siem_app_url']),
  ];
}
