/** What happens without a command while a rule and its events are edited; and the events of samples that no editor opens. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, exists, extension, file, matchingLines, open, openNew, remove, replace, run, until, type RunResult } from './kit.js';

/** The result of the rule's text as it stands, once it is there. */
async function liveRun(editor: vscode.TextEditor): Promise<RunResult> {
  const api = await extension().activate();
  return until('a live run', () => {
    const result = api.lastRun;
    return result?.rule === editor.document.uri.toString() && result.ruleVersion === editor.document.version && result;
  });
}

suite('Live runs', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  test('an edit of the rule runs it again', async () => {
    const editor = await open(file('download.eql'));
    await run();
    await replace(editor, '"http*"', '"--version"');
    assert.deepEqual(matchingLines(await liveRun(editor)), [6]);
  });

  test('a rule with a sample by its name runs without having been run before', async () => {
    await vscode.commands.executeCommand('rulewright.clearResults');
    const editor = await open(file('download.eql'));
    await replace(editor, '"wget"', '"bash"');
    assert.deepEqual(matchingLines(await liveRun(editor)), [2]);
  });

  test('an edit of the sample runs the rule again', async () => {
    const api = await extension().activate();
    await run(file('download.eql'));
    const editor = await open(file('download.events.ndjson'));
    await replace(editor, '"--version"', '"http://x"');
    const lines = [2, 5, 6];
    await until('a live run', () => api.lastRun !== undefined && String(matchingLines(api.lastRun)) === String(lines));
  });

  test('while the query has an error the results of before stay', async () => {
    const api = await extension().activate();
    const editor = await open(file('download.eql'));
    await run();
    const results: RunResult[] = [];
    const listening = api.onDidRun((result) => results.push(result));
    await replace(editor, '"http*"', '"http*" and');
    const problems = () => vscode.languages.getDiagnostics(editor.document.uri);
    await until('the error', () => problems().some(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    assert.deepEqual(api.lastRun?.matches, 2);
    await replace(editor, '"http*" and', '"--version"');
    await liveRun(editor);
    listening.dispose();
    assert.deepEqual(
      results.map(({ status, ruleVersion }) => [status, ruleVersion]),
      [['finished', editor.document.version]],
    );
  });

  test('documents that have no file run live as well, once they have a sample', async () => {
    const event = '{"process":{"name":"ls"}}';
    const events = await openNew('jsonl', `${event}\n${event.replace('ls', 'cat')}\n`);
    const rule = await openNew('eql', 'any where process.name == "ls"');
    assert.deepEqual(matchingLines(await run(rule.document.uri, events.document.uri)), [1]);
    await replace(rule, '"ls"', '"cat"');
    assert.deepEqual(matchingLines(await liveRun(rule)), [2]);
  });

  test('they can be turned off and on', async () => {
    const isOn = () => vscode.workspace.getConfiguration('rulewright').get<boolean>('liveRun');
    assert.equal(isOn(), true);
    await vscode.commands.executeCommand('rulewright.toggleLiveRuns');
    assert.equal(isOn(), false);
    await vscode.commands.executeCommand('rulewright.toggleLiveRuns');
    assert.equal(isOn(), true);
  });
});

/** Three events, compressed with gzip; the rule `download.eql` matches the second. */
const packed =
  'H4sIAAAAAAACA7XOsQrCMBSF4d3HOHNC0wgOd/IhnBSHGEJbsG3IvRZLyLtLRcVNB4Wz/Jzly9hK1wcW10cQrLEbbdba2F1tyCzbQyFMYRBQhncSmjHNIMQ0+sAMBZljAIHFJUFRr4cyBtcv18lxCwWXGgYdnqk9jqWs8idC/QuCv6TzG+GRrUikqrp+B7H/g2g9hcTdONwlN4fH4qOWAQAA';

suite('Events of samples that no editor opens', () => {
  const sample = file('packed.events.ndjson.gz');
  suiteSetup(() =>
    vscode.workspace.fs.writeFile(
      sample,
      Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)),
    ),
  );
  suiteTeardown(async () => {
    await remove(sample);
    await run(file('download.eql'), file('download.events.ndjson'));
  });
  teardown(closeAll);

  test('are shown in a preview, with those around them', async () => {
    const result = await run(file('download.eql'), sample);
    assert.deepEqual([result.status, matchingLines(result)], ['finished', [2]], result.message);
    await vscode.commands.executeCommand('rulewright.goToEvent', { hit: 0 });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'rulewright-events');
    assert.equal(editor.document.lineCount, 4);
    assert.deepEqual(editor.selection.active, new vscode.Position(1, 0));
    await vscode.commands.executeCommand('rulewright.goToEvent', { hit: 0, value: 0 });
    const value = vscode.window.activeTextEditor;
    assert.equal(value?.document.getText(value.selection), JSON.stringify(result.hits[0]?.matched[0]?.value));
  });
});

suite('Pasting events', () => {
  teardown(closeAll);

  test('adds them to the sample of the rule, where they can be undone', async () => {
    const editor = await open(file('download.events.ndjson'));
    const before = editor.document.getText();
    await vscode.env.clipboard.writeText(JSON.stringify([{ _id: 'x', _source: { n: 1 } }, { n: 2 }], null, 2));
    const uri = await vscode.commands.executeCommand<vscode.Uri>('rulewright.pasteEvent', file('download.eql'));
    assert.equal(uri.toString(), editor.document.uri.toString());
    assert.equal(editor.document.getText(), `${before.trimEnd()}\n{"n":1}\n{"n":2}\n`);
    await replace(editor, '{"n":1}\n{"n":2}\n', '');
    assert.ok(await editor.document.save());
  });

  test('begins a sample for a rule that has none', async () => {
    const made = file('misspelt.events.ndjson');
    assert.equal(await exists(made), false);
    await vscode.env.clipboard.writeText('{"process": {"name": "curl"}}');
    const uri = await vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.pasteEvent', file('misspelt.toml'));
    assert.equal(uri?.toString(), made.toString());
    assert.equal((await open(made)).document.getText(), '{"process":{"name":"curl"}}\n');
    await closeAll();
    await remove(made);
  });
});
