/** What Kibana asks Elasticsearch for a rule: a document beside the rule that follows its edits. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, openNew, replace, until } from './kit.js';

suite('The Elasticsearch query of a rule', () => {
  suiteSetup(() => extension().activate());
  teardown(closeAll);

  async function show(): Promise<vscode.TextDocument> {
    const uri = await vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.showElasticsearchQuery');
    assert.ok(uri, 'a document is shown');
    return vscode.workspace.openTextDocument(uri);
  }

  /** Once the document says it. */
  function says(document: vscode.TextDocument, pattern: RegExp): Promise<string> {
    return until(`text like ${String(pattern)}`, () => (pattern.test(document.getText()) ? document.getText() : undefined));
  }

  test('stands beside the rule, follows its edits, and keeps the last one while the rule is broken', async () => {
    const rule = await openNew('kuery', 'process.name: curl');
    const query = await show();
    assert.match(query.getText(), /^POST \/_all\/_search$/m);
    assert.match(query.getText(), /"term": \{ "process\.name": \{ "value": "curl" \} \}/);
    const beside = vscode.window.visibleTextEditors.find(({ document }) => document === query);
    assert.equal(beside?.viewColumn, vscode.ViewColumn.Two);

    await replace(rule, 'curl', 'wget');
    await says(query, /"value": "wget"/);
    await replace(rule, 'wget', '(wget');
    const broken = await says(query, /^# This is the request of the rule before that\.$/m);
    assert.match(broken, /"value": "wget"/);
    await replace(rule, '(wget', '(wget or curl)');
    assert.doesNotMatch(await says(query, /"value": "curl"/), /before that/);
  });

  test('has colours, and no problems of its own', async () => {
    await openNew('eql', 'process where\n  process.name == "curl"');
    const query = await show();
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', query.uri);
    assert.ok(tokens.data.length > 0);
    assert.deepEqual(vscode.languages.getDiagnostics(query.uri), []);
  });
});
