/** Runs rule tests: asks the server file by file, and shows in the Test Explorer what came of each test. */
import * as vscode from 'vscode';
import { runTestsRequest, type RunTestsParams, type RunTestsResult, type TestOutcome } from '../../../server/src/protocol/ruleTests.js';
import type { Context } from '../context.js';
import { fileName, toRange } from '../rules.js';
import { coverageText, outcomeText } from '../tests.js';
import { coverageShown } from './testExplorerCoverage.js';
import { failureMessages } from './testExplorerMessages.js';
import { fileItemOf, makeReadable, type TestTree } from './testExplorerTree.js';

export interface TestRuns extends vscode.Disposable {
  /** Results by file, in order; those of a run that was cancelled as far as it came. Never rejects. */
  readonly run: (request: vscode.TestRunRequest, wanted: RunWanted, token: vscode.CancellationToken) => Promise<FinishedTests>;
  /** The last outcome of a test. */
  readonly outcomeOf: (file: string, name: string) => TestOutcome | undefined;
  /** Of the last runs of all files, in the order of their files' first runs. */
  readonly results: () => readonly RunTestsResult[];
  readonly onDidRun: vscode.Event<RunTestsResult>;
}

export type RunWanted = Pick<RunTestsParams, 'coverage' | 'explain'>;

export interface FinishedTests {
  readonly results: readonly RunTestsResult[];
  readonly isCancelled: boolean;
}

/** A test file and those of its tests that run. */
interface Batch {
  readonly file: vscode.TestItem;
  readonly tests: readonly vscode.TestItem[];
  readonly isWhole: boolean;
}

export function createTestRuns(context: Context, tree: TestTree): TestRuns {
  const last = new Map<string, RunTestsResult>();
  const ran = new vscode.EventEmitter<RunTestsResult>();
  const keep = (file: string, result: RunTestsResult): void => {
    const names = new Set(result.tests.map(({ name }) => name));
    const others = last.get(file)?.tests.filter(({ name }) => !names.has(name)) ?? [];
    last.set(file, { ...result, tests: [...others, ...result.tests] });
    ran.fire(result);
  };
  return {
    run: async (request, wanted, token) => {
      const run = tree.controller.createTestRun(request);
      const source = new vscode.CancellationTokenSource();
      const stopping = [token, run.token].map((each) => each.onCancellationRequested(() => source.cancel()));
      try {
        const batches = await batchesOf(request, tree);
        for (const { tests } of batches) for (const test of tests) run.enqueued(test);
        const results: RunTestsResult[] = [];
        for (const batch of batches) {
          if (source.token.isCancellationRequested) break;
          const result = await runBatch({ context, run, tree, token: source.token }, batch, wanted);
          if (result === undefined) break;
          keep(batch.file.id, result);
          results.push(result);
        }
        showCoverage(run, results);
        return { results, isCancelled: source.token.isCancellationRequested };
      } finally {
        run.end();
        for (const each of stopping) each.dispose();
        source.dispose();
      }
    },
    outcomeOf: (file, name) => last.get(file)?.tests.find((outcome) => outcome.name === name),
    results: () => [...last.values()],
    onDidRun: ran.event,
    dispose: () => ran.dispose(),
  };
}

/** Files are read first: what runs is what they say now. */
async function batchesOf({ include, exclude }: vscode.TestRunRequest, tree: TestTree): Promise<readonly Batch[]> {
  if (include === undefined) await tree.discover();
  const asked = include ?? [...tree.controller.items].map(([, item]) => item);
  const files = new Map<vscode.TestItem, vscode.TestItem[]>();
  for (const item of asked) files.set(fileItemOf(item), [...(files.get(fileItemOf(item)) ?? []), item]);
  const batches: Batch[] = [];
  for (const [file, items] of files) {
    if (exclude?.includes(file) === true) continue;
    await tree.list(file);
    const all = [...file.children].map(([, child]) => child);
    const chosen = items.includes(file) ? all : all.filter((child) => items.includes(child));
    const tests = chosen.filter((child) => exclude?.includes(child) !== true);
    const isWhole = tests.length === all.length;
    if (isWhole || tests.length > 0) batches.push({ file, tests, isWhole });
  }
  return batches;
}

interface Running {
  readonly context: Context;
  readonly run: vscode.TestRun;
  readonly tree: TestTree;
  readonly token: vscode.CancellationToken;
}

/** Undefined where the run was cancelled meanwhile. */
async function runBatch(running: Running, batch: Batch, wanted: RunWanted): Promise<RunTestsResult | undefined> {
  const { context, run, tree, token } = running;
  const { file, tests, isWhole } = batch;
  for (const test of tests) run.started(test);
  const params: RunTestsParams = { ...wanted, file: file.id, ...(isWhole ? {} : { names: tests.map(({ id }) => id) }) };
  try {
    const rule = tree.factsOf(file)?.rule;
    if (rule !== undefined) await makeReadable(vscode.Uri.parse(rule));
    const result = await context.client.sendRequest<RunTestsResult>(runTestsRequest, params, token);
    if (token.isCancellationRequested) return undefined;
    report(run, batch, result);
    return result;
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    context.log.error('The tests ended unexpectedly.', error instanceof Error ? (error.stack ?? error.message) : String(error));
    const fault = { message: vscode.l10n.t('The tests ended unexpectedly; the Rulewright log says why'), range: undefined };
    const result: RunTestsResult = { rule: tree.factsOf(file)?.rule ?? '', fault, tests: [] };
    report(run, batch, result);
    return result;
  }
}

function report(run: vscode.TestRun, { file, tests }: Batch, result: RunTestsResult): void {
  const { fault } = result;
  if (fault !== undefined) {
    const message = new vscode.TestMessage(fault.message);
    if (fault.range !== undefined && file.uri !== undefined) message.location = new vscode.Location(file.uri, toRange(fault.range));
    for (const item of tests.length === 0 ? [file] : tests) run.errored(item, message);
    write(run, `${file.label}: ${fault.message}\n`);
    return;
  }
  const outcomes = new Map(result.tests.map((outcome) => [outcome.name, outcome]));
  for (const item of tests) {
    const outcome = outcomes.get(item.id);
    if (outcome === undefined) run.skipped(item);
    else reportOutcome(run, item, outcome);
  }
}

function reportOutcome(run: vscode.TestRun, item: vscode.TestItem, outcome: TestOutcome): void {
  const { status, milliseconds } = outcome;
  write(run, outcomeText(outcome), item);
  if (status === 'passed') run.passed(item, milliseconds);
  else if (status === 'failed') run.failed(item, failureMessages(item, outcome), milliseconds);
  else run.errored(item, failureMessages(item, outcome), milliseconds);
}

/** The output is a terminal's. */
function write(run: vscode.TestRun, text: string, item?: vscode.TestItem): void {
  run.appendOutput(text.replace(/\r?\n/g, '\r\n'), undefined, item);
}

function showCoverage(run: vscode.TestRun, results: readonly RunTestsResult[]): void {
  for (const { coverage, shown } of coverageShown(results.flatMap((result) => result.coverage ?? []))) {
    if (shown !== undefined) run.addCoverage(shown);
    write(run, coverageText(coverage, fileName(coverage.rule)));
  }
}
