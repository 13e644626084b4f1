/** The request between the editor and the language server that gives the matches of a run in pages: its name and payloads. */
import type { Position } from './protocol.js';

/** Request, client to server: some of the matches that `listed` of a run result tells of. */
export const listedMatchesRequest = 'rulewright/listedMatches';

export interface ListedMatchesParams {
  /** `id` of `RunResult.listed`. */
  readonly id: number;
  /** Words that a match must all have in one of its values, whatever their case; `name:word` looks only at fields of that name. Empty for all. */
  readonly filter: string;
  /** Zero-based, of those that pass the filter; `to` is not among them. */
  readonly from: number;
  readonly to: number;
}

export interface ListedMatches {
  /** `gone`: later runs took their place, or the server was started anew; then there is nothing else. */
  readonly status: 'listed' | 'gone';
  /** How many pass the filter. */
  readonly passing: number;
  readonly matches: readonly ListedMatch[];
}

export interface ListedMatch {
  /** Counted from one, of all that are listed. */
  readonly number: number;
  /** Of a sequence or sample, for display; `null` where an optional key has no value. */
  readonly joinKeys?: readonly string[];
  /** One, or those of a sequence or sample in the order of its stages. */
  readonly events: readonly ListedEvent[];
}

export interface ListedEvent {
  /** Index among all matching events of the run, as in `RunResult.hits` as far as that goes. */
  readonly hit: number;
  /** Where it begins in the event file, as it was when it was run. */
  readonly position: Position;
  /** As written. */
  readonly timestamp: string | undefined;
  /** Zero-based, missing events counted; 0 for single events. */
  readonly stage: number;
  /** One for each of the listed columns, null where the event has none; several values joined, very long ones cut. */
  readonly values: readonly (string | null)[];
}
