// What stands beside a run: all rules on one sample, alerts, exclusions, imports, copies for Kibana, formatting.
import assert from 'node:assert/strict';
import { expectation, label, lineOf, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture }) {
    const says = (pattern) => until(`${pattern}`, async () => (await workbench.lines()).some((line) => pattern.test(line)), 30_000);
    await step('all rules are run on one sample; choosing one opens it with its matches', async () => {
      await workbench.quickOpen('download.events.ndjson');
      await workbench.command('Rulewright: Scan Sample with All Rules', { asks: true });
      await until('the rules', async () => (await workbench.picks()).some((pick) => pick.startsWith('download')));
      await picture('scan');
      await workbench.take('download');
      await workbench.activeTab('download.eql');
      await workbench.shows('2 of 5 events match');
    });
    await step('a value is excluded: what that hides is shown first, then it is written', async () => {
      await workbench.quickOpen('download.events.ndjson');
      await workbench.goToLine(2, 20);
      await workbench.command('Rulewright: Exclude This Value', { asks: true });
      await workbench.take('curl');
      await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'takes 1 of 2 matches away' }).waitFor();
      await picture('exclude');
      await page.keyboard.press('Enter');
      await page.locator('.tab.dirty[data-resource-name="download.eql"]').waitFor();
      await workbench.quickOpen('download.eql');
      await says(/not process\.name == "curl"/);
      await workbench.shows('1 of 5 events match');
      await picture('excluded');
      await workbench.command('File: Revert File');
    });
    await step('a rule shows the alerts that it makes', async () => {
      await workbench.quickOpen(`${rules.eql}.toml`);
      await workbench.goToLine(lineOf(rules.eql, 'query = ') + 1);
      await workbench.command('Rulewright: Show Alerts');
      await says(/\balerts?\b/);
      await picture('alerts');
      await workbench.command('View: Close Editors in Other Groups');
    });
    await step('and when they are made, on its schedule', async () => {
      await workbench.quickOpen(`${rules.eql}.toml`);
      await workbench.command('Rulewright: Replay Schedule');
      await says(/\d+ alerts? in \d+ executions?/);
      await picture('replay');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('a page of the documentation becomes a rule', async () => {
      await workbench.quickOpen('page.txt');
      await workbench.command('Rulewright: Import Rule from Documentation Page');
      await says(/^name = "Compiler started by a mail server"$/);
      await picture('importedPage');
      await workbench.discard();
    });
    await step('a rule is copied as Kibana imports it', async () => {
      await workbench.quickOpen(`${rules.kql}.toml`);
      await page.evaluate(() => navigator.clipboard.writeText(''));
      await workbench.command('Rulewright: Copy Rule as Kibana NDJSON');
      const copied = await until('the clipboard', async () => {
        const text = await page.evaluate(() => navigator.clipboard.readText());
        return text.startsWith('{') && JSON.parse(text.split('\n')[0]);
      });
      assert.equal(copied.language, 'kuery');
      await workbench.command('Notifications: Clear All Notifications');
    });
    await step('a query is formatted', async () => {
      await workbench.quickOpen('dump.eql');
      await workbench.goToLine(1, 1);
      await page.keyboard.press('Control+A');
      await page.keyboard.type('process where process.name=="gcore" and (process.args:"-o*" or process.args:"--all")', { delay: 2 });
      await page.keyboard.press('Escape');
      await workbench.command('Format Document');
      await says(/process\.name == "gcore"/);
      await picture('formatted');
      await workbench.command('File: Revert File');
    });
    await step('a .kql file, which may be Kusto, becomes KQL when told so', async () => {
      await workbench.quickOpen('kusto.kql');
      await workbench.command('Rulewright: Open .kql Files as KQL in This Workspace');
      await page.locator('.part.statusbar').getByText('KQL', { exact: true }).waitFor();
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
    });
    await step('the KQL rule runs in the same window', async () => {
      await workbench.quickOpen(`${rules.kql}.toml`);
      await workbench.goToLine(lineOf(rules.kql, 'query = '));
      await workbench.run();
      await workbench.shows(label(expectation(rules.kql)));
    });
  },
};
