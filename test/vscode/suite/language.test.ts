/** What the user sees while writing: diagnostics, completion, hover and code lenses, in bare queries and in rule files. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  codeOf,
  completionList,
  completions,
  diagnostics,
  exists,
  extension,
  file,
  isFilled,
  open,
  openNew,
  provided,
  replace,
} from './kit.js';

suite('Activation', () => {
  suiteTeardown(closeAll);

  test('the extension activates and is the packaged one where it should be', async () => {
    const api = await extension().activate();
    assert.ok(extension().isActive);
    assert.equal(api.lastRun, undefined);
    const isPackage = !(await exists(vscode.Uri.joinPath(extension().extensionUri, 'client/src')));
    assert.equal(isPackage, process.env['E2E_FROM'] === 'vsix', extension().extensionPath);
  });

  test('languages are told by their endings, and .kql is left alone', async () => {
    assert.equal((await open(file('download.eql'))).document.languageId, 'eql');
    assert.equal((await open(file('logon.kuery'))).document.languageId, 'kuery');
    assert.equal((await open(file('misspelt.toml'))).document.languageId, 'toml');
    assert.equal((await open(file('kusto.kql'))).document.languageId, 'plaintext');
  });
});

suite('Diagnostics', () => {
  teardown(closeAll);

  test('a syntax error in a bare query', async () => {
    await open(file('broken.eql'));
    const [found] = await diagnostics(file('broken.eql'), 1);
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.source, 'rulewright');
    assert.match(codeOf(found), /^[A-Z]{3}\d{3}$/);
    assert.equal(found.range.start.line, 1);
  });

  test('a misspelt field inside a rule, with what was meant', async () => {
    await open(file('misspelt.toml'));
    const [found] = await diagnostics(file('misspelt.toml'), 1);
    assert.match(found?.message ?? '', /process\.nmae.*process\.name/);
    assert.deepEqual(found?.range, new vscode.Range(15, 14, 15, 26));
  });

  test('they follow the unsaved text', async () => {
    const editor = await open(file('misspelt.toml'));
    await diagnostics(file('misspelt.toml'), 1);
    await replace(editor, 'process.nmae', 'process.name');
    await diagnostics(file('misspelt.toml'), 0);
    await replace(editor, 'process.name', 'process.nmae');
    await diagnostics(file('misspelt.toml'), 1);
  });

  test('the level of a code can be set, and off hides it', async () => {
    await open(file('misspelt.toml'));
    const [found] = await diagnostics(file('misspelt.toml'), 1);
    const settings = vscode.workspace.getConfiguration('rulewright');
    await settings.update('severity', { [codeOf(found)]: 'off' }, vscode.ConfigurationTarget.Workspace);
    await diagnostics(file('misspelt.toml'), 0);
    await settings.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
    await diagnostics(file('misspelt.toml'), 1);
  });

  test('TOML that is no rule gets none', async () => {
    await open(file('settings.toml'));
    await open(file('broken.eql'));
    await diagnostics(file('broken.eql'), 1);
    assert.deepEqual(vscode.languages.getDiagnostics(file('settings.toml')), []);
  });

  test('an untitled query is checked as it is typed', async () => {
    const editor = await openNew('eql', 'process where process.nmae == "curl"');
    const [found] = await diagnostics(editor.document.uri, 1);
    assert.match(found?.message ?? '', /process\.name/);
  });
});

suite('Completion', () => {
  teardown(closeAll);

  test('fields after a dot in a bare query', async () => {
    const editor = await openNew('eql', 'process where process.na');
    assert.ok((await completions(editor.document.uri, new vscode.Position(0, 24))).includes('process.name'));
  });

  test('fields inside a rule', async () => {
    const editor = await open(file('misspelt.toml'));
    await replace(editor, 'process.nmae == "curl"', 'process.exe');
    assert.ok((await completions(file('misspelt.toml'), new vscode.Position(15, 25))).includes('process.executable'));
  });

  test('event categories at the start, fields in KQL', async () => {
    const eql = await openNew('eql', '');
    const categories = await completions(eql.document.uri, new vscode.Position(0, 0));
    assert.ok(
      categories.some((label) => label.startsWith('process')),
      categories.join(),
    );
    const kql = await openNew('kuery', 'event.cat');
    assert.ok((await completions(kql.document.uri, new vscode.Position(0, 9))).includes('event.category'));
  });

  test('accepting a field after a dot replaces the whole name', async () => {
    const editor = await openNew('eql', 'process where process.na');
    editor.selection = new vscode.Selection(0, 24, 0, 24);
    const list = await completionList(editor.document.uri, editor.selection.active);
    const item = list.items.find(({ label }) => label === 'process.name');
    const range = item?.range instanceof vscode.Range ? item.range : item?.range?.replacing;
    assert.deepEqual(range, new vscode.Range(0, 14, 0, 24));
  });
});

suite('Hover and code lenses', () => {
  teardown(closeAll);

  test('a field tells its type', async () => {
    await open(file('download.eql'));
    const hovers = await provided<vscode.Hover[]>('vscode.executeHoverProvider', isFilled, file('download.eql'), new vscode.Position(1, 6));
    const text = hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
    assert.match(text, /process\.name/);
    assert.match(text, /keyword/);
  });

  test('a code lens above the query runs it', async () => {
    await open(file('misspelt.toml'));
    const lenses = await provided<vscode.CodeLens[]>('vscode.executeCodeLensProvider', isFilled, file('misspelt.toml'), 10);
    assert.deepEqual(lenses.map(({ command }) => command?.command).sort(), ['rulewright.pickSample', 'rulewright.runRule']);
    assert.ok(lenses.every(({ range }) => range.start.line === 14));
  });
});
