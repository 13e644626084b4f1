// Samples of a size that no editor opens: a run says how far it is, can be cancelled, leaves the editor free and the memory as it was.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { writeBig, writeLong } from '../samples.mjs';
import { until } from '../workbench.mjs';

const megabyte = 1024 * 1024;
/** What the language server may take for any sample, kilobytes. */
const memoryLimit = 700 * 1024;

export const scenario = {
  window: {
    prepare(folder) {
      writeLong(folder);
      writeBig(folder, 500 * megabyte);
    },
  },
  async run({ step, page, workbench, picture, languageServers, folder }) {
    await step('a long run shows how far it is and can be cancelled', async () => {
      await workbench.quickOpen('long.eql');
      await page.keyboard.press('Control+Enter');
      const notification = await workbench.notification('Running long.eql on long.events.ndjson.gz');
      await until('a percentage', async () => /\d+ %/.test(await workbench.statusItem()));
      await picture('progress', { isMoving: true });
      await notification.getByRole('button', { name: 'Cancel' }).click();
      await notification.waitFor({ state: 'hidden' });
      await until('the label', async () => (await workbench.decorations()).some((text) => /events match · cancelled/.test(text)));
    });
    await step('while it runs, typing lists fields at once', async () => {
      await page.keyboard.press('Control+Enter');
      await workbench.notification('Running long.eql on long.events.ndjson.gz');
      await workbench.goToLine(1, 100);
      await page.keyboard.type(' and process.parent.na');
      const asked = Date.now();
      await workbench.suggestions();
      const waited = Date.now() - asked;
      assert.ok(waited < 5000, `the fields came after ${waited} ms`);
      await page.keyboard.press('Escape');
      await picture('largeTyping', { isMoving: true });
      await page.locator('.notification-toast').getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.notification-toast').waitFor({ state: 'hidden' });
      await workbench.command('File: Revert File');
    });
    await step('500 MB are run through to the last event', async () => {
      assert.ok(fs.statSync(path.join(folder, 'big.events.ndjson')).size >= 500 * megabyte);
      await workbench.quickOpen('big.eql');
      await page.keyboard.press('Control+Enter');
      await until('the results', async () => /^big\.eql: 1 of [\d,]+ events match/.test(await workbench.resultsMessage()), 120_000);
      const [row] = await workbench.results();
      assert.match(row ?? '', /^Matching event on line [\d,]+, 2026-03-02T11:00:00/);
      await until('the status bar', async () => /not live$/.test(await workbench.statusItem()));
    });
    await step('its event is shown with those around it, without opening the file', async () => {
      await workbench.focusResults();
      await workbench.pressInResults('Home', 'Matching event on line');
      await page.keyboard.press('Enter');
      await page.locator('.tab.active[data-resource-name^="big.events.ndjson (line "]').waitFor({ timeout: 30_000 });
      await workbench.shows('✔ matches');
      await picture('largePreview');
    });
    await step('the language server stays as small as it was', async () => {
      for (const pid of languageServers()) {
        const most = Number(/VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
        assert.ok(most > 0 && most < memoryLimit, `${Math.round(most / 1024)} MB`);
      }
    });
  },
};
