import { afterEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CodeLensRefreshRequest,
  CodeLensRequest,
  CompletionRequest,
  CompletionResolveRequest,
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  HoverRequest,
  LSPErrorCodes,
  ProgressType,
  type CompletionList,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';
import { Cancelled } from '../../server/src/base/cancel.js';
import type { Runner } from '../../server/src/lsp/runner.js';
import { runRequest, sampleRequest, setSampleNotification, type RunParams, type RunResult } from '../../server/src/protocol/protocol.js';
import { memoryHost, type MemoryHost } from '../kit/memoryHost.js';
import { inToml } from '../kit/services.js';
import { inProcessRunner, startEditor, type Editor, type EditorOptions } from './editor.js';

const rule = 'file:///rules/chattr.toml';
const chattr = inToml('process where process.name == "chattr"');
const misspelt = inToml('process where process.nmae == "chattr"');
const events = '{"event":{"category":"process"},"process":{"name":"chattr"}}\n{"event":{"category":"process"},"process":{"name":"ls"}}\n';

const running: Editor[] = [];

async function start(options: Partial<EditorOptions> = {}): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost({}), ...options });
  running.push(editor);
  return editor;
}

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

/** A host whose field data arrives only when `release` is called. */
function slowHost(): { readonly host: MemoryHost; readonly release: () => void } {
  const host = memoryHost({});
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  return { host: { ...host, readAsset: (name) => gate.then(() => host.readAsset(name)) }, release: () => release() };
}

