// Rule files: quick fixes, ATT&CK, the Elasticsearch query, new rules, the configuration.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, folder, picture }) {
    await step('a rule with a missing key offers to write it', async () => {
      await workbench.quickOpen('mapped.toml');
      await page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning').first().waitFor({ timeout: 20_000 });
      const problems = await workbench.problems();
      assert.ok(
        problems.some((problem) => problem.includes('severity')),
        problems.join('\n'),
      );
      await workbench.focusEditor();
      await workbench.command('Go to Next Problem (Error, Warning, Info)');
      await page.keyboard.press('Escape');
      await workbench.command('Quick Fix...');
      const menu = page.locator('.action-widget');
      await menu.getByText('severity').first().waitFor();
      await picture('quickFix');
      await page.keyboard.press('Escape');
    });
    await step('typing an ATT&CK id lists techniques; Enter fills id, name and reference', async () => {
      const lines = fs.readFileSync(path.join(folder, 'mapped.toml'), 'utf8').split('\n');
      await workbench.goToLine(lines.indexOf('id = "T1059"') + 1, 13);
      for (let i = 0; i < '"T1059"'.length; i++) await page.keyboard.press('Backspace');
      await page.keyboard.type('"T1003', { delay: 50 });
      const suggestions = await workbench.suggestions();
      assert.match(suggestions[0] ?? '', /^T1003,/);
      await picture('attack');
      await page.keyboard.press('Enter');
      for (const text of ['id = "T1003"', 'name = "OS Credential Dumping"', 'reference = "https://attack.mitre.org/techniques/T1003/"'])
        await until(text, async () => (await workbench.lines()).includes(text));
      await workbench.command('File: Revert File');
    });
    await step('the Elasticsearch query stands beside the rule', async () => {
      await workbench.command('Rulewright: Show Elasticsearch Query');
      await until('the request', async () =>
        (await workbench.lines()).some((text) => text.startsWith('POST /logs-endpoint.events.process-')),
      );
      await picture('elasticsearchQuery');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('a new rule asks for its type and its name, and opens where it belongs', async () => {
      await workbench.palette('>Rulewright: New Rule');
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Rulewright: New Rule' }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'threshold' }).first().waitFor();
      await picture('newRule');
      await page.keyboard.type('eql');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').getByText('The name that its alerts have in Kibana').waitFor();
      await page.keyboard.type('Odd Child of a Shell');
      await page.keyboard.press('Enter');
      await workbench.activeTab('odd_child_of_a_shell.toml');
      await page.locator('.editor-instance .view-line').filter({ hasText: 'description' }).first().waitFor();
      await page.keyboard.type('A shell has a child.');
      await until('the description', async () => (await workbench.lines()).includes('description = "A shell has a child."'));
      await picture('newRuleOpened');
      await page.keyboard.press('Control+S');
      await until('the file', () => fs.existsSync(path.join(folder, 'rules/odd_child_of_a_shell.toml')));
      // The editor of the file takes the place of the one that was not saved; with it the focus moves.
      await page.locator('.tab.active:not(.dirty)[data-resource-name="odd_child_of_a_shell.toml"]').waitFor();
      await page.locator('.breadcrumbs-control').getByText('rules', { exact: true }).waitFor();
    });
    await step('the configuration is begun with comments, without a problem', async () => {
      await workbench.command('Rulewright: Open Configuration');
      await workbench.activeTab('rulewright.config.json');
      await page.locator('.part.statusbar').getByText('JSON with Comments', { exact: true }).waitFor();
      // What was opened later has its problems: those of the configuration would be there as well.
      await workbench.quickOpen('broken.eql');
      await page.locator('.editor-instance .squiggly-error').first().waitFor();
      const problems = await workbench.problems();
      assert.deepEqual(
        problems.filter((problem) => problem.includes('rulewright.config.json')),
        [],
      );
      await workbench.quickOpen('rulewright.config.json');
      await picture('configuration');
    });
  },
};
