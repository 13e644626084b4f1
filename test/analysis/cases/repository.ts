/** Cases of the diagnostics of rules beside other rules. */
import { ruleWith, type CodeCase } from './kit.js';

const otherId = '"7b1e0f52-90d4-4c33-8c1f-2f6a1d4be0a1"';
const otherName = '"Shell from mail server"';
const otherQuery = "'host.os.type: linux and event.category: process and process.name: zsh'";
const dac = 'detections-as-code';

/** Names that can be mistaken for the other one, and names that cannot. */
const nearNames: readonly (readonly [string, string])[] = [
  ['"Shell from mail serwer"', '"Shell from mail service"'],
  ['"Shel from mail server"', '"Shell from file server"'],
  ['"Shell from  Mail Server"', '"Shell from mail server 2"'],
  ['"Shell from mail sevrer"', otherName],
];

/** Another rule that has these of its keys in common with the usual one. */
function beside(same: { readonly rule_id?: true; readonly name?: true; readonly query?: true; readonly deprecated?: true }): string {
  return ruleWith({
    ...(same.deprecated === true ? { metadata: { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' } } : {}),
    rule: {
      ...(same.rule_id === true ? {} : { rule_id: otherId }),
      ...(same.name === true ? {} : { name: otherName }),
      ...(same.query === true ? {} : { query: otherQuery }),
    },
  });
}

export const cases: readonly CodeCase[] = [
  {
    code: 'RUL002',
    language: 'toml',
    fires: ruleWith(),
    nearMiss: ruleWith({ rule: { rule_id: '"0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3e"' } }),
    beside: { text: beside({ rule_id: true }) },
  },
  {
    code: 'RUL003',
    language: 'toml',
    fires: ruleWith(),
    nearMiss: ruleWith({ rule: { name: '"Shell from Web Server"' } }),
    beside: { text: beside({ name: true }) },
  },
  {
    code: 'TOM012',
    language: 'toml',
    profile: dac,
    uri: 'file:///rules/linux/shell.toml',
    fires: ruleWith(),
    nearMiss: ruleWith({ metadata: { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' } }),
    beside: { uri: 'file:///rules/macos/shell.toml', text: beside({}) },
  },
  {
    code: 'REP001',
    language: 'toml',
    fires: ruleWith({
      rule: {
        query: "\'\'\'\nhost.os.type : linux and event.category: process and\n  process.name:sh\n\'\'\'",
        index: '["a-*", "logs-endpoint.events.process-*"]',
      },
    }),
    nearMiss: ruleWith(),
    beside: {
      text: ruleWith({ rule: { rule_id: otherId, name: otherName, index: '["logs-endpoint.events.process-*", "a-*"]' } }),
    },
  },
  ...nearNames.map(([fires, nearMiss]): CodeCase => ({
    code: 'REP002',
    language: 'toml',
    profile: dac,
    fires: ruleWith({ rule: { name: fires } }),
    nearMiss: ruleWith({ rule: { name: nearMiss } }),
    beside: { text: beside({}) },
  })),
  {
    code: 'REP001',
    language: 'toml',
    fires: ruleWith(),
    nearMiss: ruleWith({ metadata: { maturity: '"deprecated"', deprecation_date: '"2026/01/05"' } }),
    beside: { text: beside({ query: true }) },
  },
];
