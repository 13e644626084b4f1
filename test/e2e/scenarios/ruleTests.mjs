// Tests of rules in the Test Explorer: run, failure, difference, debug, continuous, coverage.
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture }) {
    await step('the Test Explorer lists the tests of an open file, and each has its icon in the gutter', async () => {
      await workbench.command('View: Close All Editor Groups');
      await workbench.quickOpen('dump.test.toml');
      await until('the icons', async () => (await page.locator('.editor-instance .testing-run-glyph').count()) === 2);
      await workbench.command('View: Show Testing');
      await until('the files', async () => (await workbench.tests()).some((row) => row.startsWith('download')));
      await page.locator('.test-explorer .monaco-list-row').filter({ hasText: 'dump' }).click();
      await page.keyboard.press('ArrowRight');
      await until('the tests', async () => (await workbench.tests()).some((row) => row.startsWith('a dump into a file')));
      await picture('testExplorer');
    });
    await step('a run marks what passed and what failed, and says at the expectation and at the event why', async () => {
      await workbench.command('Test: Run Tests in Current File');
      await until('a failure', async () => (await page.locator('.editor-instance .codicon-testing-failed-icon').count()) > 0);
      await until('a pass', async () => (await page.locator('.editor-instance .codicon-testing-passed-icon').count()) > 0);
      await workbench.command('View: Toggle Panel Visibility');
      for (const text of ['expected 1 match, got none', 'line 18 does not match: 1 of 6 clauses fails'])
        await page.locator('.editor-instance').getByText(text).first().waitFor();
      await picture('testRun');
    });
    await step('the failure shows why the event does not match, clause by clause', async () => {
      await workbench.command('Test: Peek Output');
      await page.locator('.test-output-peek').getByText('no value matches the pattern').first().waitFor();
      await picture('testFailure');
      await workbench.closePeek('.test-output-peek');
    });
    await step('what differs in more than a number stands side by side', async () => {
      await workbench.quickOpen('logon.test.toml');
      await until('the icons', async () => (await page.locator('.editor-instance .testing-run-glyph').count()) === 2);
      await workbench.command('Test: Run Tests in Current File');
      await until('a failure', async () => (await page.locator('.editor-instance .codicon-testing-failed-icon').count()) > 0);
      await workbench.goToLine(11);
      await workbench.command('Test: Peek Output');
      await page
        .locator('.test-output-peek .monaco-diff-editor .line-delete, .test-output-peek .monaco-diff-editor .line-insert')
        .first()
        .waitFor();
      await picture('testDiff');
      await workbench.closePeek('.test-output-peek');
      await workbench.quickOpen('dump.test.toml');
    });
    await step('a debug run ends with the explanation of the test that failed', async () => {
      await workbench.focusEditor();
      await workbench.command('Test: Debug Tests in Current File');
      await until('the explanation', async () => (await workbench.lines()).some((text) => text.startsWith('✘ a dump of one process')));
      await picture('testExplanation');
      await workbench.command('View: Close All Editor Groups');
    });
    await step('continuous: an edit of the rule, not saved, runs its tests again', async () => {
      await workbench.quickOpen('dump.eql');
      await workbench.command('Test: Start Continuous Run');
      await until('the line above the query', () => workbench.lens('1 of 2 tests ✘'));
      await workbench.goToLine(5);
      await page.keyboard.press('End');
      for (let i = 0; i < '") and'.length; i++) await page.keyboard.press('ArrowLeft');
      for (let i = 0; i < '--all'.length; i++) await page.keyboard.press('Backspace');
      await page.keyboard.type('4*', { delay: 30 });
      await until('the tests that pass now', () => workbench.lens('2 tests ✓'));
      await page.keyboard.press('Escape');
      await picture('testContinuous');
      await workbench.command('Test: Stop Continuous Run');
      await workbench.command('File: Revert File');
    });
    await step('coverage colours the clauses that no test exercises', async () => {
      await workbench.command('Test: Run All Tests with Coverage');
      await page.locator('.editor-instance .coverage-deco-gutter').first().waitFor();
      await until('a miss', async () => (await page.locator('.editor-instance .coverage-deco-miss').count()) > 0);
      await picture('testCoverage');
      await workbench.command('View: Close All Editor Groups');
      await workbench.command('View: Show Explorer');
      // In front of the results of the tests.
      await workbench.command('Rulewright: Show Results');
    });
  },
};
