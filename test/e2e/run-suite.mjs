#!/usr/bin/env node
// Runs the Mocha suite INSIDE the extension host of a real VS Code. Exit code 0 only when tests ran and every one passed.
//   node test/e2e/run-suite.mjs                 the extension from its folder (development mode)
//   node test/e2e/run-suite.mjs --vsix x.vsix   the extension installed from its package
//   … --untrusted                               in a folder that is not trusted
//   … --beside other-toml                       with another TOML extension beside it (needs --vsix)
// E2E_VSCODE=min|latest chooses the VS Code (install.sh).
import fs from 'node:fs';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { changeSettings, here, repo, installExtension, launchBrowser, makeProfile, startServer, workbenchUrl } from './harness.mjs';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    beside: { type: 'string', default: 'test-host' },
    untrusted: { type: 'boolean', default: false },
    timeout: { type: 'string', default: '180' },
    verbose: { type: 'boolean', default: false },
  },
});
const started = Date.now();
const profile = makeProfile();
let server;
let browser;
let exitCode = 1;
try {
  if (values.vsix) installExtension(profile, path.resolve(values.vsix));
  const env = {
    E2E_RESULTS: profile.results,
    E2E_FROM: values.vsix ? 'vsix' : 'folder',
    ...(values.untrusted ? { E2E_UNTRUSTED: 'yes' } : {}),
  };
  if (values.untrusted) changeSettings(profile, { 'security.workspace.trust.startupPrompt': 'never' });
  server = await startServer(profile, { args: ['--enable-smoke-test-driver'], env, trust: !values.untrusted });
  browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  let exit;
  const consoleLines = [];
  const exited = new Promise((resolve) => (exit = resolve));
  // VS Code calls these two when it runs with extensionTestsPath: every console line, and at the end the exit code.
  await page.exposeFunction('codeAutomationExit', (code) => exit(code));
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    const line = format(...args);
    consoleLines.push(line);
    if (values.verbose) console.log(line);
  });
  page.on('crash', () => exit('the page crashed'));
  // With the extension installed from its VSIX an empty one stands at the development path: without one VS Code runs no tests.
  await page.goto(
    workbenchUrl(server, {
      folder: profile.workspace,
      extensionDevelopmentPath: values.vsix ? path.join(here, values.beside) : repo,
      extensionTestsPath: path.join(repo, 'out/test/suite/index.cjs'),
    }),
  );
  const late = `no end within ${values.timeout} s`;
  const timeout = new Promise((resolve) => setTimeout(resolve, Number(values.timeout) * 1000, late).unref());
  const code = await Promise.race([exited, timeout]);
  const results = fs.existsSync(profile.results) ? JSON.parse(fs.readFileSync(profile.results, 'utf8')) : undefined;
  if (results) {
    process.stdout.write(results.text);
    console.log(`VS Code ${results.vscode}, Node ${results.node}, extension from ${values.vsix ?? 'its folder'}`);
    console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
  }
  exitCode = code === 0 && results?.passed > 0 && results.failed === 0 ? 0 : 1;
  if (exitCode !== 0) {
    console.error(`the suite ended with: ${code}${results ? '' : ', without a results file'}`);
    await page.screenshot({ path: path.join(profile.dir, 'failed.png') }).catch(() => {});
    if (!results) console.error(consoleLines.slice(-30).join('\n'));
    console.error(`screenshot and logs are in ${profile.dir} (server/data/logs/*/exthost1/remoteexthost.log)`);
    console.error(`--- server ---\n${server.log()}`);
  }
} catch (error) {
  console.error(error, server?.log() ?? '');
} finally {
  await browser?.close().catch(() => {});
  await server?.stop();
  if (exitCode === 0) fs.rmSync(profile.dir, { recursive: true, force: true });
  console.log(`suite: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
process.exit(exitCode);
