// Runs tests inside an extension host of a real VS Code and says how they ended: all that happens between a server and an exit code.
import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { globSync } from 'tinyglobby';
import { launchBrowser, makeProfile, workbenchUrl } from './harness.mjs';

/** Lines of each log that a failure prints: an end that never came can write without end. */
const shownLines = 200;

/**
 * Ends the process, with exit code 0 only when tests ran and every one passed. Of a failure the logs are printed too, and the profile
 * stays, with a screenshot.
 * `title`: what ends, in the last line. `start`: installs what is wanted into the profile and starts the server. `where`: the two extension
 * paths of `workbenchUrl`, of a profile. `from`: which extension ran in which host, of the results. `onPage`: before the page is opened;
 * takes the page and a function that keeps a line of its console.
 */
export async function runSuite({ title, timeout, verbose, start, where, from, onPage }) {
  const started = Date.now();
  const profile = makeProfile();
  const open = { server: undefined, browser: undefined };
  let passed = false;
  try {
    open.server = await start(profile);
    open.browser = await launchBrowser();
    const page = await open.browser.newPage({ viewport: { width: 1280, height: 800 } });
    const url = workbenchUrl(open.server, { folder: profile.workspace, ...where(profile) });
    const { code, lines } = await runTests(page, url, { timeout, verbose, onPage });
    const results = printResults(profile, from);
    passed = code === 0 && results?.passed > 0 && results.failed === 0;
    if (!passed) {
      console.error(`the suite ended with: ${code}${results ? '' : ', without a results file'}`);
      await page.screenshot({ path: path.join(profile.dir, 'failed.png') }).catch(() => {});
      if (!results) console.error(lines.slice(-40).join('\n'));
    }
  } catch (error) {
    console.error(error);
  } finally {
    await open.browser?.close().catch(() => {});
    await open.server?.stop();
    if (passed) fs.rmSync(profile.dir, { recursive: true, force: true });
    else printLogs(profile, open.server);
    console.log(`${title}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  process.exit(passed ? 0 : 1);
}

/** The exit code, or why there is none, and what was written to the console. */
async function runTests(page, url, { timeout, verbose, onPage }) {
  let exit;
  const lines = [];
  const exited = new Promise((resolve) => (exit = resolve));
  const print = (line) => {
    lines.push(line);
    if (verbose) console.log(line);
  };
  // VS Code calls these two when it runs with extensionTestsPath: every console line, and at the end the exit code.
  await page.exposeFunction('codeAutomationExit', (code) => exit(code));
  await page.exposeFunction('codeAutomationLog', (_type, args) => print(format(...args)));
  page.on('crash', () => exit('the page crashed'));
  onPage?.(page, print);
  await page.goto(url);
  const late = `no end within ${timeout} s`;
  const tooLate = new Promise((resolve) => setTimeout(resolve, Number(timeout) * 1000, late).unref());
  return { code: await Promise.race([exited, tooLate]), lines };
}

/** Undefined where the tests wrote none. */
function printResults({ results: file }, from) {
  if (!fs.existsSync(file)) return undefined;
  const results = JSON.parse(fs.readFileSync(file, 'utf8'));
  process.stdout.write(results.text);
  console.log(`VS Code ${results.vscode}, ${from(results)}`);
  console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
  return results;
}

/** All of it: on a build machine nobody comes to the profile. */
function printLogs(profile, server) {
  printLog('VS Code server', server?.log() ?? '');
  for (const file of globSync('data/logs/*/exthost*/rulewright.rulewright/Rulewright.log', { cwd: profile.serverData })) {
    printLog(`language server: ${file}`, fs.readFileSync(path.join(profile.serverData, file), 'utf8'));
  }
  console.error(`screenshot and logs are in ${profile.dir} (server/data/logs/*/exthost*/remoteexthost.log)`);
}

function printLog(name, text) {
  const lines = text.trimEnd().split('\n');
  const left = lines.length > shownLines ? `, the last ${shownLines} of ${lines.length} lines` : '';
  console.error(`--- ${name}${left} ---\n${lines.slice(-shownLines).join('\n')}`);
}
