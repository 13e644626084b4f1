/** What a scan found out, as the writers get it. */
import type { RuleScan, ScanSummary } from '../scan/scanResult.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Fault } from './exitCodes.js';
import type { UnreadFile } from './report.js';

/** A rule that took part. `path`: of its file, as the user would write it. */
export interface ScannedFileRule {
  readonly path: string;
  readonly document: RuleDocument;
  readonly result: RuleScan;
}

export interface ScanReport {
  readonly rules: readonly ScannedFileRule[];
  /** As the user would write them; `ScanHit.file` counts these. */
  readonly eventFiles: readonly string[];
  readonly unread: readonly UnreadFile[];
  readonly summary: ScanSummary;
}

/** Writes one scan. Exactly one of the two is called, once. */
export interface ScanWriter {
  report(report: ScanReport): void;
  fault(fault: Fault): void;
}

/** How people and programs call the rule. */
export function titleOf({ document, path }: Pick<ScannedFileRule, 'document' | 'path'>): string {
  return document.name?.value ?? path.slice(path.lastIndexOf('/') + 1);
}
