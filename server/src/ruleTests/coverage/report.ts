/** Which clauses and list members of a rule its tests exercise. Plain data: it crosses threads and processes. */
import type { Span } from '../../base/span.js';

export interface CoverageReport {
  /** The rule's file. */
  readonly rule: string;
  /** Why nothing could be measured: the rule cannot be run, or no case has events that can be read. */
  readonly fault: string | undefined;
  /** In written order; each clause that asks one thing, and after a clause with a list each of its members. */
  readonly clauses: readonly ClauseCoverage[];
  /** How many of `clauses` some case exercises. */
  readonly covered: number;
}

export interface ClauseCoverage {
  readonly kind: 'clause' | 'member';
  /** In the rule's file. */
  readonly span: Span;
  /** As it is written, on one line. */
  readonly text: string;
  /** Stands under a negation: what satisfies it is kept out. */
  readonly excludes: boolean;
  readonly covered: boolean;
  /** Names of the cases that exercise it, in the order of the file. */
  readonly cases: readonly string[];
  /** What a case that covers it would have; undefined where it is covered. */
  readonly wanted: string | undefined;
}

/** Of a hundred; 100 for a rule without clauses. Rounded down, so that 100 means all. */
export function percentCovered({ clauses, covered }: Pick<CoverageReport, 'clauses' | 'covered'>): number {
  return clauses.length === 0 ? 100 : Math.floor((100 * covered) / clauses.length);
}
