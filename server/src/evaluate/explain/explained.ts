/** What explanations consist of: an event judged clause by clause, and a run's counts for each clause with its nearest misses. Plain data. */
import type { Span } from '../../base/span.js';
import type { EventPlace, Presence, Value } from '../../events/event.js';
import type { FieldOrigin } from '../../events/mapper.js';

/** `notEvaluated`: judging the clause, alone or where its turn comes, would fail the search. */
export type Outcome = boolean | 'notEvaluated';

export type ClauseKind = 'all' | 'any' | 'not' | 'leaf';

/** Why a clause is not true. The list is closed. */
export type Reason =
  /** The field has no value; `presence` is never `value`. */
  | { readonly kind: 'noValue'; readonly field: string; readonly presence: Presence }
  /** `nearest`: of several values that are wanted the one most like a value of the event. `isPattern`: as a pattern it would match. */
  | { readonly kind: 'wrongValue'; readonly nearest: string | undefined; readonly isPattern: boolean }
  /** The event has objects in a nested field, none of which satisfies all that is asked of one. */
  | { readonly kind: 'noObject'; readonly objects: number }
  | { readonly kind: 'caseDiffers'; readonly value: Value; readonly wanted: string }
  /** An index cannot hold the value as `type`; undefined where the clause asks for another kind of value than the event has. */
  | { readonly kind: 'wrongType'; readonly value: Value; readonly type: string | undefined }
  | PatternMiss
  /** An index leaves the value out: it has more than `longest` UTF-16 units. */
  | { readonly kind: 'tooLong'; readonly length: number; readonly longest: number }
  /** What is negated is true; because of these values, where it is one clause on a field. */
  | { readonly kind: 'excluded'; readonly values: readonly Value[] }
  | { readonly kind: 'notEvaluated'; readonly why: string };

/** No value matches one of `patterns` patterns; named are the value and the pattern that come nearest. */
export interface PatternMiss {
  readonly kind: 'pattern';
  readonly value: Value;
  readonly pattern: string;
  readonly patterns: number;
  /** Where the value leaves the pattern; undefined for regular expressions. */
  readonly stop: PatternStop | undefined;
}

/**
 * `start`: the value does not begin as the pattern does. `next`: after the matched part something else follows. `later`: what the
 * pattern wants somewhere after the matched part is not there. `end`: the value ends otherwise. `over`: the value goes on.
 */
export interface PatternStop {
  readonly kind: 'start' | 'next' | 'later' | 'end' | 'over';
  /** The length of the value's beginning that matches, in UTF-16 units. */
  readonly matched: number;
  /** What the pattern wants there; undefined where it wants nothing more, or any character. */
  readonly wanted: string | undefined;
  /** Characters of the pattern's own text that were found. */
  readonly found: number;
}

/** What the event has in a field of a clause. */
export interface JudgedField {
  readonly field: string;
  /** The first values; those that satisfy the clause come before others where not all are listed. */
  readonly values: readonly Value[];
  /** How many more there are. */
  readonly more: number;
  /** Those of `values` that satisfy the clause. */
  readonly satisfying: readonly Value[];
}

/** A clause judged on one event. */
export interface Verdict {
  /** Index of the clause in its tree. */
  readonly clause: number;
  /** Of the clause in the query text. */
  readonly span: Span;
  readonly kind: ClauseKind;
  readonly outcome: Outcome;
  /** In written order; one for `not`, none for a leaf. */
  readonly operands: readonly Verdict[];
  /** The fields of a leaf. */
  readonly fields: readonly JudgedField[];
  /** Of a leaf or a `not` that is not true, and of what could not be evaluated. */
  readonly reason: Reason | undefined;
}

export interface Distance {
  /** How many of the clauses that are required fail; an `or` counts as one. */
  readonly failing: number;
  /** How many leaves would have to change, of an `or` those of its nearest branch: decides between events with as many failing clauses. */
  readonly leaves: number;
}

/** An event that does not match. */
export interface NearMiss extends EventPlace {
  /** Index into the event files of the run. */
  readonly file: number;
  /** The event's own text as it stands in the file; undefined where it is too long to keep. */
  readonly text: string | undefined;
  readonly distance: Distance;
  readonly verdict: Verdict;
}

export interface CountedValue {
  readonly value: Value;
  /** Events that have it. */
  readonly events: number;
}

export interface FrequentValues {
  /** Events in which the field has a value. */
  readonly present: number;
  /** The most frequent first, at most five; of those as frequent the one seen first. */
  readonly values: readonly CountedValue[];
  /** How many different values there are; undefined where there are more than can be counted, of which the first ones were. */
  readonly different: number | undefined;
}

/** Another way to write a clause. `pattern`: its values with `*` or `?` as patterns (KQL: without quotes; EQL: with `like`). */
export interface OtherForm {
  readonly form: 'ignoreCase' | 'pattern';
  /** Events that satisfy the clause in this form and not as it is written. */
  readonly more: number;
}

export interface ClauseStatistics {
  /** Of the clause in the query text. */
  readonly span: Span;
  readonly kind: ClauseKind;
  /** Events that satisfy the clause by itself, whatever the rest of the query says. */
  readonly passed: number;
  /** For a clause of an `and` chain: events that satisfy it and all before it in the chain. */
  readonly alive: number | undefined;
  /** Events on which it could not be evaluated. */
  readonly notEvaluated: number;
  /** Those of a leaf; of a pattern of field names none. */
  readonly fields: readonly { readonly field: string; readonly seen: FrequentValues }[];
  /** Only forms that let more events pass. */
  readonly otherForms: readonly OtherForm[];
  /** In written order. */
  readonly operands: readonly ClauseStatistics[];
}

/** A part of a query that events are judged by: the whole of an event query, or one item of a sequence or sample. */
export interface QueryPart {
  readonly kind: 'query' | 'item' | 'until';
  /** Of the item in the query text. */
  readonly span: Span;
  /** `![…]` */
  readonly missing: boolean;
}

export interface ExplainedPart extends QueryPart {
  /** Events that satisfy it; pipes, order and join keys are not looked at. */
  readonly passed: number;
  /** Of these, those that have a value for each join key; undefined where there is none. */
  readonly joined: number | undefined;
  readonly clauses: ClauseStatistics;
  /** At most ten, the nearest first; none for what must be missing or ends a sequence. */
  readonly nearest: readonly NearMiss[];
}

/** What a run tells about itself when it is asked to explain. */
export interface Explanation {
  /** Those that were judged. */
  readonly events: number;
  /** Those that the rule's filters take out before. */
  readonly filtered: number;
  /** One for an event query; else one for each item in order, that of `until` last. */
  readonly parts: readonly ExplainedPart[];
}

/** One event judged by each part of a query. */
export interface JudgedPart extends QueryPart {
  readonly verdict: Verdict;
  readonly distance: Distance;
  /** How many clauses an event must satisfy. */
  readonly required: number;
}

export interface JudgedEvent extends EventPlace {
  readonly file: number;
  /** The event's own text as it stands in the file; undefined where it is too long to keep. */
  readonly text: string | undefined;
  /** The rule's filters take it out, whatever the query says. */
  readonly filtered: boolean;
  readonly parts: readonly JudgedPart[];
  /** Of an event that was mapped: where the fields of the clauses come from. */
  readonly mapped?: JudgedMapping;
}

export interface JudgedMapping {
  /** The mapping's name. */
  readonly mapping: string;
  readonly origins: readonly { readonly field: string; readonly origin: FieldOrigin }[];
}
