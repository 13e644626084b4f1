/** Zero matches is no dead end: what each clause lets through, the nearest misses, why an event matches or not, where sequences end. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, file, isFilled, open, provided, replace, run, until } from './kit.js';

suite('Explaining a run', () => {
  suiteSetup(() => extension().activate());
  teardown(forgetAll);

  test('a run counts what is left after each line and ranks the nearest misses', async () => {
    const { explanation, matches } = await run(file('dump.eql'));
    assert.equal(matches, 0);
    assert.deepEqual(
      explanation?.lines.map(({ line, count, kind, isDead }) => [line, count, kind, isDead]),
      [
        [0, 3, 'alive', false],
        [1, 3, 'alive', false],
        [2, 1, 'alive', false],
        [3, 2, 'branch', false],
        [4, 0, 'alive', true],
        [5, 0, 'alive', false],
      ],
    );
    const [nearest] = explanation.parts[0]?.nearest ?? [];
    assert.deepEqual([nearest?.range.start.line, nearest?.text], [0, 'fails only on process.args']);
  });

  test('the hover on a clause tells what passes it, what is seen, and which other form would pass', async () => {
    const { document } = await open(file('dump.eql'));
    await run();
    const at = document.positionAt(document.getText().indexOf('process.name =='));
    const text = await hovered(document.uri, at, 'Last run');
    assert.match(text, /1 of 5 events passes this clause; 1 left after it/);
    assert.match(text, /case differs in 1 event/);
    assert.match(text, /seen most: `"gcore"` \\\(1\\\)/);
  });

  test('the line above the query leads to the nearest miss and its explanation', async () => {
    const { document } = await open(file('dump.eql'));
    await run();
    const lenses = await provided<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      (answer) => answer.some(({ command }) => command?.title.startsWith('Why not?') === true),
      document.uri,
      20,
    );
    const command = lenses.find(({ command: each }) => each?.title.startsWith('Why not?') === true)?.command;
    assert.equal(command?.title, 'Why not? (line 1 comes nearest)');
    const explanation = await vscode.commands.executeCommand<vscode.Uri>(command.command, ...((command.arguments ?? []) as unknown[]));
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file('dump.events.ndjson').toString());
    assert.equal(
      await textOf(explanation),
      `line 1 does not match: 1 of 6 clauses fails
  ✔ process                                         "process"
  ✔ event.type == "start"                           "start"
  ✔ process.parent.name in ("bash", "sh")           "bash"
  ✔ process.name == "gcore"                         "gcore"
  ✘ process.args : "-o*" or process.args : "--all"
  ✘   process.args : "-o*"                          ["gcore","412"]  no value matches the pattern: "gcore" does not begin with "-o"
  ✘   process.args : "--all"                        ["gcore","412"]  wrong value
  ✔ not user.name == "backup"                       "root"
`,
    );
  });
});

suite('Explaining an event', () => {
  teardown(forgetAll);

  test('the one at the cursor, also before a run, and again after an edit of the rule', async () => {
    const rule = await open(file('dump.eql'));
    await vscode.commands.executeCommand('rulewright.clearResults');
    const editor = await open(file('dump.events.ndjson'));
    editor.selection = new vscode.Selection(2, 10, 2, 10);
    const explanation = await vscode.commands.executeCommand<vscode.Uri>('rulewright.explainEvent');
    assert.match(await textOf(explanation), /^line 3 does not match: 3 of 6 clauses fail\n/);
    await replace(await vscode.window.showTextDocument(rule.document, { preview: false }), '"gcore"', '"GCORE"');
    const document = await vscode.workspace.openTextDocument(explanation);
    await until('the explanation of the edited rule', () => /^line 3 does not match: 2 of 6/.test(document.getText()));
  });

  test('the hover on an event that does not match explains it, on one that matches it offers to', async () => {
    const misses = await open(file('dump.events.ndjson'));
    await run(file('dump.eql'));
    const text = await hovered(misses.document.uri, new vscode.Position(0, 5), 'Why not?');
    assert.match(text, /- ✘ `process\.args : "-o\*" or process\.args : "--all"`\n {2}- ✘ `process\.args : "-o\*"` · `\["gcore","412"\]`/);
    const hits = await open(file('download.events.ndjson'));
    await run(file('download.eql'));
    assert.match(await hovered(hits.document.uri, new vscode.Position(1, 5), 'Matches'), /explainEvent/);
  });

  test('that of a row of the results, or of a clause below it', async () => {
    await run(file('download.eql'));
    for (const row of [{ index: 1 }, { hit: 1, value: 0 }]) {
      const explanation = await vscode.commands.executeCommand<vscode.Uri>('rulewright.explainEvent', row);
      assert.match(await textOf(explanation), /^line 5 matches\n {2}✔ /);
    }
  });

  test('a near miss of the results is where going to it ends', async () => {
    await run(file('dump.eql'));
    await vscode.commands.executeCommand('rulewright.goToEvent', { miss: 0 });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), file('dump.events.ndjson').toString());
    assert.equal(editor.selection.active.line, 0);
  });
});

suite('The sequence timeline', () => {
  teardown(forgetAll);

  test('opens in a tab of its own for a sequence', async () => {
    assert.equal(await vscode.commands.executeCommand('rulewright.showSequenceTimeline', file('stages.eql')), true);
    await until('the tab', () => tabs().includes('Timeline of stages.eql'));
  });

  test('says why there is none for single events', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await vscode.commands.executeCommand('rulewright.showSequenceTimeline', file('download.eql')), false);
    assert.deepEqual(tabs(), []);
  });
});

async function forgetAll(): Promise<void> {
  await closeAll();
  await vscode.commands.executeCommand('rulewright.clearResults');
}

function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** The parts of the hovers at a place, once one has the text. */
async function hovered(uri: vscode.Uri, position: vscode.Position, text: string): Promise<string> {
  const partsOf = (hovers: readonly vscode.Hover[]): readonly string[] =>
    hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)));
  const has = (hovers: readonly vscode.Hover[]): boolean => isFilled(partsOf(hovers).filter((part) => part.includes(text)));
  return partsOf(await provided<readonly vscode.Hover[]>('vscode.executeHoverProvider', has, uri, position)).join('\n');
}
