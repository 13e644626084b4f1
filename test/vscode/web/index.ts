/** The entry that VS Code calls in its web extension host (`extensionTestsPath`): the suite's tests, as far as they need no desktop. */
import './mocha.js';
import '../suite/language.test.js';
import '../suite/alerts.test.js';
import '../suite/editing.test.js';
import '../suite/elasticsearchQuery.test.js';
import '../suite/explain.test.js';
import '../suite/help.test.js';
import '../suite/live.test.js';
import '../suite/markdown.test.js';
import '../suite/ruleFiles.test.js';
import '../suite/ruleTests.test.js';
import '../suite/run.test.js';
import '../suite/virtual.test.js';
import './web.test.js';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const lines: string[] = [];
  const tally = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('suite', ({ title }) => lines.push(title));
    runner.on('pass', ({ title, duration = 0 }) => (lines.push(`  ✔ ${title} (${duration} ms)`), (tally.passed += 1)));
    runner.on('fail', ({ title }, error: Error) => (lines.push(`  ✘ ${title}`, error.stack ?? error.message), (tally.failed += 1)));
    runner.on('pending', ({ title }) => (lines.push(`  - ${title}`), (tally.skipped += 1)));
  });
  const results = { vscode: vscode.version, node: 'none (web)', ...tally, text: `${lines.join('\n')}\n` };
  // Beside the workspace, where the launcher looks for it.
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('no folder is open');
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, '..', 'results.json'), new TextEncoder().encode(JSON.stringify(results)));
  if (tally.failed > 0 || tally.passed === 0) throw new Error(`${tally.failed} of ${tally.passed + tally.failed} tests failed`);
}
