/** What helps to begin and when something is wrong: the example, the pages of diagnostics, the status, a fresh server, tasks. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, diagnostics, extension, file, open, replace, until } from './kit.js';

suite('Help', () => {
  teardown(closeAll);

  test('the example opens beside its events and matches at once', async () => {
    const rule = await vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.openExampleRule');
    assert.equal(rule?.scheme, 'rulewright-example');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), rule.toString());
    const result = extension().exports.lastRun;
    assert.deepEqual([result?.rule, result?.matches, result?.events], [rule.toString(), 22, 71]);
    const editors = vscode.window.visibleTextEditors.map(({ document }) => document.uri.path.replace(/^.*_by_chattr/, ''));
    assert.deepEqual(editors.sort(), ['.events.ndjson', '.toml']);
  });

  test('what is changed in the example is saved in memory alone', async () => {
    const rule = await vscode.commands.executeCommand<vscode.Uri>('rulewright.openExampleRule');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const before = editor.document.getText();
    await replace(editor, 'risk_score = 47', 'risk_score = 73');
    assert.ok(await editor.document.save());
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(rule)), /risk_score = 73/);
    const name = rule.path.slice(rule.path.lastIndexOf('/') + 1);
    const shipped = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension().extensionUri, 'rules', 'linux', name));
    assert.equal(new TextDecoder().decode(shipped), before);
    await replace(editor, 'risk_score = 73', 'risk_score = 47');
    assert.ok(await editor.document.save());
  });

  test('the code of a diagnostic links to its page', async () => {
    await open(file('misspelt.toml'));
    const [diagnostic] = await diagnostics(file('misspelt.toml'), 1);
    const code = diagnostic?.code;
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'QRY002');
    assert.match((await vscode.workspace.openTextDocument(code.target)).getText(), /^# QRY002: /);
    const page = await vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.explainDiagnostic', code.value);
    assert.equal(page?.toString(), code.target.toString());
    await until('the preview', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview);
  });

  test('the problem at the cursor is explained without asking', async () => {
    const editor = await open(file('misspelt.toml'));
    const [diagnostic] = await diagnostics(file('misspelt.toml'), 1);
    assert.ok(diagnostic);
    editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
    const page = await vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.explainDiagnostic');
    assert.equal(page?.path, '/QRY002.md');
  });

  test('the status tells of the server, the fields and the profile of the active rule', async () => {
    await open(file('misspelt.toml'));
    await diagnostics(file('misspelt.toml'), 1);
    const lines = await vscode.commands.executeCommand<readonly string[]>('rulewright.showStatus');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    assert.match(lines[0] ?? '', /^Rulewright \d+\.\d+\.\d+: Language server running$/);
    assert.match(lines[1] ?? '', /^Fields: .*ECS \d/);
    assert.match(lines[2] ?? '', /^Profile: (?:any|detections-as-code|elastic)/);
    assert.match(lines[3] ?? '', /^Sample: /);
  });

  test('a server that was restarted checks again', async () => {
    const editor = await open(file('misspelt.toml'));
    await diagnostics(file('misspelt.toml'), 1);
    assert.equal(await vscode.commands.executeCommand<boolean>('rulewright.restartServer'), true);
    await diagnostics(file('misspelt.toml'), 1);
    await replace(editor, 'process.nmae', 'process.name');
    await diagnostics(file('misspelt.toml'), 0);
  });

  test('each folder can be checked and tested by a task', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'rulewright' });
    const described = tasks.map(({ name, problemMatchers, definition }) => [name, problemMatchers, definition['command'] as unknown]);
    assert.deepEqual(described.sort(), [
      ['check', ['$rulewright'], 'check'],
      ['test', ['$rulewright-test'], 'test'],
    ]);
  });
});
