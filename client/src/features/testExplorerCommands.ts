/** The commands between a rule and its tests: run them, go to them and back, explain why one fails. */
import * as vscode from 'vscode';
import type { RunTestsResult } from '../../../server/src/protocol/ruleTests.js';
import { asUri, type Commands, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { exists, fileName } from '../rules.js';
import { ruleFor } from './sample.js';
import type { TestExplanations } from './testExplorerExplanation.js';
import type { TestRuns } from './testExplorerRuns.js';
import { fileItemOf, isTestFile, type TestTree } from './testExplorerTree.js';

export interface TestParts {
  readonly context: Context;
  readonly tree: TestTree;
  readonly runs: TestRuns;
  readonly explanations: TestExplanations;
  /** The profile of plain runs. */
  readonly profile: vscode.TestRunProfile;
}

export interface TestCommands {
  readonly run: Commands['rulewright.runRuleTests'];
  readonly goToTests: Commands['rulewright.goToRuleTests'];
  readonly goToRule: Commands['rulewright.goToTestedRule'];
  readonly explainFailure: Commands['rulewright.explainTestFailure'];
}

export function createTestCommands(parts: TestParts): TestCommands {
  return {
    run: (argument) => runRuleTests(parts, argument),
    goToTests: (argument) => goToRuleTests(parts, argument),
    goToRule: (argument) => goToTestedRule(parts, argument),
    explainFailure: (argument) => explainTestFailure(parts, argument),
  };
}

async function runRuleTests(parts: TestParts, argument: UriArgument): Promise<readonly RunTestsResult[]> {
  const { context, runs, profile } = parts;
  if (!(await context.requireServer())) return [];
  const found = await testsFor(parts, argument);
  if (found === undefined) return [];
  if (found.items.length === 0) {
    await offerTests(found.rule);
    return [];
  }
  const request = new vscode.TestRunRequest([...found.items], undefined, profile);
  const { results } = await runs.run(request, {}, new vscode.CancellationTokenSource().token);
  return results;
}

interface FoundTests {
  readonly rule: vscode.Uri;
  readonly items: readonly vscode.TestItem[];
}

/** The test file that is named or active, else those of the rule that is. */
async function testsFor({ context, tree }: TestParts, argument: UriArgument): Promise<FoundTests | undefined> {
  const named = testFile(argument);
  if (named !== undefined) return { rule: named, items: [await tree.ofFile(named)] };
  const rule = await ruleFor(context, argument);
  return rule === undefined ? undefined : { rule, items: await tree.ofRule(rule) };
}

function testFile(argument: UriArgument): vscode.Uri | undefined {
  const uri = asUri(argument) ?? itemOf(argument)?.uri ?? vscode.window.activeTextEditor?.document.uri;
  return uri !== undefined && isTestFile({ uri }) ? uri : undefined;
}

async function goToRuleTests(parts: TestParts, argument: UriArgument): Promise<vscode.Uri | undefined> {
  if (!(await parts.context.requireServer())) return undefined;
  const found = await testsFor(parts, argument);
  if (found === undefined) return undefined;
  const [first, ...others] = found.items.flatMap(({ uri }) => uri ?? []);
  if (first === undefined) return offerTests(found.rule);
  const chosen = others.length === 0 ? first : await chooseFile([first, ...others]);
  if (chosen !== undefined) await vscode.window.showTextDocument(chosen, { preview: false });
  return chosen;
}

async function chooseFile(files: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = files.map((uri) => ({ label: fileName(uri), description: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('The rule has tests in several files') }))?.uri;
}

/** A rule without tests: says so, and offers to make some. */
async function offerTests(rule: vscode.Uri): Promise<vscode.Uri | undefined> {
  const generate = vscode.l10n.t('Generate Tests');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('{0} has no tests yet.', fileName(rule)), generate);
  return chosen === generate ? vscode.commands.executeCommand<vscode.Uri | undefined>('rulewright.generateRuleTests', rule) : undefined;
}

async function goToTestedRule({ context, tree }: TestParts, argument: UriArgument): Promise<vscode.Uri | undefined> {
  const file = testFile(argument);
  if (file === undefined) return refuse(vscode.l10n.t('Open a file of rule tests first, such as my_rule.test.toml.'));
  if (!(await context.requireServer())) return undefined;
  const item = await tree.ofFile(file);
  const rule = tree.factsOf(item)?.rule;
  if (rule === undefined) return refuse(vscode.l10n.t('{0} cannot be read.', fileName(file)));
  const uri = vscode.Uri.parse(rule);
  if (!(await exists(uri)))
    return refuse(vscode.l10n.t('There is no rule {0}; the tests of {1} are about it.', fileName(uri), fileName(file)));
  await vscode.window.showTextDocument(uri, { preview: false });
  return uri;
}

async function explainTestFailure(parts: TestParts, argument: unknown): Promise<vscode.Uri | undefined> {
  const { context, tree, runs, explanations } = parts;
  if (!(await context.requireServer())) return undefined;
  const item = testOf(argument) ?? (await testAtCursor(tree)) ?? (await firstFailing(tree, runs));
  const uri = item?.uri;
  if (item === undefined || uri === undefined)
    return refuse(vscode.l10n.t('No test failed in the last run; put the cursor on a test to explain it.'));
  return explanations.show(uri, item.id);
}

function itemOf(argument: unknown): vscode.TestItem | undefined {
  const isItem = typeof argument === 'object' && argument !== null && 'children' in argument && 'id' in argument;
  return isItem ? (argument as vscode.TestItem) : undefined;
}

/** Of what menus pass: the item of a test, or of a message its test. That of a file stands for its first test. */
function testOf(argument: unknown): vscode.TestItem | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('test' in argument) return testOf(argument.test);
  const item = itemOf(argument);
  return item !== undefined && item.parent === undefined ? [...item.children].map(([, child]) => child)[0] : item;
}

async function testAtCursor(tree: TestTree): Promise<vscode.TestItem | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isTestFile(editor.document)) return undefined;
  const item = await tree.ofFile(editor.document.uri);
  const { line } = editor.selection.active;
  return [...item.children].map(([, child]) => child).findLast(({ range }) => range !== undefined && range.start.line <= line);
}

async function firstFailing(tree: TestTree, runs: TestRuns): Promise<vscode.TestItem | undefined> {
  await tree.discover();
  for (const [id, file] of tree.controller.items) {
    const failing = [...file.children].find(([name]) => (runs.outcomeOf(id, name)?.status ?? 'passed') !== 'passed');
    if (failing !== undefined) return failing[1];
  }
  return undefined;
}

/** What an explaining run ends with: the first of its tests that failed, else the first that has an event. */
export async function explainFirst({ tree, runs, explanations }: TestParts, { include }: vscode.TestRunRequest): Promise<void> {
  const asked = include ?? [...tree.controller.items].map(([, item]) => item);
  const tests = asked.flatMap((item) => (item === fileItemOf(item) ? [...item.children].map(([, child]) => child) : [item]));
  const outcomes = tests.flatMap((item) => {
    const outcome = runs.outcomeOf(fileItemOf(item).id, item.id);
    return outcome === undefined ? [] : [{ item, outcome }];
  });
  const shown = outcomes.find(({ outcome }) => outcome.status !== 'passed') ?? outcomes[0];
  if (shown?.item.uri !== undefined) await explanations.show(shown.item.uri, shown.item.id);
}
