/** How the tests of a rule went. Plain data: it crosses threads and processes. */
import type { Span } from '../base/span.js';
import type { JudgedEvent } from '../evaluate/explain/explained.js';

export interface TestFileResult {
  readonly uri: string;
  /** The rule's file. */
  readonly rule: string;
  /** The rule's name, or its file's where it has none. */
  readonly title: string;
  /** Why none of the cases could be run: the test file is broken, the rule is missing, has errors or cannot be run. */
  readonly fault: TestFault | undefined;
  readonly cases: readonly CaseResult[];
  readonly milliseconds: number;
}

export interface TestFault {
  /** One sentence that ends with what to do next. */
  readonly message: string;
  /** In the test file; undefined where it is about the rule. */
  readonly span: Span | undefined;
}

export interface CaseResult {
  readonly name: string;
  /** Of the case's name, in the test file. */
  readonly span: Span;
  /** `failed`: it ran and is not as expected. `error`: it could not be run. */
  readonly status: 'passed' | 'failed' | 'error';
  readonly failures: readonly CaseFailure[];
  /** What a cluster might do differently. */
  readonly fidelity: readonly string[];
  readonly milliseconds: number;
}

export interface CaseFailure {
  /** `expected 3 matches, got 2` */
  readonly message: string;
  /** Of what was expected, in the test file. */
  readonly span: Span;
  /** For a comparison side by side; undefined where there is nothing to compare. */
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** The events that did not do what was expected, with the reason, clause by clause. Spans are those of the rule's file. */
  readonly explained: readonly JudgedEvent[];
}
