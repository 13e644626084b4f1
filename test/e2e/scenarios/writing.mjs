// A query while it is written: problems, their messages, completion.
import assert from 'node:assert/strict';
import { until } from '../workbench.mjs';

export const scenario = {
  isFirst: true,
  async run({ step, page, workbench, picture }) {
    await step('before a rule is open, no run is offered', async () => {
      const offered = await workbench.offered('Rulewright: ');
      assert.deepEqual(
        offered.filter((title) => /Run Rule|Show Results|Toggle/.test(title)),
        [],
      );
    });
    await step('a broken query has a squiggle, and its message in the Problems panel', async () => {
      await workbench.quickOpen('broken.eql');
      await page.locator('.part.statusbar').getByText('EQL', { exact: true }).waitFor({ timeout: 20_000 });
      await page.locator('.editor-instance .squiggly-error').first().waitFor({ timeout: 20_000 });
      const problems = await workbench.problems();
      assert.ok(
        problems.some((problem) => /rulewright/i.test(problem)),
        problems.join('\n'),
      );
    });
    await step('the message is shown at the squiggle', async () => {
      await workbench.quickOpen('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning, .editor-instance .squiggly-error').first().waitFor({ timeout: 20_000 });
      await workbench.command('Go to Next Problem (Error, Warning, Info)');
      const message = page.locator('.editor-instance .marker-widget');
      await message.waitFor();
      assert.match(await message.innerText(), /process\.name/);
      await picture('squiggle');
      await page.keyboard.press('Escape');
    });
    await step('typing in a query inside TOML lists fields; Enter takes one', async () => {
      await workbench.goToLine(16, 100);
      await page.keyboard.type(' and process.parent.na', { delay: 20 });
      await until('the field', async () =>
        (await workbench.suggestions()).some((suggestion) => suggestion.startsWith('process.parent.name')),
      );
      await picture('completion');
      await page.keyboard.press('Enter');
      await until('the accepted field', async () => (await workbench.lines()).some((line) => line.endsWith(' and process.parent.name')));
      await workbench.command('File: Revert File');
    });
  },
};
