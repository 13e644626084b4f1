/** What of a rule, beside its query, decides on its alerts; or why its type cannot be run. */
import type { RuleDocument } from '../rule/ruleDocument.js';
import { isRecord, type PlainRecord } from '../rule/plain.js';
import { defaultSchedule, readInterval } from '../rule/schedule.js';
import { plainOf } from '../rule/value.js';
import { refuse, type Refusal } from '../evaluate/ruleQuery.js';
import { defaultMaxSignals, mostSignals } from './limit.js';
import { numberAt, recordAt, recordsAt, scalarAt, textAt, textsAt } from './plainParts.js';

export interface ThresholdSettings {
  /** None for one count over all events. */
  readonly fields: readonly string[];
  readonly value: number;
  readonly cardinality: { readonly field: string; readonly value: number } | undefined;
}

export interface NewTermsSettings {
  readonly fields: readonly string[];
  /** Date maths. */
  readonly historyStart: string;
}

export interface MappingEntry {
  /** Of the event. */
  readonly field: string;
  /** Of the indicator. */
  readonly value: string;
  readonly negate: boolean;
}

export interface ThreatSettings {
  /** One of the groups has to match, with all of its entries. */
  readonly groups: readonly (readonly MappingEntry[])[];
  readonly index: readonly string[];
  /** Where in an indicator the object stands that goes into the alert. */
  readonly path: string;
}

export interface SuppressionSettings {
  readonly fields: readonly string[];
  /** In milliseconds; undefined for one execution. */
  readonly duration: number | undefined;
  /** Events without one of the fields count as one group; else each has its alert. */
  readonly groupsMissing: boolean;
}

export interface Overrides {
  readonly severity: readonly { readonly field: string; readonly value: string; readonly severity: string }[];
  /** A field with a number. */
  readonly riskScore: string | undefined;
  /** A field with a name. */
  readonly name: string | undefined;
}

/** A file that is nothing but a query runs as the type of its language does. */
export type RunnableType = 'query' | 'eql' | 'threshold' | 'new_terms' | 'threat_match';

export interface RuleSettings {
  readonly ok: true;
  readonly type: RunnableType;
  readonly ruleId: string;
  readonly name: string;
  readonly severity: string | undefined;
  readonly riskScore: number | undefined;
  readonly from: string;
  readonly to: string;
  /** In milliseconds. */
  readonly interval: number;
  readonly maxSignals: number;
  /** By which the rule takes events; `fallback`: by `@timestamp` those that lack it. */
  readonly timestamp: { readonly field: string; readonly fallback: boolean };
  readonly overrides: Overrides;
  readonly suppression: SuppressionSettings | undefined;
  readonly threshold: ThresholdSettings | undefined;
  readonly newTerms: NewTermsSettings | undefined;
  readonly threat: ThreatSettings | undefined;
  /** `list_id` of the exception lists of the rule, those of Elastic Defend left out. */
  readonly exceptionLists: readonly string[];
}

export const defaultTimestamp = '@timestamp';

const reasons: Readonly<Record<string, string>> = {
  esql: 'Rules of type esql are not run locally; those in EQL, KQL and Lucene are.',
  machine_learning: 'A rule of type machine_learning alerts on the anomalies of its jobs, which are not run locally.',
  saved_query: 'A rule of type saved_query runs a query that is saved in Kibana; only queries in the rule itself are run.',
};

export function settingsOf(document: RuleDocument): RuleSettings | Refusal {
  const root = document.tree?.rule === undefined ? {} : plainOf(document.tree.rule);
  const rule = isRecord(root) ? root : {};
  const type = document.type?.value ?? (document.queries[0]?.language === 'eql' ? 'eql' : 'query');
  const reason = reasons[type];
  if (reason !== undefined) return refuse('notEvaluated', reason);
  if (!isRunnable(type)) return refuse('invalid', `"${type}" is not a type of rule.`);
  const base = commonSettings(document, rule, type);
  if (typeof base === 'string') return refuse('invalid', base);
  const own = typeSettings(rule, type);
  return typeof own === 'string' ? refuse('invalid', own) : { ...base, ...own };
}

function isRunnable(type: string): type is RunnableType {
  return type === 'query' || type === 'eql' || type === 'threshold' || type === 'new_terms' || type === 'threat_match';
}

type TypeSettings = Pick<RuleSettings, 'threshold' | 'newTerms' | 'threat' | 'suppression'>;

