#!/usr/bin/env node
// The same suite in a desktop VS Code, where one can be downloaded (or E2E_VSCODE_BIN names one). Linux without a display: xvfb-run -a.
import { runTests } from '@vscode/test-electron';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const repo = path.resolve(here, '../..');
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'rulewright-desktop-'));
// A copy: the suite types into the files.
const workspace = path.join(home, 'workspace');
const binary = process.env.E2E_VSCODE_BIN;
try {
  fs.cpSync(path.join(here, 'fixtures/workspace'), workspace, { recursive: true });
  fs.cpSync(path.join(repo, 'rules'), path.join(workspace, 'rules'), { recursive: true });
  await runTests({
    ...(binary ? { vscodeExecutablePath: binary } : { version: process.env.E2E_VSCODE_VERSION ?? '1.100.3' }),
    extensionDevelopmentPath: repo,
    extensionTestsPath: path.join(repo, 'out/test/suite/index.cjs'),
    launchArgs: [
      workspace,
      `--user-data-dir=${path.join(home, 'data')}`,
      `--extensions-dir=${path.join(home, 'extensions')}`,
      '--disable-extensions',
    ],
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
