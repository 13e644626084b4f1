/** A sequence or sample ready to run: its items as predicates, with the keys that join their events. */
import type { Span } from '../../base/span.js';
import type { FieldTable } from '../../events/event.js';
import type { EventObserver } from '../eventPass.js';
import type { ShownFields } from '../hit.js';
import type { PipeStep } from '../pipes.js';
import type { FieldRef, Predicate } from '../predicate.js';
import type { ReportLimits } from './debug/report.js';
import type { JoinKey } from './joinKeys.js';

/** One `[…]`. All items of a query have the same number of keys. */
export interface QueryItem {
  readonly span: Span;
  /** What stands in the item. */
  readonly predicate: Predicate;
  /** Conditions on join keys that stand in other items and hold for this one too. */
  readonly inherited: readonly Predicate[];
  readonly keys: readonly JoinKey[];
  /** `![…]`: no event may satisfy it. */
  readonly missing: boolean;
  /** How many events in a row; 1 in samples. */
  readonly runs: number;
}

/** https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-sequences */
export interface SequenceQuery {
  readonly kind: 'sequence';
  readonly items: readonly QueryItem[];
  readonly until: QueryItem | undefined;
  /** In milliseconds. */
  readonly maxspan: number | undefined;
  readonly pipes: readonly PipeStep[];
}

/** https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-samples */
export interface SampleQuery {
  readonly kind: 'sample';
  readonly items: readonly QueryItem[];
}

/** A query with what a run of it needs. */
export interface SequencePlan extends ShownFields {
  readonly query: SequenceQuery | SampleQuery;
  /** Events for which it is false take no part, not even as events that may not happen: filters of the rule. */
  readonly filter?: Predicate | undefined;
  /** Numbers all fields of the query. */
  readonly fields: FieldTable;
  /** Decides between events with the same timestamp; their place in the files does where it is undefined. */
  readonly tiebreaker: FieldRef | undefined;
  /** How many samples a join key may have. */
  readonly samplesPerKey: number;
  readonly observer?: EventObserver | undefined;
  /** Also find out where sequences that began came to their end, within these limits. */
  readonly debug?: ReportLimits | undefined;
}
