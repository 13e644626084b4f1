import { LineIndex } from '../../../server/src/base/lines.js';
import { describe, expect, it } from 'vitest';
import { factsOf, readFacts } from '../../../server/src/analysis/repository/facts.js';
import { openRule, openRules } from '../../../server/src/rule/openText.js';
import { corpusRules } from '../../kit/reference.js';
import { ruleWith } from '../cases/kit.js';

const toml = 'file:///rules/shell.toml';
const other = '7b1e0f52-90d4-4c33-8c1f-2f6a1d4be0a1';
const object = (id: string): string => JSON.stringify({ rule_id: id, type: 'query', name: id, query: 'a: b', tags: ['T'], index: ['i'] });

describe('the facts of a rule', () => {
  it('are its values with their places, and the ids it mentions', () => {
    const text = ruleWith({ rule: { note: `"As in ${other}."` } });
    const [facts, ...rest] = readFacts(text, toml);
    expect(rest).toEqual([]);
    const { uri, format, type, tags, index, isDeprecated, ruleId, name, query, mentions } = facts ?? expect.fail('no facts');
    expect({ uri, format, type, tags, index, isDeprecated }).toEqual({
      uri: toml,
      format: 'toml',
      type: 'query',
      tags: ['OS: Linux', 'Domain: Endpoint', 'Tactic: Execution'],
      index: ['logs-endpoint.events.process-*'],
      isDeprecated: false,
    });
    expect([ruleId, name, query].map((value) => value && text.slice(value.span.start, value.span.end))).toEqual([
      '"0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d"',
      '"Shell from web server"',
      "'host.os.type: linux and event.category: process and process.name: sh'",
    ]);
    const lines = text.split('\n');
    expect(lines[name?.range.start.line ?? 0]?.slice(name?.range.start.character)).toBe('"Shell from web server"');
    expect(mentions.map(({ value, span }) => [value, text.slice(span.start, span.end)])).toEqual([[other, other]]);
  });

  it.each([
    ['one object', 'a.json', object('a'), ['a']],
    ['a list', 'a.json', `[${object('a')}, ${object('b')}]`, ['a', 'b']],
    ['an export', 'a.ndjson', `${object('a')}\n${object('b')}\n{"exported_count":2}\n`, ['a', 'b']],
    ['events', 'a.ndjson', '{"@timestamp":"2026-01-01T00:00:00Z","rule_id":"a","type":"query","name":"a"}\n', []],
    ['other TOML', 'a.toml', '[package]\nname = "a"\n', []],
    ['a bare query', 'a.kuery', 'a: b', []],
    ['broken TOML', 'a.toml', '[rule\nname = "', []],
  ])('are read of %s', (_, name, text, ids) => {
    expect(readFacts(text, `file:///${name}`).map(({ ruleId }) => ruleId?.value)).toEqual(ids);
  });

  it('are the same, read quickly and of the opened rule', () => {
    const samples = [[toml, ruleWith()] as const, ['file:///a.ndjson', `${object('a')}\n${object('b')}`] as const];
    const own = corpusRules().map(({ path, text }) => [`file:///${path}`, text] as const);
    for (const [uri, text] of [...samples, ...own]) {
      expect(openRules(text, { uri }).map((document) => factsOf(document, new LineIndex(text)))).toEqual(readFacts(text, uri));
    }
  });

  it('are none for files without a rule', () => {
    expect(factsOf(openRule('a: b', { uri: 'file:///a.kuery' }), new LineIndex('a: b'))).toBeUndefined();
  });
});
