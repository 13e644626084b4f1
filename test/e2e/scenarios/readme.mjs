// The pictures of the README: docs/images holds copies of these screenshots, by hand, when what they show has changed.
import { expectation, label, lineOf, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  window: {},
  async run({ step, page, workbench, picture }) {
    await step('the example, what is left after each line of its query, and the matches', async () => {
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.command('Rulewright: Open Example Rule');
      await workbench.shows(label(expectation(rules.eql)));
      await workbench.command('View: Focus Second Editor Group');
      await workbench.command('View: Close Editors in Group');
      await workbench.focusEditor();
      await workbench.goToLine(lineOf(rules.eql, "'''"));
      await workbench.goToLine(lineOf(rules.eql, 'process where'));
      await workbench.shows('· 22');
      await picture('readmeExample');
    });
    await step('the matches as a grid', async () => {
      await workbench.focusResults();
      await workbench.command('View: Toggle Maximized Panel');
      await workbench.focusResults();
      const grid = await workbench.frame('#details');
      await grid.getByText('Why line 3 matches').waitFor();
      await picture('readmeResults');
      await workbench.command('View: Toggle Maximized Panel');
      await workbench.command('View: Toggle Panel Visibility');
    });
    await step('an event explained', async () => {
      await workbench.command('View: Close All Editor Groups');
      await workbench.quickOpen(`${rules.eql}.events.ndjson`);
      await workbench.goToLine(7);
      await workbench.command('Rulewright: Explain Event');
      await until('the explanation', async () => (await workbench.lines()).some((line) => line.includes('does not match')));
      await picture('readmeExplanation');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('a misspelt field', async () => {
      await workbench.quickOpen('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
      await workbench.goToLine(16, 20);
      await workbench.command('Show or Focus Hover');
      await page.locator('.monaco-hover:visible a').filter({ hasText: 'QRY002' }).first().waitFor();
      await picture('readmeProblem');
      await page.keyboard.press('Escape');
    });
  },
};
