/** The requests between the editor and the language server about rule tests: names and payloads, and nothing else. */
import type { ExplainedEvent, Range } from './protocol.js';

/** Request, client to server: the tests of a test file, for the test view. Of an open document its unsaved text counts. */
export const listTestsRequest = 'rulewright/listTests';

export interface ListTestsParams {
  /** The test file's URI. */
  readonly file: string;
}

export interface ListTestsResult {
  /** The rule's file. */
  readonly rule: string;
  /** The rule's name, or its file's where it has none. */
  readonly title: string;
  readonly tests: readonly ListedTest[];
  /** URIs of the event files that the tests read, and of their mapping file: a change of one is a reason to run them again. */
  readonly files: readonly string[];
  /** Why there are none, or not all. */
  readonly message: string | undefined;
}

export interface ListedTest {
  readonly name: string;
  /** Of the name, in the test file. */
  readonly range: Range;
}

/** Request, client to server: runs the tests of a file. Cancelled by the request's token. */
export const runTestsRequest = 'rulewright/runTests';

export interface RunTestsParams {
  readonly file: string;
  /** Names of the tests to run; all without it. */
  readonly names?: readonly string[];
  /** The result then has the `coverage` of the tests that ran. */
  readonly coverage?: boolean;
  /** A test without an explained failure then has its first event explained. */
  readonly explain?: boolean;
}

export interface RunTestsResult {
  readonly rule: string;
  /** Why nothing could be run. */
  readonly fault: { readonly message: string; readonly range: Range | undefined } | undefined;
  readonly tests: readonly TestOutcome[];
  readonly coverage?: RuleCoverage;
}

export interface TestOutcome {
  readonly name: string;
  readonly range: Range;
  readonly status: 'passed' | 'failed' | 'error';
  readonly failures: readonly TestFailure[];
  /** What a cluster might do differently. */
  readonly fidelity: readonly string[];
  readonly milliseconds: number;
  /** Where it was asked for: its first event. */
  readonly explained?: ExplainedTestEvent;
}

export interface TestFailure {
  readonly message: string;
  /** In the test file. */
  readonly range: Range;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  readonly explained: readonly ExplainedTestEvent[];
}

export interface ExplainedTestEvent {
  /** The file that the event stands in: that of the tests where they hold it themselves. */
  readonly events: string;
  /** Ranges of rows are those of the rule's file; the `range` of the event itself is that of `events`. */
  readonly event: ExplainedEvent;
}

/** Which clauses and list members of a rule its tests exercise. */
export interface RuleCoverage {
  readonly rule: string;
  /** In written order; each leaf clause, and below a list each of its members. */
  readonly clauses: readonly CoveredClause[];
  /** Why nothing could be measured. */
  readonly message?: string;
}

export interface CoveredClause {
  /** In the rule's file. */
  readonly range: Range;
  readonly text: string;
  readonly covered: boolean;
  /** What a case that covers it would have; undefined where it is covered. */
  readonly wanted: string | undefined;
}

/** The command that a code lens above a rule carries; the client registers it. */
export const runRuleTestsCommand = 'rulewright.runRuleTests';
