/** The main job: run the rule at hand on its sample events and see what matches. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, file, matchingLines, open, openNew, replace, run } from './kit.js';

const download =
  '{"@timestamp":"2026-03-02T10:00:09Z","event":{"category":"process","type":"start"},"process":{"name":"curl","args":["curl","http://x"]}}';

suite('Running a rule', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  test('the active bare query on the sample beside it', async () => {
    await open(file('download.eql'));
    const result = await run();
    assert.equal(result.status, 'finished', result.message);
    assert.deepEqual([result.events, result.matches], [5, 2]);
    assert.deepEqual(matchingLines(result), [2, 5]);
    assert.equal(result.sample, file('download.events.ndjson').toString());
    assert.deepEqual(
      result.unreadable.map(({ line }) => line),
      [7],
    );
    assert.equal(result.queryRange?.start.line, 0);
  });

  test('every matched value is where the hit says it is', async () => {
    const { document } = await open(file('download.events.ndjson'));
    const result = await run(file('download.eql'));
    const text = document.getText();
    const values = result.hits.flatMap((hit) => hit.matched.map(({ range, clause }) => [clause, slice(document, range)]));
    assert.ok(
      values.some(([clause, value]) => /process\.name/.test(clause ?? '') && value === '"curl"'),
      JSON.stringify(values),
    );
    assert.ok(values.some(([clause, value]) => /process\.args/.test(clause ?? '') && value?.includes('http://203.0.113.7/a.sh')));
    assert.ok(values.every(([, value]) => value !== undefined && text.includes(value)));
    const rule = (await open(file('download.eql'))).document;
    const clauses = result.hits.flatMap((hit) => hit.matched.map(({ clauseRange, clause }) => [slice(rule, clauseRange), clause]));
    assert.ok(
      clauses.every(([written, told]) => written === told),
      JSON.stringify(clauses),
    );
  });

  test('the rule of the active event file', async () => {
    await open(file('download.events.ndjson'));
    assert.equal((await run()).rule, file('download.eql').toString());
  });

  test('KQL on a pretty-printed JSON array', async () => {
    const result = await run(file('logon.kuery'));
    assert.deepEqual([result.status, result.events, result.matches], ['finished', 3, 2]);
    assert.deepEqual(matchingLines(result), [2, 12]);
  });

  for (const name of ['defense_evasion_file_made_immutable_by_chattr', 'defense_evasion_file_mod_writable_dir']) {
    test(`${name} matches exactly the events meant to match`, async () => {
      const expected = JSON.parse((await open(file(`rules/linux/${name}.expected.json`))).document.getText()) as {
        readonly lines: readonly { readonly line: number; readonly matches: boolean }[];
      };
      const result = await run(file(`rules/linux/${name}.toml`));
      assert.equal(result.status, 'finished', result.message);
      const meant = expected.lines.filter(({ matches }) => matches).map(({ line }) => line);
      assert.deepEqual(matchingLines(result), meant);
    });
  }

  test('a sequence gives its events in order, each with its stage and key', async () => {
    const result = await run(file('sequence.eql'));
    assert.deepEqual([result.status, result.unit, result.matches], ['finished', 'sequence', 1], result.message);
    assert.deepEqual(matchingLines(result), [3, 8]);
    assert.deepEqual(
      result.hits.map(({ sequence }) => [sequence?.index, sequence?.stage, sequence?.joinKeys]),
      [
        [0, 0, ['h-1']],
        [0, 1, ['h-1']],
      ],
    );
  });

  test('a rule in ES|QL says that it is not evaluated, and why', async () => {
    const result = await run(file('aggregate.toml'));
    assert.equal(result.status, 'notEvaluated');
    assert.match(result.message ?? '', /ES\|QL/);
  });

  test('a rule with errors is not run: the editor goes to the first one', async () => {
    await open(file('download.eql'));
    const result = await run(file('broken.eql'), file('download.events.ndjson'));
    assert.equal(result.status, 'invalid');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), file('broken.eql').toString());
    assert.equal(editor.selection.start.line, 1);
  });

  test('an event file that is gone says so', async () => {
    const result = await run(file('download.eql'), file('gone.ndjson'));
    assert.equal(result.status, 'failed');
    assert.match(result.message ?? '', /gone\.ndjson/);
    assert.equal((await run(file('download.eql'))).sample, file('download.events.ndjson').toString());
  });
});

suite('What is on the screen is what runs', () => {
  teardown(closeAll);

  test('the unsaved text of a rule', async () => {
    const editor = await open(file('download.eql'));
    await replace(editor, '"http*"', '"--version"');
    assert.deepEqual(matchingLines(await run()), [6]);
    assert.ok(editor.document.isDirty);
  });

  test('the unsaved text of a rule in TOML', async () => {
    const editor = await open(file('misspelt.toml'));
    await replace(editor, 'process.nmae', 'process.name');
    assert.deepEqual(matchingLines(await run(undefined, file('download.events.ndjson'))), [2, 3, 6]);
  });

  test('the unsaved text of an event file', async () => {
    const editor = await open(file('download.events.ndjson'));
    await replace(editor, 'not an event', download);
    const result = await run(file('download.eql'));
    assert.deepEqual(matchingLines(result), [2, 5, 7]);
    assert.equal(result.unreadableCount, 0);
  });

  test('documents that have no file yet', async () => {
    const events = await openNew('json', `[${download},\n${download.replace('curl', 'bash')}]`);
    const rule = await openNew('kuery', 'process.name:curl');
    const result = await run(rule.document.uri, events.document.uri);
    assert.equal(result.status, 'finished', result.message);
    assert.deepEqual([result.events, matchingLines(result)], [2, [1]]);
  });

  test('the sample that was chosen is remembered', async () => {
    await run(file('download.eql'), file('sequence.events.ndjson'));
    assert.equal((await run(file('download.eql'))).sample, file('sequence.events.ndjson').toString());
    await run(file('download.eql'), file('download.events.ndjson'));
  });

  test('the newest of two runs counts', async () => {
    const [, second] = await Promise.all([
      vscode.commands.executeCommand('rulewright.runRule', file('logon.kuery')),
      vscode.commands.executeCommand<{ rule: string }>('rulewright.runRule', file('download.eql')),
    ]);
    assert.equal(second.rule, file('download.eql').toString());
    assert.equal((await extension().activate()).lastRun?.rule, file('download.eql').toString());
  });
});

suite('Results', () => {
  teardown(closeAll);

  test('the last run is there for other extensions, until it is cleared', async () => {
    const api = await extension().activate();
    const told: string[] = [];
    const listening = api.onDidRun((result) => told.push(result.rule));
    const result = await run(file('download.eql'));
    listening.dispose();
    assert.deepEqual(api.lastRun, result);
    assert.deepEqual(told, [result.rule]);
    await vscode.commands.executeCommand('rulewright.clearResults');
    assert.equal(api.lastRun, undefined);
  });

  test('going to an event selects its line, going to a value selects the value', async () => {
    await run(file('download.eql'));
    await vscode.commands.executeCommand('rulewright.goToEvent', { hit: 1 });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), file('download.events.ndjson').toString());
    assert.deepEqual(editor.selection.active, new vscode.Position(4, 0));
    await vscode.commands.executeCommand('rulewright.goToEvent', { hit: 0, value: 0 });
    assert.equal(vscode.window.activeTextEditor?.selection.isEmpty, false);
    assert.equal(vscode.window.activeTextEditor.selection.start.line, 1);
  });

  test('results stay with their events while the file is edited', async () => {
    const editor = await open(file('download.events.ndjson'));
    await run(file('download.eql'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '{}\n\n'));
    await vscode.commands.executeCommand('rulewright.goToEvent', { hit: 1 });
    assert.deepEqual(vscode.window.activeTextEditor?.selection.active, new vscode.Position(6, 0));
  });

  test('the hover on a matched value names the clause, and none is on an event that does not match', async () => {
    const { document } = await open(file('download.events.ndjson'));
    await run(file('download.eql'));
    const at = document.positionAt(document.getText().indexOf('"http://203.0.113.7/a.sh"') + 3);
    assert.match(await hoverText(document.uri, at), /`process\.args : "http\*"`/);
    assert.equal(await hoverText(document.uri, new vscode.Position(0, 5)), '');
  });

  test('inline results can be switched off and on', async () => {
    const isOn = () => vscode.workspace.getConfiguration('rulewright').get<boolean>('inlineResults');
    assert.equal(isOn(), true);
    await vscode.commands.executeCommand('rulewright.toggleInlineResults');
    assert.equal(isOn(), false);
    await vscode.commands.executeCommand('rulewright.toggleInlineResults');
    assert.equal(isOn(), true);
  });
});

function slice(
  document: vscode.TextDocument,
  { start, end }: { start: { line: number; character: number }; end: { line: number; character: number } },
): string {
  return document.getText(new vscode.Range(start.line, start.character, end.line, end.character));
}

async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  const parts = hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)));
  return parts.filter((part) => part.includes('Matches')).join('\n');
}
