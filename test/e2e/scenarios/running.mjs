// A rule of the editor runs on its sample: counts in the rule, marks in the event file, rows in the results.
import assert from 'node:assert/strict';
import { expectation, label, lineOf, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture }) {
    const expected = expectation(rules.eql);
    await step('Ctrl+Enter runs the rule; the query says how many events match', async () => {
      await workbench.quickOpen(`${rules.eql}.toml`);
      await workbench.goToLine(lineOf(rules.eql, 'query = '));
      await page.locator('.editor-instance .codelens-decoration').first().waitFor({ timeout: 20_000 });
      await workbench.run();
      await workbench.shows(label(expected));
      await until('the status bar', async () =>
        (await workbench.statusItem()).includes(`${expected.matching.length}/${expected.events} · `),
      );
      await workbench.goToLine(lineOf(rules.eql, 'query = ') + 6);
      await picture('rule');
    });
    await step('the panel lists exactly the events meant to match', async () => {
      await until('the panel', async () => (await workbench.resultsMessage()).startsWith(`${rules.eql}.toml: ${label(expected)} · `));
      await workbench.command('View: Toggle Maximized Panel');
      const rows = await until('all rows', async () => {
        const found = (await workbench.results()).filter((row) => row.startsWith('Matching event'));
        return found.length === expected.matching.length && found;
      });
      assert.deepEqual(
        rows.map((row) => Number(/line (\d+)/.exec(row)?.[1])),
        expected.matching,
      );
      await picture('panel');
      await workbench.command('View: Toggle Maximized Panel');
    });
    await step('by keyboard: Enter on a row goes to its event, which is marked', async () => {
      await workbench.focusResults();
      await workbench.pressInResults('Home', `Matching event on line ${expected.matching[0]},`);
      await workbench.pressInResults('ArrowDown', `Matching event on line ${expected.matching[1]},`);
      await page.keyboard.press('Enter');
      await workbench.activeTab(`${rules.eql}.events.ndjson`);
      await until('the cursor', async () => (await workbench.cursor())?.line === expected.matching[1]);
      await workbench.showEndOfLine();
      await workbench.shows('✔ matches');
    });
    await step('beside a row stand the clauses with their values, and a value leads to its place', async () => {
      await workbench.focusResults();
      await workbench.pressInResults('Home', `Matching event on line ${expected.matching[0]},`);
      const results = await workbench.frame('#details');
      await results.getByText(`Why line ${expected.matching[0]} matches`).waitFor();
      await picture('details');
      await results.locator('#details .clauses button').filter({ hasText: 'process.args' }).first().focus();
      await page.keyboard.press('Enter');
      await until('the cursor', async () => (await workbench.cursor())?.line === expected.matching[0]);
      await picture('events');
    });
    await step('over a value that matched its hover says which clause it satisfies', async () => {
      await workbench.focusEditor();
      await workbench.command('Show or Focus Hover');
      await page.locator('.monaco-hover:visible').filter({ hasText: 'which satisfies' }).first().waitFor();
      await picture('hover');
      await page.keyboard.press('Escape');
    });
    await step('inline results can be switched off and on', async () => {
      await workbench.quickOpen(`${rules.eql}.toml`);
      await workbench.command('Rulewright: Toggle Inline Results');
      await until('nothing inline', async () => !(await workbench.decorations()).some((text) => text.includes('match')));
      await workbench.command('Rulewright: Toggle Inline Results');
      await workbench.shows(label(expected));
    });
  },
};
