/** What holds where VS Code runs extensions on Node, and not in a browser. */
import * as assert from 'node:assert/strict';
import { closeAll, file, open } from './kit.js';

suite('On Node', () => {
  teardown(closeAll);

  test('the extension sees plain file URIs', async () => {
    assert.equal((await open(file('download.eql'))).document.uri.scheme, 'file');
  });
});
