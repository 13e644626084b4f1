/** The tables within a rule: their keys, by the names that the shapes of other keys call them. */
import { choice, field, flag, formatted, integer, listOf, oneOf, table, tables, text, type KeyRow, type TableSpec } from './ruleKeysRow.js';
import { surroundingTables } from './ruleKeysAround.js';
import { severities } from './ruleKeysRule.js';

const required = 'always' as const;

/** A tactic, technique or sub-technique. */
function attackKeys(what: string, id: string): readonly KeyRow[] {
  return [
    { key: 'id', shape: text, required, docs: `The id of the ${what}, such as \`${id}\`.`, example: id },
    { key: 'name', shape: text, required, docs: `The name of the ${what}, as MITRE writes it.`, example: 'Name' },
    { key: 'reference', shape: formatted('url'), required, docs: `The page of the ${what}.`, example: 'https://attack.mitre.org/' },
  ];
}

const threat: readonly KeyRow[] = [
  {
    key: 'framework',
    shape: {
      ...choice('a framework', {
        'MITRE ATT&CK': 'Tactics and techniques against computers and networks.',
        'MITRE ATLAS': 'Those against systems with artificial intelligence.',
      }),
      checkedApart: true,
    },
    required,
    docs: 'The catalogue of tactics and techniques.',
    example: 'MITRE ATT&CK',
  },
  {
    key: 'tactic',
    shape: table('tactic'),
    required,
    docs: 'What the attacker is after. Each entry has one tactic.',
    example: { id: 'TA0002', name: 'Execution', reference: 'https://attack.mitre.org/tactics/TA0002/' },
  },
  { key: 'technique', shape: tables('technique'), docs: 'How the attacker goes about it.' },
];

const operator = { ...choice('an operator', { equals: 'The field has this value.' }), checkedApart: true } as const;

const overrides: Readonly<Record<string, TableSpec>> = {
  severity_mapping: {
    title: 'severity_mapping',
    checkedApart: true,
    keys: [
      { key: 'field', shape: field, required, docs: 'The field of the event.', example: 'event.severity' },
      { key: 'operator', shape: operator, required, docs: 'How they are compared: always `equals`.', example: 'equals' },
      { key: 'value', shape: text, required, docs: 'The value the field must have, as text.', example: '73' },
      {
        key: 'severity',
        shape: { kind: 'enum', what: 'a severity', values: severities },
        required,
        docs: 'The severity of such an alert.',
        example: 'high',
      },
    ],
  },
  risk_score_mapping: {
    title: 'risk_score_mapping',
    checkedApart: true,
    keys: [
      { key: 'field', shape: field, required, docs: 'The field whose number is the risk score.', example: 'event.risk_score' },
      { key: 'operator', shape: operator, required, docs: 'Always `equals`.', example: 'equals' },
      { key: 'value', shape: text, required, docs: 'Not used; as a rule empty.', example: '' },
      { key: 'risk_score', shape: integer(0, 100), docs: 'Not used: the score is that of the field.' },
    ],
  },
};

const duration: readonly KeyRow[] = [
  { key: 'value', shape: integer(1), required, docs: 'How many of the units.', example: 30 },
  {
    key: 'unit',
    shape: { ...choice('a unit of time', { s: 'Seconds', m: 'Minutes', h: 'Hours' }), checkedApart: true },
    required,
    docs: 'Seconds, minutes or hours.',
    example: 'm',
  },
];

