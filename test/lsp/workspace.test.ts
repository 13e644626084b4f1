import { afterEach, describe, expect, it } from 'vitest';
import {
  CompletionRequest,
  DefinitionRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  WorkspaceSymbolRequest,
  type CompletionList,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const folder = 'file:///work';
const [a, b] = ['file:///work/rules/a.toml', 'file:///work/rules/b.toml'];

const running: Editor[] = [];

async function start(files: Record<string, string>, host = memoryHost(files)): Promise<Editor> {
  const editor = await startEditor({ host, folder });
  running.push(editor);
  return editor;
}

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

/** The numbers stand for ids of the same form. */
function rule({ id = 1, name = 'One', query = 'process.name: a' } = {}): string {
  return `[metadata]
creation_date = "2026/01/05"
maturity = "production"
updated_date = "2026/01/05"

[rule]
author = ["Acme"]
description = "A rule of a test."
index = ["logs-endpoint.events.process-*"]
language = "kuery"
name = "${name}"
query = '${query}'
risk_score = 21
rule_id = "2f0f5a5e-7a52-4b0c-9a4e-0d6f3f1c8b0${id}"
severity = "low"
type = "query"
`;
}

/** The next diagnostics of the file that satisfy a condition. */
async function until(editor: Editor, uri: string, holds: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
  for (;;) {
    const last = editor.published.findLast((params) => params.uri === uri);
    if (last !== undefined && holds(last)) return last;
    await editor.nextDiagnostics(uri);
  }
}

const has = (code: string) => (params: PublishDiagnosticsParams) => params.diagnostics.some((found) => found.code === code);
const hasNot = (code: string) => (params: PublishDiagnosticsParams) => !has(code)(params);

const changed = (editor: Editor, uri: string, type: FileChangeType): Promise<void> =>
  editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type }] });

describe('the server, for the rules of a workspace', () => {
  it('finds an id that another file has too, and shows where', async () => {
    const editor = await start({ [b]: rule({ name: 'Two', query: 'process.name: b' }) });
    await editor.open(a, 'toml', rule());
    const { diagnostics } = await until(editor, a, has('RUL002'));
    const found = diagnostics.find(({ code }) => code === 'RUL002');
    expect(found?.range.start).toEqual({ line: 13, character: 10 });
    expect(found?.relatedInformation).toEqual([
      {
        location: { uri: b, range: { start: { line: 13, character: 10 }, end: { line: 13, character: 48 } } },
        message: 'The rule `Two` in b.toml',
      },
    ]);
  });

  it('follows what is typed into the other file', async () => {
    const editor = await start({});
    await editor.open(a, 'toml', rule());
    await until(editor, a, hasNot('REP001'));
    await editor.open(b, 'toml', rule({ id: 2, name: 'Two', query: 'process.name:a' }));
    await until(editor, a, has('REP001'));
    await editor.change(b, 2, rule({ id: 2, name: 'Two', query: 'process.name: b' }));
    await until(editor, a, hasNot('REP001'));
  });

  it('holds rules against the version lock of their repository, and follows it', async () => {
    const lock = `${folder}/etc/version.lock.json`;
    const files: Record<string, string> = {
      [`${folder}/_config.yaml`]: 'testing: true',
      [lock]: '{ "2f0f5a5e-7a52-4b0c-9a4e-0d6f3f1c8b01": { "type": "eql", "version": 3 } }',
    };
    const editor = await start(files);
    await editor.open(a, 'toml', rule());
    await until(editor, a, has('REP003'));
    files[lock] = '{}';
    await changed(editor, lock, FileChangeType.Changed);
    await until(editor, a, hasNot('REP003'));
  });

  it('judges the other open rule anew where a name becomes nearly its own', async () => {
    const editor = await start({ [`${folder}/_config.yaml`]: 'testing: true' });
    await editor.open(a, 'toml', rule({ name: 'Shell from mail server' }));
    await editor.open(b, 'toml', rule({ id: 2, name: 'Two', query: 'process.name: b' }));
    await until(editor, a, hasNot('REP002'));
    await editor.change(b, 2, rule({ id: 2, name: 'Shell from mail serwer', query: 'process.name: b' }));
    await until(editor, a, has('REP002'));
  });

  it('follows files that change on disk', async () => {
    const files: Record<string, string> = { [b]: rule({ name: 'Two', query: 'process.name: b' }) };
    const editor = await start(files);
    await editor.open(a, 'toml', rule());
    await until(editor, a, has('RUL002'));
    delete files[b];
    await changed(editor, b, FileChangeType.Deleted);
    await until(editor, a, hasNot('RUL002'));
    files[b] = rule({ id: 2 });
    await changed(editor, b, FileChangeType.Created);
    await until(editor, a, has('RUL003'));
  });

  it.each([
    ['another project', { 'file:///work/other/rulewright.config.json': '{}', 'file:///work/other/b.toml': rule() }],
    [
      'a file that the project leaves out',
      { 'file:///work/rulewright.config.json': '{ "exclude": ["old/**"] }', 'file:///work/old/b.toml': rule() },
    ],
    [
      'an export of the rule',
      { 'file:///work/a.ndjson': '{"rule_id":"2f0f5a5e-7a52-4b0c-9a4e-0d6f3f1c8b01","type":"query","name":"One"}\n' },
    ],
  ])('does not compare with %s', async (_, files) => {
    // Its own copy on disk is read with the others, which tells when all are.
    const twin = 'file:///work/rules/twin.toml';
    const editor = await start({ ...files, [a]: rule(), [twin]: rule({ id: 9, query: 'process.name: c' }) });
    await editor.open(a, 'toml', rule());
    const { diagnostics } = await until(editor, a, has('RUL003'));
    const related = diagnostics.flatMap(({ relatedInformation = [] }) => relatedInformation.map(({ location }) => location.uri));
    expect(related).toEqual([twin]);
  });

  it.each(['git:/work/rules/a.toml?ref', 'file:///elsewhere/a.toml', 'file:///work/.old/a.toml'])(
    'does not compare with %s',
    async (copy) => {
      const editor = await start({ [a]: rule(), [b]: rule({ id: 9, query: 'process.name: c' }) });
      await editor.open(copy, 'toml', rule());
      await until(editor, copy, () => true);
      await editor.open(a, 'toml', rule());
      const { diagnostics } = await until(editor, a, has('RUL003'));
      expect(diagnostics.flatMap(({ relatedInformation = [] }) => relatedInformation.map(({ location }) => location.uri))).toEqual([b]);
      expect(
        editor.published.filter(({ uri }) => uri === copy).flatMap((params) => params.diagnostics.filter(({ code }) => code === 'RUL002')),
      ).toEqual([]);
    },
  );

  it('keeps working where a file cannot be read', async () => {
    const files = { [b]: rule({ name: 'Two', query: 'process.name: b' }), 'file:///work/c.toml': 'rule\0' };
    const editor = await start(files);
    await editor.open(a, 'toml', rule());
    await until(editor, a, has('RUL002'));
  });
});

