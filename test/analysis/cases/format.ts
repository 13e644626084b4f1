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
  {
    code: 'FMT003',
    language: 'toml',
    level: 'hint',
    profile: 'elastic',
    fires: ruleWith({ metadata: { min_stack_version: '"9.2.0"\n# Needs it.\nmin_stack_comments = "Needs it"', updated_date: undefined } }),
    nearMiss: ruleWith({ metadata: { maturity: '"production"\nmin_stack_comments = "Needs it"\nmin_stack_version = "9.2.0"' } }),
    fixed: ruleWith({
      metadata: {
        min_stack_version: undefined,
        updated_date: undefined,
        maturity: '"production"\n# Needs it.\nmin_stack_comments = "Needs it"\nmin_stack_version = "9.2.0"',
      },
    }),
  },
  {
    code: 'FMT003',
    language: 'toml',
    level: 'hint',
    profile: 'elastic',
    fires: ruleWith({
      rule: { query: "'''\nprocess.name: sh\n'''\n\n# Where it comes from.\nreferences = [\n  \"https://example.com\", # A page.\n]" },
    }),
    nearMiss: ruleWith({ metadata: { maturity: undefined, integration: '["endpoint"]\nmaturity = "production"' } }),
    fixed: ruleWith({
      rule: {
        license: '"Apache-2.0"',
        name: '"Shell from web server"\n\n# Where it comes from.\nreferences = [\n  "https://example.com", # A page.\n]',
        query: "'''\nprocess.name: sh\n'''",
      },
    }),
  },
  {
    code: 'FMT003',
    language: 'toml',
    level: 'hint',
    profile: 'elastic',
    fires: ruleWith({
      rule: {
        name: undefined,
        severity: '"medium"\ncustom.own = 5\nname = "Shell from web server"',
      },
    }),
    nearMiss: ruleWith(),
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
