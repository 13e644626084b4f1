/** The sentences that results are shown in. */
import { expect, it } from 'vitest';
import { importedFiles, matchCount, outcome, panelMessage, ruleLabel, seconds, statusText } from '../../client/src/words.js';
import type { RunResult } from '../../server/src/protocol/protocol.js';

function result(parts: Partial<RunResult>): RunResult {
  return {
    status: 'finished',
    message: undefined,
    rule: 'file:///w/a.toml',
    ruleVersion: 1,
    sample: 'file:///w/a.events.ndjson',
    queryRange: undefined,
    events: 120,
    matches: 3,
    hits: [],
    unreadable: [],
    unreadableCount: 0,
    fidelity: [],
    milliseconds: 83,
    ...parts,
  };
}

it.each([
  [3, 120, '3 of 120 events match'],
  [1, 120, '1 of 120 events matches'],
  [0, 0, '0 of 0 events match'],
  [1, 1, '1 of 1 event matches'],
  [12_345, 1_000_000, '12,345 of 1,000,000 events match'],
])('%i of %i: %s', (matches, events, expected) => {
  expect(matchCount(result({ matches, events }))).toBe(expected);
});

it.each([
  [1, 'sequence' as const, '1 sequence in 120 events'],
  [3, 'sample' as const, '3 samples in 120 events'],
])('%i of unit %s: %s', (matches, unit, expected) => {
  expect(matchCount(result({ matches, unit }))).toBe(expected);
});

it.each([
  [{}, false, '3 of 120 events match'],
  [{ unreadableCount: 1 }, false, '3 of 120 events match · 1 line unreadable'],
  [{ status: 'cancelled' as const }, false, '3 of 120 events match · cancelled'],
  [{}, true, '3 of 120 events match · before the last edit'],
])('the line at the query: %j, stale %s', (parts, stale, expected) => {
  expect(ruleLabel(result(parts), { stale })).toBe(expected);
});

it.each([
  [{}, 'a.events.ndjson', false, 'a.toml: 3 of 120 events match · 0.08 s'],
  [{}, 'other.json', false, 'a.toml: 3 of 120 events match in other.json · 0.08 s'],
  [{}, 'a.events.ndjson', true, 'a.toml: 3 of 120 events match · 0.08 s · before the last edit'],
  [{ status: 'invalid' as const, message: 'The rule has 2 errors.' }, 'a.events.ndjson', false, 'a.toml: The rule has 2 errors.'],
])('the line above the list: %j on %s, stale %s', (parts, sample, stale, expected) => {
  expect(panelMessage(result(parts), { rule: 'a.toml', sample }, { stale })).toBe(expected);
});

it.each([
  [{}, true, 'a.toml: 3 matches on prod so far · 0.08 s'],
  [{ unit: 'sequence' as const }, true, 'a.toml: 3 sequences on prod so far · 0.08 s'],
  [{ status: 'cancelled' as const }, false, 'a.toml: 3 matches on prod · 0.08 s · cancelled'],
  [{ status: 'failed' as const, message: 'Forbidden' }, false, 'a.toml: 3 matches on prod · 0.08 s · ended early'],
  [{ status: 'failed' as const, message: 'Forbidden', matches: 0 }, false, 'a.toml: Forbidden'],
])('the line above the list of a run on a cluster: %j, more coming %s', (parts, isComing, expected) => {
  const names = { rule: 'a.toml', sample: 'a.prod.ndjson' };
  expect(panelMessage(result({ cluster: 'prod', ...parts }), names, { stale: false, isComing })).toBe(expected);
});

it('the line at the query says that more is coming', () => {
  const shown = { stale: true, isComing: true };
  expect(ruleLabel(result({ cluster: 'prod' }), shown)).toBe('3 matches on prod so far · before the last edit');
});

it('the status bar counts events or sequences, and leaves out the middle of a long name', () => {
  expect(statusText(result({}), 'events.ndjson')).toBe('3/120 · events.ndjson');
  expect(statusText(result({ unit: 'sequence', matches: 2 }), 'events.ndjson')).toBe('2 sequences · events.ndjson');
  expect(statusText(result({}), 'a_very_long_name_of_a_rule_indeed.events.ndjson')).toBe('3/120 · a_very_long_name…d.events.ndjson');
});

it.each([
  [83, '0.08 s'],
  [9_990, '9.99 s'],
  [12_400, '12 s'],
])('%i ms is %s', (milliseconds, expected) => {
  expect(seconds(milliseconds)).toBe(expected);
});

it.each([
  [[], 'a.toml is copied.'],
  [['The dates are left out.'], 'a.toml is copied. The dates are left out.'],
  [['[metadata] has no place in Kibana: maturity'], 'a.toml is copied. [metadata] has no place in Kibana: maturity.'],
  [['one', 'two'], 'a.toml is copied. 2 things are not in it; the log lists them.'],
])('what was lost, %j, is said with what was done', (notes, expected) => {
  expect(outcome('a.toml is copied.', notes)).toBe(expected);
});

it.each([
  [2, 2, '2 rules are written to rules.'],
  [1, 2, '1 rule is written to rules; 1 is there already and was left alone.'],
  [0, 3, '0 rules are written to rules; 3 are there already and were left alone.'],
])('%i of %i imported rules: %s', (written, all, expected) => {
  expect(importedFiles(written, all, 'rules')).toBe(expected);
});