describe('the server', () => {
  it('says what it can do', async () => {
    const { capabilities } = await start();
    expect(capabilities).toEqual({
      textDocumentSync: 2,
      completionProvider: { triggerCharacters: ['.', '"', ':', '(', '[', ' '], resolveProvider: true },
      hoverProvider: true,
      codeActionProvider: {
        codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.formatQuery', 'source.formatRule', 'source.fixAll.rulewright'],
      },
      codeLensProvider: {},
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      signatureHelpProvider: { triggerCharacters: ['(', ','] },
      documentSymbolProvider: true,
      documentLinkProvider: {},
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentHighlightProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      workspaceSymbolProvider: true,
      renameProvider: { prepareProvider: true },
      documentFormattingProvider: true,
      semanticTokensProvider: {
        legend: { tokenTypes: ['property', 'type', 'function', 'enumMember'], tokenModifiers: ['readonly', 'defaultLibrary'] },
        full: true,
      },
    });
  });

  it('publishes the diagnostics of a rule when it is opened and changed, and takes them back when it is closed', async () => {
    const editor = await start();
    const opened = editor.nextDiagnostics(rule);
    await editor.open(rule, 'toml', misspelt);
    expect((await opened).diagnostics.map(({ code, source }) => [code, source])).toEqual([['QRY002', 'rulewright']]);
    const changed = editor.nextDiagnostics(rule);
    await editor.change(rule, 2, chattr);
    expect(await changed).toEqual({ uri: rule, version: 2, diagnostics: [] });
    const closed = editor.nextDiagnostics(rule);
    await editor.close(rule);
    expect(await closed).toEqual({ uri: rule, diagnostics: [] });
  });

  it('publishes for the latest version only', async () => {
    const { host, release } = slowHost();
    const editor = await start({ host });
    const published = editor.nextDiagnostics(rule);
    await editor.open(rule, 'toml', misspelt);
    for (let version = 2; version <= 5; version += 1) await editor.change(rule, version, `${misspelt}# ${version}\n`);
    // The answer shows that the server has taken all changes in; the field data it needs for checking is not there yet.
    await editor.connection.sendRequest(sampleRequest, { rule });
    release();
    expect((await published).version).toBe(5);
    await editor.connection.sendRequest(HoverRequest.type, { textDocument: { uri: rule }, position: { line: 0, character: 0 } });
    expect(editor.published.map(({ version }) => version)).toEqual([5]);
  });

  it('has nothing to say on TOML that is no rule', async () => {
    const editor = await start();
    const cargo = 'file:///Cargo.toml';
    const published = editor.nextDiagnostics(cargo);
    await editor.open(cargo, 'toml', '[package]\nname = broken');
    expect((await published).diagnostics).toEqual([]);
    const at = { textDocument: { uri: cargo }, position: { line: 1, character: 8 } };
    expect(await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: at.textDocument })).toEqual([]);
    expect(await editor.connection.sendRequest(CompletionRequest.type, at)).toEqual({ isIncomplete: false, items: [] });
    expect(await editor.connection.sendRequest(HoverRequest.type, at)).toBeNull();
  });

  it('completes inside TOML and loads descriptions on demand', async () => {
    const editor = await start();
    await editor.open(rule, 'toml', inToml('process where process.na'));
    const answer = await editor.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: rule },
      position: { line: 8, character: 24 },
    });
    const item = (answer as CompletionList).items.find(({ label }) => label === 'process.name')!;
    expect(item.textEdit).toEqual({
      range: { start: { line: 8, character: 14 }, end: { line: 8, character: 24 } },
      newText: 'process.name',
    });
    expect(item.documentation).toBeUndefined();
    const resolved = await editor.connection.sendRequest(CompletionResolveRequest.type, item);
    expect(resolved.documentation).toMatchObject({ kind: 'markdown' });
  });

  it('answers hover and quick fixes', async () => {
    const editor = await start();
    await editor.open(rule, 'toml', misspelt);
    const position = { line: 8, character: 18 };
    const hover = await editor.connection.sendRequest(HoverRequest.type, { textDocument: { uri: rule }, position });
    expect(hover?.range).toEqual({ start: { line: 8, character: 14 }, end: { line: 8, character: 26 } });
    const actions = await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: rule },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    expect(actions?.map(({ title }) => title)).toEqual(['Replace by `process.name`', 'Mark as optional with `?`', 'Convert to KQL']);
  });

  it.each<readonly [string, EditorOptions['capabilities'], readonly string[] | undefined, readonly unknown[]]>([
    [
      'asked for refactorings',
      { textDocument: { codeAction: { disabledSupport: true } } },
      ['refactor'],
      ['Convert to KQL: Not possible in KQL'],
    ],
    ['asked for everything', { textDocument: { codeAction: { disabledSupport: true } } }, undefined, []],
    ['that knows no disabled actions', {}, ['refactor'], []],
  ])('explains a conversion that is not possible to an editor %s', async (name, capabilities, only, expected) => {
    const editor = await start({ capabilities: capabilities ?? {} });
    await editor.open(rule, 'toml', inToml('process where process.name : "chattr"'));
    const position = { line: 8, character: 18 };
    const actions = await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: rule },
      range: { start: position, end: position },
      context: { diagnostics: [], ...(only === undefined ? {} : { only: [...only] }) },
    });
    const disabled = (actions ?? []).filter((action) => 'disabled' in action && action.disabled !== undefined);
    const reasons = disabled.map((action) => `${action.title}: ${('disabled' in action && action.disabled?.reason.split(':')[0]) || ''}`);
    expect([name, reasons]).toEqual([name, expected]);
  });

  it('knows nothing of documents that are not open', async () => {
    const editor = await start();
    const at = { textDocument: { uri: 'file:///none.eql' }, position: { line: 0, character: 0 } };
    expect(await editor.connection.sendRequest(HoverRequest.type, at)).toBeNull();
    expect(await editor.connection.sendRequest(CompletionRequest.type, at)).toBeNull();
    expect(await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: at.textDocument })).toEqual([]);
  });

  it('answers a cancelled request with the error for that', async () => {
    const { host, release } = slowHost();
    const editor = await start({ host });
    await editor.open(rule, 'toml', chattr);
    const source = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(
      CompletionRequest.type,
      { textDocument: { uri: rule }, position: { line: 8, character: 3 } },
      source.token,
    );
    const refused = expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    source.cancel();
    await editor.connection.sendRequest(sampleRequest, { rule });
    release();
    await refused;
  });

  it('survives a handler that throws: a fallback, and a line in the log that names the document', async () => {
    const host = memoryHost({});
    const failing = {
      ...host,
      readAsset: (name: string) => (name === 'descriptions.json' ? Promise.reject(new Error('disk is gone')) : host.readAsset(name)),
    };
    const editor = await start({ host: failing });
    await editor.open(rule, 'toml', chattr);
    const at = { textDocument: { uri: rule }, position: { line: 8, character: 18 } };
    expect(await editor.connection.sendRequest(HoverRequest.type, at)).toBeNull();
    expect(host.logged.map(({ level, message }) => [level, message.split('\n')[0]])).toEqual([
      ['error', `hover failed for ${rule}: Error: disk is gone`],
    ]);
    expect(await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: at.textDocument })).toHaveLength(2);
  });
});

