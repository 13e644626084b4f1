// The matches of a rule against those of its text in the last commit, while it is edited.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../workbench.mjs';

export const scenario = {
  window: { settings: { 'git.enabled': true, 'git.autofetch': false }, prepare: commitAll },
  async run({ step, page, workbench, picture, folder }) {
    const says = (pattern) => until(`${pattern}`, async () => (await workbench.lines()).some((line) => pattern.test(line)), 30_000);
    await step('an edit that is not saved is compared with the last commit', async () => {
      await workbench.quickOpen('download.eql');
      await workbench.goToLine(2, 33);
      await page.keyboard.press('End');
      for (let i = 0; i < ', "wget") and'.length; i++) await page.keyboard.press('Backspace');
      await page.keyboard.type(') and');
      await page.keyboard.press('Escape');
      await workbench.command('Rulewright: Compare Matches with Git HEAD');
      await says(/0 gained · 1 lost · 1 kept/);
      await picture('gitCompare');
    });
    await step('the comparison follows the typing', async () => {
      await workbench.goToLine(3, 1);
      await page.keyboard.press('End');
      for (let i = 0; i < '"http*"'.length; i++) await page.keyboard.press('Backspace');
      await page.keyboard.type('"*"');
      await page.keyboard.press('Escape');
      await says(/[1-9]\d* gained · 1 lost · 1 kept/);
      await picture('gitCompareFollowed');
    });
    await step('a line of the comparison leads to its event', async () => {
      const diff = page.locator('.editor-instance').filter({ hasText: 'gained ·' });
      await diff
        .locator('.detected-link')
        .first()
        .click({ modifiers: ['Control'] });
      await workbench.activeTab('download.events.ndjson');
    });
    await step('a rule that the last commit does not have is new', async () => {
      await workbench.discard();
      fs.writeFileSync(path.join(folder, 'later.eql'), 'process where process.name == "curl"\n');
      fs.copyFileSync(path.join(folder, 'download.events.ndjson'), path.join(folder, 'later.events.ndjson'));
      await workbench.quickOpen('later.eql');
      await workbench.command('Rulewright: Compare Matches with Git HEAD');
      await says(/[1-9]\d* gained · 0 lost · 0 kept/);
      await picture('gitCompareNew');
    });
  },
};

function commitAll(folder) {
  const git = (...args) => execFileSync('git', ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args]);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Rules');
}
