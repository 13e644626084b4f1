/** Rule tests in VS Code's Test Explorer: found, run, explained, run again as their files change, and their coverage. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunTestsResult } from '../../../server/src/protocol/ruleTests.js';
import { closeAll, codeOf, diagnostics, extension, file, open, provided, remove, replace, until, write } from './kit.js';

const failing = 'a dump of one process';

suite('The tree of rule tests', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  test('has the tests of an open file, with the name of their rule, each at its place', async () => {
    await open(file('download.test.toml'));
    const item = await listed('download.test.toml');
    assert.equal(item.description, 'download.eql');
    assert.deepEqual(
      children(item).map(({ label, range }) => [label, range?.start.line]),
      [
        ['a download over HTTP', 2],
        ['no address, no download', 14],
        ['the events of the sample', 26],
      ],
    );
  });

  test('follows what is typed, and a mistake is a diagnostic and a mark at the file', async () => {
    const editor = await open(file('download.test.toml'));
    const item = await listed('download.test.toml');
    await replace(editor, '"no address, no download"', '"nothing"');
    await until('the new name', () => children(item).some(({ label }) => label === 'nothing'));
    assert.equal(item.error, undefined);
    await replace(editor, 'matches = 0', 'matchs = 0');
    const [found] = await diagnostics(editor.document.uri, 1);
    assert.deepEqual([codeOf(found), found?.source, found?.severity], ['TST001', 'rulewright', vscode.DiagnosticSeverity.Error]);
    await until('the mark', () => /^Line \d+: /.test(typeof item.error === 'string' ? item.error : ''));
  });

  test('takes files in and out as they come and go', async () => {
    const uri = file('dump2.test.toml');
    await write(uri, 'rule = "dump.eql"\n\n[[test]]\nname = "x"\nevents = "{}"\n[test.expect]\nmatches = 0\n');
    const item = await listed('dump2.test.toml');
    assert.equal(item.description, 'dump.eql');
    await remove(uri);
    await until('no item', () => extension().exports.testItems.get(uri.toString()) === undefined);
  });
});

suite('Running rule tests', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  test('all of the workspace, also those of files that were never opened', async () => {
    const results = await ranBy(() => vscode.commands.executeCommand('testing.runAll'), ['dump.test.toml', 'download.test.toml']);
    assert.deepEqual(statuses(results, 'download.eql'), ['passed', 'passed', 'passed']);
    assert.deepEqual(statuses(results, 'dump.eql'), ['passed', 'failed']);
    const seeds = results.filter(({ rule }) => rule.includes('/rules/'));
    assert.deepEqual(
      seeds.flatMap(({ tests }) => tests.filter(({ status }) => status !== 'passed')),
      [],
    );
  });

  test('those of a rule; the line above its query says how they went, until it is edited', async () => {
    const editor = await open(file('dump.eql'));
    const [result] = await vscode.commands.executeCommand<readonly RunTestsResult[]>('rulewright.runRuleTests');
    assert.deepEqual(
      result?.tests.map(({ status }) => status),
      ['passed', 'failed'],
    );
    await lens(editor.document.uri, '1 of 2 tests ✘');
    await replace(editor, '"--all"', '"4*"');
    await lens(editor.document.uri, '$(beaker) Run 2 tests');
    await vscode.commands.executeCommand('rulewright.runRuleTests');
    await lens(editor.document.uri, '2 tests ✓');
  });

  test('with coverage, which tells what no test exercises', async () => {
    await open(file('dump.eql'));
    const results = await ranBy(() => vscode.commands.executeCommand('testing.coverageAll'), ['dump.test.toml']);
    const { coverage } = results.find(({ rule }) => rule.endsWith('/dump.eql')) ?? {};
    const missing = coverage?.clauses.filter(({ covered }) => !covered).map(({ text }) => text) ?? [];
    assert.ok(missing.includes('process.args : "--all"'), missing.join('\n'));
    assert.ok(coverage?.clauses.some(({ covered }) => covered));
  });
});

suite('Explaining rule tests', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  test('that of the failing test at the cursor, again after the next run', async () => {
    const editor = await open(file('dump.test.toml'));
    const line = editor.document.getText().split('\n').indexOf(`name = "${failing}"`);
    editor.selection = new vscode.Selection(line + 2, 0, line + 2, 0);
    const uri = await vscode.commands.executeCommand<vscode.Uri>('rulewright.explainTestFailure');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /^✘ a dump of one process \(/);
    assert.match(document.getText(), /\nexpected 1 match, got [^\n]*\n {2}expected {2}1\n {2}actual {4}0\n/);
    assert.match(document.getText(), /\nline 18 does not match: 1 of 6 clauses fails\n {2}✔ process /);
    await replace(await vscode.window.showTextDocument(editor.document, { preview: false }), '"412"', '"--all"');
    await vscode.commands.executeCommand('rulewright.runRuleTests');
    await until('the explanation of the test that passes', () =>
      /^✔ a dump of one process \([\s\S]*line 18 matches\n/.test(document.getText()),
    );
  });

  test('a debug run ends with the explanation of the first test that failed', async () => {
    await open(file('dump.test.toml'));
    await listed('dump.test.toml');
    await vscode.commands.executeCommand('testing.debugCurrentFile');
    await until('the explanation', () =>
      vscode.workspace.textDocuments.some((document) => document.getText().startsWith(`✘ ${failing} (`)),
    );
  });
});

suite('Between a rule and its tests', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  test('from the rule to its tests and back', async () => {
    await open(file('dump.eql'));
    await vscode.commands.executeCommand('rulewright.goToRuleTests');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file('dump.test.toml').toString());
    await vscode.commands.executeCommand('rulewright.goToTestedRule');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file('dump.eql').toString());
  });
});

/** The item of a test file, once its tests were read. */
function listed(name: string): Promise<vscode.TestItem> {
  return until(`the tests of ${name}`, () => {
    const item = extension().exports.testItems.get(file(name).toString());
    return item !== undefined && item.children.size > 0 && item;
  });
}

function children(item: vscode.TestItem): readonly vscode.TestItem[] {
  return [...item.children].map(([, child]) => child).sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

/** The results of what a command runs, once those of the rules beside these test files are among them. */
async function ranBy(act: () => Thenable<unknown>, names: readonly string[]): Promise<readonly RunTestsResult[]> {
  const results: RunTestsResult[] = [];
  const listening = extension().exports.onDidRunTests((result) => results.push(result));
  try {
    await act();
    const wanted = names.map((name) => `/${name.replace('.test.toml', '.')}`);
    await until('all results', () => wanted.every((stem) => results.some(({ rule }) => rule.includes(stem))));
    return results;
  } finally {
    listening.dispose();
  }
}

function statuses(results: readonly RunTestsResult[], rule: string): readonly string[] | undefined {
  return results.find((result) => result.rule.endsWith(`/${rule}`))?.tests.map(({ status }) => status);
}

async function lens(rule: vscode.Uri, title: string): Promise<void> {
  await provided<readonly vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    (lenses) => lenses.some(({ command }) => command?.title === title),
    rule,
    20,
  );
}
