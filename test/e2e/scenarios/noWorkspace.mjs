// No folder is open: a query that is only typed, and a file from anywhere.
import path from 'node:path';
import { until } from '../workbench.mjs';

export const scenario = {
  window: { open: 'nothing' },
  async run({ step, page, workbench, picture, folder }) {
    await step('a query that is typed into a new document runs on a file that is browsed for', async () => {
      await workbench.newText('EQL', 'process where process.name == "curl"');
      await page.keyboard.press('Control+Enter');
      await workbench.take('Browse');
      await workbench.chooseFile(path.join(folder, 'download.events.ndjson'));
      await workbench.shows('3 of 5 events match');
      await picture('noWorkspace');
      await workbench.discard();
    });
    await step('a rule from anywhere runs on the sample beside it', async () => {
      await workbench.openPath(path.join(folder, 'download.eql'));
      await workbench.run();
      await workbench.shows('2 of 5 events match');
    });
    await step('a new rule is a document without a place', async () => {
      await workbench.openPath(path.join(folder, 'page.txt'));
      await workbench.command('Rulewright: Import Rule from Documentation Page');
      await until('the rule', async () => (await workbench.lines()).some((line) => line === 'name = "Compiler started by a mail server"'));
      await picture('noWorkspaceRule');
    });
  },
};
