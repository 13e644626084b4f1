/** What is asked of a scan and what it answers. All but the request is plain data: it crosses threads and processes. */
import type { MappingReport } from '../events/mapper.js';
import type { MatchUnit } from '../evaluate/matchUnit.js';
import type { RunProgress, RunSummary, UnreadableEvent } from '../evaluate/run.js';
import type { Source } from '../evaluate/runRule.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';

export interface ScannedRule {
  readonly document: RuleDocument;
  /** Of the rule's project. */
  readonly schemas: Schemas;
}

export interface ScanRequest {
  readonly rules: readonly ScannedRule[];
  readonly events: readonly Source[];
  /** ISO 8601 or epoch milliseconds; the newest event time of the sample when undefined. */
  readonly now?: string;
  /** The events come from where they can be read only once. */
  readonly readOnce?: boolean;
  /** Parses every event, also those of large files that cannot match, and tells mistakes in them. */
  readonly strict?: boolean;
  /** Matches of each rule that are listed; all are counted. */
  readonly listed: number;
}

/** Where an event of a match stands. */
export interface ScanHit {
  /** Index into the event files. */
  readonly file: number;
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  readonly timestamp: string | undefined;
  /** Of the match, counted from zero: the events of a sequence or sample have the same. */
  readonly match: number;
}

/** How one rule went. Every status but `finished` has a `message`, as a run of the rule alone would have. */
export interface RuleScan {
  /** Index into the rules of the request. */
  readonly rule: number;
  readonly status: RunSummary['status'];
  readonly message: string | undefined;
  readonly unit: MatchUnit;
  /** Events, sequences or samples, by `unit`. */
  readonly matches: number;
  /** The events of the first matches, in the order in which a run of the rule tells them. */
  readonly hits: readonly ScanHit[];
  /** What a cluster might do differently, and why. */
  readonly fidelity: readonly string[];
}

export interface ScanSummary {
  /** `invalid`: the request itself is wrong. Rules that could not be run do not change the status of the scan. */
  readonly status: RunSummary['status'];
  readonly message: string | undefined;
  readonly events: number;
  /** Different events that are part of a match of some rule. */
  readonly matchedEvents: number;
  /** The first `limits.listedBadLines`. */
  readonly unreadable: readonly UnreadableEvent[];
  readonly unreadableCount: number;
  /** Of the events, those that were not parsed. */
  readonly skipped?: number;
  readonly mapping?: MappingReport;
  readonly milliseconds: number;
  /** In the order of the request. */
  readonly rules: readonly RuleScan[];
}

/** What a scan reports, in order; the summary is last and always comes. */
export type ScanUpdate =
  { readonly kind: 'progress'; readonly progress: RunProgress } | { readonly kind: 'summary'; readonly summary: ScanSummary };
