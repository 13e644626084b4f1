/** What synthesis answers: events that were made for a query, and why some were not. Plain data. */
import type { Span } from '../base/span.js';
import type { MadeEvent } from './madeEvent.js';

export interface Synthesis {
  /** One event, or the events of one sequence or sample in the order of time: the query matches them. */
  readonly positive: Sample;
  /** For each clause that the query requires, in the order of the query. */
  readonly nearMisses: readonly NearMiss[];
}

export type Sample = MadeSample | { readonly kind: 'none'; readonly reason: NoSampleReason };

export interface MadeSample {
  readonly kind: 'made';
  readonly events: readonly MadeEvent[];
  /** How many matches a run of the query on these events has; none for a near miss. */
  readonly matches: number;
}

/** Events that the query does not match, because of one thing alone. */
export interface NearMiss {
  readonly fails: NearMissKind;
  /** In the query text, of what fails. */
  readonly span: Span;
  /** What fails, on one line. */
  readonly text: string;
  readonly sample: Sample;
}

/**
 * `clause`: a clause of the query, or of an item, is false and all others are true. `missing`: an event that may not happen did.
 * `until`: the sequence was ended. `maxspan`: it took too long. `key`: the last event has another join key.
 */
export type NearMissKind = 'clause' | 'missing' | 'until' | 'maxspan' | 'key';

/** Why there are no events. The list is closed. */
export type NoSampleReason =
  /** The search found no values; for a near miss: none for which the other clauses stay true. */
  | 'notFound'
  /** The items have events, but none with a join key that all of them can have. */
  | 'noCommonKey'
  /** The clause is true, or false, for every event. */
  | 'fixed'
  /** Events were made, and running the query on them did not confirm them. */
  | 'notConfirmed';

/** A sentence for users, without a full stop. */
export const noSampleReasons: Readonly<Record<NoSampleReason, string>> = {
  notFound: 'no values were found with which it, and nothing else, decides',
  noCommonKey: 'no value was found that the join keys of all its events can have',
  fixed: 'it is the same for every event',
  notConfirmed: 'the events that were made do not behave as they should when the query runs on them',
};
