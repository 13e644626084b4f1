#!/usr/bin/env node
// Drives the workbench as a person does, always with the packaged extension: a problem and its message, completion, a run of each
// sample rule with its marks in the rule, in the event file and in the panel. Screenshots go to test/e2e/screenshots/<version>.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { here, repo, installExtension, launchBrowser, makeProfile, startServer, workbenchUrl } from './harness.mjs';
import { Workbench, until } from './workbench.mjs';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: path.join(repo, 'dist/rulewright.vsix') },
    out: { type: 'string', default: path.join(here, 'screenshots', process.env.E2E_VSCODE || 'min') },
  },
});
const rules = {
  eql: 'defense_evasion_file_made_immutable_by_chattr',
  kql: 'defense_evasion_file_mod_writable_dir',
};

/** The lines that a sample rule is meant to match, from the file beside it, written by hand. */
function expectation(name) {
  const { lines } = JSON.parse(fs.readFileSync(path.join(repo, 'rules/linux', `${name}.expected.json`), 'utf8'));
  return { events: lines.length, matching: lines.filter(({ matches }) => matches).map(({ line }) => line) };
}

function label({ events, matching }) {
  return `${matching.length} of ${events} events match`;
}

let page;
let workbench;
let passed = 0;
let failed = 0;

async function step(name, act) {
  const started = Date.now();
  try {
    await act();
    passed += 1;
    console.log(`ok   ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
    await page?.screenshot({ path: path.join(values.out, `failed-${failed}.png`) }).catch(() => {});
  }
}

/** Waits until nothing moves any more, so that pictures of equal states are equal. */
async function picture(name) {
  await page.mouse.move(640, 4);
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(values.out, `${name}.png`) });
}

function shows(text) {
  return until(`the editor shows ${text}`, async () => (await workbench.decorations()).some((decoration) => decoration.includes(text)));
}

async function writing() {
  await step('before a rule is open, no run is offered', async () => {
    const offered = await workbench.offered('Rulewright: ');
    assert.deepEqual(
      offered.filter((title) => /Run Rule|Show Results|Toggle/.test(title)),
      [],
    );
  });
  await step('a broken query has a squiggle, and its message in the Problems panel', async () => {
    await workbench.quickOpen('broken.eql');
    await page.locator('.part.statusbar').getByText('EQL', { exact: true }).waitFor({ timeout: 20_000 });
    await page.locator('.editor-instance .squiggly-error').first().waitFor({ timeout: 20_000 });
    const problems = await workbench.problems();
    assert.ok(
      problems.some((problem) => /rulewright/i.test(problem)),
      problems.join('\n'),
    );
  });
  await step('the message is shown at the squiggle', async () => {
    await workbench.quickOpen('misspelt.toml');
    await page.locator('.editor-instance .squiggly-warning, .editor-instance .squiggly-error').first().waitFor({ timeout: 20_000 });
    await workbench.command('Go to Next Problem (Error, Warning, Info)');
    const message = page.locator('.editor-instance .marker-widget');
    await message.waitFor();
    assert.match(await message.innerText(), /process\.name/);
    await picture('squiggle');
    await page.keyboard.press('Escape');
  });
  await step('typing in a query inside TOML lists fields; Enter takes one', async () => {
    await workbench.goToLine(16, 100);
    await page.keyboard.type(' and process.parent.na', { delay: 20 });
    await until('the field', async () =>
      (await workbench.suggestions()).some((suggestion) => suggestion.startsWith('process.parent.name')),
    );
    await picture('completion');
    await page.keyboard.press('Enter');
    await until('the accepted field', async () => (await workbench.lines()).some((line) => line.endsWith(' and process.parent.name')));
    await workbench.command('File: Revert File');
  });
}

async function running() {
  const expected = expectation(rules.eql);
  await step('Ctrl+Enter runs the rule; the query says how many events match', async () => {
    await workbench.quickOpen(`${rules.eql}.toml`);
    await workbench.goToLine(lineOf(`${rules.eql}.toml`, 'query = '));
    await page.locator('.editor-instance .codelens-decoration').first().waitFor({ timeout: 20_000 });
    await page.keyboard.press('Control+Enter');
    await shows(label(expected));
    await until('the status bar', async () => (await workbench.statusItem()).includes(`${expected.matching.length}/${expected.events} · `));
    await workbench.goToLine(lineOf(`${rules.eql}.toml`, 'query = ') + 6);
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
    await shows('✔ matches');
  });
  await step('by keyboard: a row unfolds into its clauses, and a clause goes to its value', async () => {
    await workbench.focusResults();
    await workbench.pressInResults('Home', `Matching event on line ${expected.matching[0]},`);
    await page.keyboard.press('ArrowRight');
    await until('clauses', async () => (await workbench.results()).some((row) => row.includes(' is satisfied by ')));
    await workbench.pressInResults('ArrowDown', 'process is satisfied by event.category: process');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
    await workbench.pressInResults('ArrowDown', 'process.args : ("-*i*", "+*i*") is satisfied by +i'.replaceAll('"', '\\"'));
    await page.keyboard.press('Enter');
    await until('the cursor', async () => (await workbench.cursor())?.line === expected.matching[0]);
    await picture('events');
    await workbench.focusEditor();
    await workbench.command('Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'which satisfies' });
    await hover.first().waitFor();
    await picture('hover');
    await page.keyboard.press('Escape');
  });
  await step('after an edit the results are dimmed and say so; a new run is fresh', async () => {
    await workbench.quickOpen(`${rules.eql}.toml`);
    await workbench.goToLine(lineOf(`${rules.eql}.toml`, 'query = ') + 1);
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await shows(`${label(expected)} · before the last edit`);
    await page.keyboard.press('Escape');
    await picture('stale');
    await page.keyboard.press('Control+Enter');
    await until('a fresh label', async () => (await workbench.decorations()).includes(label(expected)));
    await workbench.command('File: Revert File');
  });
  await step('inline results can be switched off and on', async () => {
    await workbench.command('Rulewright: Toggle Inline Results');
    await until('nothing inline', async () => !(await workbench.decorations()).some((text) => text.includes('match')));
    await workbench.command('Rulewright: Toggle Inline Results');
    await shows(label(expected));
  });
}

async function others() {
  const expected = expectation(rules.kql);
  await step('the KQL rule runs from its code lens', async () => {
    await workbench.quickOpen(`${rules.kql}.toml`);
    await workbench.goToLine(lineOf(`${rules.kql}.toml`, 'query = '));
    await page.locator('.editor-instance .codelens-decoration a').filter({ hasText: 'Run' }).first().click();
    await shows(label(expected));
    await until('the panel', async () => (await workbench.resultsMessage()).includes(label(expected)));
  });
  await step('from the event file the same rule runs, and a pretty-printed event is marked', async () => {
    await workbench.quickOpen('logon.events.json');
    await workbench.runFromToolbar();
    await until('the panel', async () => (await workbench.resultsMessage()).startsWith('logon.kuery: 2 of 3 events match'));
    await until('two marks', async () => (await workbench.decorations()).filter((text) => text === '✔ matches').length === 2);
    await picture('array');
  });
  await step('a sequence is one row in the panel, with its events below', async () => {
    await workbench.quickOpen('sequence.eql');
    await page.keyboard.press('Control+Enter');
    await until('the panel', async () => /sequence\.eql: 1 sequence/.test(await workbench.resultsMessage()));
    await until('both events', async () => {
      const rows = await workbench.results();
      return [3, 8].every((line) => rows.some((row) => row.includes(`line ${line},`)));
    });
    await picture('sequence');
  });
  await step('a rule that is not evaluated says so in a notification', async () => {
    await workbench.quickOpen('aggregate.toml');
    await page.keyboard.press('Control+Enter');
    await page
      .locator('.notification-toast')
      .filter({ hasText: /ES\|QL/ })
      .first()
      .waitFor({ timeout: 15_000 });
    await picture('notEvaluated');
    await workbench.command('Notifications: Clear All Notifications');
  });
  await step('a long run shows how far it is and can be cancelled', async () => {
    await workbench.quickOpen('long.eql');
    await page.keyboard.press('Control+Enter');
    const notification = page.locator('.notification-toast').filter({ hasText: 'Running long.eql on long.events.ndjson.gz' });
    await notification.waitFor();
    await until('a percentage', async () => /\d+ %/.test(await workbench.statusItem()));
    await picture('progress');
    await notification.getByRole('button', { name: 'Cancel' }).click();
    await until('the panel', async () => /^long\.eql: .* events match · .* · cancelled$/.test(await workbench.resultsMessage()));
    await notification.waitFor({ state: 'hidden' });
  });
  await step('the sample can be chosen; the one in use comes first, then other event files', async () => {
    await workbench.quickOpen('download.eql');
    await page.keyboard.press('Control+Enter');
    await shows('2 of 5 events match · 1 line unreadable');
    await page.locator('.part.statusbar').getByText('download.events.ndjson').click();
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const names = await rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
    assert.match(names[0] ?? '', /^download\.events\.ndjson.*current sample/);
    assert.match(names[1] ?? '', /^aggregate\.events\.ndjson/);
    await picture('pick');
    await page.keyboard.press('Escape');
    await workbench.command('Preferences: Toggle between Light/Dark Themes');
    await picture('dark');
  });
}

async function ruleFiles() {
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
    const lines = fs.readFileSync(path.join(profile.workspace, 'mapped.toml'), 'utf8').split('\n');
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
    await until('the file', () => fs.existsSync(path.join(profile.workspace, 'rules/odd_child_of_a_shell.toml')));
    // The editor of the file takes the place of the one that was not saved; with it the focus moves.
    await page.locator('.tab.active:not(.dirty)[data-resource-name="odd_child_of_a_shell.toml"]').waitFor();
    await page.locator('.breadcrumbs-control').getByText('rules', { exact: true }).waitFor();
  });
  await step('the configuration is begun with comments, without a problem', async () => {
    await workbench.command('Rulewright: Open Configuration');
    await workbench.activeTab('rulewright.config.json');
    await page.locator('.part.statusbar').getByText('JSON with Comments', { exact: true }).waitFor();
    await page.waitForTimeout(1000);
    assert.equal(await page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning').count(), 0);
    await picture('configuration');
  });
}

async function explaining() {
  await step('each line of the query says how many events are left after it', async () => {
    await workbench.quickOpen(`${rules.eql}.toml`);
    await workbench.goToLine(lineOf(`${rules.eql}.toml`, 'query = ') + 3);
    await page.keyboard.press('Control+Enter');
    await shows('· ');
    await workbench.command('View: Toggle Panel Visibility');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await picture('counts');
    await workbench.command('Show or Focus Hover');
    await page.locator('.monaco-hover:visible').filter({ hasText: 'Last run' }).first().waitFor();
    await picture('clause');
    await page.keyboard.press('Escape');
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('View: Toggle Panel Visibility');
  });
  await step('where nothing matches the line at the query names the nearest miss, and the panel lists the misses', async () => {
    await workbench.quickOpen('dump.eql');
    await page.keyboard.press('Control+Enter');
    await until('the label', async () =>
      (await workbench.decorations()).some((text) => /0 of 5 events match; nearest: line 1 fails only on process\.args$/.test(text)),
    );
    await until('the misses', async () =>
      (await workbench.results()).includes('Event on line 1 does not match: fails only on process.args'),
    );
    assert.ok((await workbench.results()).some((row) => row.startsWith('process.name == "gcore": true')));
    await picture('nearest');
  });
  await step('the code lens goes to the event, with its explanation beside', async () => {
    await page.locator('.editor-instance .codelens-decoration a').filter({ hasText: 'Why not?' }).first().click();
    await workbench.activeTab('dump.events.ndjson');
    await until('the explanation', async () =>
      (await workbench.lines()).some((text) => text.startsWith('line 1 does not match: 1 of 6 clauses fails')),
    );
    await picture('explanation');
    await workbench.command('View: Join All Editor Groups');
  });
  await step('over an event its hover says why not; the nearest misses are marked', async () => {
    await workbench.quickOpen('dump.events.ndjson');
    await workbench.goToLine(1, 20);
    await workbench.command('Show or Focus Hover');
    await page.locator('.monaco-hover:visible').filter({ hasText: 'Why not?' }).first().waitFor();
    await picture('whyNot');
    await page.keyboard.press('Escape');
    await workbench.showEndOfLine();
    await shows('≈ fails only on process.args');
    await workbench.command('View: Toggle Word Wrap');
    await picture('nearMiss');
    await workbench.command('View: Toggle Word Wrap');
  });
  await step('the timeline of a sequence, by keyboard to an event', async () => {
    await workbench.command('View: Close All Editor Groups');
    await workbench.quickOpen('stages.eql');
    await workbench.command('Rulewright: Show Sequence Timeline');
    const view = await until('the page', async () => {
      for (const frame of page.frames())
        if (
          (await frame
            .locator('#picture .mark')
            .count()
            .catch(() => 0)) > 0
        )
          return frame;
      return undefined;
    });
    await view.locator('#picture .mark[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await until('the cause', async () => /would match with maxspan/.test((await view.locator('#detail').textContent()) ?? ''));
    await picture('timeline');
    await view.locator('#key').selectOption({ index: 1 });
    await picture('timelineKey');
    await workbench.command('Preferences: Toggle between Light/Dark Themes');
    await view.locator('#key').selectOption({ index: 0 });
    await picture('timelineDark');
    await workbench.command('Preferences: Toggle between Light/Dark Themes');
    await view.locator('#picture .mark:not(.off)').last().focus();
    await page.keyboard.press('Enter');
    await workbench.activeTab('stages.events.ndjson');
    await picture('timelineEvent');
    await workbench.command('View: Close All Editor Groups');
  });
}

async function ruleTests() {
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
  });
}

/** A sample that takes many seconds to run through and next to no place: one compressed block, over and over. */
function writeLongSample(folder) {
  const event = {
    '@timestamp': '2026-03-02T10:00:00Z',
    event: { category: 'process' },
    process: { name: 'sh', command_line: 'x'.repeat(900) },
  };
  const block = gzipSync(`${JSON.stringify(event)}\n`.repeat(8_000));
  fs.writeFileSync(path.join(folder, 'long.eql'), 'process where process.name == "curl"\n');
  const file = fs.openSync(path.join(folder, 'long.events.ndjson.gz'), 'w');
  for (let i = 0; i < 400; i++) fs.writeSync(file, block);
  fs.closeSync(file);
}

function lineOf(file, start) {
  const lines = fs.readFileSync(path.join(repo, 'rules/linux', file), 'utf8').split('\n');
  return lines.findIndex((line) => line.startsWith(start)) + 1;
}

const started = Date.now();
fs.rmSync(values.out, { recursive: true, force: true });
fs.mkdirSync(values.out, { recursive: true });
const profile = makeProfile();
writeLongSample(profile.workspace);
let server;
let browser;
try {
  // Without --enable-smoke-test-driver, which hides notifications.
  installExtension(profile, path.resolve(values.vsix));
  server = await startServer(profile);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  const outside = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    // What a webview asks for by this name is read from the extension's folder by VS Code's service worker.
    if (url.hostname.endsWith('.vscode-resource.vscode-cdn.net')) return;
    if (/^(?:https?|wss?):/.test(url.protocol) && url.hostname !== '127.0.0.1') outside.push(request.url());
  });
  workbench = new Workbench(page);
  await page.goto(workbenchUrl(server, { folder: profile.workspace }));
  await step('the workbench opens', () => workbench.ready());
  await writing();
  await running();
  await explaining();
  await others();
  await ruleFiles();
  await ruleTests();
  await step('nothing left this machine', async () => assert.deepEqual(outside, []));
} catch (error) {
  failed += 1;
  console.error(error, server?.log() ?? '');
} finally {
  await browser?.close().catch(() => {});
  await server?.stop();
  if (failed === 0) fs.rmSync(profile.dir, { recursive: true, force: true });
  else console.log(`logs are in ${profile.dir}`);
}
console.log(`ui: ${((Date.now() - started) / 1000).toFixed(1)} s, screenshots in ${values.out}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
