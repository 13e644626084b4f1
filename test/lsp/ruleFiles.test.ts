import { afterEach, describe, expect, it } from 'vitest';
import {
  changeConfigRequest,
  changeRuleRequest,
  exportRuleRequest,
  importRulesRequest,
  newRuleRequest,
  projectRequest,
  readAttackRequest,
  readFieldsRequest,
  ruleTypesRequest,
  type ChangeConfigResult,
  type ChangeRuleResult,
  type ExportRuleResult,
  type ImportRulesResult,
  type NewRuleResult,
  type ReadFieldsResult,
  type RuleTypesResult,
} from '../../server/src/protocol/ruleFiles.js';
import { ruleTypes } from '../../server/src/rule/ruleDocument.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const id = '0f1e2d3c-1111-4222-8333-000000000009';
const day = Date.UTC(2026, 2, 4, 15);
const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function start(files: Readonly<Record<string, string>> = {}): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost(files, { now: day }) });
  running.push(editor);
  return editor;
}

async function ask<T>(method: string, params: object, files: Readonly<Record<string, string>> = {}): Promise<T> {
  return (await start(files)).connection.sendRequest<T>(method, params);
}

const toml = `[metadata]
creation_date = "2026/01/02"
updated_date = "2026/01/02"

[rule]
name = "One"
rule_id = "r-1"
type = "eql"
language = "eql"
index = ["logs-acme.*"]
query = '''
process where acme.kind == "x"
'''
`;
const rule = 'file:///rules/one.toml';

describe('a new rule', () => {
  it('can have every type, each with a sentence', async () => {
    const { types } = await ask<RuleTypesResult>(ruleTypesRequest, {});
    expect(types.map(({ type }) => type)).toEqual(ruleTypes);
    expect(types.filter(({ about }) => !/^[A-Z].*\.$/.test(about))).toEqual([]);
  });

  it('has a file name, and its description is selected', async () => {
    const result = await ask<NewRuleResult>(newRuleRequest, { type: 'eql', name: 'Odd Child of a Shell', id });
    const { line } = result.selection.start;
    const selected = result.text.split('\n')[line]?.slice(result.selection.start.character, result.selection.end.character);
    expect([result.fileName, selected]).toEqual(['odd_child_of_a_shell.toml', 'Say what this rule finds, and why that matters.']);
    expect(result.text).toContain(`rule_id = "${id}"`);
    expect(result.text).toContain('creation_date = "2026/03/04"');
  });

  it('of a type that there is not is none', async () => {
    expect(await ask(newRuleRequest, { type: 'lucene', name: 'a', id })).toBeNull();
  });
});

describe('an import', () => {
  const page = `A web server starts a shell.

Rule type: eql

Severity: high

Tags:

  • OS: Linux

Rule license: Apache-2.0

process where process.name == "sh"
`;
  const object = (name: string) => JSON.stringify({ rule_id: name, name, type: 'query', language: 'kuery', query: 'a: b', version: 3 });

  it('of a documentation page gives a rule with a new id', async () => {
    const { rules, message } = await ask<ImportRulesResult>(importRulesRequest, { text: page, name: 'page.txt', from: 'page', id });
    expect([rules.length, message]).toEqual([1, undefined]);
    expect(rules[0]?.text).toContain(`rule_id = "${id}"`);
    expect(rules[0]?.notes.length).toBeGreaterThan(0);
  });

  it('of an export gives a file for each rule, and says what is left out', async () => {
    const text = `${object('Same')}\n${object('Same')}\n${JSON.stringify({ list_id: 'l', name: 'List' })}\n${JSON.stringify({ exported_count: 3 })}\n`;
    const { rules, notes } = await ask<ImportRulesResult>(importRulesRequest, { text, name: 'export.ndjson', from: 'kibana', id });
    expect(rules.map(({ fileName }) => fileName)).toEqual(['same.toml', 'same_2.toml']);
    expect(rules[0]?.text).toContain('updated_date = "2026/03/04"');
    expect(notes).toEqual(['export.ndjson: only rules are converted; left out: 1 exception lists']);
  });

  it.each([
    ['page', toml, 'x is not the text of a rule\'s documentation page, which has lines such as "Rule type: eql" and "Severity: low"'],
    ['kibana', toml, "x has no rule objects of Kibana's: they are JSON"],
    ['kibana', '{"a": 1}', "x is no rule; name rules in TOML or JSON, or the text of a rule's documentation page."],
    ['kibana', '{"rule_id": "a", "type": "eql", "name": ', /^x:1:\d+: .*; mend it first$/],
  ] as const)('from %s of another text says why there is nothing', async (from, text, message) => {
    const result = await ask<ImportRulesResult>(importRulesRequest, { text, name: 'x', from, id });
    expect(result).toEqual({
      rules: [],
      notes: [],
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
  });
});

describe('an export', () => {
  it('is of the unsaved text, with what is lost', async () => {
    const editor = await start({ [rule]: toml });
    await editor.open(rule, 'toml', toml.replace('"One"', '"Unsaved"'));
    const result = await editor.connection.sendRequest<ExportRuleResult>(exportRuleRequest, { rule });
    const [line, summary] = (result.text ?? '').split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ name: 'Unsaved', rule_id: 'r-1', query: 'process where acme.kind == "x"\n' });
    expect(JSON.parse(summary ?? '')).toMatchObject({ exported_count: 1 });
    expect([result.fileName, result.notes.length]).toEqual(['unsaved.ndjson', 1]);
  });

  it('of a file that is not open is that of the file; of one that is missing a sentence', async () => {
    expect((await ask<ExportRuleResult>(exportRuleRequest, { rule }, { [rule]: toml })).fileName).toBe('one.ndjson');
    expect((await ask<ExportRuleResult>(exportRuleRequest, { rule })).message).toBe(`There is no file ${rule}; check the path.`);
  });

  it('of a bare query is a sentence', async () => {
    const uri = 'file:///rules/a.kuery';
    const { message } = await ask<ExportRuleResult>(exportRuleRequest, { rule: uri }, { [uri]: 'a: b' });
    expect(message).toBe('a.kuery is only a query, without the other parts of a rule; put it into a rule file first.');
  });
});

