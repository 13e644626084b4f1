/** A test file to its result: each case run on the rule, which is opened once, and what differs from what was expected. */
import { throwIfCancelled } from '../base/cancel.js';
import { nameOf } from '../base/fileName.js';
import { compare } from './compare.js';
import { explainDifferences, withoutExplanation } from './explainCase.js';
import { isFault, openTests, type OpenedTests, type TestSurroundings } from './openTests.js';
import { runCase, type CaseRun } from './runCase.js';
import type { RuleTestCase, RuleTestFile } from './testFile.js';
import type { CaseResult, TestFault, TestFileResult } from './testResult.js';

export interface RunTestsOptions {
  /** The cases to run; all where undefined. */
  readonly names?: ReadonlySet<string> | undefined;
  /** Of the rule, where not that on disk counts: unsaved text, or a changed rule. */
  readonly ruleText?: string | undefined;
  /** False leaves out why events did not do what was expected. */
  readonly explain?: boolean;
}

/** A case with its result and what it was found from. */
export interface RanCase {
  readonly test: RuleTestCase;
  readonly result: CaseResult;
  readonly run: CaseRun;
}

/** Runs the tests of a file, and gives what the rule did in each case besides. Never throws for what the user did: the result says it. Throws `Cancelled`. */
export async function runTestFile(
  file: RuleTestFile,
  surroundings: TestSurroundings,
  options: RunTestsOptions = {},
): Promise<{ readonly result: TestFileResult; readonly ran: readonly RanCase[] }> {
  const { host } = surroundings;
  const started = host.now();
  const finish = (fault: TestFault | undefined, { uri, title }: Pick<OpenedTests, 'uri' | 'title'>, ran: readonly RanCase[]) => {
    const cases = ran.map(({ result }) => result);
    return { result: { uri: file.uri, rule: uri, title, fault, cases, milliseconds: host.now() - started }, ran };
  };
  const opened = await openTests(file, surroundings, options.ruleText);
  if (isFault(opened)) return finish(opened, { uri: file.rule, title: nameOf(file.rule) }, []);
  const ran = await runOpened(opened, surroundings, options);
  const common = commonError(ran);
  return common === undefined ? finish(undefined, opened, ran) : finish({ message: common, span: undefined }, opened, []);
}

/** Runs the cases of tests that are open. Throws `Cancelled`. */
export async function runOpened(
  opened: OpenedTests,
  surroundings: TestSurroundings,
  { names, explain = true }: Omit<RunTestsOptions, 'ruleText'> = {},
): Promise<readonly RanCase[]> {
  const ran: RanCase[] = [];
  for (const test of opened.file.cases) {
    if (names !== undefined && !names.has(test.name)) continue;
    throwIfCancelled(surroundings.token);
    ran.push(await judgeCase(opened, test, surroundings, explain));
  }
  return ran;
}

async function judgeCase(opened: OpenedTests, test: RuleTestCase, surroundings: TestSurroundings, explain: boolean): Promise<RanCase> {
  const started = surroundings.host.now();
  const run = await runCase(opened, test, surroundings);
  const result = (status: CaseResult['status'], failures: CaseResult['failures']): RanCase => {
    const milliseconds = surroundings.host.now() - started;
    return { test, run, result: { name: test.name, span: test.nameSpan, status, failures, fidelity: run.fidelity, milliseconds } };
  };
  if (run.kind === 'error') {
    return result('error', [{ message: run.message, span: test.nameSpan, expected: undefined, actual: undefined, explained: [] }]);
  }
  const differences = compare(test.expect, run);
  if (differences.length === 0) return result('passed', []);
  return result(
    'failed',
    explain ? await explainDifferences(opened, test, differences, run, surroundings) : differences.map(withoutExplanation),
  );
}

/** Where nothing could be run for one and the same reason, that reason is told once. */
function commonError(ran: readonly RanCase[]): string | undefined {
  const [first] = ran;
  if (first?.run.kind !== 'error' || ran.length < 2) return undefined;
  const { message } = first.run;
  return ran.every(({ run }) => run.kind === 'error' && run.message === message) ? message : undefined;
}
