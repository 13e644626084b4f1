/** The request between the editor and the language server that tells where the sequences of a rule came to their end: its name and payloads. */
import type { Position, Range, RunResult } from './protocol.js';

/** Request, client to server: what each stage of a sequence or sample has, and why those that began are no matches. Cancelled by the request's token. */
export const sequencesRequest = 'rulewright/sequences';

export interface SequencesParams {
  /** The rule's URI. Of an open document its unsaved text counts. */
  readonly rule: string;
  /** As for a run. */
  readonly sample?: { readonly uri: string; readonly text?: string };
  readonly position?: Position;
}

export interface SequencesResult {
  /** `notEvaluated` also for a rule that looks for single events. */
  readonly status: RunResult['status'];
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly rule: string;
  /** Of the rule's text; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string | undefined;
  readonly timeline: SequenceTimeline | undefined;
  readonly fidelity: readonly string[];
}

/** Stages count from zero, that of `until` is the last. Keys are for display: `host.id "a1", user.name "root"`, empty without `by`. */
export interface SequenceTimeline {
  readonly kind: 'sequence' | 'sample';
  /** In milliseconds. */
  readonly maxspan: number | undefined;
  /** One lane each. */
  readonly stages: readonly TimelineStage[];
  /** Those that got furthest, first, up to a cap. */
  readonly keys: readonly TimelineKey[];
  readonly keyCount: number;
  /** The first ones. */
  readonly complete: readonly CompleteTimeline[];
  readonly completeCount: number;
  /** The longest first, up to a cap. */
  readonly partials: readonly PartialTimeline[];
  readonly partialCount: number;
  /** How the partial sequences ended: `2 too long, 1 without a next event`; empty for samples. */
  readonly endings: string;
  /** What was not looked into, in sentences. */
  readonly limited: readonly string[];
}

export interface TimelineStage {
  /** `1`, `until` */
  readonly name: string;
  /** The item as written, on one line. */
  readonly text: string;
  /** In the rule file. */
  readonly range: Range;
  readonly kind: 'event' | 'missing' | 'until';
  /** How often in a row; 1 without `with runs`. */
  readonly runs: number;
  /** Events that satisfy the item and have its join keys. */
  readonly candidates: number;
  /** Events that satisfy it and lack a key. */
  readonly withoutKey: number;
  readonly absentKeys: readonly { readonly field: string; readonly events: number }[];
  /** The first of both, in order, up to a cap. */
  readonly events: readonly KeyedTimelineEvent[];
}

export interface TimelineEvent {
  /** Where it begins in the event file. */
  readonly position: Position;
  /** ISO 8601; undefined in samples, which have no order. */
  readonly timestamp: string | undefined;
}

export interface KeyedTimelineEvent extends TimelineEvent {
  readonly key: string;
  readonly lacksKey: boolean;
}

export interface TimelineKey {
  readonly key: string;
  /** Candidates for each stage. */
  readonly candidates: readonly number[];
  readonly complete: number;
}

/** An event in a sequence. */
export interface PlacedTimelineEvent extends TimelineEvent {
  readonly stage: number;
  /** One-based place among the repetitions of the stage. */
  readonly run: number;
}

export interface CompleteTimeline {
  readonly key: string;
  readonly events: readonly PlacedTimelineEvent[];
}

export interface PartialTimeline extends CompleteTimeline {
  /** The stage that it waited for; undefined where all were satisfied. */
  readonly waitsFor: number | undefined;
  readonly cause:
    'keyMismatch' | 'maxspan' | 'until' | 'missingEventPresent' | 'order' | 'replaced' | 'runs' | 'noCandidate' | 'unmet' | 'sameEvents';
  /** `stage 2 line 9 comes 12.5 s after maxspan=10s ends; would match with maxspan=23s` */
  readonly text: string;
  /** The event that the cause is about: the one that came too late, has another key, ends it. */
  readonly culprit: PlacedTimelineEvent | undefined;
  /** That `maxspan` would do, as EQL writes it. */
  readonly maxspan: string | undefined;
}
