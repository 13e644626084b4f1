/** Which changes of a rule its tests notice. Plain data: it crosses threads and processes. */
import type { Span } from '../../base/span.js';
import type { MutationKind } from './mutation.js';

export interface MutationReport {
  /** The rule's file. */
  readonly rule: string;
  /** Why nothing could be measured: the rule cannot be run or changed here, or no case passes. */
  readonly fault: string | undefined;
  /** In written order. Changes that no event can tell from the rule are left out and counted. */
  readonly mutants: readonly MutantResult[];
  readonly survived: number;
  /** Changes that change nothing, such as dropping a value that stands twice. */
  readonly equivalent: number;
  /** Names of the cases that do not pass as the rule is: they can notice nothing. */
  readonly unused: readonly string[];
}

export interface MutantResult {
  readonly kind: MutationKind;
  /** In the rule's file, of what is changed. */
  readonly span: Span;
  /** What is changed, as it is written, on one line. */
  readonly text: string;
  /** What it becomes; undefined where it is dropped. */
  readonly becomes: string | undefined;
  /** The clause with the list that it is dropped from. */
  readonly from: string | undefined;
  /** The first case that notices; undefined for a mutant that survives. */
  readonly noticedBy: string | undefined;
  /** What a case that notices would have; undefined where one does. */
  readonly wanted: string | undefined;
}
