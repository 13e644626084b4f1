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
];
