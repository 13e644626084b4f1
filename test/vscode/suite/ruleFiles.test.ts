/** The whole rule, not only its query: its keys, its mapping to ATT&CK, JSON, and the commands that make, import and export rules. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  codeOf,
  completionList,
  diagnostics,
  exists,
  file,
  open,
  openNew,
  provided,
  remove,
  replace,
  until,
  write,
} from './kit.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '/');

function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `the text has ${text}`);
  return document.positionAt(start + text.length);
}

/** Types where the text ends, and accepts a completion there. */
async function accept(editor: vscode.TextEditor, after: string, typed: string, label: string): Promise<void> {
  const { document } = editor;
  const place = positionOf(document, after);
  assert.ok(await editor.edit((edit) => edit.insert(place, typed)));
  const cursor = positionOf(document, after + typed);
  const { items } = await completionList(document.uri, cursor);
  const item = items.find(({ label: found }) => (typeof found === 'string' ? found : found.label).startsWith(label));
  assert.ok(item, items.map(({ label: found }) => JSON.stringify(found)).join());
  const range = item.range instanceof vscode.Range ? item.range : item.range?.replacing;
  const text =
    item.insertText instanceof vscode.SnippetString ? item.insertText : new vscode.SnippetString(String(item.insertText ?? label));
  editor.selection = new vscode.Selection(cursor, cursor);
  const others = item.additionalTextEdits ?? [];
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, [vscode.SnippetTextEdit.replace(range ?? new vscode.Range(cursor, cursor), text), ...others]);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function actions(
  document: vscode.TextDocument,
  kind: string,
  isWanted: (title: string) => boolean,
  where?: vscode.Position,
): Promise<vscode.CodeAction[]> {
  const range = where === undefined ? new vscode.Range(0, 0, document.lineCount, 0) : new vscode.Range(where, where);
  const isThere = (found: vscode.CodeAction[]): boolean => found.some(({ title }) => isWanted(title));
  return provided('vscode.executeCodeActionProvider', isThere, document.uri, range, kind);
}

