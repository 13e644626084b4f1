#!/usr/bin/env node
// Runs the suite in VS Code's web extension host, which is a worker of the browser: no Node, no file of this machine. The packaged
// extension is installed without its `main`, so that VS Code has no other place for it. Exit code 0 only when tests ran and all passed.
//   node test/e2e/run-web.mjs --vsix x.vsix [--out folder]     screenshots go to the folder
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { format, parseArgs } from 'node:util';
import { here, repo, installExtension, launchBrowser, makeProfile, startServer, workbenchUrl } from './harness.mjs';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    timeout: { type: 'string', default: '300' },
    out: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
if (values.vsix === undefined) throw new Error('usage: run-web.mjs --vsix x.vsix');
const started = Date.now();
const profile = makeProfile();
let server;
let browser;
let exitCode = 1;
try {
  const webVsix = path.join(profile.dir, 'web.vsix');
  execFileSync(process.execPath, [path.join(here, 'changeManifest.mjs'), path.resolve(values.vsix), webVsix, 'main']);
  installExtension(profile, webVsix);
  server = await startServer(profile, { args: ['--enable-smoke-test-driver'] });
  browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  let exit;
  const consoleLines = [];
  const exited = new Promise((resolve) => (exit = resolve));
  await page.exposeFunction('codeAutomationExit', (code) => exit(code));
  const print = (line) => {
    consoleLines.push(line);
    if (values.verbose) console.log(line);
  };
  await page.exposeFunction('codeAutomationLog', (_type, args) => print(format(...args)));
  page.on('console', (message) => print(message.text()));
  page.on('crash', () => exit('the page crashed'));
  await page.goto(
    workbenchUrl(server, {
      folder: profile.workspace,
      extensionDevelopmentPath: testExtension(),
      extensionTestsPath: path.join(testExtension(), 'tests.js'),
    }),
  );
  const late = `no end within ${values.timeout} s`;
  const timeout = new Promise((resolve) => setTimeout(resolve, Number(values.timeout) * 1000, late).unref());
  const shots = values.out === undefined ? undefined : takeScreenshots(page, values.out);
  const code = await Promise.race([exited, timeout]);
  clearInterval(shots);
  const results = fs.existsSync(profile.results) ? JSON.parse(fs.readFileSync(profile.results, 'utf8')) : undefined;
  if (results) {
    process.stdout.write(results.text);
    console.log(`VS Code ${results.vscode}, web extension host, extension from ${values.vsix}`);
    console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
  }
  exitCode = code === 0 && results?.passed > 0 && results.failed === 0 ? 0 : 1;
  if (exitCode !== 0) {
    console.error(`the suite ended with: ${code}${results ? '' : ', without a results file'}`);
    await page.screenshot({ path: path.join(profile.dir, 'failed.png') }).catch(() => {});
    if (!results) console.error(consoleLines.slice(-40).join('\n'));
    console.error(`screenshot and logs are in ${profile.dir}`);
  }
} catch (error) {
  console.error(error, server?.log() ?? '');
} finally {
  await browser?.close().catch(() => {});
  await server?.stop();
  if (exitCode === 0) fs.rmSync(profile.dir, { recursive: true, force: true });
  console.log(`web suite: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
process.exit(exitCode);

/** Tests run where the extension that they lie in runs: one of their own, without `main` too. */
function testExtension() {
  const folder = path.join(profile.dir, 'tests');
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(folder);
  const manifest = { name: 'web-tests', publisher: 'rulewright', version: '0.0.1', engines: { vscode: '^1.100.0' }, browser: './host.js' };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  fs.writeFileSync(path.join(folder, 'host.js'), 'exports.activate = () => undefined;\n');
  fs.copyFileSync(path.join(repo, 'out/test/web/index.js'), path.join(folder, 'tests.js'));
  return folder;
}

function takeScreenshots(page, folder) {
  fs.mkdirSync(folder, { recursive: true });
  let number = 0;
  return setInterval(() => page.screenshot({ path: path.join(folder, `web-${(number += 1)}.png`) }).catch(() => {}), 2000);
}
