// Sample events and tests made for a rule.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture, folder }) {
    await step('sample events are made for a rule that has none, beside it or to look at', async () => {
      const query = 'process where event.type == "start" and process.name : ("curl", "wget") and process.args : "http*"\n';
      fs.writeFileSync(path.join(folder, 'made.eql'), query);
      await workbench.quickOpen('made.eql');
      await workbench.command('Rulewright: Generate Sample Events', { asks: true });
      assert.equal((await workbench.picks()).length, 2);
      await picture('generateTarget');
      await workbench.take('As made.events.ndjson');
      await workbench.activeTab('made.events.ndjson');
      await workbench.notification('1 sample that matches');
      await picture('generatedEvents');
      await workbench.command('Notifications: Clear All Notifications');
    });
    await step('the rule runs on them: one matches, the near misses do not', async () => {
      const lines = fs.readFileSync(path.join(folder, 'made.events.ndjson'), 'utf8').trimEnd().split('\n');
      assert.ok(lines.length > 3);
      await workbench.command('View: Close All Editor Groups');
      await workbench.quickOpen('made.eql');
      await workbench.run();
      await workbench.shows(`1 of ${lines.length} events match`);
      await picture('generatedRun');
    });
    await step('where the rule has a sample the new one is a document of its own', async () => {
      await workbench.command('Rulewright: Generate Sample Events');
      await workbench.notification('1 sample that matches');
      await page.locator('.tab.active[data-resource-name^="Untitled-"]').waitFor();
      await picture('generatedUntitled');
      await workbench.command('Notifications: Clear All Notifications');
      await workbench.discard();
      await workbench.quickOpen('made.eql');
      await until('the sample beside the rule', () => workbench.lens('made.events.ndjson'));
    });
    await step('tests are made for the rule; saved they pass', async () => {
      await workbench.quickOpen('made.eql');
      await workbench.command('Rulewright: Generate Rule Tests');
      await workbench.activeTab('made.test.toml');
      await workbench.notification('a test for each');
      await picture('generatedTests');
      await page.keyboard.press('Control+S');
      await until('the file', () => fs.existsSync(path.join(folder, 'made.test.toml')));
      await page.locator('.tab.active:not(.dirty)[data-resource-name="made.test.toml"]').waitFor();
      await page.locator('.breadcrumbs-control').getByText('made.test.toml').waitFor();
      await workbench.command('Notifications: Clear All Notifications');
      await workbench.quickOpen('made.eql');
      await workbench.command('Rulewright: Run Rule Tests');
      await until('all pass', () => workbench.lens('tests ✓'));
      await picture('generatedTestsRun');
    });
  },
};
