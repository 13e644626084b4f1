// The results view: by keyboard alone, with 100,000 rows, copied and exported, sequences folded, and as axe and each theme have it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { assertAccessible } from '../axe.mjs';
import { setTheme, themes } from '../themes.mjs';
import { until } from '../workbench.mjs';

const many = 100_000;

/** Milliseconds of the page's own work for one frame while rows fly by: 60 frames a second leave 16.7. */
const frameBudget = 16;

export const scenario = {
  window: { prepare: writeMany },
  async run({ step, page, workbench, picture, folder }) {
    const view = () => workbench.frame('#headline');
    const count = async () => (await view()).locator('#count').innerText();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

    await step('before a run the view says what to do', async () => {
      await workbench.quickOpen('download.eql');
      await page.locator('.editor-instance .codelens-decoration').first().waitFor();
      await workbench.command('Rulewright: Show Results');
      const frame = await workbench.frame('vscode-button');
      assert.match(await frame.locator('main').innerText(), /Open a rule .* then run it on sample events/);
      await assertAccessible(frame, 'before a run');
      await frame.locator('vscode-button').click();
      await until('the run', async () => (await workbench.resultsMessage()).startsWith('download.eql: 2 of 5 events match'));
    });
    await step('by keyboard: rows are selected and copied as they stand', async () => {
      await workbench.focusResults();
      await workbench.pressInResults('Home', 'Matching event on line 2,');
      const frame = await view();
      await page.keyboard.press('Space');
      await until('one row', async () => (await frame.locator('#grid [aria-selected="true"]').count()) === 1);
      await page.keyboard.press('Space');
      await until('no row', async () => (await frame.locator('#grid [aria-selected="true"]').count()) === 0);
      await page.keyboard.press('Shift+ArrowDown');
      await until('two rows', async () => (await frame.locator('#grid [aria-selected="true"]').count()) === 2);
      await page.keyboard.press('Control+C');
      await until('the announcement', async () => (await frame.locator('#said').innerText()) === '2 matches copied as TSV');
      const [header, ...rows] = (await clipboard()).trimEnd().split('\n');
      assert.match(header, /^line\t@timestamp\tprocess\./);
      assert.deepEqual(
        rows.map((row) => row.split('\t')[0]),
        ['2', '5'],
      );
      await picture('resultsSelected');
    });
    await step('by keyboard: typing filters, Escape shows all again, Enter goes to the event', async () => {
      await page.keyboard.type('line:5');
      await until('one row', async () => (await count()) === '1 of 2 rows');
      await picture('resultsFiltered');
      await page.keyboard.press('Escape');
      await until('all rows', async () => (await count()) === '');
      assert.equal(await (await view()).locator('#filter input').inputValue(), '');
      await workbench.pressInResults('End', 'Matching event on line 5,');
      await page.keyboard.press('Enter');
      await workbench.activeTab('download.events.ndjson');
      await until('the cursor', async () => (await workbench.cursor())?.line === 5);
    });
    await step('copied as Markdown, exported as CSV', async () => {
      await workbench.command('Rulewright: Copy Results as', { asks: true });
      await workbench.take('Markdown');
      await until('a table', async () => /^\| line \| @timestamp \|/.test(await clipboard()));
      assert.equal((await clipboard()).trimEnd().split('\n').length, 4);
      await workbench.command('Rulewright: Export Results', { asks: true });
      await workbench.take('CSV');
      const file = path.join(folder, 'found.csv');
      const box = page.locator('.quick-input-widget input.input');
      await until('the dialog', async () => (await box.inputValue()).endsWith('.matches.csv'));
      await workbench.chooseFile(file, { isNew: true });
      await workbench.notification('2 matches are written to found.csv.');
      assert.match(fs.readFileSync(file, 'utf8'), /^line,@timestamp,[^\r]*\r\n2,[^\r]*\r\n5,[^\r]*\r\n$/);
      await workbench.command('Notifications: Clear All Notifications');
    });
    await step('the menu of a cell excludes its value', async () => {
      const frame = await view();
      await frame
        .locator('#grid .body .cell')
        .filter({ hasText: /^curl$/ })
        .first()
        .click({ button: 'right' });
      await page.locator('.context-view').getByText('Exclude This Value').first().hover();
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').getByText('Exclude process.name: curl').waitFor();
      await picture('resultsMenu');
      await page.keyboard.press('Escape');
    });
    await step('a sequence is folded and unfolded by keyboard; the time between its events is told', async () => {
      await workbench.quickOpen('sequence.eql');
      await page.keyboard.press('Control+Enter');
      await until('the run', async () => (await workbench.resultsMessage()).startsWith('sequence.eql: 1 sequence'));
      await workbench.focusResults();
      await workbench.pressInResults('Home', 'sequence 1, h-1, 2 events');
      const frame = await view();
      assert.match(await frame.locator('#grid').innerText(), /\+\d/);
      const title = frame.locator('#grid .row.match .cell').filter({ hasText: 'sequence 1' });
      assert.ok((await title.boundingBox()).width > 200, 'its title has room');
      const rows = () => frame.locator('#grid .body .row').count();
      assert.equal(await rows(), 3);
      await page.keyboard.press('ArrowLeft');
      await until('one row', async () => (await rows()) === 1);
      await page.keyboard.press('ArrowRight');
      await until('three rows', async () => (await rows()) === 3);
      await workbench.pressInResults('ArrowRight', 'Matching event on line 3,');
      await workbench.pressInResults('ArrowLeft', 'sequence 1,');
      await assertAccessible(frame, 'a sequence');
    });
    await step('100,000 rows: from the first to the last, and a filter over all', async () => {
      await workbench.quickOpen('many.eql');
      await page.keyboard.press('Control+Enter');
      await until('the run', async () => (await workbench.resultsMessage()).includes('100,000 of 100,000 events match'), 60_000);
      await workbench.focusResults();
      await workbench.pressInResults('End', `Matching event on line ${many.toLocaleString('en-US')},`);
      const frame = await view();
      assert.equal(await frame.locator('#grid .body .row:focus').getAttribute('aria-rowindex'), String(many + 1));
      assert.ok((await frame.locator('#grid .body .row').count()) < 100, 'only rows in view are drawn');
      const work = await frame.evaluate(framesOfScrolling);
      console.log(`     frames: ${JSON.stringify(work)}`);
      assert.ok(work.p95 < frameBudget, JSON.stringify(work));
      const asked = Date.now();
      await page.keyboard.type('name:host-7 ');
      await until('the filtered rows', async () => (await count()) === '2,500 of 100,000 rows');
      console.log(`     filter by 12 keys: ${Date.now() - asked} ms`);
      await picture('resultsMany');
      await page.keyboard.press('Escape');
      await until('all rows', async () => (await count()) === '');
      await workbench.focusResults();
      await workbench.pressInResults('End', `Matching event on line ${many.toLocaleString('en-US')},`);
      await frame.getByText('Why line 100,000 matches').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active').filter({ hasText: 'many.events.ndjson' }).waitFor();
      await until('the event', async () => (await workbench.lines()).some((text) => text.includes(`--job=${many - 1}"`)));
    });
    for (const [name, [theme, className]] of Object.entries(themes)) {
      await step(`axe finds nothing in ${theme}`, async () => {
        setTheme(folder, theme);
        await workbench.quickOpen('download.eql');
        await page.keyboard.press('Control+Enter');
        await until('the run', async () => (await workbench.resultsMessage()).startsWith('download.eql: 2 of 5'));
        await workbench.focusResults();
        const frame = await view();
        await frame.locator(`body.${className}`).waitFor();
        await frame.getByText(/^Why line \d+ matches$/).waitFor();
        await assertAccessible(frame, 'matches');
        await picture(`results-${name}`);
        await workbench.quickOpen('dump.eql');
        await page.keyboard.press('Control+Enter');
        await frame.getByText('Nearest misses').waitFor();
        await assertAccessible(frame, 'misses');
        await picture(`misses-${name}`);
      });
    }
  },
};

