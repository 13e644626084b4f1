/** Cases of the diagnostics of what only one rule type has. */
import type { Profile } from '../../../server/src/analysis/profile.js';
import { eqlRuleWith, ruleWith, type CodeCase, type RuleParts } from './kit.js';

function between(code: string, fires: RuleParts, nearMiss: RuleParts, fixed?: RuleParts, profile: Profile = 'any'): CodeCase {
  const after = fixed === undefined ? {} : { fixed: ruleWith(fixed) };
  return { code, language: 'toml', profile, fires: ruleWith(fires), nearMiss: ruleWith(nearMiss), ...after };
}

const newTerms = (fields: string, rest: RuleParts['rule'] = {}): RuleParts => ({
  rule: { type: '"new_terms"', new_terms_fields: fields, history_window_start: '"now-7d"', ...rest },
});
const nested = (field: string): RuleParts => ({
  rule: { type: '"new_terms"' },
  tables:
    `[rule.new_terms]\nfield = "${field}"\nvalue = ["user.id"]\n` +
    '[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-7d"\n',
});
const threshold = (lines: string): RuleParts => ({ rule: { type: '"threshold"' }, tables: `[rule.threshold]\n${lines}\n` });
const many = (most: string | undefined, fields: string): RuleParts => ({
  ...threshold(`field = ${fields}\nvalue = 5`),
  rule: { type: '"threshold"', max_signals: most },
});
const counted = (fields: readonly string[], end = ''): RuleParts =>
  threshold(
    `field = ["host.id"]\nvalue = 5\n${fields.map((field) => `\n[[rule.threshold.cardinality]]\nfield = "${field}"\nvalue = 3\n`).join('')}`.trimEnd() +
      end,
  );
const recent = `'@timestamp >= "now-30d/d"'`;
const entry = (field: string, value: string, rest = ''): string =>
  `[[rule.threat_mapping.entries]]\nfield = "${field}"\ntype = "mapping"\nvalue = "${value}"\n${rest}`;
const address = entry('source.ip', 'threat.indicator.ip');
const indicators = (rule: RuleParts['rule'], entries = address): RuleParts => ({
  rule: {
    type: '"threat_match"',
    threat_index: '["logs-ti_*"]',
    threat_language: '"kuery"',
    threat_query: recent,
    ...rule,
  },
  tables: `[[rule.threat_mapping]]\n${entries}`,
});
const suppressed = (lines: string): RuleParts => ({ tables: `[rule.alert_suppression]\n${lines}\n` });
const job = (rule: RuleParts['rule']): RuleParts => ({
  rule: { type: '"machine_learning"', language: undefined, query: undefined, index: undefined, timestamp_override: undefined, ...rule },
});
const filter = (key: string, disabled: boolean): RuleParts => ({
  tables: `[[rule.filters]]\n[rule.filters.meta]\nkey = "${key}"\ndisabled = ${disabled}\n[rule.filters.query.exists]\nfield = "user.id"\n`,
});
const esql = (query: string, tables = ''): RuleParts => ({
  rule: { type: '"esql"', language: '"esql"', index: undefined, query: `"${query}"` },
  tables,
});
const bySuppression = (field: string): string =>
  `[rule.alert_suppression]\ngroup_by = ["${field}"]\nmissing_fields_strategy = "suppress"\n`;
const eqlOption = (rule: RuleParts['rule']): string => eqlRuleWith({ rule: rule ?? {} });
const sequence = (field: string): string =>
  eqlRuleWith({
    rule: { query: "'sequence by host.id with maxspan=1m [process where true] [process where true]'", timestamp_override: undefined },
    tables: bySuppression(field),
  });
const strategy = 'missing_fields_strategy = "suppress"';