async function apply(
  document: vscode.TextDocument,
  kind: string,
  isWanted: (title: string) => boolean,
  where?: vscode.Position,
): Promise<void> {
  const action = (await actions(document, kind, isWanted, where)).find(({ title }) => isWanted(title));
  assert.ok(action?.edit);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

suite('The keys of a rule', () => {
  teardown(closeAll);

  test('a missing key is named, and a quick fix writes it', async () => {
    const { document } = await open(file('mapped.toml'));
    const [missing] = await diagnostics(document.uri, 1);
    assert.match(missing?.message ?? '', /severity/);
    await apply(document, 'quickfix', (title) => title.includes('severity'));
    assert.match(document.getText(), /^severity = "\w+"$/m);
    await diagnostics(document.uri, 0);
  });

  test('keys are completed, with the values they can have', async () => {
    const editor = await open(file('mapped.toml'));
    await accept(editor, 'risk_score = 21\n', 'sev', 'severity');
    assert.match(editor.document.getText(), /^severity = /m);
  });

  test('an ATT&CK technique is completed by its name, with its id and its page', async () => {
    const editor = await open(file('mapped.toml'));
    const { document } = editor;
    await replace(editor, '[[rule.threat.technique]]\nid = "T1059"', '[[rule.threat.technique]]\nid = "T1203"');
    await replace(editor, '"Command and Scripting Interpreter"', '""');
    await replace(editor, 'reference = "https://attack.mitre.org/techniques/T1059/"\n', '');
    await accept(editor, '[[rule.threat.technique]]\nid = "T1203"\nname = "', 'Exploitation for Cl', 'Exploitation for Client Execution');
    const entry = /\[\[rule\.threat\.technique\]\]\n((?:.+\n)+)/.exec(document.getText())?.[1];
    assert.deepEqual(entry?.split('\n').slice(0, 3), [
      'id = "T1203"',
      'name = "Exploitation for Client Execution"',
      'reference = "https://attack.mitre.org/techniques/T1203/"',
    ]);
  });

  test('everything that can be repaired without asking is, at once', async () => {
    const editor = await open(file('mapped.toml'));
    const { document } = editor;
    await replace(editor, 'name = "Execution"\n', 'name = "execution"\n');
    await replace(editor, 'techniques/T1059/"', 'techniques/T1060/"');
    await diagnostics(document.uri, 3);
    await apply(document, 'source.fixAll', (title) => /^Fix all/.test(title));
    assert.match(document.getText(), /name = "Execution"\n/);
    assert.match(document.getText(), /techniques\/T1059\/"/);
  });
});

suite('Rules in JSON', () => {
  teardown(closeAll);

  test('are checked, at the place inside the string', async () => {
    const { document } = await open(file('rule.json'));
    const found = await until('the misspelt field', () =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.includes('process.nmae')),
    );
    assert.equal(document.getText(found.range), 'process.nmae');
  });

  test('a query is converted into the other language, in its escapes', async () => {
    const editor = await open(file('rule.json'));
    await replace(editor, 'process.nmae: \\"curl\\"', 'event.category: process and process.name: \\"curl\\"');
    await apply(editor.document, 'refactor', (title) => title.startsWith('Convert to EQL'), positionOf(editor.document, 'process.name'));
    assert.match(editor.document.getText(), /"query": "process where process\.name [:=]+ \\"curl\\""/);
    assert.match(editor.document.getText(), /"language": "eql"/);
  });

  test('other JSON gets no diagnostics of ours', async () => {
    await open(file('logon.events.json'));
    await open(file('broken.eql'));
    await diagnostics(file('broken.eql'), 1);
    assert.deepEqual(vscode.languages.getDiagnostics(file('logon.events.json')), []);
  });
});

suite('New rules', () => {
  teardown(closeAll);

  test('a new rule stands in the folder of the others, not saved, with its description selected', async () => {
    const uri = await vscode.commands.executeCommand<vscode.Uri>('rulewright.newRule', 'eql', 'Odd Child of a Shell');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri.toString());
    assert.deepEqual([uri.scheme, uri.path], ['untitled', file('rules/odd_child_of_a_shell.toml').path]);
    assert.equal(editor?.document.languageId, 'toml');
    assert.equal(editor?.document.getText(editor.selection), 'Say what this rule finds, and why that matters.');
    assert.match(/rule_id = "(.*)"/.exec(editor?.document.getText() ?? '')?.[1] ?? '', uuid);
    assert.match(editor?.document.getText() ?? '', new RegExp(`creation_date = "${today()}"`));
  });

  test('its id is replaced by a new one, and its date by today', async () => {
    const { document } = await open(file('mapped.toml'));
    assert.equal(await vscode.commands.executeCommand('rulewright.generateRuleId'), true);
    const id = /rule_id = "(.*)"/.exec(document.getText())?.[1] ?? '';
    assert.match(id, uuid);
    assert.notEqual(id, '0b0c5f6e-30a4-4f7b-9a57-2f6f0e3a1c13');
    assert.equal(await vscode.commands.executeCommand('rulewright.bumpUpdatedDate'), true);
    assert.match(document.getText(), new RegExp(`creation_date = "2026/03/03"\nmaturity = "development"\nupdated_date = "${today()}"`));
  });
});

