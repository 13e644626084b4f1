/** What the user reaches for while rewriting a query: formatting, outline, signature help, highlights, rename, refactorings. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, file, isFilled, open, openNew, provided } from './kit.js';

function formatting(uri: vscode.Uri): Promise<vscode.TextEdit[]> {
  return provided<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', isFilled, uri, { tabSize: 2, insertSpaces: true });
}

suite('Editing a query', () => {
  teardown(closeAll);

  test('Format Document lays it out', async () => {
    const document = (await openNew('eql', 'process  where process.name=="a"   and process.pid>5')).document;
    const edits = await formatting(document.uri);
    const change = new vscode.WorkspaceEdit();
    change.set(document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(change));
    assert.equal(document.getText(), 'process where process.name == "a" and process.pid > 5\n');
  });

  test('inside TOML it is formatted by a code action, which leaves TOML itself alone', async () => {
    const { document } = await open(file('misspelt.toml'));
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const offered = async (): Promise<readonly string[]> => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        whole,
        'source',
      );
      return actions.map(({ title }) => title);
    };
    assert.ok(!(await offered()).includes('Format query'));
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, document.positionAt(document.getText().indexOf(' where')), '   ');
    assert.ok(await vscode.workspace.applyEdit(change));
    await provided<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      (actions) => actions.some(({ title }) => title === 'Format query'),
      document.uri,
      whole,
      'source',
    );
  });

  test('the outline shows the stages of a sequence', async () => {
    const document = (await openNew('eql', 'sequence by host.id [process where true] [file where true]')).document;
    const [query] = await provided<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', isFilled, document.uri);
    assert.deepEqual(query?.children.length, 2);
  });

  test('signature help names the parameters of a function', async () => {
    const document = (await openNew('eql', 'process where startsWith(process.name, ')).document;
    const help = await provided<vscode.SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      ({ signatures }) => isFilled(signatures),
      document.uri,
      document.positionAt(document.getText().length),
      ',',
    );
    assert.match(help.signatures[0]?.label ?? '', /^startsWith\(/);
    assert.equal(help.activeParameter, 1);
  });

  test('a field is highlighted wherever it stands, and renamed there', async () => {
    const document = (await openNew('eql', 'process where process.name == "a" or process.name == "b"')).document;
    const place = document.positionAt(document.getText().indexOf('process.name') + 2);
    const marks = await provided<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', isFilled, document.uri, place);
    assert.equal(marks.length, 2);
    const edit = await provided<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      ({ size }) => size > 0,
      document.uri,
      place,
      'process.executable',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), 'process where process.executable == "a" or process.executable == "b"');
  });

  test('a chain of comparisons can be written as a list', async () => {
    const document = (await openNew('eql', 'process where process.name == "a" or process.name == "b"')).document;
    const place = document.positionAt(20);
    const actions = await provided<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      isFilled,
      document.uri,
      new vscode.Range(place, place),
      'refactor',
    );
    const [action] = actions;
    assert.ok(action?.edit, JSON.stringify(actions.map(({ title }) => title)));
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(document.getText(), 'process where process.name in ("a", "b")');
  });
});
