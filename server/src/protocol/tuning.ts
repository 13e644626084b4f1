/** The request between the editor and the language server that tunes a rule from one of its matches: its name and payloads. */
import type { Position, Range } from './protocol.js';

/** Request, client to server: how a rule would exclude a value of a matching event, or keep only events with it, and what that does. */
export const tuneRequest = 'rulewright/tune';

export interface TuneParams {
  /** The rule's URI. Of an open document its unsaved text counts. */
  readonly rule: string;
  /** As for a run. */
  readonly sample?: { readonly uri: string; readonly text?: string };
  readonly position?: Position;
  readonly field: string;
  /** As it is shown; numbers and booleans as JSON has them. */
  readonly value: string;
  readonly mode: 'exclude' | 'keep';
  /** Of an event of a sequence or sample. */
  readonly stage?: number;
}

/** What becomes of the matches on the sample. Lines are one-based, as people count; those of sequences are of their first events. */
export interface TunePreview {
  /** As of a run. */
  readonly unit?: 'sequence' | 'sample';
  readonly before: number;
  readonly after: number;
  /** The first ones. */
  readonly removedLines: readonly number[];
  /** Events of the sample with `labels.expected: true`, which the rule must find. */
  readonly expected: number;
  /** Those of them that no longer match. */
  readonly hidden: number;
  readonly hiddenLines: readonly number[];
  /** Whether all matches were compared; of very many the first ones are. */
  readonly isComplete: boolean;
}

export interface TuneResult {
  /** One sentence when it is not possible; then there is nothing else. */
  readonly message: string | undefined;
  /** The clause that is written. */
  readonly clause: string;
  /** In the rule file. */
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  /** Of the text that the edits are for; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  /** Undefined where the rule has no sample, or cannot be run. */
  readonly preview: TunePreview | undefined;
  /** A Kibana exception item for the same, as JSON; only for what is excluded. */
  readonly exception: string | undefined;
}
