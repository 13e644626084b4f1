/** Rule tests in VS Code's Test Explorer: the tree of tests, and the ways to run them: once, continuously, explained, with coverage. */
import * as vscode from 'vscode';
import type { RunTestsResult } from '../../../server/src/protocol/ruleTests.js';
import type { Context } from '../context.js';
import { createTestCommands, explainFirst, type TestCommands, type TestParts } from './testExplorerCommands.js';
import { runContinuously } from './testExplorerContinuous.js';
import { detailsOf } from './testExplorerCoverage.js';
import { registerTestExplanations } from './testExplorerExplanation.js';
import { createTestRuns } from './testExplorerRuns.js';
import { createTestTree } from './testExplorerTree.js';

export interface TestExplorer extends vscode.Disposable {
  readonly items: vscode.TestItemCollection;
  readonly commands: TestCommands;
  readonly onDidRun: vscode.Event<RunTestsResult>;
}

export function registerTestExplorer(context: Context): TestExplorer {
  const tree = createTestTree(context);
  const runs = createTestRuns(context, tree);
  const explanations = registerTestExplanations(context, runs);
  const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
  const once = async (request: vscode.TestRunRequest, token: vscode.CancellationToken) => void (await runs.run(request, {}, token));
  const profile = tree.controller.createRunProfile(
    'Run',
    Run,
    (request, token) => (request.continuous === true ? runContinuously(request, tree, runs, token) : once(request, token)),
    true,
    undefined,
    true,
  );
  const parts: TestParts = { context, tree, runs, explanations, profile };
  const explain = tree.controller.createRunProfile(
    'Explain',
    Debug,
    async (request, token) => {
      const { isCancelled } = await runs.run(request, { explain: true }, token);
      if (!isCancelled) await explainFirst(parts, request);
    },
    true,
  );
  const coverage = tree.controller.createRunProfile(
    'Run with Coverage',
    Coverage,
    async (request, token) => void (await runs.run(request, { coverage: true }, token)),
    true,
  );
  coverage.loadDetailedCoverage = async (_run, file) => detailsOf(file);
  return {
    items: tree.controller.items,
    commands: createTestCommands(parts),
    onDidRun: runs.onDidRun,
    dispose: () => [profile, explain, coverage, explanations, runs, tree].forEach((part) => void part.dispose()),
  };
}
