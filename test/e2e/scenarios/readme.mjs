// The pictures of the README: docs/images holds copies of these screenshots, by hand, when what they show has changed.
import path from 'node:path';
import { writeAnimation } from '../animation.mjs';
import { expectation, label, rules } from '../rules.mjs';
import { until } from '../workbench.mjs';

/** Where editors begin when the side bar is closed, and how wide they are. */
const editors = { x: 48, y: 35, width: 1100 };

export const scenario = {
  window: {},
  async run({ step, page, workbench, picture, out }) {
    await step('the example with its matches, beside its events', async () => {
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await workbench.command('Rulewright: Open Example Rule');
      await workbench.shows(label(expectation(rules.eql)));
      await workbench.shows('· 22');
      await picture('readmeExample');
    });
    await step('the matches as a grid', async () => {
      await workbench.focusResults();
      await workbench.command('View: Toggle Maximized Panel');
      await workbench.focusResults();
      const grid = await workbench.frame('#details');
      await grid.getByText('Why line 3 matches').waitFor();
      await picture('readmeResults');
      await workbench.command('View: Toggle Maximized Panel');
      await workbench.command('View: Toggle Panel Visibility');
    });
    await step('an event explained', async () => {
      await workbench.command('View: Close All Editor Groups');
      await workbench.quickOpen(`${rules.eql}.events.ndjson`);
      await workbench.goToLine(7);
      await workbench.command('Rulewright: Explain Event');
      await until('the explanation', async () => (await workbench.lines()).some((line) => line.includes('does not match')));
      await workbench.command('View: Join All Editor Groups');
      await page.locator('.tab').filter({ hasText: '(explanation)' }).click();
      await picture('readmeExplanation', { clip: { ...editors, height: 230 } });
      await workbench.command('View: Close All Editor Groups');
    });
    await step('a misspelt field', async () => {
      await workbench.quickOpen('misspelt.toml');
      await page.locator('.editor-instance .squiggly-warning').first().waitFor();
      await workbench.goToLine(16, 20);
      await workbench.command('Show or Focus Hover');
      await page.locator('.monaco-hover:visible a').filter({ hasText: 'QRY002' }).first().waitFor();
      await picture('readmeProblem', { clip: { ...editors, height: 420 } });
      await page.keyboard.press('Escape');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('a query that matches nothing is changed until it does, as an animation', async () => {
      const frames = [];
      const frame = async (milliseconds) => {
        const png = await page.screenshot({ clip: { ...editors, width: 860, height: 250 }, caret: 'initial' });
        frames.push({ png, milliseconds });
      };
      const press = async (key, milliseconds = 150) => {
        await page.keyboard.press(key);
        await frame(milliseconds);
      };
      await workbench.quickOpen('dump.eql');
      await workbench.goToLine(5);
      await page.keyboard.press('Control+Enter');
      await workbench.shows('fails only on process.args');
      await workbench.focusEditor();
      await page.keyboard.press('End');
      for (let i = 0; i < '") and'.length; i++) await page.keyboard.press('ArrowLeft');
      await frame(2500);
      for (let i = 0; i < '--all'.length; i++) await press('Backspace');
      await press('4');
      await press('*', 400);
      await page.keyboard.press('Escape');
      await frame(600);
      await workbench.shows('1 of 5 events matches');
      await frame(3500);
      writeAnimation(path.join(out, 'readmeLive.png'), frames);
      await workbench.command('File: Revert File');
    });
  },
};
