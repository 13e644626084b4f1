// A rule runs as it is typed; samples that no editor opens have a preview; events come from the clipboard and queries stand in prose.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { until } from '../workbench.mjs';

const event = (name) => `${JSON.stringify({ '@timestamp': '2026-03-02T10:00:00Z', process: { name } })}\n`;
const fence = '```';

export const scenario = {
  window: {},
  async run({ step, page, workbench, picture, folder }) {
    await step('what is typed counts at once', async () => {
      await workbench.quickOpen('download.eql');
      await page.keyboard.press('Control+Enter');
      await workbench.shows('2 of 5 events match');
      await workbench.goToLine(3);
      await page.keyboard.press('End');
      await page.keyboard.type(' and user.name == "root"');
      await workbench.shows('1 of 5 events match');
      await until('the status bar', async () => (await workbench.statusItem()).includes('1/5 · download.events.ndjson'));
      await picture('live');
    });
    await step('while the query has an error the counts stay, as those of before', async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.type(' and');
      await workbench.shows('1 of 5 events matches · 1 line unreadable · before the last edit');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await picture('liveStale');
      await page.keyboard.press('Escape');
      for (let i = 0; i < ' and'.length; i++) await page.keyboard.press('Backspace');
      await until('new counts', async () => (await workbench.decorations()).some((text) => /unreadable(?! · before)/.test(text)));
    });
    await step('the status bar offers other samples and turns live runs off and on', async () => {
      const item = page.locator('.part.statusbar').getByText('download.events.ndjson');
      // Settings are written in their own time.
      const offers = (pick) =>
        until(pick, async () => {
          await item.click();
          const picks = await workbench.picks();
          await page.keyboard.press('Escape');
          return picks.some((each) => each.startsWith(pick));
        });
      await item.click();
      const picks = await workbench.picks();
      for (const wanted of ['Run on download.events.ndjson', 'Choose Other Sample Events', 'Scan Sample with All Rules', 'Paste Event'])
        assert.ok(picks.some((pick) => pick.startsWith(wanted)), `${wanted} is not in ${picks.join('\n')}`); // prettier-ignore
      await picture('runOptions');
      await workbench.take('Turn Live Runs Off');
      await offers('Turn Live Runs On');
      await workbench.focusEditor();
      await page.keyboard.type(' ');
      await workbench.shows('before the last edit');
      await item.click();
      await workbench.take('Turn Live Runs On');
      await offers('Turn Live Runs Off');
      await workbench.focusEditor();
      await page.keyboard.press('Backspace');
      await until('new counts', async () => (await workbench.decorations()).some((text) => /unreadable(?! · before)/.test(text)));
      await workbench.command('File: Revert File');
    });
    await step('an event of a compressed sample is shown with those around it', async () => {
      fs.writeFileSync(path.join(folder, 'packed.eql'), 'any where process.name == "curl"\n');
      fs.writeFileSync(path.join(folder, 'packed.events.ndjson.gz'), gzipSync(['bash', 'curl', 'cat'].map(event).join('')));
      await workbench.quickOpen('packed.eql');
      await page.keyboard.press('Control+Enter');
      await workbench.shows('1 of 3 events matches');
      await workbench.focusResults();
      await workbench.pressInResults('Home', 'Matching event on line 2,');
      await page.keyboard.press('Enter');
      await workbench.activeTab('packed.events.ndjson.gz (line 2).jsonl');
      await workbench.shows('✔ matches');
      assert.equal((await workbench.lines()).filter((line) => line.includes('process')).length, 3);
      await picture('preview');
    });
    await step('an event from the clipboard becomes the sample of a rule that has none', async () => {
      fs.writeFileSync(path.join(folder, 'pasted.eql'), 'any where process.name == "curl"\n');
      await workbench.quickOpen('pasted.eql');
      const hit = { _index: 'logs', _id: '1', _source: { process: { name: 'curl' } } };
      await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(hit, null, 2));
      await workbench.command('Rulewright: Paste Event into Sample');
      await workbench.notification("1 event is written to pasted.events.ndjson, the rule's sample now.");
      await picture('pasted');
      await page.keyboard.press('Control+Enter');
      await workbench.shows('1 of 1 event matches');
      assert.equal(fs.readFileSync(path.join(folder, 'pasted.events.ndjson'), 'utf8'), '{"process":{"name":"curl"}}\n');
    });
    await step('queries in Markdown are coloured and checked', async () => {
      const text = `# Notes\n\n${fence}eql\nprocess where process.nmae == "a"\n${fence}\n\n${fence}kql\nprocess.name : "a"\n${fence}\n`;
      fs.writeFileSync(path.join(folder, 'notes.md'), text);
      await workbench.quickOpen('notes.md');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
      const colours = () =>
        page
          .locator('.editor-instance .view-line')
          .filter({ hasText: 'process where' })
          .locator('span span')
          .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
      await until('colours', async () => (await colours()) > 2);
      await picture('markdown');
    });
  },
};
