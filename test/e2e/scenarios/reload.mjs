// The window is loaded anew: what was typed, chosen and checked is there again.
import { until } from '../workbench.mjs';

export const scenario = {
  window: {},
  async run({ step, page, workbench, picture }) {
    await step('a sample is chosen for a rule, which is edited and not saved', async () => {
      await workbench.quickOpen('sequence.eql');
      await workbench.command('Rulewright: Pick Sample Events', { asks: true });
      await workbench.take('stages.events.ndjson');
      await page.keyboard.press('Control+Enter');
      await until('the results', async () => (await workbench.resultsMessage()).includes('in stages.events.ndjson'));
      await workbench.focusEditor();
      await workbench.goToLine(2, 100);
      await page.keyboard.type(' nonsense');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
    });
    await step('after the reload the text stands as it was typed, with its problem', async () => {
      await workbench.reload();
      await page.locator('.tab.active.dirty[data-resource-name="sequence.eql"]').waitFor();
      await until('the text', async () => (await workbench.lines()).some((line) => line.endsWith('] nonsense')));
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await picture('reloaded');
    });
    await step('the rule runs on the sample that was chosen before', async () => {
      await workbench.focusEditor();
      await workbench.command('File: Revert File');
      await page.keyboard.press('Control+Enter');
      await until('the results', async () => (await workbench.resultsMessage()).includes('in stages.events.ndjson'));
      await until('rows', async () => (await workbench.results()).length > 0);
    });
  },
};
