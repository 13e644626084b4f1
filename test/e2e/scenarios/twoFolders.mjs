// A window with two folders, each with a configuration and rules of its own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../workbench.mjs';

export const scenario = {
  window: { open: 'folders', prepare: writeSecond },
  async run({ step, page, workbench, picture, folder }) {
    const second = path.join(folder, '../second');
    const unknownField = page.locator('.editor-instance .squiggly-info');
    await step('a rule is judged by the configuration of its own folder', async () => {
      await workbench.quickOpen('first.eql');
      await unknownField.first().waitFor();
      await workbench.quickOpen('other.eql');
      await workbench.goToLine(1, 100);
      await page.keyboard.type(' nonsense');
      // The server has checked the text once this is there; the field, which the folder describes, is no problem.
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      assert.equal(await unknownField.count(), 0);
      await workbench.command('File: Revert File');
      await page.locator('.editor-instance .squiggly-error').waitFor({ state: 'detached' });
    });
    await step('it runs on the sample beside it', async () => {
      await workbench.run();
      await workbench.shows('1 of 2 events match');
      await picture('twoFolders');
    });
    await step('samples of both folders can be chosen', async () => {
      await workbench.command('Rulewright: Pick Sample Events', { asks: true });
      const picks = await workbench.picks();
      assert.match(picks[0] ?? '', /^other\.events\.ndjson.*second.*current sample/);
      assert.ok(
        picks.some((pick) => /^download\.events\.ndjson.*workspace/.test(pick)),
        picks.join('\n'),
      );
      await picture('twoFoldersPick');
      await page.keyboard.press('Escape');
    });
    await step('a new rule goes where the active one is', async () => {
      await workbench.command('Rulewright: New Rule', { asks: true });
      await workbench.take('eql');
      await page.locator('.quick-input-widget').getByText('The name that its alerts have in Kibana').waitFor();
      await page.keyboard.type('Second Rule');
      await page.keyboard.press('Enter');
      await workbench.activeTab('second_rule.toml');
      await page.keyboard.press('Control+S');
      await until('the file', () => fs.existsSync(path.join(second, 'second_rule.toml')));
    });
  },
};

function writeSecond(folder) {
  const second = path.join(folder, '../second');
  const query = 'process where process.name == "curl" and acme.risk > 3\n';
  const event = (name) =>
    `${JSON.stringify({ '@timestamp': '2026-03-02T10:00:00Z', event: { category: ['process'] }, process: { name }, acme: { risk: 5 } })}\n`;
  fs.mkdirSync(second, { recursive: true });
  fs.writeFileSync(path.join(folder, 'first.eql'), query);
  fs.writeFileSync(path.join(second, 'other.eql'), query);
  fs.writeFileSync(path.join(second, 'other.events.ndjson'), event('curl') + event('sh'));
  fs.writeFileSync(path.join(second, 'fields.json'), JSON.stringify({ '*': { 'acme.risk': 'long' } }));
  fs.writeFileSync(path.join(second, 'rulewright.config.json'), JSON.stringify({ fields: [{ file: 'fields.json' }] }));
}
