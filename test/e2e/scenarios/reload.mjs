// The window is loaded anew: what was open, chosen and checked is there again.
import { until } from '../workbench.mjs';

export const scenario = {
  window: {},
  async run({ step, page, workbench, picture }) {
    await step('a sample is chosen for a rule, which gets a problem', async () => {
      await workbench.quickOpen('sequence.eql');
      await workbench.command('Rulewright: Pick Sample Events', { asks: true });
      await workbench.take('stages.events.ndjson');
      await workbench.run();
      await until('the results', async () => (await workbench.resultsMessage()).includes('in stages.events.ndjson'));
      await workbench.focusEditor();
      await workbench.goToLine(2, 100);
      await page.keyboard.type(' nonsense');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+S');
      await page.locator('.tab.active:not(.dirty)[data-resource-name="sequence.eql"]').waitFor();
    });
    await step('after the reload the rule is open again, with its problem and its sample', async () => {
      await workbench.reload();
      await workbench.activeTab('sequence.eql');
      await until('the text', async () => (await workbench.lines()).some((line) => line.endsWith('] nonsense')));
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await until('the sample', () => workbench.lens('stages.events.ndjson'));
      await picture('reloaded');
    });
    await step('the rule runs on the sample that was chosen before', async () => {
      await workbench.focusEditor();
      await workbench.goToLine(2, 100);
      for (let i = 0; i < ' nonsense'.length; i++) await page.keyboard.press('Backspace');
      await page.locator('.editor-instance .squiggly-error').first().waitFor({ state: 'detached' });
      await workbench.run();
      await until('the results', async () => (await workbench.resultsMessage()).includes('in stages.events.ndjson'));
      await until('rows', async () => (await workbench.results()).length > 0);
    });
  },
};
