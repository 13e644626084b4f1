/** Diagnostics of rules beside other rules. */
import type { CodeRow } from './row.js';

const query = "query = 'host.os.type: linux and event.category: process and process.name: (bash or sh)'";

export const repositoryCodes: readonly CodeRow[] = [
  {
    code: 'RUL002',
    severity: 'error',
    title: 'Two rules have the same `rule_id`',
    about:
      'Kibana and the tools for detections as code know a rule by its `rule_id`: of two rules that have the same one, the second takes the place of the first. ' +
      'It happens when a rule begins as a copy of another; give one of them a new id. A rule in TOML and its export in JSON are the same rule and may share it.',
    examples: [
      {
        language: 'toml',
        wrong: 'rule_id = "7b1e0f52-90d4-4c33-8c1f-2f6a1d4be0a1"',
        right: 'rule_id = "5d2c9a10-3f7e-4a56-b0c8-91e4f7a2d3b6"',
        beside: `rule_id = "7b1e0f52-90d4-4c33-8c1f-2f6a1d4be0a1"\nname = "Shell from mail server"\n${query}`,
      },
    ],
  },
  {
    code: 'REP001',
    severity: 'warning',
    title: 'Two rules have the same query',
    about:
      'Both rules have the same query on the same indices, but for its layout, and the same settings that decide what becomes of the events: each event gives two alerts. ' +
      'Keep one of the rules, or narrow each to its own part. Deprecated rules do not count.',
    examples: [
      {
        language: 'toml',
        wrong: query,
        right: "query = 'host.os.type: linux and event.category: process and process.name: zsh'",
        beside: `rule_id = "7b1e0f52-90d4-4c33-8c1f-2f6a1d4be0a1"\nname = "Shell from mail server"\n${query}`,
      },
    ],
  },
  {
    code: 'REP002',
    severity: 'information',
    profile: 'detections-as-code',
    title: 'Name or tag is nearly that of other rules',
    about:
      'The name differs from that of another rule by one letter, by case or by blanks alone, so their alerts are easily mistaken for each other’s. ' +
      'Or a tag that no other rule has is one slip away from one that many have: whoever looks for rules by the common tag does not find this one.',
    examples: [
      {
        language: 'toml',
        wrong: 'name = "Shell from mail serwer"',
        right: 'name = "Shell from print server"',
        beside: `rule_id = "7b1e0f52-90d4-4c33-8c1f-2f6a1d4be0a1"\nname = "Shell from mail server"\n${query.replace('bash or sh', 'zsh')}`,
      },
    ],
  },
  {
    code: 'REP003',
    severity: 'warning',
    profile: 'detections-as-code',
    needsRun: true,
    title: 'Released rule cannot change so',
    about:
      'The version lock of the repository (`version.lock.json`) says what each rule was when it was last released. After that a rule keeps its type, since Kibana does not turn ' +
      'an installed rule into one of another type, and its maturity is `production` until it is `deprecated`. Repositories without a version lock have nothing to compare with.',
  },
];
