import { expect, it } from 'vitest';
import { ruleDescription, rulePlace, scanTitle } from '../../client/src/scanWords.js';
import type { ScannedRuleRow, ScanReport } from '../../server/src/protocol/scan.js';

const row: ScannedRuleRow = {
  rule: 'file:///a.toml',
  position: { line: 0, character: 0 },
  name: 'A',
  severity: 'high',
  matches: 12,
  unit: 'event',
  first: { start: { line: 1233, character: 0 }, end: { line: 1233, character: 9 } },
  message: undefined,
};

const report: ScanReport = {
  status: 'finished',
  message: undefined,
  sample: 'file:///a.ndjson',
  events: 4000,
  matchedEvents: 14,
  ruleCount: 120,
  matching: [row, row, row],
  notRun: [],
  milliseconds: 5,
};

it.each([
  [report, '3 of 120 rules match 14 of 4,000 events'],
  [{ ...report, matching: [row], matchedEvents: 1 }, '1 of 120 rules matches 1 of 4,000 events'],
  [{ ...report, matching: [], matchedEvents: 0, notRun: [row] }, '0 of 120 rules match 0 of 4,000 events · 1 rule could not be run'],
])('of a scan: %#', (given, expected) => expect(scanTitle(given)).toBe(expected));

it.each([
  [row, '12 events · high · first on line 1,234'],
  [{ ...row, matches: 1, unit: 'sequence' as const, severity: undefined }, '1 sequence · first on line 1,234'],
  [{ ...row, first: undefined }, '12 events · high'],
])('of a rule: %#', (given, expected) => expect(ruleDescription(given)).toBe(expected));

it.each([
  ['Curl to shell', 'rules/a.toml', { detail: 'rules/a.toml' }],
  ['a.eql', 'rules/a.eql', { detail: 'rules/a.eql' }],
  ['a.eql', 'a.eql', {}],
])('the place of %s in %s', (name, path, expected) => expect(rulePlace(name, path)).toEqual(expected));
