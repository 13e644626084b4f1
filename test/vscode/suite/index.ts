/** The entry that VS Code calls in its extension host (`extensionTestsPath`), on a desktop and in test/e2e alike. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const lines: string[] = [];
  const print = console.log.bind(console);
  // The spec reporter prints through Base.consoleLog, which it took from console.log when it was loaded.
  const base = Mocha.reporters.Base as unknown as { consoleLog: typeof console.log };
  base.consoleLog = (...args: unknown[]) => {
    lines.push(format(...args));
    print(...args);
  };
  const grep = process.env['E2E_GREP'];
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 90_000, reporter: 'spec', forbidOnly: true, ...(grep ? { grep } : {}) });
  const files = fs.readdirSync(__dirname).filter((file) => file.endsWith('.test.cjs'));
  // The tests of the activation come first: what follows takes a running server for granted.
  for (const file of files.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || (a < b ? -1 : 1)))
    mocha.addFile(path.join(__dirname, file));
  const tally = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => (tally.passed += 1))
      .on('fail', () => (tally.failed += 1))
      .on('pending', () => (tally.skipped += 1));
  });
  const results = { vscode: vscode.version, node: process.version, ...tally, text: `${lines.join('\n')}\n` };
  if (process.env['E2E_RESULTS']) fs.writeFileSync(process.env['E2E_RESULTS'], JSON.stringify(results));
  if (tally.failed > 0 || tally.passed === 0) throw new Error(`${tally.failed} of ${tally.passed + tally.failed} tests failed`);
}

function isFirst(file: string): boolean {
  return file === 'language.test.cjs';
}
