/** Cases of the diagnostics of the fields that all rules have. */
import type { Profile } from '../../../server/src/analysis/profile.js';
import { ruleWith, type CodeCase } from './kit.js';

type Keys = Readonly<Record<string, string | undefined>>;

function inRule(code: string, fires: Keys, nearMiss: Keys, fixed?: Keys, profile: Profile = 'any'): CodeCase {
  const text = (rule: Keys): string => ruleWith({ rule });
  const after = fixed === undefined ? {} : { fixed: text(fixed) };
  return { code, language: 'toml', profile, fires: text(fires), nearMiss: text(nearMiss), ...after };
}

function inTables(code: string, fires: string, nearMiss: string, fixed?: string, profile: Profile = 'any'): CodeCase {
  const text = (tables: string): string => ruleWith({ tables });
  const after = fixed === undefined ? {} : { fixed: text(fixed) };
  return { code, language: 'toml', profile, fires: text(fires), nearMiss: text(nearMiss), ...after };
}

const id = '0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d';
const timeline = '"76e52245-7519-4251-91ab-262fb1a1728c"';
const building = (rest: Keys): Keys => ({ building_block_type: '"default"', ...rest });
const severity = (rest: string): string => `[[rule.severity_mapping]]\nfield = "event.severity"\n${rest}`;
const shown = (names: string): string => `[rule.investigation_fields]\nfield_names = ${names}\n`;
const related = '[[rule.related_integrations]]\npackage = "endpoint"\n';
const mapped = (framework: string, version: string): string =>
  `[[rule.threat_mappings]]\nframework = "MITRE ATT&CK"\nversion = "${version}"\n[[rule.threat_mappings.threat]]\nframework = "${framework}"\n`;

export const cases: readonly CodeCase[] = [
  inRule('RUL001', { rule_id: `"${id.toUpperCase()}"` }, {}, {}),
  inRule('RUL001', { rule_id: `"${id.toUpperCase()}"` }, {}, {}, 'detections-as-code'),
  inRule('RUL001', { rule_id: '"my-rule"' }, {}, undefined, 'elastic'),
  inRule('RUL001', { rule_id: `"${id}0"` }, {}),
  inRule('RUL003', { name: '""' }, { name: '"Shell"' }),
  inRule('RUL003', { name: '"Shell!"' }, { name: '"Shell (web)"' }, undefined, 'elastic'),
  inRule('RUL004', { risk_score: '101' }, { risk_score: '100' }, { risk_score: '100' }),
  inRule('RUL004', { risk_score: '-1' }, { risk_score: '0' }, { risk_score: '0' }),
  inRule('RUL005', { risk_score: '73' }, { risk_score: '22' }, {}, 'detections-as-code'),
  inRule('RUL006', { risk_score: '43' }, {}, {}, 'detections-as-code'),
  inRule('RUL007', { max_signals: '0' }, { max_signals: '1' }, { max_signals: '100' }),
  inRule('RUL007', { max_signals: '5000' }, { max_signals: '1000' }, { max_signals: '1000' }),
  inRule('RUL007', { max_signals: '1000' }, { max_signals: '999' }, undefined, 'elastic'),
  inRule('RUL008', { version: '3' }, {}, {}, 'detections-as-code'),
  {
    ...inRule('RUL009', { timeline_id: timeline }, { timeline_id: timeline, timeline_title: '"Generic Process Timeline"' }),
    fixed: ruleWith({ rule: { timeline_id: `${timeline}\ntimeline_title = "Generic Process Timeline"` } }),
  },
  inRule('RUL009', { timeline_title: '"My Timeline"' }, { timeline_id: '"mine"', timeline_title: '"My Timeline"' }, {}),
  inRule(
    'RUL009',
    { timeline_id: timeline, timeline_title: '"Process Timeline"' },
    { timeline_id: timeline, timeline_title: '"Generic Process Timeline"' },
    { timeline_id: timeline, timeline_title: '"Generic Process Timeline"' },
  ),
  inRule('RUL009', { timeline_id: '"mine"', timeline_title: '"My Timeline"' }, {}, undefined, 'elastic'),
  inRule('RUL010', { license: '"Elastic Licence v2"' }, { license: '"MIT"' }, { license: '"Elastic License v2"' }, 'elastic'),
  inRule('RUL011', { references: '["see the wiki"]' }, { references: '["https://example.org"]' }),
  inRule(
    'RUL011',
    { references: '["http://example.org/a"]' },
    { references: '["https://example.org/a"]' },
    { references: '["https://example.org/a"]' },
  ),
  inRule(
    'RUL011',
    { references: '["https://example.org/a", "https://example.org/a"]' },
    { references: '["https://example.org/a", "https://example.org/b"]' },
    { references: '["https://example.org/a"]' },
  ),
  inTables(
    'RUL012',
    severity('operator = "equal"\nvalue = "9"\nseverity = "high"\n'),
    severity('operator = "equals"\nvalue = "9"\nseverity = "high"\n'),
    severity('operator = "equals"\nvalue = "9"\nseverity = "high"\n'),
  ),
  inTables(
    'RUL012',
    severity('operator = "equals"\nvalue = "9"\nseverity = "medium"\n'),
    severity('operator = "equals"\nvalue = "9"\nseverity = "high"\n'),
  ),
  inRule('RUL013', { timestamp_override: '"host.name"' }, { timestamp_override: '"event.created"' }),
  inRule(
    'RUL013',
    { rule_name_override: '"process.nmae"' },
    { rule_name_override: '"process.name"' },
    { rule_name_override: '"process.name"' },
  ),
  inTables(
    'RUL013',
    '[[rule.risk_score_mapping]]\nfield = "source.ip"\noperator = "equals"\nvalue = ""\n',
    '[[rule.risk_score_mapping]]\nfield = "event.risk_score"\noperator = "equals"\nvalue = ""\n',
  ),
  inTables('RUL014', shown('["host.id", "host.id"]'), shown('["host.id", "user.id"]'), shown('["host.id"]')),
  inTables('RUL014', shown('["host.ids"]'), shown('["host.id"]'), shown('["host.id"]')),
  inRule('RUL015', { building_block_type: '"yes"' }, building({}), building({})),
  inRule(
    'RUL015',
    building({ from: '"now-9m"', interval: '"60m"' }),
    building({ from: '"now-119m"', interval: '"60m"' }),
    building({ from: '"now-119m"', interval: '"60m"' }),
    'elastic',
  ),
  inTables('RUL017', related, `${related}version = "^9.0.0"\n`),
  inTables('RUL017', `${related}version = "^9.0.0"\n`, '', '', 'detections-as-code'),
  inTables('RUL019', mapped('MITRE ATLAS', '19'), mapped('MITRE ATT&CK', '19')),
  inTables('RUL019', mapped('MITRE ATT&CK', '19').repeat(2), `${mapped('MITRE ATT&CK', '19')}${mapped('MITRE ATT&CK', '18')}`),
];