suite('Import and export', () => {
  teardown(async () => {
    await closeAll();
    for (const name of ['imported', 'exported.ndjson', 'fields', 'acme.json', 'rulewright.config.json']) await remove(file(name));
  });

  test('the page of a rule becomes a rule that is not saved yet', async () => {
    const uri = await vscode.commands.executeCommand<vscode.Uri>('rulewright.importRuleFromPage', file('page.txt'));
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    for (const part of ['name = "Compiler started by a mail server"', 'risk_score = 73', 'process.name == "gcc"'])
      assert.ok(text.includes(part), text);
  });

  test('the page is taken from the clipboard as well', async () => {
    const page = (await vscode.workspace.openTextDocument(file('page.txt'))).getText();
    await vscode.env.clipboard.writeText(page.replace('Risk score: 73', 'Risk score: 74'));
    await vscode.commands.executeCommand('rulewright.importRuleFromPage');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /risk_score = 74/);
  });

  test('a rule is copied and exported as Kibana imports it, and comes back', async () => {
    await open(file('mapped.toml'));
    const copied = await vscode.commands.executeCommand<string>('rulewright.copyRuleAsNdjson');
    assert.equal(await vscode.env.clipboard.readText(), copied);
    const [line = '', summary = ''] = copied.split('\n');
    assert.equal((JSON.parse(line) as { name: string }).name, 'Shell of a web server');
    assert.equal((JSON.parse(summary) as { exported_count: number }).exported_count, 1);

    const target = file('exported.ndjson');
    await vscode.commands.executeCommand('rulewright.exportRuleAsNdjson', file('mapped.toml'), target);
    assert.equal(await read(target), copied);

    const again = () => vscode.commands.executeCommand<vscode.Uri[]>('rulewright.importRulesFromKibana', target, file('imported'));
    const [written] = await again();
    assert.ok(written);
    assert.match(written.path, /\/imported\/execution_shell_of_a_web_server\.toml$/);
    assert.match(await read(written), /query = '''\nprocess where event\.type == "start"/);
    await write(written, '# mine\n');
    assert.deepEqual(await again(), []);
    assert.equal(await read(written), '# mine\n');
  });
});

suite('The configuration of a project', () => {
  teardown(async () => {
    await closeAll();
    for (const name of ['fields', 'acme.json', 'rulewright.config.json']) await remove(file(name));
  });

  test('is begun with comments, which are no mistake there, and known key by key', async () => {
    await open(file('misspelt.toml'));
    const uri = await vscode.commands.executeCommand<vscode.Uri>('rulewright.openConfiguration');
    assert.equal(uri.toString(), file('rulewright.config.json').toString());
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'jsonc');
    const list = await provided<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      ({ items }) => items.some(({ label }) => label === 'profile'),
      uri,
      positionOf(editor.document, '"severity": {},\n'),
    );
    assert.ok(list.items.some(({ label }) => label === 'attack'));
  });

  test('changes the level of a problem, and gives it back', async () => {
    await open(file('misspelt.toml'));
    const [before] = await diagnostics(file('misspelt.toml'), 1);
    const code = codeOf(before);
    await write(file('rulewright.config.json'), `{ "severity": { "${String(code)}": "information" } }\n`);
    const level = (wanted: vscode.DiagnosticSeverity) =>
      until(`the level ${vscode.DiagnosticSeverity[wanted]}`, () =>
        vscode.languages.getDiagnostics(file('misspelt.toml')).some(({ severity }) => severity === wanted),
      );
    await level(vscode.DiagnosticSeverity.Information);
    await remove(file('rulewright.config.json'));
    await level(before?.severity ?? vscode.DiagnosticSeverity.Error);
  });

  test('takes fields over, which rules then know', async () => {
    const editor = await open(file('mapped.toml'));
    await replace(editor, 'process.name == "sh"', 'acme.kind == "sh"');
    const unknown = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(editor.document.uri).filter(({ message }) => message.includes('acme.kind'));
    await until('the unknown field', () => unknown().length === 1);
    await write(file('acme.json'), '{ "mappings": { "properties": { "acme": { "properties": { "kind": { "type": "keyword" } } } } } }');
    const pattern = 'logs-endpoint.events.process-*';
    const config = await vscode.commands.executeCommand<vscode.Uri>('rulewright.importFields', file('acme.json'), pattern);
    assert.match(await read(config), /"file": "acme\.json",\s*"indexPatterns": \[\s*"logs-endpoint\.events\.process-\*"\s*\]/);
    await until('the field is known', () => unknown().length === 0);
  });
});

suite('What was there before', () => {
  teardown(closeAll);

  test('a bare query has no id and no date to change', async () => {
    await openNew('eql', 'any where true');
    assert.equal(await vscode.commands.executeCommand('rulewright.generateRuleId'), false);
    assert.ok(!(await exists(file('rulewright.config.json'))));
  });
});

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
