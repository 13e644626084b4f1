/** What the results page and the extension say to each other. Plain data: it crosses from one process to the other. */
import type { EventTimes, ListedRun, Position } from '../../../server/src/protocol/protocol.js';
import type { ListedMatch } from '../../../server/src/protocol/results.js';

/** The last run as the page shows it. */
export interface ShownRun {
  /** URI. */
  readonly rule: string;
  /** `a.toml: 3 of 120 events match · 0.08 s` */
  readonly headline: string;
  readonly list: ShownList | undefined;
  /** Where nothing matches; the nearest first. */
  readonly misses: readonly ShownMiss[];
  /** `Each item has events, but they make no sequence`; where that is so. */
  readonly timeline: string | undefined;
  readonly notes: readonly ShownNotes[];
}

export interface ShownList extends Pick<ListedRun, 'matches' | 'columns' | 'stages'> {
  /** Of matches that come bit by bit: lists with the same one have the same matches, and later ones more of them. */
  readonly series: string | undefined;
  readonly unit: 'event' | 'sequence' | 'sample';
  /** `and 12 more matches that are not listed` */
  readonly more: string | undefined;
  readonly times: EventTimes | undefined;
}

export interface ShownMiss {
  /** `line 17` */
  readonly line: string;
  /** `fails only on process.args` */
  readonly text: string;
  readonly rows: readonly {
    readonly indent: number;
    readonly clause: string;
    /** `✔`, and the word for it. */
    readonly mark: string;
    readonly outcome: string;
    readonly facts: string;
  }[];
}

export interface ShownNotes {
  readonly title: string;
  readonly isWarning: boolean;
  readonly notes: readonly string[];
}

/** Why an event matches. */
export interface ShownDetails {
  /** `line 14` */
  readonly line: string;
  readonly clauses: readonly {
    readonly clause: string;
    readonly values: string;
    /** Index into the matched values of the hit; without it there is no place to go to. */
    readonly value: number | undefined;
  }[];
  /** Where the clauses are not known. */
  readonly message: string | undefined;
}

/** Places among the matches that pass the filter, zero-based; each range from its first to behind its last. */
export type PlaceRanges = readonly (readonly [from: number, to: number])[];

/** What the user filtered and selected. */
export interface Chosen {
  readonly filter: string;
  readonly places: PlaceRanges;
  /** The row with the focus. */
  readonly active: number;
}

export type ToPage =
  /** Undefined: there is no run. */
  | { readonly kind: 'run'; readonly run: ShownRun | undefined; readonly isDim: boolean }
  | { readonly kind: 'status'; readonly headline: string; readonly isDim: boolean }
  | {
      readonly kind: 'matches';
      readonly ask: number;
      readonly from: number;
      readonly passing: number;
      readonly matches: readonly ListedMatch[];
    }
  /** The matches that were asked for are not kept any more. */
  | { readonly kind: 'gone'; readonly ask: number; readonly text: string }
  | { readonly kind: 'details'; readonly hit: number; readonly details: ShownDetails }
  /** To be announced, and shown for a while. */
  | { readonly kind: 'say'; readonly text: string };

/** An event that matches, and where it stood at the time of the run. */
interface EventAt {
  readonly hit: number;
  readonly position: Position;
}

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly ask: number; readonly filter: string; readonly from: number; readonly to: number }
  | ({ readonly kind: 'select' } & Chosen)
  | ({ readonly kind: 'goToEvent' } & EventAt)
  | ({ readonly kind: 'details' } & EventAt)
  | ({ readonly kind: 'explain' } & EventAt)
  | { readonly kind: 'goToValue'; readonly hit: number; readonly value: number }
  | {
      readonly kind: 'exclude' | 'keep';
      readonly hit: number;
      readonly stage: number;
      /** Those that can be asked for as they stand. */
      readonly values: readonly { readonly field: string; readonly value: string }[];
    }
  | { readonly kind: 'goToMiss'; readonly miss: number }
  | { readonly kind: 'explainMiss'; readonly miss: number }
  /** The selected rows, or the one with the focus, as tab-separated values. */
  | { readonly kind: 'copy' }
  | { readonly kind: 'timeline' | 'run' };
