// Rules and samples of other kinds: KQL, arrays, sequences, rules that are not run, long runs, the choice of a sample.
import assert from 'node:assert/strict';
import { expectation, label, lineOf, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture }) {
    const expected = expectation(rules.kql);
    await step('the KQL rule runs from its code lens', async () => {
      await workbench.quickOpen(`${rules.kql}.toml`);
      await workbench.goToLine(lineOf(rules.kql, 'query = '));
      await page.locator('.editor-instance .codelens-decoration a').filter({ hasText: 'Run' }).first().click();
      await workbench.shows(label(expected));
      await until('the panel', async () => (await workbench.resultsMessage()).includes(label(expected)));
    });
    await step('from the event file the same rule runs, and a pretty-printed event is marked', async () => {
      await workbench.quickOpen('logon.events.json');
      await workbench.runFromToolbar();
      await until('the panel', async () => (await workbench.resultsMessage()).startsWith('logon.kuery: 2 of 3 events match'));
      await until('two marks', async () => (await workbench.decorations()).filter((text) => text === '✔ matches').length === 2);
      await picture('array');
    });
    await step('a sequence is one row in the panel, with its events below', async () => {
      await workbench.quickOpen('sequence.eql');
      await workbench.run();
      await until('the panel', async () => /sequence\.eql: 1 sequence/.test(await workbench.resultsMessage()));
      await until('both events', async () => {
        const rows = await workbench.results();
        return [3, 8].every((line) => rows.some((row) => row.includes(`line ${line},`)));
      });
      await picture('sequence');
    });
    await step('a rule that is not evaluated says so in a notification', async () => {
      await workbench.quickOpen('aggregate.toml');
      await workbench.run();
      await page
        .locator('.notification-toast')
        .filter({ hasText: /ES\|QL/ })
        .first()
        .waitFor({ timeout: 15_000 });
      await picture('notEvaluated');
      await workbench.command('Notifications: Clear All Notifications');
    });
    await step('the sample can be chosen from the status bar; the one in use comes first, then other event files', async () => {
      await workbench.quickOpen('download.eql');
      await workbench.run();
      await workbench.shows('2 of 5 events match · 1 line unreadable');
      await page.locator('.part.statusbar').getByText('download.events.ndjson').click();
      await picture('statusPick');
      await workbench.take('Choose Other Sample Events');
      const names = await until('the samples', async () => {
        const picks = await workbench.picks();
        return picks.some((pick) => pick.startsWith('aggregate.events.ndjson')) && picks;
      });
      assert.match(names[0] ?? '', /^download\.events\.ndjson.*current sample/);
      assert.match(names[1] ?? '', /^aggregate\.events\.ndjson/);
      await picture('pick');
      await page.keyboard.press('Escape');
    });
    await step('the dark theme', async () => {
      await workbench.command('Preferences: Toggle between Light/Dark Themes');
      await page.locator('.monaco-workbench.vs-dark').waitFor();
      await picture('dark');
      await workbench.command('Preferences: Toggle between Light/Dark Themes');
      await page.locator('.monaco-workbench.vs').waitFor();
    });
  },
};
