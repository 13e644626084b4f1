/** What `rulewright test` found out, as its writers get it. */
import type { LineIndex } from '../base/lines.js';
import type { Diagnostic } from '../base/problem.js';
import type { RanCase } from '../ruleTests/runTests.js';
import type { TestFault } from '../ruleTests/testResult.js';
import type { ExpectationChange } from '../ruleTests/update.js';
import type { Fault } from './exitCodes.js';
import type { UnreadFile } from './report.js';
import type { Measured } from './testMeasures.js';

/** A test file that was run. Paths are as the user would write them. */
export interface TestedFile extends Measured {
  readonly path: string;
  readonly lines: LineIndex;
  /** The rule's file, its text where it could be read, and its name. */
  readonly rulePath: string;
  readonly ruleText: string | undefined;
  readonly title: string;
  /** What is wrong with the file itself: tests that have an error are not among those that ran. */
  readonly problems: readonly Diagnostic[];
  readonly fault: TestFault | undefined;
  readonly ran: readonly RanCase[];
  /** What `--update` wrote, or refused to write. */
  readonly changes: readonly ExpectationChange[];
  readonly milliseconds: number;
}

export interface TestReport {
  readonly files: readonly TestedFile[];
  readonly unread: readonly UnreadFile[];
  /** Rules without tests, where these were asked for. */
  readonly untested: readonly string[] | undefined;
  /** What the limits on coverage and on changes find fault with, in sentences. */
  readonly missed: readonly string[];
  readonly milliseconds: number;
  /** The path of an event file. */
  readonly pathTo: (uri: string) => string;
}

/** Writes one run of tests. Exactly one of the two is called, once. */
export interface TestsWriter {
  report(report: TestReport): void;
  fault(fault: Fault): void;
}

export interface TestTotals {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  /** Tests that could not be run. */
  readonly errors: number;
  /** Files with an error of their own: none, or not all, of their tests could be run. */
  readonly broken: number;
}

export function totalsOf(files: readonly TestedFile[]): TestTotals {
  const results = files.flatMap(({ ran }) => ran.map(({ result }) => result));
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  return {
    tests: results.length,
    passed: count('passed'),
    failed: count('failed'),
    errors: count('error'),
    broken: files.filter(isBroken).length,
  };
}

export function isBroken({ fault, problems }: TestedFile): boolean {
  return fault !== undefined || problems.some(({ severity }) => severity === 'error');
}

/** Whether all of its tests could be run and passed. */
export function isPassed(file: TestedFile): boolean {
  return !isBroken(file) && file.ran.every(({ result }) => result.status === 'passed');
}
