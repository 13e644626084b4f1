/**
 * The requests between the editor and the language server that the Language Server Protocol does not have: names and payloads, and
 * nothing else. It is the one thing the client imports from the server. Positions are zero-based, UTF-16, as in the protocol itself.
 */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Request, client to server: runs the rule on its sample. Cancelled by the request's token; progress by `workDoneToken`. */
export const runRequest = 'rulewright/run';

export interface RunParams {
  /** The rule's URI. An open document's unsaved text is what runs. */
  readonly rule: string;
  /** The event file; `text` when the editor holds it unsaved or untitled. Without it the rule's own sample is used. */
  readonly sample?: { readonly uri: string; readonly text?: string };
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
  /** `$/progress` reports with a percentage and `N events, M matches` go to this token. */
  readonly workDoneToken?: string | number;
}

/** A place in an event file and what it says there. */
export interface MatchedValue {
  /** In the event file. */
  readonly range: Range;
  readonly field: string;
  readonly value: string;
  /** The clause as written, such as `process.name : "a*"`. */
  readonly clause: string;
  /** In the rule file. */
  readonly clauseRange: Range;
}

/** One matching event. */
export interface RunHit {
  /** The whole event in the event file. */
  readonly range: Range;
  readonly timestamp: string | undefined;
  /** Field and values, the most telling first; values joined for display. */
  readonly columns: readonly { readonly field: string; readonly value: string }[];
  readonly matched: readonly MatchedValue[];
  /** Where the event stands in a sequence or sample; hits of one follow each other. */
  readonly sequence?: SequencePlace;
}

export interface SequencePlace {
  /** Zero-based number of the sequence or sample. */
  readonly index: number;
  /** Zero-based stage of the event, missing events counted. */
  readonly stage: number;
  /** The items as written, `runs` repeated. A missing event has no hit. */
  readonly stages: readonly { readonly item: string; readonly missing: boolean }[];
  /** For display; `null` where an optional key has no value. */
  readonly joinKeys: readonly string[];
}

export interface RunResult {
  /** `noSample`: the rule has none yet, ask the user. The others as in the command line. */
  readonly status: 'finished' | 'cancelled' | 'invalid' | 'notEvaluated' | 'failed' | 'noSample';
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly rule: string;
  /** Of the rule's text that was run; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string | undefined;
  /** The query's value in the rule file; where the number of matches is shown. */
  readonly queryRange: Range | undefined;
  readonly events: number;
  /** What `matches` counts; single events where it is left out. */
  readonly unit?: 'sequence' | 'sample';
  readonly matches: number;
  /** The events of the first matches, up to a cap; `matches` counts all. */
  readonly hits: readonly RunHit[];
  /** `line` is one-based, as people count. */
  readonly unreadable: readonly { readonly line: number; readonly message: string }[];
  readonly unreadableCount: number;
  readonly fidelity: readonly string[];
  readonly milliseconds: number;
}

/** Request, client to server: the sample of a rule (chosen, or a file `<rule>.events.ndjson` beside it). */
export const sampleRequest = 'rulewright/sample';

export interface SampleParams {
  readonly rule: string;
}

export interface SampleResult {
  /** Undefined when the rule has no sample. */
  readonly sample: string | undefined;
}

/** Notification, client to server: the user chose a sample for a rule (or, without one, took it back). */
export const setSampleNotification = 'rulewright/setSample';

export interface SetSampleParams {
  readonly rule: string;
  readonly sample: string | undefined;
}

/** Request, client to server: what Kibana asks Elasticsearch for a rule. Of an open document its unsaved text counts. */
export const elasticsearchQueryRequest = 'rulewright/elasticsearchQuery';

export interface ElasticsearchQueryParams {
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
}

export interface ElasticsearchQueryResult {
  /** For the console of Kibana's Dev Tools: comments that begin with `#`, the request line, the body. Undefined when there is no request. */
  readonly text: string | undefined;
  /** Why there is none, without a full stop. */
  readonly message: string | undefined;
  /** The rule has errors: what was shown before is still of use. */
  readonly isBroken: boolean;
}

/** Commands that code lenses carry; the client registers them. */
export const runRuleCommand = 'rulewright.runRule';
export const pickSampleCommand = 'rulewright.pickSample';

/** Settings under `rulewright.*` that the server reads. */
export interface Settings {
  /** Codes and the level to show them at; `off` hides one. */
  readonly severity: Readonly<Record<string, 'error' | 'warning' | 'information' | 'hint' | 'off'>>;
  /** How strictly rules are judged; undefined: as their repository says. */
  readonly profile?: 'any' | 'detections-as-code' | 'elastic';
  /** Code lenses above queries. */
  readonly codeLens: boolean;
}
