// From a rule to its problem, to a run, to an event and back, and on to its tests, with the keyboard alone.
import assert from 'node:assert/strict';
import { expectation, label, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture }) {
    const expected = expectation(rules.eql);
    await step('F8 goes to the problem, Ctrl+. mends it', async () => {
      await page.evaluate(watchPointer);
      await workbench.openByKeyboard('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning, .editor-instance .squiggly-error').first().waitFor();
      await page.keyboard.press('F8');
      await page.locator('.editor-instance .marker-widget').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget').getByText('process.name').first().waitFor();
      await picture('keyboardFix');
      await page.keyboard.press('Enter');
      await until('the field', async () => (await workbench.lines()).some((line) => line.startsWith('process where process.name ==')));
      await workbench.command('File: Revert File');
    });
    await step('Ctrl+Enter runs the rule; the results take the focus and lead to an event', async () => {
      await workbench.openByKeyboard(`${rules.eql}.toml`);
      await workbench.run();
      await until('the results', async () => (await workbench.resultsMessage()).includes(label(expected)));
      await workbench.focusResults();
      await workbench.pressInResults('Home', `Matching event on line ${expected.matching[0]},`);
      await workbench.pressInResults('ArrowDown', `Matching event on line ${expected.matching[1]},`);
      await picture('keyboardResults');
      await page.keyboard.press('Enter');
      await workbench.activeTab(`${rules.eql}.events.ndjson`);
      await until('the cursor', async () => (await workbench.cursor())?.line === expected.matching[1]);
    });
    await step('the event says why, by hover and beside it', async () => {
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.locator('.monaco-hover:visible').first().waitFor();
      await picture('keyboardHover');
      await page.keyboard.press('Escape');
      await workbench.command('Rulewright: Explain Event');
      await until('the explanation', async () =>
        (await workbench.lines()).some((line) => line.startsWith(`line ${expected.matching[1]} matches`)),
      );
      await picture('keyboardExplanation');
    });
    await step('and back to the rule', async () => {
      await workbench.command('Go Back');
      await workbench.activeTab(`${rules.eql}.toml`);
      await until('the focus', async () => page.locator('.editor-instance .monaco-editor.focused').isVisible());
      await workbench.run();
      await until('a fresh run', async () => (await workbench.resultsMessage()).includes(label(expected)));
    });
    await step('the tests of the rule run by keyboard, and the results of both are a key away', async () => {
      await workbench.openByKeyboard('dump.eql');
      await workbench.command('Rulewright: Run Rule Tests');
      await until('the line above the query', () => workbench.lens('1 of 2 tests ✘'));
      await workbench.command('Rulewright: Go to Rule Tests');
      await workbench.activeTab('dump.test.toml');
      await picture('keyboardTests');
      assert.equal(await page.evaluate(() => globalThis.isPointerUsed), false);
    });
  },
};

/** In the page: notes whether a button of the mouse was pressed. */
function watchPointer() {
  globalThis.isPointerUsed = false;
  addEventListener('pointerdown', () => (globalThis.isPointerUsed = true), { capture: true, once: true });
}
