/** Explains a rule test in a read-only text beside it: what failed, and why its events match or not, clause by clause. */
import * as vscode from 'vscode';
import { runTestsRequest, type RunTestsParams, type RunTestsResult } from '../../../server/src/protocol/ruleTests.js';
import type { Context } from '../context.js';
import { fileName } from '../rules.js';
import { hasExplanation, testExplanation } from '../tests.js';
import { registerTexts } from './readOnlyTexts.js';
import type { TestRuns } from './testExplorerRuns.js';

const scheme = 'rulewright-test-explanation';

export interface TestExplanations extends vscode.Disposable {
  /** The document that explains a test by its last run; of one that has none it runs the test. */
  readonly show: (file: vscode.Uri, name: string) => Promise<vscode.Uri>;
}

export function registerTestExplanations(context: Context, runs: TestRuns): TestExplanations {
  const texts = registerTexts(scheme, (uri, token) => contentOf(uri, context, runs, token));
  const parts = vscode.Disposable.from(
    texts,
    runs.onDidRun(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) texts.update(uri);
    }),
  );
  return {
    show: async (file, name) => {
      const uri = explanationUri(file, name);
      await texts.showBeside(uri);
      return uri;
    },
    dispose: () => {
      parts.dispose();
    },
  };
}

/** The name ends in no extension that a language claims. */
function explanationUri(file: vscode.Uri, name: string): vscode.Uri {
  const path = `/${fileName(file)}: ${name.replaceAll('/', '∕')} (explanation)`;
  return vscode.Uri.from({ scheme, path, query: JSON.stringify([file.toString(), name]) });
}

/** Also of a document that VS Code opens again after a restart. */
async function contentOf(uri: vscode.Uri, context: Context, runs: TestRuns, token: vscode.CancellationToken): Promise<string> {
  const [file, name] = JSON.parse(uri.query) as [string, string];
  const known = runs.outcomeOf(file, name);
  if (known !== undefined && hasExplanation(known)) return testExplanation(known);
  if (!(await context.ready())) return 'The Rulewright language server did not start; its log has the details.\n';
  const params: RunTestsParams = { file, names: [name], explain: true };
  const { fault, tests } = await context.client.sendRequest<RunTestsResult>(runTestsRequest, params, token);
  const outcome = tests.find((test) => test.name === name);
  return outcome === undefined ? `${fault?.message ?? 'The test is no longer there'}\n` : testExplanation(outcome);
}
