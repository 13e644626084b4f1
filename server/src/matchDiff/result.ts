/** What comparing two versions of a rule found: the matches that were gained, lost and kept, and why. Plain data: it crosses threads. */
import type { UnreadableEvent, Hit } from '../evaluate/run.js';
import type { MatchUnit } from '../evaluate/matchUnit.js';
import type { Span } from '../base/span.js';
import type { RuleChange } from './changes.js';

export type Side = 'before' | 'after';

/** `gained`: the version after has the match, the one before has not. */
export type MatchKind = 'gained' | 'lost' | 'kept';

/** What became of the rule between the versions. */
export type RuleFate = 'added' | 'deleted' | 'changed';

/** What one version did on the events. */
export interface VersionOutcome {
  /** `absent`: there is no such version. `notRun`: it cannot be run, or was not; `message` says why. */
  readonly state: 'ran' | 'absent' | 'notRun';
  /** Exact, whatever is listed; undefined where it did not run. */
  readonly matches: number | undefined;
  readonly message: string | undefined;
}

/** A clause of the version without the match that is not true for one of its events. */
export interface FailedClause {
  /** Index into the hits of the match. */
  readonly hit: number;
  /** `item 2` of a sequence or sample. */
  readonly part: string | undefined;
  /** How deep it is below the clauses that are required. */
  readonly indent: number;
  /** On one line. */
  readonly clause: string;
  /** In the query text of that version. */
  readonly span: Span;
  /** What the event has there; empty where it has nothing. */
  readonly values: string;
  /** Undefined where the clauses below it say so. */
  readonly reason: string | undefined;
}

/** Why one version has a match and the other has not. */
export interface Why {
  /** The version without it. */
  readonly side: Side;
  readonly clauses: readonly FailedClause[];
  /** Failing clauses that are not listed. */
  readonly left: number;
  /** What is not a matter of clauses: filters, pipes, join keys. Without a full stop. */
  readonly note: string | undefined;
}

export interface ComparedMatch {
  /** One, or those of a sequence or sample in the order of its stages, as a version that has the match shows them. */
  readonly hits: readonly Hit[];
  /** Of gained and lost matches, unless the rule was added or deleted. */
  readonly why: Why | undefined;
}

export interface MatchList {
  /** Exact. */
  readonly count: number;
  /** The first ones. */
  readonly matches: readonly ComparedMatch[];
}

export interface MatchDiff {
  /**
   * `compared`: all is told. `sameMatching`: nothing that decides about matches was changed, so nothing was run. `noEvents`: none were
   * given. `notCompared`: a version cannot be run. `eventsUnread`: the events cannot be read. All but `compared` have a `message`.
   */
  readonly status: 'compared' | 'sameMatching' | 'noEvents' | 'notCompared' | 'eventsUnread' | 'cancelled';
  readonly message: string | undefined;
  readonly fate: RuleFate;
  readonly changes: readonly RuleChange[];
  /** Of the version after, or of the one that there is. */
  readonly unit: MatchUnit;
  readonly before: VersionOutcome;
  readonly after: VersionOutcome;
  /** Undefined unless `compared`. */
  readonly lists: Readonly<Record<MatchKind, MatchList>> | undefined;
  /** Those that were read. */
  readonly events: number;
  /** The first `limits.listedBadLines`. */
  readonly unreadable: readonly UnreadableEvent[];
  readonly unreadableCount: number;
  /** What a cluster might do differently with either version. */
  readonly fidelity: readonly string[];
  readonly milliseconds: number;
}
