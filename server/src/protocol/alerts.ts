/** The request between the editor and the language server that runs a rule as its type runs, to alerts: its name and payloads. */
import type { Position, Range, RunResult } from './protocol.js';

/** Request, client to server: the alerts of a rule on its sample. Cancelled by the request's token; progress by `workDoneToken`. */
export const alertsRequest = 'rulewright/alerts';

/** `text` where the editor holds the file unsaved. */
export interface AlertsFile {
  readonly uri: string;
  readonly text?: string;
}

export interface AlertsParams {
  /** The rule's URI. Of an open document its unsaved text counts. */
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
  /** As for a run. */
  readonly sample?: AlertsFile;
  /** `window`: all events are searched at once. `replay`: by the rule's schedule. */
  readonly mode: 'window' | 'replay';
  /** Of a replay: milliseconds from an event's time until it can be searched, for events without `event.ingested`. */
  readonly ingestDelay?: number;
  /** What happened before, for new_terms rules; an empty list where nothing is known of before. */
  readonly history?: readonly AlertsFile[];
  /** For threat_match rules. */
  readonly indicators?: readonly AlertsFile[];
  /** Exception lists: lines of an export, JSON, or TOML. */
  readonly exceptions?: readonly AlertsFile[];
  /** `$/progress` reports with a percentage and `N events, M matches` go to this token. */
  readonly workDoneToken?: string | number;
}

/** An alert in the text, and the events that it is about. */
export interface AlertPlace {
  /** Zero-based line of the text where it begins. */
  readonly line: number;
  /** `new user.name ada`, `sequence of 2 events` */
  readonly title: string;
  /** Where they begin in the event file; of a sequence in order. */
  readonly events: readonly Range[];
}

export interface AlertsReport {
  /** `noHistory`: a new_terms rule to which no history was given. `noIndicators`: a threat_match rule without indicators. The others as of a run. */
  readonly status: RunResult['status'] | 'noHistory' | 'noIndicators';
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly rule: string;
  /** Of the rule's text; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string | undefined;
  readonly mode: AlertsParams['mode'];
  /** What happened, a line each: counts, executions of a replay, warnings, findings, and what a cluster might do differently. */
  readonly summary: readonly string[];
  /** The documents that Kibana would store, as a JSON array; keys in alphabetical order, the same for the same rule and events. Empty where nothing was run. */
  readonly alerts: string;
  readonly alertCount: number;
  readonly places: readonly AlertPlace[];
}
