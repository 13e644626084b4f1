/** Rule tests as the editor shows them: the tests of a file, and in a worker what came of them, with spans as ranges of the files. */
import type { CancelToken } from '../base/cancel.js';
import { succeed, type Host } from '../base/host.js';
import { LineIndex } from '../base/lines.js';
import { createProjects } from '../config/projects.js';
import type { JudgedEvent } from '../evaluate/explain/explained.js';
import { explainEvents } from '../evaluate/explain/explainEvents.js';
import { eventFile } from '../evaluate/runRule.js';
import type { ExplainedTestEvent, RunTestsResult, TestFailure, TestOutcome } from '../protocol/ruleTests.js';
import { wantedMapper } from '../mapping/wanted.js';
import { measureCoverage } from '../ruleTests/coverage/measure.js';
import { findRule } from '../ruleTests/findRule.js';
import { isFault, openTests, type OpenedTests, type TestSurroundings } from '../ruleTests/openTests.js';
import { readTestFile } from '../ruleTests/readTestFile.js';
import { runTestFile, type RanCase } from '../ruleTests/runTests.js';
import type { RuleTestCase } from '../ruleTests/testFile.js';
import type { CaseFailure, TestFault } from '../ruleTests/testResult.js';
import { toRange } from './convert.js';
import { toExplainedEvent, toExplainedEventInFile } from './explanation.js';
import { toRuleCoverage } from './ruleTestCoverage.js';
import type { RunTools } from './run.js';

/** What is run; texts as the editor holds them. Plain data: it crosses to the worker. */
export interface TestsJob {
  readonly file: { readonly uri: string; readonly text: string };
  /** By URI, the texts of open files that the tests may read: their rule and their event files. */
  readonly open: Readonly<Record<string, string>>;
  /** Names of the tests to run; all without it. */
  readonly names?: readonly string[];
  readonly coverage?: boolean;
  readonly explain?: boolean;
}

/** Never throws for what the user did: `fault` or the outcome of a test says it. */
export async function testsJob(job: TestsJob, { host, schemas: known }: RunTools, token: CancelToken): Promise<RunTestsResult> {
  const { uri, text } = job.file;
  const lines = new LineIndex(text);
  const read = readTestFile(uri, text).file;
  const reading = withOpenTexts(host, job.open);
  const rule = await findRule(read, reading);
  const project = await createProjects(host, known).of(rule);
  const mapper = await wantedMapper(reading, project.mappingFiles, read.mapping?.value);
  if (!mapper.ok) return faulty(rule, { message: mapper.failure.message, span: read.mapping?.span }, lines);
  const file = { ...read, rule, cases: read.cases.filter(({ name }) => job.names?.includes(name) ?? true) };
  const surroundings = { host: reading, schemas: project.schemas, token, mapper: mapper.value };
  const opened = await openTests(file, surroundings);
  if (isFault(opened)) return faulty(rule, opened, lines);
  const { result, ran } = await runTestFile(file, surroundings);
  if (result.fault !== undefined) return faulty(rule, result.fault, lines);
  const shown = shownIn(lines, opened);
  const tests: TestOutcome[] = [];
  for (const each of ran) {
    const explained = job.explain === true ? await firstEvent(each, opened, surroundings) : [];
    const [first] = explained.flatMap((event) => shown.explain(event, each.test, toExplainedEvent));
    tests.push({ ...toOutcome(each, shown), ...(first === undefined ? {} : { explained: first }) });
  }
  if (job.coverage !== true) return { rule, fault: undefined, tests };
  const report = await measureCoverage(opened, surroundings);
  return { rule, fault: undefined, tests, coverage: toRuleCoverage(report, new LineIndex(opened.rule.text)) };
}

function faulty(rule: string, { message, span }: TestFault, lines: LineIndex): RunTestsResult {
  return { rule, fault: { message, range: span === undefined ? undefined : toRange(lines, span) }, tests: [] };
}

/** Files that are open stand as in the editor, whatever is on disk. */
function withOpenTexts(host: Host, open: TestsJob['open']): Host {
  return {
    ...host,
    readText: async (uri) => {
      const text = open[uri];
      return text === undefined ? host.readText(uri) : succeed(text);
    },
    openStream: async (uri) => {
      const text = open[uri];
      return text === undefined ? host.openStream(uri) : eventFile({ uri, text }, host).open();
    },
    exists: async (uri) => open[uri] !== undefined || (await host.exists(uri)),
  };
}

/** What turns the outcomes of a file into ranges and texts. */
interface Shown {
  /** Of the test file. */
  readonly lines: LineIndex;
  readonly explain: (event: JudgedEvent, test: RuleTestCase, toEvent: typeof toExplainedEvent) => readonly ExplainedTestEvent[];
}

function shownIn(lines: LineIndex, { file, rule, map }: OpenedTests): Shown {
  const ruleLines = new LineIndex(rule.text);
  return {
    lines,
    explain: (event, { events }, toEvent) => {
      const source = events[event.file];
      if (source === undefined) return [];
      return [{ events: source.kind === 'file' ? source.uri : file.uri, event: toEvent(event, { map }, ruleLines) }];
    },
  };
}

function toOutcome({ result, test }: RanCase, shown: Shown): TestOutcome {
  const { name, span, status, failures, fidelity, milliseconds } = result;
  return {
    name,
    range: toRange(shown.lines, span),
    status,
    failures: failures.map((failure) => toFailure(failure, test, shown)),
    fidelity,
    milliseconds,
  };
}

function toFailure({ message, span, expected, actual, explained }: CaseFailure, test: RuleTestCase, shown: Shown): TestFailure {
  return {
    message,
    range: toRange(shown.lines, span),
    expected,
    actual,
    explained: explained.flatMap((event) => shown.explain(event, test, toExplainedEventInFile)),
  };
}

/** Of a test without an explained failure its first event, judged. */
async function firstEvent(
  { test, result }: RanCase,
  opened: OpenedTests,
  { host, schemas, token }: TestSurroundings,
): Promise<readonly JudgedEvent[]> {
  if (result.failures.some(({ explained }) => explained.length > 0)) return [];
  const { judged } = await explainEvents(opened.requestOf(test), {}, host, schemas, token);
  return judged.slice(0, 1);
}
