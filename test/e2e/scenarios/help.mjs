// The way in for a newcomer, and what helps later: the walkthrough with its example, the pages of diagnostics, the status.
import assert from 'node:assert/strict';
import { expectation, label, lineOf, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

const steps = ['Write a rule', 'Give it events', 'Ask why', 'Keep it right with tests', 'See it all on an example'];

export const scenario = {
  window: {},
  async run({ step, page, workbench, picture }) {
    const walkthrough = page.locator('.gettingStartedContainer');
    const openWalkthrough = async () => {
      await workbench.command('Welcome: Open Walkthrough...', { asks: true });
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Learn the Fundamentals' }).first().waitFor();
      await page.locator('.quick-input-widget input.input').fill('Get started with Rulewright');
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Get started with Rulewright' }).first().click();
      await walkthrough.getByText(steps[0]).first().waitFor();
    };
    const done = () => walkthrough.locator('.step-list-container .codicon-getting-started-step-checked').count();

    await step('the walkthrough has five steps, each with its picture, and none is done', async () => {
      await openWalkthrough();
      for (const name of steps) {
        await walkthrough.locator('.step-title').filter({ hasText: name }).first().click();
        await until(`the step ${name}`, async () =>
          (await walkthrough.locator('.getting-started-step.expanded').innerText()).includes(name),
        );
      }
      assert.equal(await done(), 0);
      await picture('walkthrough');
    });
    await step('its last step opens the example, which matches', async () => {
      await walkthrough.locator('.getting-started-step.expanded').getByRole('button', { name: 'Open Example Rule' }).click();
      await workbench.shows(label(expectation(rules.eql)));
      await workbench.activeTab(`${rules.eql}.toml`);
      await picture('example');
    });
    await step('a change of the example changes what matches, and the walkthrough says that the step is done', async () => {
      await workbench.focusEditor();
      await workbench.goToLine(lineOf(rules.eql, 'process where'));
      await page.keyboard.press('End');
      await page.keyboard.type(' process.pid == 0 and', { delay: 20 });
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Enter');
      await workbench.shows(`0 of ${expectation(rules.eql).events} events match`);
      await workbench.command('File: Revert File');
      await workbench.command('View: Close All Editor Groups');
      await openWalkthrough();
      await until('the step that is done', async () => (await done()) >= 1);
      await picture('walkthroughDone');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('the code at a message leads to its page', async () => {
      await workbench.quickOpen('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
      await workbench.goToLine(16, 20);
      await workbench.command('Show or Focus Hover');
      await page.locator('.monaco-hover:visible a').filter({ hasText: 'QRY002' }).first().click();
      await until('the page', async () => (await workbench.lines()).some((line) => line.startsWith('# QRY002: ')));
      await workbench.command('View: Close All Editor Groups');
    });
    await step('the problem at the cursor is explained on a page that can be read like one', async () => {
      await workbench.quickOpen('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
      await workbench.goToLine(16, 20);
      await workbench.command('Rulewright: Explain Diagnostic');
      const view = await workbench.frame('h1#qry002-unknown-field');
      await view.getByText('Change it').waitFor();
      await picture('diagnosticPage');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('the status lists the server, the fields, the profile and the sample', async () => {
      await workbench.quickOpen('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
      await workbench.command('Rulewright: Show Status', { asks: true });
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: 'Language server running' }).first().waitFor();
      await rows.filter({ hasText: 'ECS' }).first().waitFor();
      await picture('status');
      await page.keyboard.press('Escape');
      await page.locator('.part.statusbar [id="status.languageStatus"]').click();
      await page.locator('.hover-language-status').filter({ hasText: 'ECS' }).first().waitFor();
      await picture('languageStatus');
      await page.keyboard.press('Escape');
    });
    await step('after a restart by command problems are told again', async () => {
      await workbench.command('Rulewright: Restart Server');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor({ state: 'detached' });
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
    });
  },
};
