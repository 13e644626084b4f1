// Light, dark and the two high contrasts: what is shown inside the editor, and the timeline with what axe finds in it.
import { assertAccessible } from '../axe.mjs';
import { expectation, label, lineOf, rules } from '../rules.mjs';
import { setTheme, themes } from '../themes.mjs';

export const scenario = {
  window: { settings: { 'workbench.colorTheme': themes.light[0] } },
  async run({ step, workbench, picture, folder }) {
    for (const [name, [theme, className]] of Object.entries(themes)) {
      await step(`axe finds nothing in the timeline in ${theme}`, async () => {
        setTheme(folder, theme);
        await workbench.quickOpen('stages.eql');
        await workbench.command('Rulewright: Show Sequence Timeline');
        const timeline = await workbench.frame('#picture .mark');
        await timeline.locator(`body.${className}`).waitFor();
        await assertAccessible(timeline, theme);
        await picture(`timeline-${name}`);
        await workbench.command('View: Close All Editor Groups');
      });
      await step(`the marks in rule and event file in ${theme}`, async () => {
        await workbench.quickOpen(`${rules.eql}.toml`);
        await workbench.goToLine(lineOf(rules.eql, 'query = ') + 6);
        await workbench.run();
        await workbench.shows(label(expectation(rules.eql)));
        await picture(`rule-${name}`);
        await workbench.quickOpen(`${rules.eql}.events.ndjson`);
        await workbench.goToLine(expectation(rules.eql).matching[0]);
        await workbench.showEndOfLine();
        await workbench.shows('✔ matches');
        await picture(`events-${name}`);
      });
    }
  },
};