const byType: Readonly<Record<string, TableSpec>> = {
  threshold: {
    title: 'threshold',
    keys: [
      {
        key: 'field',
        shape: oneOf(listOf(field), field),
        required,
        docs: 'The fields whose values are counted together, up to five (three before 9.2). With `[]` all events are counted as one.',
        example: ['host.id'],
      },
      { key: 'value', shape: integer(1), required, docs: 'The least number of events with the same values.', example: 10 },
      {
        key: 'cardinality',
        shape: tables('cardinality'),
        docs: 'How many different values another field must have among them. Only the first entry counts.',
      },
    ],
  },
  cardinality: {
    title: 'cardinality',
    keys: [
      {
        key: 'field',
        shape: field,
        required,
        docs: 'The field whose different values are counted; none of `threshold.field`.',
        example: 'user.name',
      },
      { key: 'value', shape: integer(0), required, docs: 'The least number of different values.', example: 2 },
    ],
  },
  new_terms: {
    title: 'new_terms',
    keys: [
      {
        key: 'field',
        shape: { ...choice('what new_terms is about', { new_terms_fields: 'The only value.' }), checkedApart: true },
        required,
        docs: 'Always `new_terms_fields`: the key that Kibana has for `value`.',
        example: 'new_terms_fields',
      },
      {
        key: 'value',
        shape: listOf(field),
        required,
        docs: 'One to three fields whose new values, taken together, make an alert.',
        example: ['host.id'],
      },
      {
        key: 'history_window_start',
        shape: tables('history_window_start'),
        required,
        docs: 'Since when a value must not have been seen to be new.',
        example: [{ field: 'history_window_start', value: 'now-7d' }],
      },
    ],
  },
  history_window_start: {
    title: 'history_window_start',
    keys: [
      {
        key: 'field',
        shape: { ...choice('what history_window_start is about', { history_window_start: 'The only value.' }), checkedApart: true },
        required,
        docs: 'Always `history_window_start`: the key that Kibana has for `value`.',
        example: 'history_window_start',
      },
      { key: 'value', shape: formatted('dateMath'), required, docs: 'The start of that time, earlier than `from`.', example: 'now-7d' },
    ],
  },
  threat_mapping: {
    title: 'threat_mapping',
    keys: [
      {
        key: 'entries',
        shape: tables('threat_mapping_entries'),
        required,
        docs: 'Pairs of fields that must all be equal.',
        example: [{ field: 'file.hash.sha256', type: 'mapping', value: 'threat.indicator.file.hash.sha256' }],
      },
    ],
  },
  threat_mapping_entries: {
    title: 'threat_mapping.entries',
    keys: [
      { key: 'field', shape: field, required, docs: 'The field of the event.', example: 'file.hash.sha256' },
      {
        key: 'type',
        shape: choice('a kind of mapping', { mapping: 'The only kind.' }),
        required,
        docs: 'Always `mapping`.',
        example: 'mapping',
      },
      { key: 'value', shape: field, required, docs: 'The field of the indicator.', example: 'threat.indicator.file.hash.sha256' },
      {
        key: 'negate',
        shape: flag,
        default: 'false',
        since: '9.2',
        docs: 'With `true` the values must differ. A group needs an entry without it.',
      },
    ],
  },
};

const suppression: Readonly<Record<string, TableSpec>> = {
  alert_suppression: {
    title: 'alert_suppression',
    keys: [
      {
        key: 'group_by',
        shape: listOf(field),
        types: ['query', 'saved_query', 'eql', 'esql', 'threat_match', 'machine_learning', 'new_terms'],
        required: ['query', 'saved_query', 'eql', 'esql', 'threat_match', 'machine_learning', 'new_terms'],
        docs: 'One to three fields: alerts with the same values of them become one.',
        example: ['host.id'],
      },
      {
        key: 'missing_fields_strategy',
        shape: {
          ...choice('a strategy for missing fields', {
            suppress: 'Alerts without one of the fields become one as well.',
            doNotSuppress: 'Each alert without one of the fields stays.',
          }),
          checkedApart: true,
        },
        types: ['query', 'saved_query', 'eql', 'esql', 'threat_match', 'machine_learning', 'new_terms'],
        required: ['query', 'saved_query', 'eql', 'esql', 'threat_match', 'machine_learning', 'new_terms'],
        requiredIn: 'toml',
        default: '"suppress"',
        docs: 'What becomes of alerts in which one of the fields is missing.',
        example: 'suppress',
      },
      {
        key: 'duration',
        shape: table('duration'),
        required: ['threshold'],
        docs: 'For how long alerts are taken together; without it only those of one run are.',
        example: { value: 30, unit: 'm' },
      },
    ],
  },
  duration: { title: 'duration', keys: duration },
};

export const nestedTables: Readonly<Record<string, TableSpec>> = {
  free: { title: 'free', free: true, keys: [] },
  threat: { title: 'threat', keys: threat },
  tactic: { title: 'tactic', keys: attackKeys('tactic', 'TA0002') },
  technique: {
    title: 'technique',
    keys: [
      ...attackKeys('technique', 'T1059'),
      { key: 'subtechnique', shape: tables('subtechnique'), docs: 'The technique more precisely.' },
    ],
  },
  subtechnique: { title: 'subtechnique', keys: attackKeys('sub-technique', 'T1059.004') },
  threat_mappings: {
    title: 'threat_mappings',
    keys: [
      { key: 'framework', shape: text, required, docs: 'The framework of this mapping.', example: 'MITRE ATT&CK' },
      { key: 'version', shape: text, required, docs: 'The version of the framework.', example: '18.1' },
      { key: 'threat', shape: tables('threat'), required, docs: 'The mapping, as in `threat`.', example: [] },
    ],
  },
  ...overrides,
  ...byType,
  ...suppression,
  ...surroundingTables,
};
