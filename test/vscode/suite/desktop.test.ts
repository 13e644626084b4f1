/** What holds where VS Code runs extensions on Node, and not in a browser. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, file, open } from './kit.js';

suite('On Node', () => {
  teardown(closeAll);

  test('the folder is trusted, but where the suite is run on one that is not', () => {
    assert.equal(vscode.workspace.isTrusted, process.env['E2E_UNTRUSTED'] === undefined);
  });

  test('the extension sees plain file URIs', async () => {
    assert.equal((await open(file('download.eql'))).document.uri.scheme, 'file');
  });
});
