// A folder that the user does not trust: rules are checked and run, nothing of the folder is executed.
import { until } from '../workbench.mjs';

export const scenario = {
  window: { trust: false },
  async run({ step, page, workbench, picture }) {
    await step('the folder is opened in restricted mode', async () => {
      await page.locator('.part.statusbar').getByText('Restricted Mode').waitFor();
    });
    await step('rules are checked', async () => {
      await workbench.quickOpen('broken.eql');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      await picture('untrusted');
    });
    await step('rules run', async () => {
      await workbench.quickOpen('download.eql');
      await workbench.run();
      await workbench.shows('2 of 5 events match');
    });
    await step('what needs git says why it is not there', async () => {
      await workbench.command('Rulewright: Compare Matches with Git HEAD');
      await workbench.notification('Restricted Mode');
      await picture('untrustedGit');
    });
    await step('once trusted all is there', async () => {
      await workbench.command('Notifications: Clear All Notifications');
      await workbench.command('Workspaces: Manage Workspace Trust');
      await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
      await page.locator('.part.statusbar').getByText('Restricted Mode').waitFor({ state: 'hidden' });
      await workbench.quickOpen('download.eql');
      await workbench.run();
      await until('the results', async () => (await workbench.resultsMessage()).startsWith('download.eql: 2 of 5 events match'));
    });
  },
};
