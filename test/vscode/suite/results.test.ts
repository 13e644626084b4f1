/** What the results view gives to the world outside: its rows on the clipboard and in files, and the way to their events. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, file, open, remove, run } from './kit.js';

suite('Results as text', () => {
  suiteSetup(() => extension().activate());
  teardown(async () => {
    await closeAll();
    await remove(file('found.ndjson'));
  });

  test('all matches are copied in each format', async () => {
    await run(file('download.eql'));
    const json = await vscode.commands.executeCommand<string>('rulewright.copyResults', 'json');
    const rows = JSON.parse(json) as readonly { readonly line: number }[];
    assert.deepEqual(
      rows.map(({ line }) => line),
      [2, 5],
    );
    assert.equal(await vscode.env.clipboard.readText(), json);
    assert.match(
      await vscode.commands.executeCommand<string>('rulewright.copyResults', 'markdown'),
      /^\| line \| @timestamp \|.*\n\| --- \|/,
    );
    assert.match(await vscode.commands.executeCommand<string>('rulewright.copyResults', 'tsv'), /^line\t@timestamp\t/);
  });

  test('and written to a file', async () => {
    await run(file('sequence.eql'));
    const written = await vscode.commands.executeCommand<vscode.Uri | undefined>(
      'rulewright.exportResults',
      file('found.ndjson'),
      'ndjson',
    );
    assert.equal(written?.toString(), file('found.ndjson').toString());
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file('found.ndjson')));
    const rows = text.trimEnd().split('\n');
    assert.deepEqual(
      rows
        .map((row) => JSON.parse(row) as { match: number; stage: number; line: number })
        .map(({ match, stage, line }) => [match, stage, line]),
      [
        [1, 1, 3],
        [1, 2, 8],
      ],
    );
  });

  test('without a run there is nothing to copy', async () => {
    await vscode.commands.executeCommand('rulewright.clearResults');
    assert.equal(await vscode.commands.executeCommand('rulewright.copyResults', 'tsv'), undefined);
  });

  test('an event that did not come with the result is found where edits have moved it', async () => {
    const editor = await open(file('download.events.ndjson'));
    await run(file('download.eql'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '{}\n'));
    await vscode.commands.executeCommand('rulewright.goToEvent', { hit: 5000, position: { line: 4, character: 0 } });
    assert.deepEqual(vscode.window.activeTextEditor?.selection.active, new vscode.Position(5, 0));
  });
});
