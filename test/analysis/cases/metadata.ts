/** Cases of the diagnostics of the `[metadata]` table. */
import { ruleWith, type CodeCase } from './kit.js';

type Metadata = Readonly<Record<string, string | undefined>>;

function inMetadata(code: string, fires: Metadata, nearMiss: Metadata, fixed?: Metadata): CodeCase {
  const text = (metadata: Metadata): string => ruleWith({ metadata });
  const after = fixed === undefined ? {} : { fixed: text(fixed) };
  return { code, language: 'toml', profile: 'detections-as-code', fires: text(fires), nearMiss: text(nearMiss), ...after };
}

const threshold = (fields: string): string => `[rule.threshold]\nfield = ${fields}\nvalue = 5\n`;
const four = '["host.id", "user.id", "source.ip", "user.name"]';
const thresholdRule = { rule: { type: '"threshold"' }, tables: threshold(four) };
const endpointAndOkta = '["endpoint", "okta"]';

export const cases: readonly CodeCase[] = [
  inMetadata('MET001', { creation_date: '"2025-12-31"' }, { creation_date: '"2025/12/31"' }, { creation_date: '"2025/12/31"' }),
  inMetadata('MET001', { creation_date: '"2025/2/3"' }, { creation_date: '"2025/02/03"' }, { creation_date: '"2025/02/03"' }),
  inMetadata('MET001', { creation_date: '"2025/02/29"' }, { creation_date: '"2024/02/29"' }),
  inMetadata('MET001', { creation_date: '"31/12/2025"' }, { creation_date: '"2025/12/31"' }),
  inMetadata('MET002', { updated_date: '"2025/12/31"' }, { updated_date: '"2026/01/05"' }, { updated_date: '"2026/02/03"' }),
  inMetadata('MET004', { maturity: '"prodution"' }, { maturity: '"beta"' }, { maturity: '"production"' }),
  inMetadata('MET004', { maturity: '"stable"' }, { maturity: '"experimental"' }),
  {
    ...inMetadata('MET004', { maturity: undefined }, {}),
    fixed: ruleWith({ metadata: { maturity: undefined, updated_date: '"2026/01/05"\nmaturity = "production"' } }),
  },
  inMetadata('MET005', { min_stack_version: '"nine"' }, { min_stack_version: '"9.1.0"', min_stack_comments: '"Needs it"' }),
  inMetadata(
    'MET005',
    { min_stack_version: '"8.9.0"', min_stack_comments: '"Needs it"' },
    { min_stack_version: '"8.19.0"', min_stack_comments: '"Needs it"' },
    { min_stack_version: '"8.19.0"', min_stack_comments: '"Needs it"' },
  ),
  inMetadata(
    'MET005',
    { min_stack_version: '"9.1.0"' },
    { min_stack_version: '"9.1.0"', min_stack_comments: '"Needs it"' },
    { min_stack_version: '"9.1.0"\nmin_stack_comments = "Why the rule needs this version"' },
  ),
  {
    code: 'MET006',
    language: 'toml',
    profile: 'detections-as-code',
    fires: ruleWith(thresholdRule),
    nearMiss: ruleWith({ ...thresholdRule, metadata: { min_stack_version: '"9.2.0"' } }),
    fixed: ruleWith({ ...thresholdRule, metadata: { updated_date: '"2026/01/05"\nmin_stack_version = "9.2.0"' } }),
  },
  inMetadata(
    'MET007',
    { maturity: '"deprecated"' },
    { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' },
    { maturity: '"deprecated"', updated_date: '"2026/01/05"\ndeprecation_date = "2026/01/05"' },
  ),
  inMetadata('MET007', { deprecation_date: '"2026/01/05"' }, {}, {}),
  inMetadata(
    'MET007',
    { maturity: '"deprecated"', deprecation_date: '"2026/01/04"' },
    { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' },
    { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' },
  ),
  inMetadata('MET008', { integration: endpointAndOkta }, { integration: '["endpoint"]' }, { integration: '["endpoint"]' }),
  inMetadata('MET008', { integration: '["windows"]' }, { integration: '["endpoint"]' }, { integration: '[]' }),
  {
    code: 'MET008',
    language: 'toml',
    profile: 'detections-as-code',
    fires: ruleWith({ rule: { index: '["logs-endpoint.events.process-*", "logs-okta.system-*"]' } }),
    nearMiss: ruleWith({ rule: { index: '["logs-endpoint.events.process-*", "winlogbeat-*"]' } }),
    fixed: ruleWith({
      rule: { index: '["logs-endpoint.events.process-*", "logs-okta.system-*"]' },
      metadata: { integration: endpointAndOkta },
    }),
  },
  inMetadata('MET009', { integration: '"endpoint"' }, { integration: '["endpoint"]' }, { integration: '["endpoint"]' }),
];
