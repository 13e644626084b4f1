/** The keys of a rule itself: `[rule]` in TOML, the rule object in Kibana. */
import {
  anything,
  choice,
  field,
  flag,
  formatted,
  integer,
  listOf,
  oneOf,
  table,
  tables,
  text,
  texts,
  type EnumValue,
  type KeyRow,
} from './ruleKeysRow.js';
import { ruleTypes, type RuleType } from './ruleTypes.js';

const typeDocs: Readonly<Record<RuleType, string>> = {
  query: 'A KQL or Lucene query; each event that matches is an alert.',
  saved_query: 'The query of a saved search of Kibana, named by `saved_id`.',
  eql: 'An EQL query: single events, sequences or samples.',
  esql: 'An ES|QL query; each row of its result is an alert.',
  threshold: 'A KQL or Lucene query that must match a number of events with the same values of some fields.',
  threat_match: 'Events whose values are those of indicators of compromise.',
  machine_learning: 'Anomalies that a machine learning job found.',
  new_terms: 'Values of a field, or of up to three together, that were not seen in a time before.',
};

/** Severities with the range of risk scores that goes with each and the score in use for it. */
export const severities: readonly (EnumValue & { readonly score: number; readonly least: number; readonly most: number })[] = [
  { value: 'low', score: 21, least: 0, most: 21, docs: 'Of interest, rarely urgent. Risk scores 0 to 21, as a rule 21.' },
  { value: 'medium', score: 47, least: 22, most: 47, docs: 'Worth a look. Risk scores 22 to 47, as a rule 47.' },
  { value: 'high', score: 73, least: 48, most: 73, docs: 'Needs a look soon. Risk scores 48 to 73, as a rule 73.' },
  { value: 'critical', score: 99, least: 74, most: 100, docs: 'Needs a look at once. Risk scores 74 to 100, as a rule 99.' },
];

/** The Timeline templates that come with Kibana: id and title. */
export const timelineTemplates: readonly (readonly [id: string, title: string])[] = [
  ['db366523-f1c6-4c1f-8731-6ce5ed9e5717', 'Generic Endpoint Timeline'],
  ['91832785-286d-4ebe-b884-1a208d111a70', 'Generic Network Timeline'],
  ['76e52245-7519-4251-91ab-262fb1a1728c', 'Generic Process Timeline'],
  ['495ad7a7-316e-4544-8a0f-9c098daee76e', 'Generic Threat Match Timeline'],
  ['4d4c0b59-ea83-483f-b8c1-8c360ee53c5c', 'Comprehensive File Timeline'],
  ['e70679c2-6cde-4510-9764-4823df18f7db', 'Comprehensive Process Timeline'],
  ['300afc76-072d-4261-864d-4149714bf3f1', 'Comprehensive Network Timeline'],
  ['3e47ef71-ebfc-4520-975c-cb27fc090799', 'Comprehensive Registry Timeline'],
  ['3e827bab-838a-469f-bd1e-5e19a2bff2fd', 'Alerts Involving a Single User Timeline'],
  ['4434b91a-94ca-4a89-83cb-a37cdc0532b7', 'Alerts Involving a Single Host Timeline'],
];

const language = {
  ...choice('a query language', {
    kuery: 'KQL, the language of Kibana. Of rule types query, threshold, threat_match and new_terms.',
    eql: 'EQL, also for sequences of events. Of rule type eql.',
    esql: 'ES|QL. Of rule type esql.',
    lucene: 'The query syntax of Lucene. Where KQL may stand.',
  }),
  aliases: { kql: 'kuery', 'es|ql': 'esql', kibana: 'kuery' },
};

const withIndex: readonly RuleType[] = ['query', 'saved_query', 'eql', 'threshold', 'threat_match', 'new_terms'];
const withQuery: readonly RuleType[] = [...withIndex, 'esql'];
const ownQuery: readonly RuleType[] = ['query', 'eql', 'esql', 'threshold', 'threat_match', 'new_terms'];

