/** What the commands found out, as the writers get it. */
import type { Diagnostic, Severity } from '../base/problem.js';
import type { Hit, RunSummary } from '../evaluate/run.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Fault } from './exitCodes.js';

/** A rule file that could be read. `path` is as the user would write it. */
export interface RuleFile {
  readonly path: string;
  readonly document: RuleDocument;
}

export interface CheckedFile extends RuleFile {
  readonly diagnostics: readonly Diagnostic[];
}

export interface UnreadFile {
  readonly path: string;
  readonly message: string;
}

export interface CheckReport {
  readonly files: readonly CheckedFile[];
  readonly unread: readonly UnreadFile[];
}

/** A run that has been started. */
export interface StartedRun {
  readonly rule: RuleFile;
  /** The event files, as the user would write them; `Hit.file` counts these. */
  readonly eventFiles: readonly string[];
}

/** Writes one check. Exactly one of the two is called, once. */
export interface CheckWriter {
  report(report: CheckReport): void;
  fault(fault: Fault): void;
}

/** Writes one run: a fault alone, or `start`, any number of `hits`, and `finish`. */
export interface RunWriter {
  start(run: StartedRun): void;
  hits(hits: readonly Hit[]): void;
  /** `errors`: what is wrong with the rule, where that is why it did not run. */
  finish(summary: RunSummary, errors: readonly Diagnostic[]): void;
  fault(fault: Fault): void;
}

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export type Counts = Readonly<Record<Severity, number>>;

export function countBySeverity(diagnostics: readonly Diagnostic[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}
