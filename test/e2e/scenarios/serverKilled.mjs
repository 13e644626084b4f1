// The language server dies in the middle of a run: the user learns it, a new one starts, and all goes on.
import assert from 'node:assert/strict';
import { writeLong } from '../samples.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  window: { prepare: writeLong },
  async run({ step, page, workbench, picture, languageServers }) {
    let killed;
    await step('a run that the server dies in says so, and is over', async () => {
      await workbench.quickOpen('long.eql');
      await workbench.run();
      await until('a percentage', async () => /\d+ %/.test(await workbench.statusItem()));
      killed = await until('the server', () => languageServers()[0]);
      process.kill(killed, 'SIGKILL');
      await workbench.notification('The run ended unexpectedly');
      await until('the status bar', async () => !/%/.test(await workbench.statusItem()));
      await picture('serverKilled');
      await workbench.command('Notifications: Clear All Notifications');
    });
    await step('another server starts, and checks what is open', async () => {
      await until('another server', () => languageServers().some((pid) => pid !== killed));
      await workbench.quickOpen('broken.eql');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await workbench.quickOpen('download.eql');
      await workbench.goToLine(1, 100);
      await page.keyboard.type(' nonsense');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await picture('serverBack');
      await workbench.command('File: Revert File');
    });
    await step('rules run again', async () => {
      await workbench.run();
      await workbench.shows('2 of 5 events match');
      assert.ok(!languageServers().includes(killed));
    });
  },
};