describe('the settings', () => {
  it('are asked for where the editor can be asked', async () => {
    const editor = await start({
      capabilities: { workspace: { configuration: true } },
      prepare: (connection) => connection.onRequest(ConfigurationRequest.type, () => [{ severity: { qry002: 'error' }, codeLens: false }]),
    });
    const opened = editor.nextDiagnostics(rule);
    await editor.open(rule, 'toml', misspelt);
    const first = await opened;
    // The settings may arrive after the document; then it is checked again.
    const final = first.diagnostics[0]?.severity === 1 ? first : await editor.nextDiagnostics(rule);
    expect(final.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['QRY002', 1]]);
    expect(await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: rule } })).toEqual([]);
  });

  it('apply at once when they change; what is wrong in them is logged and left out', async () => {
    const host = memoryHost({});
    const editor = await start({ host });
    const opened = editor.nextDiagnostics(rule);
    await editor.open(rule, 'toml', misspelt);
    await opened;
    const changed = editor.nextDiagnostics(rule);
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { rulewright: { severity: { QRY002: 'off', QRY003: 'loud' }, codeLens: 'yes' } },
    });
    expect((await changed).diagnostics).toEqual([]);
    expect(host.logged.map(({ message }) => message.split(':')[0])).toEqual([
      'rulewright.severity',
      'rulewright.codeLens is not understood and left out',
    ]);
    expect(await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: rule } })).toHaveLength(2);
  });
});

describe('the sample of a rule', () => {
  const beside = 'file:///rules/chattr.events.ndjson';

  it('is the file beside it until another is chosen, and again when the choice is taken back', async () => {
    const editor = await start({ host: memoryHost({ [beside]: events }) });
    expect(await editor.connection.sendRequest(sampleRequest, { rule })).toEqual({ sample: beside });
    await editor.connection.sendNotification(setSampleNotification, { rule, sample: 'file:///other.ndjson' });
    expect(await editor.connection.sendRequest(sampleRequest, { rule })).toEqual({ sample: 'file:///other.ndjson' });
    await editor.connection.sendNotification(setSampleNotification, { rule });
    expect(await editor.connection.sendRequest(sampleRequest, { rule })).toEqual({ sample: beside });
    expect(await editor.connection.sendRequest(sampleRequest, { rule: 'untitled:Untitled-1' })).toEqual({});
  });

  it('is named by the code lens, which is refreshed with it', async () => {
    let refreshed = (): void => undefined;
    const refresh = new Promise<void>((resolve) => (refreshed = resolve));
    const editor = await start({
      host: memoryHost({ [beside]: events }),
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
      prepare: (connection) => connection.onRequest(CodeLensRefreshRequest.type, () => refreshed()),
    });
    await editor.open(rule, 'toml', chattr);
    const titles = async () =>
      (await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: rule } }))?.map(({ command }) => command?.title);
    expect(await titles()).toEqual(['$(play) Run on chattr.events.ndjson', 'Pick sample…']);
    await editor.connection.sendNotification(setSampleNotification, { rule, sample: 'file:///other.ndjson' });
    await refresh;
    expect(await titles()).toEqual(['$(play) Run on other.ndjson', 'Pick sample…']);
  });

  it('fills completion and hover once it was read', async () => {
    const host = memoryHost({ [beside]: events });
    let read = (): void => undefined;
    const done = new Promise<void>((resolve) => (read = resolve));
    const plain = inProcessRunner(host);
    const runner: Runner = {
      ...plain,
      readSample: async (source, token) => {
        const sample = await plain.readSample(source, token);
        setImmediate(read);
        return sample;
      },
    };
    const editor = await start({ host, runner });
    await editor.open(rule, 'toml', inToml('process where process.name == "'));
    await done;
    const answer = await editor.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: rule },
      position: { line: 8, character: 31 },
    });
    expect((answer as CompletionList).items.map(({ label }) => label)).toEqual(['chattr', 'ls']);
    const hover = await editor.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: rule },
      position: { line: 8, character: 16 },
    });
    expect(JSON.stringify(hover?.contents)).toContain('in 2 of 2 process events of the sample');
  });
});

