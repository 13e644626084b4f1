#!/usr/bin/env node
// Runs the Mocha suite INSIDE the extension host of a real VS Code. Exit code 0 only when tests ran and every one passed.
//   node test/e2e/run-suite.mjs                 the extension from its folder (development mode)
//   node test/e2e/run-suite.mjs --vsix x.vsix   the extension installed from its package
//   … --untrusted                               in a folder that is not trusted
//   … --beside other-toml                       with another TOML extension beside it (needs --vsix)
// E2E_VSCODE=min|latest chooses the VS Code (install.sh).
import path from 'node:path';
import { parseArgs } from 'node:util';
import { changeSettings, here, repo, installExtension, startServer } from './harness.mjs';
import { runSuite } from './suite.mjs';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    beside: { type: 'string', default: 'test-host' },
    untrusted: { type: 'boolean', default: false },
    timeout: { type: 'string', default: '180' },
    verbose: { type: 'boolean', default: false },
  },
});

await runSuite({
  title: 'suite',
  ...{ timeout: values.timeout, verbose: values.verbose },
  start,
  // With the extension installed from its VSIX an empty one stands at the development path: without one VS Code runs no tests.
  where: () => ({
    extensionDevelopmentPath: values.vsix ? path.join(here, values.beside) : repo,
    extensionTestsPath: path.join(repo, 'out/test/suite/index.cjs'),
  }),
  from: ({ node }) => `Node ${node}, extension from ${values.vsix ?? 'its folder'}`,
});

async function start(profile) {
  if (values.vsix) installExtension(profile, path.resolve(values.vsix));
  if (values.untrusted) changeSettings(profile, { 'security.workspace.trust.startupPrompt': 'never' });
  const env = {
    E2E_RESULTS: profile.results,
    E2E_FROM: values.vsix ? 'vsix' : 'folder',
    ...(values.untrusted ? { E2E_UNTRUSTED: 'yes' } : {}),
  };
  return startServer(profile, { args: ['--enable-smoke-test-driver'], env, trust: !values.untrusted });
}