describe('the server, completing', () => {
  it('offers the tags of other rules', async () => {
    const tagged = (tags: string): string =>
      rule({ id: 2, name: 'Two', query: 'process.name: b' }).replace('type =', `tags = ${tags}\ntype =`);
    const editor = await start({ [b]: tagged('["Team: Red"]') });
    await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' });
    await editor.open(a, 'toml', tagged('["Te"]'));
    const position = { line: 15, character: 11 };
    const list = (await editor.connection.sendRequest(CompletionRequest.type, { textDocument: { uri: a }, position })) as CompletionList;
    expect(list.items.filter(({ label }) => label.startsWith('Te')).map(({ label, detail }) => [label, detail])).toEqual([
      ['Team: Red', 'in 1 rule'],
    ]);
  });
});

describe('the server, from one file to another', () => {
  const id = '2f0f5a5e-7a52-4b0c-9a4e-0d6f3f1c8b01';
  const mentions = rule({ id: 2, name: 'Two', query: `kibana.alert.rule.rule_id: ${id}` });
  const onMention = { textDocument: { uri: b }, position: { line: 11, character: 45 } };
  const ownRange = { start: { line: 13, character: 10 }, end: { line: 13, character: 48 } };

  it('finds the rule that is mentioned, and what mentions it', async () => {
    const editor = await start({ [a]: rule(), [b]: mentions });
    await editor.open(b, 'toml', mentions);
    expect(await editor.connection.sendRequest(DefinitionRequest.type, onMention)).toEqual([{ uri: a, range: ownRange }]);
    const found = await editor.connection.sendRequest(ReferencesRequest.type, { ...onMention, context: { includeDeclaration: false } });
    expect(found?.map(({ uri }) => uri)).toEqual([b]);
    const symbols = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'on' });
    expect(symbols?.map(({ name, location }) => [name, location.uri])).toEqual([['One', a]]);
  });

  it('renames in all files, with what is typed and not yet saved', async () => {
    const editor = await start({ [a]: rule(), [b]: rule({ id: 2 }) });
    await editor.open(b, 'toml', mentions);
    expect(await editor.connection.sendRequest(PrepareRenameRequest.type, onMention)).toEqual({
      range: { start: { line: 11, character: 36 }, end: { line: 11, character: 72 } },
      placeholder: id,
    });
    const edit = await editor.connection.sendRequest(RenameRequest.type, { ...onMention, newName: id.replace('01', '07') });
    expect(Object.keys(edit?.changes ?? {}).sort()).toEqual([a, b]);
    await expect(editor.connection.sendRequest(RenameRequest.type, { ...onMention, newName: ' ' })).rejects.toMatchObject({
      message: 'A rule needs an id',
    });
  });

  it('finds the line that describes a field of the project', async () => {
    const fields = 'file:///work/fields.json';
    const editor = await start({
      'file:///work/rulewright.config.json': '{ "fields": [{ "file": "fields.json" }] }',
      [fields]: '{\n  "logs-*": {\n    "acme.team": "keyword"\n  }\n}\n',
    });
    await editor.open(a, 'toml', rule({ query: 'acme.team: red' }));
    const position = { line: 11, character: 12 };
    expect(await editor.connection.sendRequest(DefinitionRequest.type, { textDocument: { uri: a }, position })).toEqual([
      { uri: fields, range: { start: { line: 2, character: 5 }, end: { line: 2, character: 14 } } },
    ]);
  });

  it('has no answers for files that are not open', async () => {
    const editor = await start({ [a]: rule() });
    expect(await editor.connection.sendRequest(DefinitionRequest.type, { textDocument: { uri: a }, position: ownRange.start })).toBeNull();
  });
});
