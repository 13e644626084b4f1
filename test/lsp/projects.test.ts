import { afterEach, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  CompletionRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  RegistrationRequest,
  type CodeAction,
  type CompletionList,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { runRequest, type RunResult } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inToml } from '../kit/services.js';
import { startEditor, type Editor } from './editor.js';

const rule = 'file:///work/rules/team.toml';
const config = 'file:///work/rulewright.config.json';
const fields = 'file:///work/fields.json';
const text = inToml('any where acme.team == "red"', 'type = "eql"\nlanguage = "eql"\nindex = ["logs-acme.audit-*"]');
const knowsTeam = {
  [config]: '{ "fields": [{ "file": "fields.json", "indexPatterns": ["logs-acme.*"] }] }',
  [fields]: '{ "properties": { "acme": { "properties": { "team": { "type": "keyword" } } } } }',
};

const running: Editor[] = [];

async function start(files: Record<string, string>): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost(files) });
  running.push(editor);
  return editor;
}

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function open(editor: Editor, uri = rule, content = text): Promise<readonly unknown[]> {
  const sent = editor.nextDiagnostics(uri);
  await editor.open(uri, uri.endsWith('.json') ? 'json' : 'toml', content);
  return codesOf(await sent);
}

const codesOf = ({ diagnostics }: PublishDiagnosticsParams): readonly unknown[] => diagnostics.map(({ code, message }) => code ?? message);

async function changed(editor: Editor, uri: string): Promise<readonly unknown[]> {
  const sent = editor.nextDiagnostics(rule);
  await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type: FileChangeType.Changed }] });
  return codesOf(await sent);
}

describe('the server, for rules of a project', () => {
  it("knows the project's own fields", async () => {
    const editor = await start({ ...knowsTeam, 'file:///e.ndjson': '{"acme":{"team":"RED"}}\n{"acme":{"team":"red"}}\n' });
    expect(await open(editor)).toEqual([]);
    const list = (await editor.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: rule },
      position: { line: 9, character: 'any where acme.'.length },
    })) as CompletionList;
    expect(list.items.map(({ label }) => label)).toContain('acme.team');
    const result = await editor.connection.sendRequest<RunResult>(runRequest, { rule, sample: { uri: 'file:///e.ndjson' } });
    expect([result.status, result.matches]).toEqual(['finished', 1]);
  });

  it('reads the configuration anew when it or a file it names was changed', async () => {
    const files: Record<string, string> = { ...knowsTeam, [config]: '{ "severity": { "QRY002": "error" } }' };
    const editor = await start(files);
    expect(await open(editor)).toContain('QRY002');
    files[config] = knowsTeam[config] ?? '';
    expect(await changed(editor, config)).toEqual([]);
    files[fields] = '{ "properties": { "acme": { "properties": { "squad": { "type": "keyword" } } } } }';
    expect(await changed(editor, fields)).toEqual(['QRY002']);
  });

  it('leaves diagnostics out that the configuration suppresses for the file', async () => {
    const editor = await start({ [config]: '{ "suppress": [{ "files": ["rules/*"], "codes": ["QRY002"] }] }' });
    expect(await open(editor, rule, inToml('any where process.nmae == "a"'))).toEqual([]);
  });

  it('judges by the profile of the settings, and of the configuration where it has one', async () => {
    const files: Record<string, string> = {};
    const editor = await start(files);
    await open(editor);
    files['file:///work/_config.yaml'] = 'rule_dirs: [rules]\n';
    const strict = await changed(editor, 'file:///work/_config.yaml');
    files[config] = '{ "profile": "any" }';
    const mild = await changed(editor, config);
    expect(strict.length).toBeGreaterThan(mild.length);
  });

  it('says what is wrong with the configuration on its own file, open or not', async () => {
    const files: Record<string, string> = { [config]: '{ "profil": "any" }' };
    const editor = await start(files);
    const told = editor.nextDiagnostics(config);
    await open(editor);
    const problem = expect.stringMatching(/^profil: there is no such key/) as string;
    expect(codesOf(await told)).toEqual([problem]);
    expect(await open(editor, config, files[config])).toEqual([problem]);
    const gone = editor.nextDiagnostics(config);
    files[config] = '{}';
    await changed(editor, config);
    expect(codesOf(await gone)).toEqual([]);
  });

  it('says which mapping of the configuration cannot be used, until it can', async () => {
    const mapping = 'file:///work/acme.json';
    const files: Record<string, string> = { [config]: '{ "mappings": ["acme.json"] }', [mapping]: '{ "name": "acme" }' };
    const editor = await start(files);
    const told = editor.nextDiagnostics(mapping);
    await open(editor);
    expect(codesOf(await told)).toEqual(['The mapping acme.json cannot be used: title: it has to be a string']);
    const gone = editor.nextDiagnostics(mapping);
    files[mapping] = '{ "name": "acme", "title": "Acme", "fields": { "process.name": "proc" } }';
    await changed(editor, mapping);
    expect(codesOf(await gone)).toEqual([]);
  });

  it('asks the editor to watch rules and configurations', async () => {
    const asked: unknown[] = [];
    const editor = await startEditor({
      host: memoryHost({}),
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      prepare: (connection) =>
        connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
          asked.push(...registrations.map(({ method, registerOptions }): readonly unknown[] => [method, registerOptions]));
        }),
    });
    running.push(editor);
    await open(editor);
    expect(asked).toEqual([
      ['workspace/didChangeWatchedFiles', { watchers: [{ globPattern: '**/*.{toml,eql,kuery,json,ndjson,jsonl,gz,zst,yml,yaml}' }] }],
    ]);
  });
});

describe('fixing all', () => {
  it('is one action, offered only where it is asked for', async () => {
    const editor = await start({});
    const broken = text.replace('severity = "low"', 'severity = "Low"');
    await open(editor, rule, broken);
    const actions = async (only: string[]): Promise<readonly CodeAction[]> =>
      ((await editor.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: rule },
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], only },
      })) ?? []) as CodeAction[];
    const [fix, ...others] = await actions(['source.fixAll']);
    expect(others).toEqual([]);
    expect(fix?.kind).toBe('source.fixAll.rulewright');
    expect(fix?.edit?.changes?.[rule]).toEqual([
      { range: { start: { line: 11, character: 12 }, end: { line: 11, character: 13 } }, newText: 'l' },
    ]);
    expect(await actions(['quickfix'])).toEqual([]);
  });
});