/** What every rule has to say. */
const aboutKeys: readonly KeyRow[] = [
  { key: 'name', shape: text, required: 'always', docs: 'What lists and alerts call the rule.', example: 'Name of the rule' },
  {
    key: 'description',
    shape: text,
    required: 'always',
    docs: 'What the rule detects and why that matters.',
    example: 'What the rule detects and why it matters.',
  },
  {
    key: 'rule_id',
    shape: formatted('uuid'),
    required: 'always',
    requiredIn: 'toml',
    docs: 'The identity of the rule: a UUID that never changes. Importing a rule whose id exists replaces that one.',
    example: '00000000-0000-0000-0000-000000000000',
  },
  {
    key: 'type',
    shape: { kind: 'enum', what: 'a rule type', values: ruleTypes.map((value) => ({ value, docs: typeDocs[value] })) },
    required: 'always',
    docs: 'How the rule finds what it alerts on. It decides which other keys the rule needs.',
    example: 'query',
  },
  {
    key: 'severity',
    shape: { kind: 'enum', what: 'a severity', values: severities },
    required: 'always',
    docs: 'How grave an alert of this rule is. It goes with `risk_score`.',
    example: 'low',
  },
  {
    key: 'risk_score',
    shape: integer(0, 100),
    required: 'always',
    docs: 'How grave an alert is as a number from 0 to 100: in use are 21 (low), 47 (medium), 73 (high) and 99 (critical).',
    example: 21,
  },
  { key: 'author', shape: texts, required: 'always', requiredIn: 'toml', docs: 'Who wrote the rule.', example: ['Author'] },
  { key: 'license', shape: text, docs: 'The licence the rule is under.' },
  {
    key: 'tags',
    shape: listOf(formatted('tag')),
    docs: 'Words to find the rule by, in the form `Family: Value`: `OS: Linux`, `Tactic: Execution`.',
    example: [],
  },
  { key: 'references', shape: listOf(formatted('url')), docs: 'Pages about the threat or the technique.' },
  { key: 'false_positives', shape: texts, docs: 'What else may cause an alert though nothing is wrong.' },
  { key: 'note', shape: formatted('markdown'), docs: 'The investigation guide: Markdown that analysts see beside the alert.' },
  { key: 'setup', shape: formatted('markdown'), since: '8.3', docs: 'What must be in place for the rule to work; Markdown.' },
  {
    key: 'threat',
    shape: tables('threat'),
    docs: 'What the rule detects in terms of MITRE ATT&CK: one entry for each tactic. The first is the main one.',
  },
  {
    key: 'threat_mappings',
    shape: tables('threat_mappings'),
    only: 'toml',
    docs: 'Mappings to further versions or frameworks. They stay in the repository: a build leaves them out.',
  },
];

/** When the rule runs, and what becomes of its alerts. */
const scheduleKeys: readonly KeyRow[] = [
  {
    key: 'from',
    shape: formatted('dateMath'),
    default: '"now-6m"',
    docs: 'How far back each run looks. It should exceed `interval`, so that events that arrive late are not missed.',
    example: 'now-9m',
  },
  { key: 'to', shape: formatted('dateMath'), default: '"now"', docs: 'Where the searched time ends.', example: 'now' },
  { key: 'interval', shape: formatted('duration'), default: '"5m"', docs: 'How often the rule runs.', example: '5m' },
  {
    key: 'max_signals',
    shape: integer(1),
    default: '100',
    docs: 'The most alerts of one run; what is beyond it is lost. Kibana itself makes no more than 1,000.',
    example: 100,
  },
  {
    key: 'enabled',
    shape: flag,
    default: 'true',
    docs: 'Whether the rule runs once it is there. Prebuilt rules are installed switched off.',
  },
  {
    key: 'timestamp_override',
    shape: field,
    docs: 'The field that the searched time is about instead of `@timestamp`; as a rule `event.ingested`, so that events that arrive late are found.',
    example: 'event.ingested',
  },
  {
    key: 'timestamp_override_fallback_disabled',
    shape: flag,
    only: 'json',
    default: 'false',
    docs: 'With `true` events without the field of `timestamp_override` are not searched at all.',
  },
  { key: 'rule_name_override', shape: field, docs: 'The field whose value an alert has as its rule name.', example: 'event.action' },
  {
    key: 'severity_mapping',
    shape: tables('severity_mapping'),
    docs: 'Another severity for alerts in which a field has a certain value. The last entry that fits counts.',
  },
  { key: 'risk_score_mapping', shape: tables('risk_score_mapping'), docs: 'The field whose number an alert has as its risk score.' },
  {
    key: 'building_block_type',
    shape: {
      ...choice('a building block type', { default: 'Alerts are hidden by default; other rules search them.' }),
      checkedApart: true,
    },
    docs: 'Makes it a building block: its alerts are not shown by default but are there for other rules to search.',
    example: 'default',
  },
  { key: 'timeline_id', shape: formatted('uuid'), docs: 'The Timeline template in which alerts open; goes with `timeline_title`.' },
  { key: 'timeline_title', shape: text, docs: 'The title of the Timeline template of `timeline_id`.' },
  { key: 'exceptions_list', shape: tables('exceptions_list'), docs: 'Lists of exceptions: events that fit one are left out.' },
  {
    key: 'investigation_fields',
    shape: table('investigation_fields'),
    since: '8.11',
    docs: 'The fields that analysts see first in an alert.',
  },
  { key: 'actions', shape: tables('actions'), docs: 'What to do on an alert through a connector: a message, a ticket.' },
  { key: 'response_actions', shape: tables('response_actions'), docs: 'What Osquery or Elastic Defend does on the host of an alert.' },
  { key: 'throttle', shape: text, docs: 'How often actions run; older than `frequency` of the single action, which replaces it.' },
  { key: 'meta', shape: table('free'), docs: 'Data of Kibana and of your own tools; any keys are allowed here.' },
  { key: 'version', shape: integer(1), docs: 'Counts the published versions of the rule. Rule repositories keep it in a file of its own.' },
  { key: 'revision', shape: integer(0), since: '8.8', docs: 'Counts the changes to the rule in Kibana.' },
  {
    key: 'related_integrations',
    shape: tables('related_integrations'),
    computed: true,
    since: '8.3',
    docs: 'The integrations the rule needs. Rule repositories work it out from the query when they build the rule.',
  },
  {
    key: 'required_fields',
    shape: tables('required_fields'),
    computed: true,
    since: '8.3',
    docs: 'The fields the rule needs. Rule repositories work it out from the query when they build the rule.',
  },
];

