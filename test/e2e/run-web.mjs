#!/usr/bin/env node
// Runs the suite in VS Code's web extension host, which is a worker of the browser: no Node, no file of this machine. The packaged
// extension is installed without its `main`, so that VS Code has no other place for it. Exit code 0 only when tests ran and all passed.
//   node test/e2e/run-web.mjs --vsix x.vsix [--out folder]     screenshots go to the folder
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { here, repo, installExtension, startServer } from './harness.mjs';
import { runSuite } from './suite.mjs';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    timeout: { type: 'string', default: '300' },
    out: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
if (values.vsix === undefined) throw new Error('usage: run-web.mjs --vsix x.vsix');

await runSuite({
  title: 'web suite',
  ...{ timeout: values.timeout, verbose: values.verbose },
  start,
  where: testExtension,
  from: () => `web extension host, extension from ${values.vsix}`,
  onPage: (page, print) => {
    page.on('console', (message) => print(message.text()));
    if (values.out !== undefined) takeScreenshots(page, values.out);
  },
});

async function start(profile) {
  const webVsix = path.join(profile.dir, 'web.vsix');
  execFileSync(process.execPath, [path.join(here, 'changeManifest.mjs'), path.resolve(values.vsix), webVsix, 'main']);
  installExtension(profile, webVsix);
  return startServer(profile, { args: ['--enable-smoke-test-driver'] });
}

/** Tests run where the extension that they lie in runs: one of their own, without `main` too. */
function testExtension(profile) {
  const folder = path.join(profile.dir, 'tests');
  fs.mkdirSync(folder);
  const manifest = { name: 'web-tests', publisher: 'rulewright', version: '0.0.1', engines: { vscode: '^1.100.0' }, browser: './host.js' };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  fs.writeFileSync(path.join(folder, 'host.js'), 'exports.activate = () => undefined;\n');
  fs.copyFileSync(path.join(repo, 'out/test/web/index.js'), path.join(folder, 'tests.js'));
  return { extensionDevelopmentPath: folder, extensionTestsPath: path.join(folder, 'tests.js') };
}

function takeScreenshots(page, folder) {
  fs.mkdirSync(folder, { recursive: true });
  let number = 0;
  const timer = setInterval(() => page.screenshot({ path: path.join(folder, `web-${(number += 1)}.png`) }).catch(() => {}), 2000);
  page.on('close', () => clearInterval(timer));
}