describe('a run', () => {
  const run = (editor: Editor, params: RunParams) => editor.connection.sendRequest<RunResult>(runRequest, params);
  const sample = { uri: 'file:///e.ndjson' };

  it('takes the rule as it stands in the editor, not as it is on disk', async () => {
    const editor = await start({ host: memoryHost({ [rule]: misspelt, 'file:///e.ndjson': events }) });
    await editor.open(rule, 'toml', chattr);
    const result = await run(editor, { rule, sample });
    expect([result.status, result.matches, result.events, result.ruleVersion, result.hits.length]).toEqual(['finished', 1, 2, 1, 1]);
  });

  it('reads a rule that is not open, takes unsaved events, and runs untitled rules', async () => {
    const editor = await start({ host: memoryHost({ [rule]: chattr }) });
    const result = await run(editor, { rule, sample: { uri: 'untitled:Untitled-2', text: events } });
    expect([result.status, result.matches, result.ruleVersion]).toEqual(['finished', 1, undefined]);
    await editor.open('untitled:Untitled-1', 'kuery', 'process.name:ls');
    const untitled = await run(editor, { rule: 'untitled:Untitled-1', sample: { uri: 'untitled:Untitled-2', text: events } });
    expect([untitled.status, untitled.matches, untitled.ruleVersion]).toEqual(['finished', 1, 1]);
  });

  it('finds the sample beside the rule, and asks for one where there is none', async () => {
    const editor = await start({ host: memoryHost({ [rule]: chattr, 'file:///rules/chattr.events.ndjson': events }) });
    expect((await run(editor, { rule })).matches).toBe(1);
    await editor.open('untitled:Untitled-1', 'eql', 'process where true');
    expect(await run(editor, { rule: 'untitled:Untitled-1' })).toMatchObject({
      status: 'noSample',
      message: 'This rule has no sample events yet; pick an event file to run it on',
    });
  });

  it('says what is wrong with a rule that cannot be read', async () => {
    const editor = await start();
    expect(await run(editor, { rule: 'file:///none.toml', sample })).toMatchObject({
      status: 'failed',
      message: 'There is no file file:///none.toml; check the path.',
    });
  });

  it('reports progress and stops when it is cancelled', async () => {
    const host = memoryHost({});
    let now = 0;
    const runner: Runner = {
      ...inProcessRunner(host),
      run: (_, report, token) =>
        new Promise((__, reject) => {
          token.onCancellationRequested(() => reject(new Cancelled()));
          for (const bytesRead of [10, 20, 50]) {
            now += 80;
            report({ events: bytesRead * 100, matches: bytesRead, bytesRead, totalBytes: 100 });
          }
        }),
    };
    const editor = await start({ host: { ...host, now: () => now }, runner, capabilities: { window: { workDoneProgress: true } } });
    const reports: (WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd)[] = [];
    const source = new CancellationTokenSource();
    editor.connection.onProgress(
      new ProgressType<WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd>(),
      'token',
      (report) => {
        reports.push(report);
        if (report.kind === 'report' && report.percentage === 50) source.cancel();
      },
    );
    await editor.open(rule, 'toml', chattr);
    const result = await editor.connection.sendRequest<RunResult>(runRequest, { rule, sample, workDoneToken: 'token' }, source.token);
    expect([result.status, result.message, result.ruleVersion]).toEqual(['cancelled', 'The run was cancelled', 1]);
    expect(reports).toEqual([
      { kind: 'begin', title: 'Running the rule', percentage: 0, cancellable: true },
      { kind: 'report', percentage: 10, message: '1,000 events, 10 matches' },
      { kind: 'report', percentage: 50, message: '5,000 events, 50 matches' },
      { kind: 'end' },
    ]);
  });

  it('that breaks the worker is an answer, and the server goes on', async () => {
    const host = memoryHost({});
    const runner: Runner = { ...inProcessRunner(host), run: () => Promise.reject(new Error('the run worker ended with code 1')) };
    const editor = await start({ host, runner });
    await editor.open(rule, 'toml', chattr);
    expect(await run(editor, { rule, sample })).toMatchObject({
      status: 'failed',
      message: 'The run ended unexpectedly; the Rulewright log says why',
    });
    expect(host.logged.map(({ message }) => message.split('\n')[0])).toContain(
      `run failed for ${rule}: Error: the run worker ended with code 1`,
    );
    expect(await editor.connection.sendRequest(sampleRequest, { rule })).toEqual({});
  });
});