/** What the rule searches: the keys that depend on its type. */
const searchKeys: readonly KeyRow[] = [
  {
    key: 'index',
    shape: listOf(formatted('indexPattern')),
    types: withIndex,
    docs: 'The index patterns that are searched; `-pattern` takes indices out, `cluster:pattern` is another cluster. Without it Kibana searches its default ones.',
    example: ['logs-endpoint.events.*'],
  },
  { key: 'data_view_id', shape: text, types: withIndex, docs: 'The data view that is searched, instead of `index`.' },
  {
    key: 'language',
    shape: language,
    types: withQuery,
    required: ownQuery,
    requiredIn: 'toml',
    docs: 'The language of `query`.',
    example: 'kuery',
  },
  {
    key: 'query',
    shape: formatted('query'),
    types: withQuery,
    required: ownQuery,
    docs: "What to search for. Write it between `'''`, so that no escapes are needed.",
  },
  { key: 'filters', shape: tables('filters'), types: withIndex, docs: 'Filters of Kibana that events must pass beside the query.' },
  {
    key: 'saved_id',
    shape: text,
    types: ['query', 'saved_query'],
    required: ['saved_query'],
    docs: 'The id of the saved query.',
    example: 'id',
  },
  {
    key: 'event_category_override',
    shape: field,
    types: ['eql'],
    since: '8.0',
    default: '"event.category"',
    docs: 'The field that the word before `where` is compared with.',
    example: 'event.category',
  },
  {
    key: 'timestamp_field',
    shape: field,
    types: ['eql'],
    since: '8.0',
    default: '"@timestamp"',
    docs: 'The field that orders the events of a sequence and that `maxspan` measures.',
    example: '@timestamp',
  },
  {
    key: 'tiebreaker_field',
    shape: field,
    types: ['eql'],
    since: '8.0',
    docs: 'The field that orders events of the same time.',
    example: 'event.sequence',
  },
  {
    key: 'alert_suppression',
    shape: table('alert_suppression'),
    since: '8.8',
    docs: 'Makes one alert of several with the same values of some fields. Types other than `query` have it since 8.12 to 8.15.',
  },
  {
    key: 'threshold',
    shape: table('threshold'),
    types: ['threshold'],
    required: ['threshold'],
    docs: 'How many events with the same values make an alert.',
    example: { field: ['host.id'], value: 10 },
  },
  {
    key: 'new_terms',
    shape: table('new_terms'),
    types: ['new_terms'],
    required: ['new_terms'],
    only: 'toml',
    insteadOf: ['new_terms_fields', 'history_window_start'],
    docs: 'The fields whose new values make an alert, and the time in which they were not seen.',
    example: {
      field: 'new_terms_fields',
      value: ['host.id'],
      history_window_start: [{ field: 'history_window_start', value: 'now-7d' }],
    },
  },
  {
    key: 'new_terms_fields',
    shape: listOf(field),
    types: ['new_terms'],
    required: ['new_terms'],
    requiredIn: 'json',
    docs: 'One to three fields whose new values, taken together, make an alert.',
    example: ['host.id'],
  },
  {
    key: 'history_window_start',
    shape: formatted('dateMath'),
    types: ['new_terms'],
    required: ['new_terms'],
    requiredIn: 'json',
    docs: 'Since when a value must not have been seen to be new; earlier than `from`.',
    example: 'now-7d',
  },
  {
    key: 'threat_index',
    shape: listOf(formatted('indexPattern')),
    types: ['threat_match'],
    required: ['threat_match'],
    docs: 'The index patterns with the indicators.',
    example: ['logs-ti_*'],
  },
  {
    key: 'threat_query',
    shape: formatted('query'),
    types: ['threat_match'],
    required: ['threat_match'],
    requiredIn: 'json',
    docs: 'Which indicators count. No time limit is implied: write `@timestamp >= "now-30d/d"` where one is meant.',
    example: '@timestamp >= "now-30d/d"',
  },
  { key: 'threat_language', shape: language, types: ['threat_match'], docs: 'The language of `threat_query`.', example: 'kuery' },
  {
    key: 'threat_mapping',
    shape: tables('threat_mapping'),
    types: ['threat_match'],
    required: ['threat_match'],
    docs: 'Which field of the events is compared with which field of the indicators. One group is enough; in a group all entries must fit.',
    example: [{ entries: [{ field: 'file.hash.sha256', type: 'mapping', value: 'threat.indicator.file.hash.sha256' }] }],
  },
  { key: 'threat_filters', shape: tables('filters'), types: ['threat_match'], docs: 'Filters of Kibana that indicators must pass.' },
  {
    key: 'threat_indicator_path',
    shape: text,
    types: ['threat_match'],
    default: '"threat.indicator"',
    docs: 'The object of an indicator that is copied into the alert.',
    example: 'threat.indicator',
  },
  {
    key: 'concurrent_searches',
    shape: integer(1),
    types: ['threat_match'],
    docs: 'How many searches run at once; goes with `items_per_search`.',
  },
  {
    key: 'items_per_search',
    shape: integer(1),
    types: ['threat_match'],
    docs: 'How many indicators one search looks for; goes with `concurrent_searches`.',
  },
  {
    key: 'anomaly_threshold',
    shape: integer(0, 100),
    types: ['machine_learning'],
    required: ['machine_learning'],
    docs: 'The least anomaly score, 0 to 100, that makes an alert.',
    example: 50,
  },
  {
    key: 'machine_learning_job_id',
    shape: oneOf(text, texts),
    types: ['machine_learning'],
    required: ['machine_learning'],
    docs: 'The machine learning job or jobs whose anomalies make alerts.',
    example: 'job_id',
  },
];

