// The language server as other editors have it: a process of its own, standard input and output, and nothing but the protocol itself.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-stdio-'));
const rules = path.join(folder, 'rules');
const uriOf = (name: string): string => pathToFileURL(path.join(rules, name)).href;

let server: ChildProcess;
let connection: ProtocolConnection;
let offered: InitializeResult;
const strayed: string[] = [];
const waiting: ((uri: string, diagnostics: readonly Diagnostic[]) => void)[] = [];

beforeAll(async () => {
  const build = [path.join(root, 'server/tools/build.mjs'), '--out', path.join(folder, 'dist'), 'server', 'data'];
  execFileSync(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(rules);
  writeFileSync(path.join(rules, 'curl.eql'), 'process where process.nmae == "curl"\n');
  server = spawn(process.execPath, [path.join(folder, 'dist/server/node.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (server.stdout === null || server.stdin === null) throw new Error('the server has no standard streams');
  connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    for (const hear of waiting) hear(uri, diagnostics);
  });
  // It offered nothing, so that it expects to be asked nothing.
  connection.onUnhandledNotification(({ method }) => void strayed.push(method));
  for (const method of ['client/registerCapability', 'workspace/configuration', 'workspace/codeLens/refresh', 'rulewright/files/exists'])
    connection.onRequest(method, () => void strayed.push(method));
  connection.listen();
  offered = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(rules).href,
    capabilities: {},
  });
  await connection.sendNotification(InitializedNotification.type, {});
}, 60_000);

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  expect(await ended).toBe(0);
  connection.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** The next diagnostics of a file that are as many; rules beside it may bring others before. */
function diagnosticsOf(uri: string, count: number): Promise<readonly Diagnostic[]> {
  return new Promise((resolve) => waiting.push((of, diagnostics) => of === uri && diagnostics.length === count && resolve(diagnostics)));
}

function open(uri: string, languageId: string, text: string): Promise<void> {
  return connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version: 1, text } });
}

describe('the language server for any editor', () => {
  it('offers what the protocol has', () => {
    const { completionProvider, hoverProvider, documentFormattingProvider, codeActionProvider, renameProvider } = offered.capabilities;
    expect([completionProvider !== undefined, hoverProvider, documentFormattingProvider, codeActionProvider !== undefined]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(renameProvider).toBeDefined();
  });

  it('checks a rule, and repairs it by a code action', async () => {
    const uri = uriOf('curl.eql');
    const checked = diagnosticsOf(uri, 1);
    await open(uri, 'eql', 'process where process.nmae == "curl"\n');
    const [found] = await checked;
    expect(found?.range).toEqual({ start: { line: 0, character: 14 }, end: { line: 0, character: 26 } });
    const actions = (await connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: found!.range,
      context: { diagnostics: [found!] },
    })) as CodeAction[];
    expect(actions.flatMap(({ edit }) => edit?.changes?.[uri] ?? []).map(({ newText }) => newText)).toContain('process.name');
    const cleared = diagnosticsOf(uri, 0);
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: found!.range, text: 'process.name' }],
    });
    expect(await cleared).toEqual([]);
  });

  it('completes fields, and tells of them', async () => {
    const uri = uriOf('new.eql');
    await open(uri, 'eql', 'process where process.na');
    const list = await connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position: { line: 0, character: 24 } });
    const items: readonly CompletionItem[] = Array.isArray(list) ? list : (list?.items ?? []);
    expect(items.map(({ label }) => label)).toContain('process.name');
    const hover = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 3 } });
    expect(hover).not.toBeNull();
  });

  it('formats a query, in KQL too', async () => {
    const uri = uriOf('new.kuery');
    await open(uri, 'kuery', 'process.name:curl   and user.name:root');
    const edits = await connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    const place = (character: number) => ({ line: 0, character });
    expect(edits).toEqual([
      { range: { start: place(17), end: place(20) }, newText: ' ' },
      { range: { start: place(38), end: place(38) }, newText: '\n' },
    ]);
  });

  it('checks rules in TOML', async () => {
    const text = '[rule]\nname = "Curl"\ntype = "eql"\nlanguage = "eql"\nquery = \'\'\'\nprocess where process.nmae == "curl"\n\'\'\'\n';
    const found = new Promise<Diagnostic>((resolve) =>
      waiting.push((_uri, diagnostics) =>
        diagnostics.filter(({ message }) => JSON.stringify(message).includes('process.nmae')).forEach(resolve),
      ),
    );
    await open(uriOf('curl.toml'), 'toml', text);
    expect((await found).range.start).toEqual({ line: 5, character: 14 });
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: uriOf('curl.toml') } });
    expect(symbols?.length).toBeGreaterThan(0);
  });

  it('sends nothing that the client did not offer', () => expect(strayed).toEqual([]));
});
