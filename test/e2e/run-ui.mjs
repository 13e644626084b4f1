#!/usr/bin/env node
// Drives the workbench as a person does, always with the packaged extension. Each file of test/e2e/scenarios tells one story in steps;
// every step asserts what it sees and leaves a screenshot in test/e2e/screenshots/<version>.
//   node test/e2e/run-ui.mjs [--vsix x.vsix] [--out folder] [--only git,reload] [--skip themes] [--list]
// E2E_VSCODE=min|latest chooses the VS Code (install.sh).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { here, repo } from './harness.mjs';
import { takePicture } from './picture.mjs';
import { Windows } from './windows.mjs';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: path.join(repo, 'dist/rulewright.vsix') },
    out: { type: 'string', default: path.join(here, 'screenshots', process.env.E2E_VSCODE || 'min') },
    // Parts of the names of files in scenarios/, separated by commas.
    only: { type: 'string' },
    skip: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

const scenarios = await chosenScenarios();
if (values.list) {
  for (const { file } of scenarios) console.log(file);
  process.exit(0);
}

const started = Date.now();
if (values.only === undefined) fs.rmSync(values.out, { recursive: true, force: true });
fs.mkdirSync(values.out, { recursive: true });
const windows = new Windows(path.resolve(values.vsix));
let window;
let passed = 0;
let failed = 0;
let pictured = 0;
/** The scenario that a step of failed. */
let broken;
const toldTwice = [];

async function picture(name, options) {
  pictured += 1;
  await takePicture(window.page, path.join(values.out, `${name}.png`), options);
}

try {
  // Those that need nothing of their own share a window; after a failure the next one gets a new one.
  for (const { file, scenario } of scenarios) await tellTwice(file, scenario);
  await step('network', 'nothing left this machine', async () => assert.deepEqual(windows.outside, []));
} catch (error) {
  failed += 1;
  console.error(error);
} finally {
  await windows.stop({ keep: failed > 0 });
  if (failed > 0) console.log(`logs are in ${windows.dir}`);
}
console.log(`ui: ${((Date.now() - started) / 1000).toFixed(1)} s, screenshots in ${values.out}`);
if (toldTwice.length > 0) console.log(`told twice: ${toldTwice.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed <= 1 ? 1 : 0);

async function chosenScenarios() {
  const files = fs.readdirSync(path.join(here, 'scenarios')).filter((file) => file.endsWith('.mjs'));
  const isIn = (list, file) => list?.split(',').some((part) => file.includes(part)) === true;
  const chosen = files
    .map((file) => file.slice(0, -'.mjs'.length))
    .filter((file) => (values.only === undefined || isIn(values.only, file)) && !isIn(values.skip, file));
  if (chosen.length === 0) throw new Error(`no scenario is left; there are ${files.join(', ')}`);
  const all = await Promise.all(chosen.sort().map(async (file) => ({ file, ...(await import(`./scenarios/${file}.mjs`)) })));
  const rank = ({ scenario }) => (scenario.isFirst === true ? 0 : scenario.window === undefined ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** A machine that is busy elsewhere can be too slow once. A scenario that fails is told again, in a new window, and the end says which were. */
async function tellTwice(file, scenario) {
  const before = { passed, failed };
  await tell(file, scenario);
  if (failed === before.failed) return;
  ({ passed, failed } = before);
  broken = undefined;
  toldTwice.push(file);
  console.log(`     ${file}: once more, in a new window`);
  await tell(file, scenario);
}

/**
 * A scenario: `window`, the state that it needs the workbench in, where that is not the usual one; `isFirst`, that nothing may have been
 * opened before; `run`, its steps.
 */
async function tell(file, { window: own, run }) {
  const before = failed;
  const begun = Date.now();
  try {
    if (own !== undefined || window === undefined) window = await windows.open(own);
    else await window.workbench.tidy();
    await run({ ...window, step: (name, act) => step(file, name, act), picture, out: values.out });
  } catch (error) {
    await fail(file, error);
  }
  if (own !== undefined || failed > before) window = undefined;
  console.log(`     ${file}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** Each step goes on from the one before: after one that fails the rest of its scenario is not run. */
async function step(file, name, act) {
  if (broken === file) return console.log(`---- ${file}: ${name}: not run`);
  const begun = Date.now();
  pictured = 0;
  try {
    await act();
    if (pictured === 0 && file !== 'network') await picture(`${file}-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}`);
    passed += 1;
    console.log(`ok   ${file}: ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    broken = file;
    await fail(`${file}: ${name}`, error);
  }
}

async function fail(what, error) {
  failed += 1;
  console.log(`FAIL ${what}: ${error.stack}`);
  if (window === undefined) return;
  await window.page.screenshot({ path: path.join(values.out, `failed-${what.split(':')[0]}-${Date.now()}.png`) }).catch(() => {});
  console.log(await window.workbench.described().catch((unread) => `the screen could not be read: ${unread.message}`));
}
