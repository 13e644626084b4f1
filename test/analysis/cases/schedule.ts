/** Cases of the diagnostics of a rule's schedule. */
import type { Profile } from '../../../server/src/analysis/profile.js';
import { eqlRuleWith, ruleWith, type CodeCase } from './kit.js';

type Keys = Readonly<Record<string, string | undefined>>;
type Write = (rule: Keys) => string;

function as(write: Write, code: string, [fires, nearMiss, fixed]: readonly [Keys, Keys, Keys?], profile: Profile = 'any'): CodeCase {
  const after = fixed === undefined ? {} : { fixed: write(fixed) };
  return { code, language: 'toml', profile, fires: write(fires), nearMiss: write(nearMiss), ...after };
}

const usual: Write = (rule) => ruleWith({ rule });
const sequence =
  (end: string, maxspan: string): Write =>
  (rule) =>
    eqlRuleWith({
      rule: { query: `'sequence by host.id with maxspan=${maxspan} [process where true] ${end}'`, timestamp_override: undefined, ...rule },
    });
const pair = (maxspan: string): Write => sequence('[process where true]', maxspan);
const newTerms: Write = (rule) => ruleWith({ rule: { type: '"new_terms"', new_terms_fields: '["user.id"]', ...rule } });
const esql =
  (query: string): Write =>
  (rule) =>
    ruleWith({ rule: { type: '"esql"', language: '"esql"', index: undefined, query: `"${query}"`, ...rule } });

export const cases: readonly CodeCase[] = [
  as(usual, 'SCH001', [{ interval: '"5 minutes"' }, { interval: '"5m"' }, { interval: '"5m"' }]),
  as(usual, 'SCH001', [{ interval: '"often"' }, { interval: '"1h"' }]),
  as(usual, 'SCH001', [{ from: '"9m"' }, { from: '"now-9m"' }, { from: '"now-9m"' }]),
  as(usual, 'SCH001', [{ from: '"yesterday"' }, { from: '"now-1d/d"' }]),
  as(usual, 'SCH001', [{ to: '"nwo"' }, { to: '"now-1m"', from: '"now-20m"' }]),
  as(usual, 'SCH001', [{ from: '"now-1d/d"' }, { from: '"now-1d"' }], 'elastic'),
  as(usual, 'SCH002', [{ interval: '"10m"' }, { interval: '"8m"' }, { from: '"now-14m"', interval: '"10m"' }]),
  as(usual, 'SCH002', [
    { from: '"now-20m"', to: '"now-15m"', interval: '"6m"' },
    { from: '"now-20m"', to: '"now-10m"', interval: '"6m"' },
    { from: '"now-25m"', to: '"now-15m"', interval: '"6m"' },
  ]),
  as(usual, 'SCH003', [{ interval: '"9m"' }, { interval: '"8m"' }, { from: '"now-13m"', interval: '"9m"' }]),
  as(pair('15m'), 'SCH004', [{ from: '"now-9m"' }, { from: '"now-20m"' }, { from: '"now-20m"' }]),
  as(pair('5m'), 'SCH005', [{ from: '"now-9m"' }, { from: '"now-10m"' }, { from: '"now-10m"' }]),
  as(
    pair('20m'),
    'SCH006',
    [
      { from: '"now-40m"', interval: '"5m"' },
      { from: '"now-40m"', interval: '"10m"' },
      { from: '"now-40m"', interval: '"10m"' },
    ],
    'detections-as-code',
  ),
  {
    ...as(usual, 'SCH007', [{ timestamp_override: undefined }, {}], 'detections-as-code'),
    fixed: ruleWith({
      rule: {
        timestamp_override: undefined,
        query: '\'host.os.type: linux and event.category: process and process.name: sh\'\ntimestamp_override = "event.ingested"',
      },
    }),
  },
  as(pair('1m'), 'SCH008', [{ timestamp_override: '"event.ingested"' }, { timestamp_field: '"event.created"' }]),
  {
    ...as(usual, 'SCH009', [{ index: '["logs-endpoint.events.*"]', from: undefined }, { index: '["logs-endpoint.events.*"]' }], 'elastic'),
    fixed: ruleWith({
      rule: {
        index: '["logs-endpoint.events.*"]',
        from: undefined,
        query: '\'host.os.type: linux and event.category: process and process.name: sh\'\nfrom = "now-9m"',
      },
    }),
  },
  as(newTerms, 'SCH010', [
    { history_window_start: '"now-5m"' },
    { history_window_start: '"now-7d"' },
    { history_window_start: '"now-7d"' },
  ]),
  as(newTerms, 'SCH010', [
    { history_window_start: '"now-1h"' },
    { history_window_start: '"now-90m"' },
    { history_window_start: '"now-7d"' },
  ]),
  as(newTerms, 'SCH010', [
    { history_window_start: '"a week"' },
    { history_window_start: '"2026-01-01"' },
    { history_window_start: '"now-7d"' },
  ]),
  as(esql('FROM logs-* | STATS n = COUNT(*) BY host.id'), 'SCH011', [{ from: '"now-9m"' }, { from: '"now-5m"' }]),
  as(sequence('![network where true]', '4m'), 'SCH012', [{ from: '"now-9m"' }, { from: '"now-19m"' }]),
];
