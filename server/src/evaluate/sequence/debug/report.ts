/**
 * What the sequence debugger finds out, as plain data: for each item its candidates, for each join key how far it got, and for each sequence
 * that began and did not become a match, where it ended and why. Numbers of items count from zero, `until` is the one after the last.
 */
import type { Span } from '../../../base/span.js';
import type { EventPlace, Value } from '../../../events/event.js';

/** An event by its place and time. */
export interface EventRef extends EventPlace {
  /** Index into the event files of the run. */
  readonly file: number;
  /** ISO 8601; undefined in samples, which have no order. */
  readonly timestamp: string | undefined;
}

/** An event in the part of an item. */
export interface StageEvent {
  readonly item: number;
  /** One-based place among the repetitions of the item; 1 without `with runs`. */
  readonly run: number;
  readonly event: EventRef;
}

/** The value of a join key. Null: an optional field without a value, dates in ISO 8601. */
export type KeyValue = Value | null;

/** A candidate with its join key, undefined where it lacks one. */
export interface KeyedEvent {
  readonly event: EventRef;
  readonly key: readonly (KeyValue | undefined)[];
}

/** One `[…]` and what satisfies it. */
export interface ItemReport {
  /** In the query text. */
  readonly span: Span;
  readonly missing: boolean;
  readonly until: boolean;
  readonly runs: number;
  /** The names of its key fields; undefined for one that the mapping does not have. */
  readonly keys: readonly (string | undefined)[];
  /** Events that satisfy it and have its keys. */
  readonly candidates: number;
  /** Events that satisfy it and lack a key. */
  readonly withoutKey: number;
  /** The first of both, in order; at most `reportLimits.candidates`. */
  readonly events: readonly KeyedEvent[];
  /** Which keys these lack. */
  readonly absentKeys: readonly { readonly field: string; readonly events: number }[];
}

/** What one join key has. */
export interface KeyReport {
  readonly values: readonly KeyValue[];
  /** Candidates for each item. */
  readonly candidates: readonly number[];
  /** Complete sequences or samples. */
  readonly complete: number;
}

export interface CompleteSequence {
  readonly key: readonly KeyValue[];
  readonly events: readonly StageEvent[];
}

/** The values of one join key, where two events differ in it; undefined for an event that has none. */
export interface KeyDifference {
  /** The field in the item of the partial sequence, and in the item that it waits for. */
  readonly fields: readonly [string | undefined, string | undefined];
  readonly partial: KeyValue | undefined;
  readonly event: KeyValue | undefined;
}

/** What was gained when this one thing was repaired and matching tried again: a match, one more stage, or nothing. */
export type Gain = 'match' | 'nextStage' | 'nothing';

/** Why a sequence that had begun is no match. */
export type Cause =
  | {
      readonly kind: 'keyMismatch';
      /** Would have continued the sequence: it stands in time. */
      readonly event: EventRef;
      /** At least one. */
      readonly differences: readonly KeyDifference[];
      readonly gain: Gain;
    }
  | {
      readonly kind: 'maxspan';
      /** Comes too late. */
      readonly event: EventRef;
      /** All in milliseconds, rounded up. */
      readonly exceededBy: number;
      readonly maxspan: number;
      /** The shortest that would do: for a match where it gives one, else for this event. */
      readonly needed: number;
      /** `needed` as EQL writes it, rounded up to whole seconds where that makes no difference. */
      readonly neededText: string;
      readonly gain: Gain;
    }
  | {
      readonly kind: 'until';
      /** The number of `until`. */
      readonly item: number;
      readonly until: EventRef;
      /** Further `until` events before `event`. */
      readonly others: number;
      /** Would have continued the sequence. */
      readonly event: EventRef;
      readonly gain: Gain;
    }
  | {
      readonly kind: 'missingEventPresent';
      /** The item that no event may satisfy. */
      readonly item: number;
      readonly event: EventRef;
      /** Further events that would have to go. */
      readonly others: number;
      readonly gain: Gain;
    }
  | {
      readonly kind: 'order';
      /** Satisfies the next item, but stands before. */
      readonly event: EventRef;
      /** In milliseconds; 0 for the same time. */
      readonly before: number;
      /** Timestamp and tiebreaker are the same, so that only the place in the files decides. */
      readonly tie: boolean;
      readonly gain: Gain;
    }
  | {
      readonly kind: 'replaced';
      /** The event by which a later sequence took the place of this one. */
      readonly event: EventRef;
      /** Why the later one is no match either. */
      readonly then: Cause;
      /** Without that event this sequence would match. */
      readonly gain: Gain;
    }
  | { readonly kind: 'runs'; readonly had: number; readonly wanted: number }
  /** `candidates`: of the next item, with any key and at any time. */
  | { readonly kind: 'noCandidate'; readonly candidates: number }
  /** Of a sample: no event with this key satisfies these items. `nearest`: where only one item is unmet, an event that differs in its key. */
  | {
      readonly kind: 'unmet';
      readonly items: readonly number[];
      readonly nearest: { readonly event: EventRef; readonly differences: readonly KeyDifference[] } | undefined;
    }
  /** Of a sample: every item is satisfied, but there are too few different events. */
  | { readonly kind: 'sameEvents' };

/** A sequence that began, or a join key of a sample, and is no match. */
export interface PartialSequence {
  /** Undefined for a key that the first event lacks. */
  readonly key: readonly (KeyValue | undefined)[];
  readonly events: readonly StageEvent[];
  /** The item it waited for; undefined where all items were satisfied. */
  readonly waitsFor: number | undefined;
  readonly cause: Cause;
  /** Beside `maxspan`: `until` ended it as well, or an event stands in time and has another key. */
  readonly also: Cause | undefined;
}

/** Of all partial sequences, how the matcher left them. */
export interface Endings {
  /** A later sequence took the place, and is no match either. */
  readonly replaced: number;
  readonly maxspan: number;
  readonly until: number;
  readonly missingEventPresent: number;
  /** Waits for its next event to the end. */
  readonly waiting: number;
}

export interface SequenceReport {
  readonly kind: 'sequence' | 'sample';
  /** In milliseconds. */
  readonly maxspan: number | undefined;
  /** `until` last. */
  readonly items: readonly ItemReport[];
  /** Those that got furthest, first; at most `reportLimits.keys`. */
  readonly keys: readonly KeyReport[];
  readonly keyCount: number;
  /** At most `reportLimits.complete`. */
  readonly complete: readonly CompleteSequence[];
  readonly completeCount: number;
  /** The longest first, then the earliest; of the same length those last that were replaced. At most `reportLimits.partials`. */
  readonly partials: readonly PartialSequence[];
  readonly partialCount: number;
  readonly endings: Endings;
  /** What was left out of the analysis, in sentences. Candidates and complete sequences are counted in full nevertheless. */
  readonly limited: readonly string[];
}

/** How much of the result is listed and looked into. */
export interface ReportLimits {
  readonly keys: number;
  /** Of each item. */
  readonly candidates: number;
  readonly complete: number;
  readonly partials: number;
  /** Candidates of each item that are looked into for partial sequences. */
  readonly analysed: number;
  /** Events that lack a join key, looked into as possible continuations. */
  readonly withoutKey: number;
  /** Events of one attempt to match again with something repaired. */
  readonly rematched: number;
  /** Possible causes tried for one partial sequence. */
  readonly tries: number;
}

export const reportLimits: ReportLimits = {
  keys: 50,
  candidates: 500,
  complete: 100,
  partials: 100,
  analysed: 100_000,
  withoutKey: 10_000,
  rematched: 5000,
  tries: 20,
};
