/** Cases of the diagnostics of a file's layout, its name and its folder. */
import { eqlRuleWith, ruleWith, type CodeCase } from './kit.js';

const elastic = ruleWith({ rule: { author: '["Elastic"]' } });
const block = ruleWith({ rule: { building_block_type: '"default"' } });
const deprecated = ruleWith({ metadata: { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' } });

export const cases: readonly CodeCase[] = [
  {
    code: 'FMT001',
    language: 'eql',
    level: 'hint',
    fires: 'process  where true\n',
    nearMiss: 'process where true\n',
    fixed: 'process where true\n',
  },
  {
    code: 'FMT001',
    language: 'toml',
    level: 'hint',
    fires: eqlRuleWith({ rule: { query: "'process where   true'" } }),
    nearMiss: eqlRuleWith({ rule: { query: "'process where true'" } }),
    fixed: eqlRuleWith({ rule: { query: "'process where true'" } }),
  },
  { code: 'FMT002', language: 'kuery', fires: 'process.name: sh  \n', nearMiss: 'process.name: sh\n', fixed: 'process.name: sh\n' },
  {
    code: 'FMT002',
    language: 'toml',
    fires: ruleWith({ rule: { risk_score: '47 ' } }),
    nearMiss: ruleWith({ rule: { setup: '"""\nA line,  \nand another.\n"""' } }),
    fixed: ruleWith(),
  },
  { code: 'TOM012', language: 'toml', profile: 'detections-as-code', fires: elastic, nearMiss: ruleWith() },
  { code: 'TOM013', language: 'toml', profile: 'elastic', fires: deprecated, nearMiss: ruleWith() },
  { code: 'TOM013', language: 'toml', profile: 'elastic', fires: block, nearMiss: ruleWith() },
  {
    code: 'TOM013',
    language: 'toml',
    profile: 'elastic',
    uri: 'file:///rules/integrations/okta/rule.toml',
    fires: ruleWith(),
    nearMiss: ruleWith({ metadata: { integration: '["endpoint", "okta"]' } }),
  },
];
