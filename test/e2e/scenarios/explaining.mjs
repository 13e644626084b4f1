// Why events match or not: counts by line, nearest misses, explanations, the timeline of a sequence.
import assert from 'node:assert/strict';
import { lineOf, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture }) {
    await step('each line of the query says how many events are left after it', async () => {
      await workbench.quickOpen(`${rules.eql}.toml`);
      await workbench.goToLine(lineOf(rules.eql, 'query = ') + 3);
      await workbench.run();
      await workbench.shows('· ');
      await workbench.command('View: Toggle Panel Visibility');
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await picture('counts');
      await workbench.command('Show or Focus Hover');
      await page.locator('.monaco-hover:visible').filter({ hasText: 'Last run' }).first().waitFor();
      await picture('clause');
      await page.keyboard.press('Escape');
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.command('View: Toggle Panel Visibility');
    });
    await step('where nothing matches the line at the query names the nearest miss, and the panel lists the misses', async () => {
      await workbench.quickOpen('dump.eql');
      await workbench.run();
      await until('the label', async () =>
        (await workbench.decorations()).some((text) => /0 of 5 events match; nearest: line 1 fails only on process\.args$/.test(text)),
      );
      await until('the misses', async () => /line 1\b.*fails only on process\.args/.test(await workbench.resultsText()));
      assert.match(await workbench.resultsText(), /process\.name == "gcore"/);
      await picture('nearest');
    });
    await step('the code lens goes to the event, with its explanation beside', async () => {
      await page.locator('.editor-instance .codelens-decoration a').filter({ hasText: 'Why not?' }).first().click();
      await workbench.activeTab('dump.events.ndjson');
      await until('the explanation', async () =>
        (await workbench.lines()).some((text) => text.startsWith('line 1 does not match: 1 of 6 clauses fails')),
      );
      await picture('explanation');
      await workbench.command('View: Join All Editor Groups');
    });
    await step('over an event its hover says why not; the nearest misses are marked', async () => {
      await workbench.quickOpen('dump.events.ndjson');
      await workbench.goToLine(1, 20);
      await workbench.command('Show or Focus Hover');
      await page.locator('.monaco-hover:visible').filter({ hasText: 'Why not?' }).first().waitFor();
      await picture('whyNot');
      await page.keyboard.press('Escape');
      await workbench.showEndOfLine();
      await workbench.shows('≈ fails only on process.args');
      await workbench.command('View: Toggle Word Wrap');
      await picture('nearMiss');
      await workbench.command('View: Toggle Word Wrap');
    });
    await step('the timeline of a sequence, by keyboard to an event', async () => {
      await workbench.command('View: Close All Editor Groups');
      await workbench.quickOpen('stages.eql');
      await workbench.command('Rulewright: Show Sequence Timeline');
      const view = await workbench.frame('#picture .mark');
      // A key that is pressed while the page is still being laid out goes nowhere.
      await until('the cause', async () => {
        await view.locator('#picture .mark').first().focus();
        await page.keyboard.press('ArrowRight');
        return /would match with maxspan/.test((await view.locator('#detail').textContent()) ?? '');
      });
      await picture('timeline');
      await view.locator('#key').selectOption({ index: 1 });
      await picture('timelineKey');
      await workbench.command('Preferences: Toggle between Light/Dark Themes');
      await view.locator('#key').selectOption({ index: 0 });
      await picture('timelineDark');
      await workbench.command('Preferences: Toggle between Light/Dark Themes');
      await view.locator('#picture .mark:not(.off)').last().focus();
      await page.keyboard.press('Enter');
      await workbench.activeTab('stages.events.ndjson');
      await picture('timelineEvent');
      await workbench.command('View: Close All Editor Groups');
    });
  },
};