function commonSettings(document: RuleDocument, rule: PlainRecord, type: RunnableType): Omit<RuleSettings, keyof TypeSettings> | string {
  const interval = textAt(rule, 'interval') ?? defaultSchedule.interval;
  const every = readInterval(interval);
  if (every === undefined) return `The rule's \`interval\` "${interval}" is no time between two runs; write it like "5m".`;
  const override = textAt(rule, 'timestamp_override');
  const ruleId = document.ruleId?.value ?? document.name?.value ?? 'rule';
  return {
    ok: true,
    type,
    ruleId,
    name: document.name?.value ?? ruleId,
    severity: document.severity?.value,
    riskScore: document.riskScore?.value,
    from: textAt(rule, 'from') ?? defaultSchedule.from,
    to: textAt(rule, 'to') ?? defaultSchedule.to,
    interval: every,
    maxSignals: Math.max(1, Math.min(numberAt(rule, 'max_signals') ?? defaultMaxSignals, mostSignals)),
    timestamp: { field: override ?? defaultTimestamp, fallback: rule['timestamp_override_fallback_disabled'] !== true },
    overrides: overridesOf(rule),
    exceptionLists: recordsAt(rule, 'exceptions_list')
      .map((list) => textAt(list, 'list_id'))
      .filter((id) => id !== undefined && id !== 'endpoint_list') as readonly string[],
  };
}

function overridesOf(rule: PlainRecord): Overrides {
  const severity = recordsAt(rule, 'severity_mapping').map((entry) => ({
    field: textAt(entry, 'field') ?? '',
    value: scalarAt(entry, 'value') ?? '',
    severity: textAt(entry, 'severity') ?? '',
  }));
  const [risk] = recordsAt(rule, 'risk_score_mapping');
  return { severity, riskScore: risk === undefined ? undefined : textAt(risk, 'field'), name: textAt(rule, 'rule_name_override') };
}

/** A sentence where something is missing. */
function typeSettings(rule: PlainRecord, type: RunnableType): TypeSettings | string {
  const none = { threshold: undefined, newTerms: undefined, threat: undefined, suppression: suppressionOf(rule, type) };
  switch (type) {
    case 'threshold': {
      const threshold = thresholdOf(recordAt(rule, 'threshold'));
      if (typeof threshold === 'string') return threshold;
      return { ...none, threshold, suppression: none.suppression && { ...none.suppression, fields: threshold.fields } };
    }
    case 'new_terms': {
      const newTerms = newTermsOf(rule);
      return typeof newTerms === 'string' ? newTerms : { ...none, newTerms };
    }
    case 'threat_match': {
      const threat = threatOf(rule);
      return typeof threat === 'string' ? threat : { ...none, threat };
    }
    default:
      return none;
  }
}

const unitLengths: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Undefined where there is nothing to group by; threshold rules are grouped already, and suppress for a time only. */
function suppressionOf(rule: PlainRecord, type: RunnableType): SuppressionSettings | undefined {
  const table = recordAt(rule, 'alert_suppression');
  if (table === undefined) return undefined;
  const duration = recordAt(table, 'duration');
  const amount = duration === undefined ? undefined : numberAt(duration, 'value');
  const unit = unitLengths[(duration === undefined ? undefined : textAt(duration, 'unit')) ?? ''];
  const fields = textsAt(table, 'group_by');
  const milliseconds = amount === undefined || unit === undefined ? undefined : amount * unit;
  if (type === 'threshold' ? milliseconds === undefined : fields.length === 0) return undefined;
  return {
    fields,
    duration: milliseconds,
    groupsMissing: textAt(table, 'missing_fields_strategy') !== 'doNotSuppress',
  };
}

function thresholdOf(table: PlainRecord | undefined): ThresholdSettings | string {
  const value = table === undefined ? undefined : numberAt(table, 'value');
  if (table === undefined || value === undefined)
    return 'The rule counts nothing: a threshold rule needs a `threshold` with `field` and `value`.';
  const [first] = recordsAt(table, 'cardinality');
  const [field, least] = first === undefined ? [] : [textAt(first, 'field'), numberAt(first, 'value')];
  const cardinality = field === undefined || least === undefined ? undefined : { field, value: least };
  return { fields: textsAt(table, 'field'), value, cardinality };
}

/** As Kibana has it, or as rules in repositories write it. */
function newTermsOf(rule: PlainRecord): NewTermsSettings | string {
  const table = recordAt(rule, 'new_terms');
  const fields = table === undefined ? textsAt(rule, 'new_terms_fields') : textsAt(table, 'value');
  const [window] = table === undefined ? [] : recordsAt(table, 'history_window_start');
  const historyStart = table === undefined ? textAt(rule, 'history_window_start') : window && textAt(window, 'value');
  if (fields.length === 0)
    return 'The rule names no fields whose values could be new: a new_terms rule needs one to three `new_terms` fields.';
  if (historyStart === undefined)
    return 'The rule does not say since when a value is known: a new_terms rule needs `history_window_start`.';
  return { fields, historyStart };
}

function threatOf(rule: PlainRecord): ThreatSettings | string {
  const groups = recordsAt(rule, 'threat_mapping').map((group) =>
    recordsAt(group, 'entries').map((entry) => ({
      field: textAt(entry, 'field') ?? '',
      value: textAt(entry, 'value') ?? '',
      negate: entry['negate'] === true,
    })),
  );
  const usable = groups.filter((group) => group.some(({ negate }) => !negate));
  if (usable.length === 0)
    return 'The rule compares nothing: a threat_match rule needs a `threat_mapping` of event fields to indicator fields.';
  return { groups: usable, index: textsAt(rule, 'threat_index'), path: textAt(rule, 'threat_indicator_path') ?? 'threat.indicator' };
}
