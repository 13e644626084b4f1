/** What is asked of a run as the detection engine runs rules, and what it answers. */
import type { MappingReport } from '../events/mapper.js';
import type { RunProgress, RunSummary, UnreadableEvent } from '../evaluate/run.js';
import type { RunRequest, Source } from '../evaluate/runRule.js';
import type { Alert, EventRef } from './alert.js';

export interface AlertsRequest extends RunRequest {
  /** What happened before: new_terms rules look here for what is known. */
  readonly history?: readonly Source[];
  /** ISO 8601 or epoch milliseconds: of `events`, those up to here are history. */
  readonly split?: string;
  /** For threat_match rules. */
  readonly indicators?: readonly Source[];
  /** Exception lists: lines of an export, JSON, or TOML. */
  readonly exceptions?: readonly Source[];
  /** Runs the rule's schedule instead of taking all events as one window. */
  readonly replay?: ReplayRequest;
}

export interface ReplayRequest {
  /** Milliseconds from an event's time until it can be searched, for events without `event.ingested`. */
  readonly ingestDelay?: number;
}

/** One execution of the rule. */
export interface Execution {
  /** From 1 on, in the order of time. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** The window that it searches, both ends included; undefined where it is open. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Matching events in the window that could be searched then. */
  readonly events: number;
  readonly alerts: number;
  /** What Kibana would write beside its status, such as that `max_signals` was reached. */
  readonly warnings: readonly string[];
}

/** What a replay shows that the alerts do not. */
export type Finding =
  /** The event matches, but no execution sees it. */
  | { readonly kind: 'missed'; readonly event: EventRef; readonly reason: 'betweenWindows' | 'late'; readonly message: string }
  /** Alerts of different executions share events. `alerts`: their uuids. */
  | { readonly kind: 'repeated'; readonly event: EventRef; readonly alerts: readonly string[]; readonly message: string }
  /** No window holds all events of the sequence. */
  | { readonly kind: 'split'; readonly events: readonly EventRef[]; readonly message: string }
  /** The sequence alerts only because an event was not there yet, or no longer in the window. */
  | { readonly kind: 'untrue'; readonly alert: string; readonly events: readonly EventRef[]; readonly message: string };

export interface AlertsResult {
  readonly status: RunSummary['status'];
  /** Set for every status but `finished`. */
  readonly message: string | undefined;
  /** `query`, `eql` … */
  readonly ruleType: string;
  readonly mode: 'window' | 'replay';
  /** In the order in which they are created; the first `detectLimits.alerts`. */
  readonly alerts: readonly Alert[];
  readonly alertCount: number;
  /** Those that saw events, in order; the first `detectLimits.executions`. */
  readonly executions: readonly Execution[];
  readonly executionCount: number;
  /** Of a replay; the first `detectLimits.findings`. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** Events read, history and indicators left out. */
  readonly events: number;
  /** Those that pass query, filters and exceptions. */
  readonly matches: number;
  /** Events that would be among these, but have no time, and so are in no window. */
  readonly untimed: number;
  readonly unreadable: readonly UnreadableEvent[];
  readonly unreadableCount: number;
  /** Where events of another shape were mapped. */
  readonly mapping?: MappingReport;
  /** What a cluster might do differently, and how this run was set up: one sentence each. */
  readonly notes: readonly string[];
  readonly milliseconds: number;
}

/** `stage` says what is being read. */
export type OnProgress = (progress: RunProgress & { readonly stage: 'events' | 'history' | 'indicators' }) => void;