function writeMany(folder) {
  const line = (index) =>
    JSON.stringify({
      '@timestamp': new Date(Date.UTC(2026, 2, 2) + index * 250).toISOString(),
      event: { category: 'process', type: 'start' },
      host: { name: `host-${index % 40}` },
      process: { name: `tool-${index % 100}`, args: ['run', `--job=${index}`] },
    });
  fs.writeFileSync(path.join(folder, 'many.eql'), 'process where process.args : "--job=*"\n');
  fs.writeFileSync(path.join(folder, 'many.events.ndjson'), Array.from({ length: many }, (_, index) => `${line(index)}\n`).join(''));
}

/** In the page: what the script does for each frame while the grid is scrolled a screen at a time, and to anywhere. */
async function framesOfScrolling() {
  const grid = document.getElementById('grid');
  const before = globalThis.requestAnimationFrame;
  const work = [];
  globalThis.requestAnimationFrame = (act) =>
    before((time) => {
      const begun = performance.now();
      act(time);
      // Makes the page lay out what was drawn, which is part of a frame's work.
      grid.getBoundingClientRect();
      work.push(performance.now() - begun);
    });
  const top = grid.scrollTop;
  grid.scrollTop = 0;
  for (let i = 0; i < 200; i++) {
    grid.scrollTop = i < 150 ? i * grid.clientHeight : (grid.scrollHeight * ((i * 37) % 50)) / 50;
    await new Promise((resolve) => before(() => before(resolve)));
  }
  grid.scrollTop = top;
  globalThis.requestAnimationFrame = before;
  work.sort((a, b) => a - b);
  const at = (part) => Math.round(10 * (work[Math.floor(part * (work.length - 1))] ?? 0)) / 10;
  return { frames: work.length, p50: at(0.5), p95: at(0.95), most: at(1) };
}