export const cases: readonly CodeCase[] = [
  between('TYP101', newTerms('[]'), newTerms('["user.id"]')),
  between('TYP101', newTerms('["user.id", "user.id"]'), newTerms('["user.id", "host.id"]'), newTerms('["user.id"]')),
  between('TYP101', newTerms('["user.id", "host.id", "source.ip", "process.name"]'), newTerms('["user.id", "host.id", "source.ip"]')),
  between('TYP101', nested('user.id'), nested('new_terms_fields'), nested('new_terms_fields')),
  between('TYP102', newTerms('["event.created"]'), newTerms('["event.code"]')),
  between('TYP102', newTerms('["message"]'), newTerms('["user.id"]')),
  between('TYP102', newTerms('["process.parent"]'), newTerms('["process.parent.name"]')),
  between('TYP102', newTerms('["process.pid"]'), newTerms('["process.executable"]')),
  between('TYP102', newTerms('["user.ids"]'), newTerms('["user.id"]'), newTerms('["user.id"]')),
  {
    ...between(
      'TYP103',
      newTerms('["user.id"]', { query: "'process.name: sh or process.name: bash'" }),
      newTerms('["process.name"]', { query: "'process.name: sh or process.name: bash'" }),
      newTerms('["user.id"]', { query: "'(process.name: sh or process.name: bash) and user.id: *'" }),
    ),
    level: 'hint',
  },
  between('TYP104', newTerms('["host.os.type"]'), newTerms('["host.id"]')),
  between('TYP104', newTerms('["process.name"]'), newTerms('["process.name"]', { query: "'process.name: (sh or bash)'" })),
  between(
    'TYP111',
    threshold('field = ["host.id"]\nvalue = 0'),
    threshold('field = ["host.id"]\nvalue = 2'),
    threshold('field = ["host.id"]\nvalue = 1'),
  ),
  between(
    'TYP111',
    threshold('field = ["host.id", "user.id", "source.ip", "user.name", "process.name", "host.name"]\nvalue = 5'),
    threshold('field = ["host.id", "user.id", "source.ip", "user.name", "process.name"]\nvalue = 5'),
  ),
  between(
    'TYP111',
    threshold('field = ["host.id", "host.id"]\nvalue = 2'),
    threshold('field = ["host.id", "user.id"]\nvalue = 2'),
    threshold('field = ["host.id"]\nvalue = 2'),
  ),
  between(
    'TYP111',
    threshold('field = ["host.id"]\nvalue = 2\ncardinality = [{ field = "user.id", value = 0 }]'),
    threshold('field = ["host.id"]\nvalue = 2\ncardinality = [{ field = "user.id", value = 2 }]'),
    threshold('field = ["host.id"]\nvalue = 2\ncardinality = [{ field = "user.id", value = 1 }]'),
    'detections-as-code',
  ),
  between('TYP111', counted(['host.id']), counted(['user.id'])),
  between('TYP111', counted(['user.id', 'source.ip']), counted(['user.id']), counted(['user.id'], '\n')),
  between('TYP112', threshold('field = []\nvalue = 1'), threshold('field = []\nvalue = 2')),
  between('TYP113', threshold('field = ["message"]\nvalue = 5'), threshold('field = ["process.name"]\nvalue = 5')),
  between('TYP113', threshold('field = ["process.parent"]\nvalue = 5'), threshold('field = []\nvalue = 5')),
  between('TYP114', many('5', '["host.id", "user.id"]'), many('10', '["host.id", "user.id"]'), many(undefined, '["host.id", "user.id"]')),
  between(
    'TYP114',
    many('1', '["host.id", "user.id", "source.ip"]'),
    many('1', '["host.id"]'),
    many(undefined, '["host.id", "user.id", "source.ip"]'),
  ),
  between(
    'TYP114',
    newTerms('["host.id", "user.id"]', { max_signals: '9' }),
    newTerms('["user.id"]', { max_signals: '9' }),
    newTerms('["host.id", "user.id"]'),
  ),
  between('TYP121', { ...indicators({ threat_mapping: '[]' }), tables: '' }, indicators({})),
  between('TYP121', indicators({ items_per_search: '100' }), indicators({ items_per_search: '100', concurrent_searches: '1' })),
  between(
    'TYP121',
    indicators({ items_per_search: '0', concurrent_searches: '1' }),
    indicators({ items_per_search: '1', concurrent_searches: '1' }),
  ),
  between('TYP121', indicators({}, `${address}negate = true\n`), indicators({})),
  between(
    'TYP121',
    indicators({}, address + entry('source.ip', 'threat.indicator.ip', 'negate = true\n')),
    indicators({}, address + address),
  ),
  between('TYP122', indicators({ threat_query: "'event.module: threatintel'" }), indicators({})),
  between('TYP123', indicators({}, entry('source.ip', 'threat.indicator.port')), indicators({})),
  between(
    'TYP123',
    indicators({}, entry('file.hash.md5', 'threat.indicator.file.hash.sha256')),
    indicators({}, entry('file.hash.md5', 'threat.indicator.file.hash.md5')),
  ),
  {
    code: 'TYP131',
    language: 'toml',
    fires: eqlOption({ timestamp_field: '"host.id"' }),
    nearMiss: eqlOption({ timestamp_field: '"event.created"' }),
  },
  {
    code: 'TYP131',
    language: 'toml',
    fires: eqlOption({ event_category_override: '"process.pid"' }),
    nearMiss: eqlOption({ event_category_override: '"event.type"' }),
  },
  { code: 'TYP132', language: 'toml', fires: sequence('user.id'), nearMiss: sequence('host.id') },
  between('TYP141', esql('WHERE host.id IS NOT NULL'), esql('FROM logs-* | WHERE host.id IS NOT NULL')),
  between(
    'TYP141',
    esql('FROM logs-* | KEEP *'),
    esql('FROM logs-* METADATA _id, _version, _index | KEEP *'),
    esql('FROM logs-* METADATA _id, _version, _index | KEEP *'),
    'detections-as-code',
  ),
  between(
    'TYP141',
    esql('FROM logs-* METADATA _id, _version, _index | KEEP host.id'),
    esql('FROM logs-* | STATS Esql.n = COUNT(*) BY host.id | KEEP host.id'),
    esql('FROM logs-* METADATA _id, _version, _index | KEEP host.id, _id, _version, _index'),
    'detections-as-code',
  ),
  between(
    'TYP142',
    esql('FROM logs-* | STATS Esql.n = COUNT(*) BY host.id', bySuppression('user.id')),
    esql('FROM logs-* | STATS Esql.n = COUNT(*) BY host.id', bySuppression('host.id')),
  ),
  between(
    'TYP142',
    esql('FROM logs-* | STATS n = COUNT(*) BY host.id | RENAME host.id AS host', bySuppression('host.id')),
    esql('FROM logs-* | STATS n = COUNT(*) BY host.id | EVAL host = host.id | DROP n', bySuppression('host')),
  ),
  between(
    'TYP151',
    job({ anomaly_threshold: '101', machine_learning_job_id: '"rare"' }),
    job({ anomaly_threshold: '100', machine_learning_job_id: '"rare"' }),
    job({ anomaly_threshold: '100', machine_learning_job_id: '"rare"' }),
  ),
  between(
    'TYP151',
    job({ anomaly_threshold: '50', machine_learning_job_id: '[]' }),
    job({ anomaly_threshold: '50', machine_learning_job_id: '["rare"]' }),
  ),
  between('TYP161', suppressed(`group_by = []\n${strategy}`), suppressed(`group_by = ["host.id"]\n${strategy}`)),
  between(
    'TYP161',
    suppressed(`group_by = ["host.id", "user.id", "source.ip", "user.name"]\n${strategy}`),
    suppressed(`group_by = ["host.id", "user.id", "source.ip"]\n${strategy}`),
  ),
  between(
    'TYP161',
    suppressed('group_by = ["host.id"]'),
    suppressed(`group_by = ["host.id"]\n${strategy}`),
    suppressed(`group_by = ["host.id"]\n${strategy}`),
    'detections-as-code',
  ),
  between(
    'TYP161',
    suppressed(`group_by = ["host.id"]\n${strategy}\nduration = { value = 0, unit = "h" }`),
    suppressed(`group_by = ["host.id"]\n${strategy}\nduration = { value = 2, unit = "h" }`),
    suppressed(`group_by = ["host.id"]\n${strategy}\nduration = { value = 1, unit = "h" }`),
  ),
  between(
    'TYP162',
    suppressed(`group_by = ["host.ids"]\n${strategy}`),
    suppressed(`group_by = ["host.id"]\n${strategy}`),
    suppressed(`group_by = ["host.id"]\n${strategy}`),
  ),
  between(
    'TYP162',
    suppressed(`group_by = ["host.id"]\n${strategy}\nduration = { value = 2, unit = "m" }`),
    suppressed(`group_by = ["host.id"]\n${strategy}\nduration = { value = 5, unit = "m" }`),
  ),
  between('TYP162', suppressed(`group_by = ["message"]\n${strategy}`), suppressed(`group_by = ["process.command_line"]\n${strategy}`)),
  between('TYP171', filter('host.id', false), filter('user.id', false)),
  between('TYP171', filter('user.id', true), filter('user.id', false)),
];
