/** One query over a stream of events: hits in file order, with the values that made them match. */
import type { Span } from '../base/span.js';
import type { BadEvent, EventPlace, Value } from '../events/event.js';
import type { MappingReport } from '../events/mapper.js';
import type { Explanation } from './explain/explained.js';
import type { ExclusionCount, UnmetClause } from './variants/variant.js';
import type { SequenceReport } from './sequence/debug/report.js';
import type { TimeCounts } from './timeBins.js';

/** A clause that is true for an event, and the values that satisfied it. Clauses under `not` have no values and are left out. */
export interface SatisfiedClause {
  /** Of the clause in the query text. */
  readonly span: Span;
  readonly field: string;
  /** The values, of all the field has, that satisfy the clause. */
  readonly values: readonly Value[];
}

/** An event that matches. */
export interface Hit extends EventPlace {
  /** Index into the event files of the run. */
  readonly file: number;
  /** The event's own text as it stands in the file; undefined once `limits.keptHits` is passed. */
  readonly text: string | undefined;
  /** The event's `@timestamp` (or the rule's timestamp field), as written. */
  readonly timestamp: string | undefined;
  readonly clauses: readonly SatisfiedClause[];
  /** The fields that tell most about the event, in the order to show them: those of the query first. */
  readonly columns: readonly Column[];
  /** Set for the events of a sequence or sample. Hits of one match come together, in the order of its stages. */
  readonly sequence?: MatchedStage;
}

/** The part an event has in a sequence or sample. */
export interface MatchedStage {
  readonly kind: 'sequence' | 'sample';
  /** Zero-based number of the match in the result. */
  readonly index: number;
  /** Index into `stages`. */
  readonly stage: number;
  /** All stages of the query, `runs` written out; the same in all hits of a run. A missing event has no hit. */
  readonly stages: readonly StageOutline[];
  /** The values of the join keys, none without `by`; null where an optional field has no value, dates in ISO 8601. */
  readonly joinKeys: readonly (Value | null)[];
}

export interface StageOutline {
  /** Of the item in the query text. */
  readonly span: Span;
  readonly missing: boolean;
}

export interface Column {
  readonly field: string;
  readonly values: readonly Value[];
}

export interface RunProgress {
  readonly events: number;
  readonly matches: number;
  /** Of the raw files; `totalBytes` is undefined where a size is not known. */
  readonly bytesRead: number;
  readonly totalBytes: number | undefined;
}

export interface UnreadableEvent extends BadEvent {
  /** Index into the event files of the run. */
  readonly file: number;
}

/** How a run ended. Every status but `finished` has a `message` that says why and what to do next. */
export interface RunSummary {
  /**
   * `invalid`: the rule has errors. `notEvaluated`: valid, but not run locally (ES|QL, Lucene, machine learning).
   * `failed`: a file could not be read, or the search would fail on a cluster.
   */
  readonly status: 'finished' | 'cancelled' | 'invalid' | 'notEvaluated' | 'failed';
  readonly message: string | undefined;
  readonly events: number;
  /** Events, or sequences or samples where the query asks for these. */
  readonly matches: number;
  /** The first `limits.listedBadLines`. */
  readonly unreadable: readonly UnreadableEvent[];
  readonly unreadableCount: number;
  /** Of `events`, those that were counted without being parsed, since they cannot matter: mistakes in them are not in `unreadable`. */
  readonly skipped?: number;
  /** Where events of another shape were mapped. */
  readonly mapping?: MappingReport;
  /** What a cluster might do differently, and why: one sentence each. */
  readonly fidelity: readonly string[];
  readonly milliseconds: number;
  /** Where the request asked to explain, and events were read. */
  readonly explanation?: Explanation;
  /** Clauses that no event satisfies, although some satisfy a near variant; with the explanation. */
  readonly unmet?: readonly UnmetClause[];
  /** What each exclusion takes out of the matches; with the explanation. */
  readonly exclusions?: readonly ExclusionCount[];
  /** Where the request asked for it, the query is a sequence or sample, and all events were read. */
  readonly sequences?: SequenceReport;
  /** Where the request asked for it: when the events happened. */
  readonly times?: TimeCounts;
}

/** What a run reports, in order; the summary is last and always comes. */
export type RunUpdate =
  | { readonly kind: 'hits'; readonly hits: readonly Hit[] }
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'summary'; readonly summary: RunSummary };
