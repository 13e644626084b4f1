/**
 * A rule as the object that Kibana imports, from whatever notation it is kept in.
 * https://www.elastic.co/docs/api/doc/kibana/operation/operation-createrule
 */
import { filtered, isList, isRecord, type PlainRecord } from '../plain.js';
import type { RuleTree } from '../ruleDocument.js';
import { plainOf, tableAt, type Plain, type RuleTable } from '../value.js';
import { renderNote } from './transform.js';

/** What came of a conversion, and in sentences what the new form does not hold. */
export interface Converted<T> {
  readonly value: T;
  readonly lost: readonly string[];
}

export interface ExportOptions {
  /** Keeps what Kibana has no place for below `meta`, so that the way back finds it. */
  readonly keepMetadata: boolean;
}

/** The keys whose line breaks mean something. Filters and actions belong to Kibana already and are left alone as a whole. */
const verbatim: readonly string[] = [
  'query', 'threat_query', 'note', 'setup', 'filters', 'threat_filters', 'actions', 'response_actions', 'meta',
]; // prettier-ignore

/** The object of a rule in TOML; of a rule that is Kibana's own already it is that one. */
export function toKibana({ root, rule, metadata }: RuleTree, options: ExportOptions): Converted<PlainRecord> {
  if (rule === undefined) return { value: {}, lost: [] };
  const source = plainRecord(rule);
  if (metadata === undefined && tableAt(root, 'rule') === undefined) return { value: source, lost: [] };
  const transform = tableAt(root, 'transform');
  const { new_terms: newTerms, threat_mappings: mappings, ...common } = source;
  const known = filtered({ ...common, ...flatNewTerms(newTerms) }, (_key, value) => value !== null);
  const normal = Object.entries(known).map(([key, value]) => [key, verbatim.includes(key) ? value : normalised(value)] as const);
  const withParts = withRestored(Object.fromEntries(normal), transform);
  const extra = {
    ...(metadata === undefined ? {} : { metadata: plainRecord(metadata) }),
    ...(mappings === undefined ? {} : { threat_mappings: mappings }),
  };
  const keeps = options.keepMetadata && Object.keys(extra).length > 0;
  const meta = isRecord(withParts['meta'] ?? null) ? withParts['meta'] : {};
  return {
    value: keeps ? { ...withParts, meta: { ...(meta as PlainRecord), ...extra } } : withParts,
    lost: keeps ? [] : losses(metadata, mappings),
  };
}

function plainRecord(table: RuleTable): PlainRecord {
  return Object.fromEntries(table.entries.map(({ key, value }) => [key, plainOf(value)]));
}

/** White space at the ends of lines, and the line breaks of prose, are layout: lines are trimmed and joined by one space. */
export function normalised(value: Plain): Plain {
  if (isList(value)) return value.map(normalised);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalised(inner)]));
  return typeof value === 'string' ? oneLine(value) : value;
}

function oneLine(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}

/** `[rule.new_terms]` as the two keys that Kibana has for it. */
function flatNewTerms(table: Plain | undefined): PlainRecord {
  if (table === undefined || !isRecord(table)) return {};
  const start = table['history_window_start'] ?? null;
  const first = isList(start) ? start[0] : start;
  const window = first !== undefined && isRecord(first) ? first['value'] : first;
  return {
    ...(table['value'] === undefined ? {} : { new_terms_fields: table['value'] }),
    ...(window === undefined || window === null ? {} : { history_window_start: window }),
  };
}

/** What Kibana expects and TOML leaves out: empty lists of techniques, nulls, and the transforms within the note. */
function withRestored(rule: PlainRecord, transform: RuleTable | undefined): PlainRecord {
  const { note, threat, actions } = rule;
  return {
    ...rule,
    ...(typeof note === 'string' && transform !== undefined ? { note: renderNote(note, plainRecord(transform)) } : {}),
    ...(threat !== undefined && isList(threat) ? { threat: threat.map(withTechniques) } : {}),
    ...(actions !== undefined && isList(actions) ? { actions: actions.map(withThrottle) } : {}),
  };
}

function withTechniques(entry: Plain): Plain {
  return isRecord(entry) && entry['technique'] === undefined ? { ...entry, technique: [] } : entry;
}

/** A frequency without a throttle has it as null, which TOML cannot say. Cases and workflows have none. */
function withThrottle(action: Plain): Plain {
  if (!isRecord(action)) return action;
  const { frequency, action_type_id: type } = action;
  if (type === '.cases' || type === '.workflows' || frequency === undefined || !isRecord(frequency)) return action;
  return frequency['throttle'] === undefined ? { ...action, frequency: { ...frequency, throttle: null } } : action;
}

function losses(metadata: RuleTable | undefined, mappings: Plain | undefined): readonly string[] {
  const keys = (metadata?.entries ?? []).map(({ key }) => key);
  return [
    ...(keys.length === 0 ? [] : [`[metadata] has no place in Kibana: ${keys.join(', ')}`]),
    ...(mappings === undefined ? [] : ['threat_mappings are for repositories; Kibana has threat only']),
  ];
}
