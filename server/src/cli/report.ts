/** What the commands found out, as the writers get it. */
import type { Diagnostic, Severity } from '../base/problem.js';
import type { AlertsResult } from '../detect/result.js';
import type { ExplainedEvents } from '../evaluate/explain/explainEvents.js';
import type { Hit, RunSummary } from '../evaluate/run.js';
import type { MatchDiff } from '../matchDiff/result.js';
import type { QueryRegion, RuleDocument } from '../rule/ruleDocument.js';
import type { NoRequest, SearchRequest } from '../translate/request.js';
import type { Fault } from './exitCodes.js';
import type { Revision } from './terminal.js';

/** A rule file that could be read. `path` is as the user would write it. */
export interface RuleFile {
  readonly path: string;
  /** The rule that is meant. */
  readonly document: RuleDocument;
  /** All rules of the file; an export has several. */
  readonly documents: readonly RuleDocument[];
}

/** What is kept of a checked rule: its trees would fill the memory where there are thousands. */
export type RuleHead = Pick<RuleDocument, 'uri' | 'text' | 'name' | 'type' | 'severity' | 'riskScore'> & {
  readonly queries: readonly Pick<QueryRegion, 'language'>[];
};

export interface CheckedFile {
  readonly path: string;
  /** The first of the file. */
  readonly document: RuleHead;
  readonly diagnostics: readonly Diagnostic[];
}

/** A checked file by its URI, as the user would write it; other files by the URI. */
export function pathsOf(files: readonly CheckedFile[]): (uri: string) => string {
  const paths = new Map(files.map(({ path, document }) => [document.uri, path]));
  return (uri) => paths.get(uri) ?? uri;
}

export interface UnreadFile {
  readonly path: string;
  readonly message: string;
}

export interface CheckReport {
  readonly files: readonly CheckedFile[];
  readonly unread: readonly UnreadFile[];
  /** How many problems `files` lacks because they are milder than those that were asked for. */
  readonly milder: number;
  /** What `--fix` changed before the files were checked. */
  readonly repairs: { readonly fixes: number; readonly files: number };
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

/** Writes one explanation; exactly one of the three is called, once. `errors`: what is wrong with the rule, where that is why it did not run. */
export interface ExplainWriter {
  /** Of a run over all events. */
  run(run: StartedRun, summary: RunSummary, errors: readonly Diagnostic[]): void;
  /** Of chosen events. */
  events(run: StartedRun, explained: ExplainedEvents, errors: readonly Diagnostic[]): void;
  fault(fault: Fault): void;
}

export type Counts = Readonly<Record<Severity, number>>;

export function countBySeverity(diagnostics: readonly Diagnostic[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/** Writes the alerts of a rule: a fault alone, or the result. */
export interface AlertsWriter {
  /** `errors`: what is wrong with the rule, where that is why it did not run. */
  result(run: StartedRun, result: AlertsResult, errors: readonly Diagnostic[]): void;
  fault(fault: Fault): void;
}

/** Writes what `translate` found; one of the three is called. */
export interface TranslationWriter {
  request(rule: RuleFile, request: SearchRequest): void;
  noRequest(rule: RuleFile, reason: NoRequest): void;
  fault(fault: Fault): void;
}

/** A changed rule on its events. */
export interface ComparedRule {
  /** Where it is now; of a deleted rule where it was. */
  readonly path: string;
  /** Where it was, if that was elsewhere. */
  readonly beforePath: string | undefined;
  /** The version after; of a deleted rule the one before. */
  readonly document: RuleDocument | undefined;
  /** As the user would write them; `Hit.file` counts these. */
  readonly eventFiles: readonly string[];
  readonly diff: MatchDiff;
}

export interface DiffReport {
  readonly from: Revision;
  /** Undefined for the files as they are now. */
  readonly to: Revision | undefined;
  readonly rules: readonly ComparedRule[];
  readonly unread: readonly UnreadFile[];
}

/** Writes one comparison with a revision. Exactly one of the two is called, once. */
export interface DiffWriter {
  report(report: DiffReport): void;
  fault(fault: Fault): void;
}
