/** What the editor tells from names and the first look at a text. */
import { describe, expect, it } from 'vitest';
import { eventFileRank, isCompressed, isRuleJson, isRuleToml, looksLikeEvents, ruleNamesOf } from '../../client/src/names.js';

describe('isRuleToml', () => {
  it.each([
    ['a rule', '[metadata]\nmaturity = "production"\n\n[rule]\nname = "x"\n', true],
    ['a rule being written', '[rule] # soon\n', true],
    ['metadata only, CRLF', '[metadata]\r\nmaturity = "development"\r\n', true],
    ['another tool’s file', '[tool.poetry]\nname = "rule"\n', false],
    ['a table that contains the word', '[package.metadata]\n', false],
    ['a comment', '# [rule]\n', false],
    ['nothing', '', false],
  ])('%s', (_what, text, expected) => {
    expect(isRuleToml(text)).toBe(expected);
  });
});

describe('isRuleJson', () => {
  it.each([
    ['a rule', '{"rule_id": "a", "type": "eql"}', true],
    ['an export', '{"name":"a","query":"b","risk_score":21}\n{"exported_count":1}\n', true],
    ['events', '{"@timestamp":1,"rule_id":"a","type":"eql"}', false],
    ['another file', '{"name": "x", "type": "module"}', false],
    ['nothing', '', false],
  ])('%s', (_what, text, expected) => {
    expect(isRuleJson(text)).toBe(expected);
  });
});

describe('ruleNamesOf', () => {
  it.each([
    ['a.events.ndjson', ['a.toml', 'a.eql', 'a.kuery']],
    ['a.b.events.json', ['a.b.toml', 'a.b.eql', 'a.b.kuery']],
    ['a.events.ndjson.gz', ['a.toml', 'a.eql', 'a.kuery']],
    ['a.ndjson', []],
    ['.events.ndjson', []],
  ])('%s belongs to %j', (name, expected) => {
    expect(ruleNamesOf(name)).toEqual(expected);
  });
});

it('event files are offered beside the rule first, then by how likely they hold events', () => {
  const paths = [
    '/w/package.json',
    '/w/rules/notes.json',
    '/w/all.ndjson',
    '/w/rules/x.jsonl.gz',
    '/w/b.events.json',
    '/w/rules/a.events.ndjson',
  ];
  const sorted = [...paths].sort((a, b) => eventFileRank(a, '/w/rules') - eventFileRank(b, '/w/rules'));
  expect(sorted).toEqual([
    '/w/rules/a.events.ndjson',
    '/w/b.events.json',
    '/w/rules/x.jsonl.gz',
    '/w/all.ndjson',
    '/w/rules/notes.json',
    '/w/package.json',
  ]);
});

it.each([
  ['{"@timestamp":"2026-03-02T10:00:00Z"}', true],
  ['\uFEFF\n [\n {}]', true],
  ['process where true', false],
  ['', false],
])('unsaved text %j may hold events: %s', (text, expected) => {
  expect(looksLikeEvents(text)).toBe(expected);
});

it.each([
  ['a.ndjson', false],
  ['a.ndjson.gz', true],
  ['a.json.ZST', true],
])('%s is compressed: %s', (name, expected) => {
  expect(isCompressed(name)).toBe(expected);
});
