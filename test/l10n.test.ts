/** Every text that the client shows can be translated, and the bundle that translators begin from has each of them. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('what the client shows goes through vscode.l10n.t and is in the bundle', () => {
  const { status, stderr } = spawnSync(process.execPath, ['server/tools/generateL10n.mjs', '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