describe('a change', () => {
  const changed = (change: object, text: string, uri = rule) =>
    ask<ChangeRuleResult>(changeRuleRequest, { rule: uri, change }, { [uri]: text });
  const newTexts = async (change: object, text: string) => (await changed(change, text)).edits.map(({ newText }) => newText);

  it('gives the rule another id, or today’s date', async () => {
    expect(await newTexts({ kind: 'id', id }, toml)).toEqual([id]);
    expect(await newTexts({ kind: 'updatedDate' }, toml)).toEqual(['2026/03/04']);
  });

  it('adds what is not there', async () => {
    expect(await newTexts({ kind: 'id', id }, toml.replace('rule_id = "r-1"\n', ''))).toEqual([`rule_id = "${id}"\n`]);
  });

  it('is of the rule at the position in a file of several', async () => {
    const uri = 'file:///export.ndjson';
    const line = (name: string) => JSON.stringify({ rule_id: name, name, type: 'query', language: 'kuery', query: 'a: b' });
    const params = { rule: uri, position: { line: 1, character: 3 }, change: { kind: 'id', id } };
    const { edits } = await ask<ChangeRuleResult>(changeRuleRequest, params, { [uri]: `${line('a')}\n${line('b')}\n` });
    expect(edits).toEqual([{ range: { start: { line: 1, character: 11 }, end: { line: 1, character: 14 } }, newText: `"${id}"` }]);
  });

  it.each([
    ['a rule without [metadata]', toml.replace(/^\[metadata\][^[]*/, ''), rule, /no \[metadata\] table/],
    ['a rule in JSON', '{"rule_id": "a", "type": "eql", "name": "b", "query": "any where true"}', 'file:///a.json', /Kibana keeps its own/],
    ['a bare query', 'any where true', 'file:///a.eql', /Only a rule in TOML or JSON/],
  ])('of the date in %s says why there is none', async (_what, text, uri, message) => {
    expect(await changed({ kind: 'updatedDate' }, text, uri)).toEqual({ edits: [], message: expect.stringMatching(message) as string });
  });
});

describe('fields', () => {
  const sample = 'file:///rules/one.events.ndjson';
  const files = { [rule]: toml, [sample]: '{"@timestamp":"2026-03-04T00:00:00Z","process":{"name":"a"},"acme":{"kind":"x","size":3}}\n' };

  it('of a mapping are counted; its indices have to be asked for, the rule’s are the first guess', async () => {
    const text = JSON.stringify({ mappings: { properties: { acme: { properties: { kind: { type: 'keyword' } } } } } });
    const source = { kind: 'file', uri: 'file:///m.json', text };
    expect(await ask<ReadFieldsResult>(readFieldsRequest, { source, rule }, files)).toEqual({
      count: 1,
      namesIndices: false,
      indexPatterns: ['logs-acme.*'],
    });
  });

  it('by index pattern say themselves where they are', async () => {
    const source = { kind: 'file', uri: 'file:///m.json', text: '{"logs-acme.*": {"acme.kind": "keyword"}}' };
    expect(await ask<ReadFieldsResult>(readFieldsRequest, { source })).toMatchObject({ count: 1, namesIndices: true, indexPatterns: [] });
  });

  it('of a sample are those that no schema knows, written down for the indices', async () => {
    const first = await ask<ReadFieldsResult>(readFieldsRequest, { source: { kind: 'sample' }, rule }, files);
    expect([first.count, first.text, first.indexPatterns]).toEqual([2, undefined, ['logs-acme.*']]);
    const params = { source: { kind: 'sample' }, rule, indexPatterns: ['logs-acme.*'] };
    const { text } = await ask<ReadFieldsResult>(readFieldsRequest, params, files);
    expect(JSON.parse(text ?? '')).toEqual({ 'logs-acme.*': { 'acme.kind': 'keyword', 'acme.size': 'long' } });
  });

  it.each([
    ['a file that is none of the forms', { source: { kind: 'file', uri: 'file:///m.json', text: '{"a": 1}' } }, /./],
    ['a file that is missing', { source: { kind: 'file', uri: 'file:///none.json' } }, /^There is no file/],
    ['a rule without a sample', { source: { kind: 'sample' }, rule: 'file:///other.toml' }, /has no sample events; pick a sample first$/],
  ])('of %s are none, with the reason', async (_what, params, message) => {
    const result = await ask<ReadFieldsResult>(readFieldsRequest, params, { 'file:///other.toml': toml });
    expect([result.count, result.message]).toEqual([0, expect.stringMatching(message)]);
  });
});

describe('ATT&CK', () => {
  const asset = {
    version: '99.1',
    tactics: { TA0002: 'Execution' },
    techniques: { T9999: ['Own technique', ['TA0002']] },
    revoked: {},
    deprecated: {},
  };

  it('is given in its compact form', async () => {
    const uri = 'file:///attack.json';
    const result = await ask(readAttackRequest, { uri }, { [uri]: JSON.stringify(asset, undefined, 2) });
    expect(result).toEqual({ text: `${JSON.stringify(asset)}\n`, version: '99.1', techniques: 1 });
  });

  it('is not taken from another file', async () => {
    const uri = 'file:///a%20b.json';
    expect(await ask(readAttackRequest, { uri }, { [uri]: '{}' })).toMatchObject({
      message: expect.stringMatching(/^a b\.json is /) as string,
    });
  });

  it('of the project is what its rules are checked against', async () => {
    const text = toml.replace('query =', "threat = [{ framework = 'MITRE ATT&CK', tactic = { id = 'TA0002', name = 'Execution', reference = 'https://attack.mitre.org/tactics/TA0002/' }, technique = [{ id = 'T9999', name = 'Own technique', reference = 'https://attack.mitre.org/techniques/T9999/' }] }]\nquery ="); // prettier-ignore
    const codes = async (files: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
      const editor = await start(files);
      const next = editor.nextDiagnostics(rule);
      await editor.open(rule, 'toml', text);
      return (await next).diagnostics.filter(({ message }) => /T9999/.test(JSON.stringify(message))).map(({ code }) => code);
    };
    const config = { 'file:///rules/rulewright.config.json': '{ "attack": "attack/own.json" }' };
    expect(await codes({})).toEqual(['ATK001']);
    expect(await codes({ ...config, 'file:///rules/attack/own.json': JSON.stringify(asset) })).toEqual([]);
  });
});

describe('a configuration', () => {
  const change = async (text: string | undefined, wanted?: object) =>
    (await ask<ChangeConfigResult>(changeConfigRequest, { text, ...(wanted === undefined ? {} : { change: wanted }) })).text;
  const fields = { kind: 'fields', file: 'fields/a.json', indexPatterns: ['logs-a.*'] };

  it('is begun with comments, and takes fields', async () => {
    const begun = await change(undefined);
    expect(begun).toMatch(/\/\/ How strictly rules are judged/);
    const withFields = await change(begun, fields);
    expect(withFields).toContain('// How strictly');
    expect(withFields).toMatch(/"fields": \[\s*\{\s*"file": "fields\/a\.json",\s*"indexPatterns": \[\s*"logs-a\.\*"\s*\]\s*\}\s*\]/);
    expect(await change(withFields, fields)).toBe(withFields);
  });

  it.each([
    ['an empty object', '{}', '{\n  "attack": "a.json"\n}'],
    ['one with comments', '{\n  // mine\n  "severity": {},\n}\n', '{\n  // mine\n  "severity": {},\n  "attack": "a.json",\n}\n'],
    ['one that has it', '{ "attack": "old.json" /* old */ }', '{ "attack": "a.json" /* old */ }'],
    ['a text that is none', '[]', '[]'],
  ])('keeps what is there: %s', async (_what, before, after) => {
    expect(await change(before, { kind: 'attack', file: 'a.json' })).toBe(after);
  });

  it('is found for a rule, and for a folder', async () => {
    const files = { 'file:///a/rulewright.config.json': '{}' };
    expect(await ask(projectRequest, { uri: 'file:///a/b/c.toml' }, files)).toEqual({ folder: 'file:///a/' });
    expect(await ask(projectRequest, { uri: 'file:///b/' }, files)).toEqual({});
  });
});