const kibana = (key: string, shape: KeyRow['shape'], docs: string): KeyRow => ({ key, shape, docs, only: 'json', computed: true });

/** What Kibana writes into the rules it hands out. */
const kibanaKeys: readonly KeyRow[] = [
  kibana('id', text, 'The identity of the saved object in one Kibana space; `rule_id` is that of the rule.'),
  kibana('created_at', text, 'When the rule was made here.'),
  kibana('created_by', text, 'Who made the rule here.'),
  kibana('updated_at', text, 'When the rule was changed last.'),
  kibana('updated_by', text, 'Who changed the rule last.'),
  kibana('immutable', flag, 'Whether it is a prebuilt rule.'),
  kibana('rule_source', table('free'), 'Where the rule is from, and whether a prebuilt rule was changed.'),
  kibana('output_index', text, 'Where older versions wrote the alerts.'),
  kibana('namespace', text, 'The part of the alerts index that the alerts go to.'),
  kibana('outcome', text, 'How Kibana found the rule when spaces were merged.'),
  kibana('alias_target_id', text, 'The id that the rule has now.'),
  kibana('alias_purpose', text, 'Why the rule has another id.'),
  kibana('execution_summary', anything, 'How the last run went.'),
];

export const ruleTableKeys: readonly KeyRow[] = [...aboutKeys, ...searchKeys, ...scheduleKeys, ...kibanaKeys];
