/** The alerts of a rule: a document beside it that follows its runs, asks for what the rule's type needs, and compares two runs. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, file, open, provided, remove, replace, run, until, write } from './kit.js';

const ruleText = (type: string, lines: string): string => `[rule]
name = "Logins"
rule_id = "5c1f3b1e-6a5f-4d53-9f0e-0c5ad7f4b0a1"
type = "${type}"
language = "kuery"
severity = "low"
risk_score = 21
query = '''
user.name: *
'''
${lines}
`;
const threshold = ruleText('threshold', '[rule.threshold]\nfield = ["user.name"]\nvalue = 2');
const newTerms = ruleText('new_terms', 'new_terms_fields = ["user.name"]\nhistory_window_start = "now-7d"');
const users = ['ada', 'bob', 'ada', 'bob', 'ada'];
const events = users.map((name, minute) => JSON.stringify({ '@timestamp': `2026-03-02T10:0${minute}:00.000Z`, user: { name } }));

suite('The alerts of a rule', () => {
  /** A rule with a file of its own in each test: VS Code keeps the text of one for a while. */
  async function openRule(name: string, text: string): Promise<vscode.Uri> {
    const rule = file(`alerts/${name}.toml`);
    await write(rule, text);
    await write(sampleOf(name), `${events.join('\n')}\n`);
    await open(rule);
    return rule;
  }

  const sampleOf = (name: string): vscode.Uri => file(`alerts/${name}.events.ndjson`);

  suiteSetup(() => extension().activate());
  teardown(async () => {
    await closeAll();
    await remove(file('alerts'));
  });

  async function show(command: string, rule: vscode.Uri): Promise<vscode.TextDocument> {
    const uri = await vscode.commands.executeCommand<vscode.Uri | undefined>(command, rule);
    assert.ok(uri, 'a document is shown');
    return vscode.workspace.openTextDocument(uri);
  }

  /** Once the document says it. */
  function says(document: vscode.TextDocument, pattern: RegExp): Promise<string> {
    return until(`text like ${String(pattern)}`, () => (pattern.test(document.getText()) ? document.getText() : undefined));
  }

  test('are shown as JSON, lead to their events, follow the runs of the rule, and can be compared', async () => {
    const rule = await openRule('logins', threshold);
    const alerts = await show('rulewright.showAlerts', rule);
    assert.equal(alerts.languageId, 'jsonc');
    const text = alerts.getText();
    assert.match(text, /^\/\/ Logins on logins\.events\.ndjson, all events as one window\n\/\/ 2 alerts · 5 of 5 events pass the query\n/);
    assert.match(text, /"kibana\.alert\.rule\.type": "threshold"/);
    assert.deepEqual(vscode.languages.getDiagnostics(alerts.uri), []);

    const lenses = await provided<readonly vscode.CodeLens[]>('vscode.executeCodeLensProvider', (answer) => answer.length >= 5, alerts.uri);
    const lens = lenses.find(({ command }) => command?.title === '3 events with user.name ada · line 1');
    assert.ok(lens?.command);
    assert.equal(alerts.lineAt(lens.range.start.line).text, '  {');
    await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as readonly unknown[]));
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), sampleOf('logins').toString());

    await replace(await open(rule), 'value = 2', 'value = 3');
    await says(alerts, /^\/\/ The rule or its events were edited since/);
    await run(rule);
    assert.doesNotMatch(await says(alerts, /^\/\/ 1 alert · 5 of 5/m), /edited since/);

    assert.equal(await vscode.commands.executeCommand('rulewright.compareAlerts', rule), true);
    const input = await until('a comparison', () => {
      const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return active instanceof vscode.TabInputTextDiff ? active : undefined;
    });
    assert.match((await vscode.workspace.openTextDocument(input.original)).getText(), /^\/\/ 2 alerts/m);
    assert.equal(input.modified.toString(), alerts.uri.toString());
  });

  test('of a replay come with what falls between the executions', async () => {
    const rule = await openRule('replayed', threshold.replace('[rule.threshold]', 'from = "now-1m"\ninterval = "2m"\n[rule.threshold]'));
    const text = (await show('rulewright.replaySchedule', rule)).getText();
    assert.match(text, /^\/\/ Logins on replayed\.events\.ndjson, by its schedule\n/);
    assert.match(text, /^\/\/ missed: line \d: No execution searches this time/m);
  });

  test('of a new terms rule need to know what was before; the answer is remembered', async () => {
    const rule = await openRule('first', newTerms);
    const shown = vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.showAlerts', rule);
    let uri: vscode.Uri | undefined;
    void shown.then((result) => (uri = result));
    // The first choice is that there is nothing; it can be taken once the list is there.
    await until('the choice to be taken', () => {
      void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return uri !== undefined;
    });
    assert.ok(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /^\/\/ 2 alerts · 5 of 5 events pass the query$/m);
    assert.equal((await show('rulewright.showAlerts', rule)).uri.toString(), uri.toString());
  });
});
