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
  /** The result then has an `explanation`. Takes two to three times as long. */
  readonly explain?: boolean;
  /** The result then has `listed`. */
  readonly list?: boolean;
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

/** What an exclusion takes out of the matches: events that satisfy everything else. */
export interface RunExclusion {
  /** In the rule file. */
  readonly range: Range;
  readonly suppressed: number;
}

/** A clause that no event satisfies, and what could be written in its place. Ranges are those of the rule file. */
export interface RunUnmetClause {
  readonly range: Range;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly { readonly range: Range; readonly newText: string }[] }[];
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

/** How a run of a rule ended, and what the editor shows of it. */
export interface RunResult {
  /** `noSample`: the rule has none yet, ask the user. The others as in the command line. */
  readonly status: 'finished' | 'cancelled' | 'invalid' | 'notEvaluated' | 'failed' | 'noSample';
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly rule: string;
  /** Of the rule's text that was run; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string | undefined;
  /** The cluster that it was run on, whose matches alone are the `events` then; left out for local runs. */
  readonly cluster?: string;
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
  /** Where it was asked for, and events were read. */
  readonly explanation?: RunExplanation;
  /** Where it was asked to explain: clauses that no event satisfies, although some satisfy a near variant. */
  readonly unmet?: readonly RunUnmetClause[];
  /** Where it was asked to explain. */
  readonly exclusions?: readonly RunExclusion[];
  /** Where it was asked for, and events were read. */
  readonly listed?: ListedRun;
}

/** What is kept of a run's matches where it was done, to be asked for in pages, until later runs take their place. */
export interface ListedRun {
  readonly id: number;
  /** Matches that are kept: all of them, up to a cap; those of single events by time. */
  readonly matches: number;
  readonly events: number;
  /** Fields, the most telling first. */
  readonly columns: readonly string[];
  /** Of a sequence or sample: the items as written, `runs` repeated. A missing event is in no match. */
  readonly stages: readonly { readonly item: string; readonly missing: boolean }[];
  /** When the events of the sample happened; left out where none has a time. */
  readonly times?: EventTimes;
}

/** Events of about the same time counted together; times in milliseconds since the epoch. */
export interface EventTimes {
  readonly first: number;
  readonly last: number;
  /** In order; only where there are any. `matching`: those that are listed. */
  readonly bins: readonly { readonly time: number; readonly events: number; readonly matching: number }[];
}

/** How many events each clause of the query lets through, and which events come nearest to matching. */
export interface RunExplanation {
  /** Those that were judged. */
  readonly events: number;
  /** Those that the rule's filters take out before. */
  readonly filtered: number;
  /** One for an event query; of a sequence or sample one for each item in order, that of `until` last. */
  readonly parts: readonly ExplainedPart[];
  /** The numbers to show at the ends of lines, by line. */
  readonly lines: readonly LineCount[];
}

export interface ExplainedPart {
  readonly kind: 'query' | 'item' | 'until';
  /** In the rule file. */
  readonly range: Range;
  /** `![…]` */
  readonly missing: boolean;
  /** Events that satisfy it; order and join keys are not looked at. */
  readonly passed: number;
  /** Of these, those that have a value for each join key; left out where there is none. */
  readonly joined?: number;
  /** All clauses in written order, each before what is in it; the first is the whole. */
  readonly clauses: readonly ClauseCount[];
  /** At most ten, the nearest first; none for what must be missing or ends a sequence. */
  readonly nearest: readonly NearMiss[];
}

export interface ClauseCount {
  /** In the rule file. */
  readonly range: Range;
  /** How deep it is in the whole, which has 0. */
  readonly depth: number;
  readonly kind: 'all' | 'any' | 'not' | 'leaf';
  /** Events that satisfy it by itself. */
  readonly passed: number;
  /** Events that satisfy it and all before it in its `and` chain; left out where it is in none. */
  readonly alive?: number;
  /** Events on which it could not be evaluated. */
  readonly notEvaluated: number;
  /** What its fields hold most often in all events. */
  readonly seen: readonly SeenValues[];
  /** Other ways to write it that would let more events pass. */
  readonly otherForms: readonly { readonly form: 'ignoreCase' | 'pattern'; readonly more: number; readonly text: string }[];
}

export interface SeenValues {
  readonly field: string;
  /** Events in which the field has a value. */
  readonly present: number;
  /** At most five, as JSON writes them; the most frequent first. */
  readonly values: readonly { readonly value: string; readonly events: number }[];
  /** How many different values there are; left out where there are more than can be counted. */
  readonly different?: number;
}

export interface LineCount {
  /** Zero-based, in the rule file. */
  readonly line: number;
  readonly count: number;
  /** `alive`: events still there after the line, of an `and` chain. `branch`: events that pass the branch of an `or` that ends there. */
  readonly kind: 'alive' | 'branch';
  /** The first line of its chain that lets nothing through: where the rule dies. */
  readonly isDead: boolean;
}

/** An event that does not match. */
export interface NearMiss {
  /** The whole event in the event file. */
  readonly range: Range;
  /** How many of the clauses that an event must satisfy fail. */
  readonly failing: number;
  /** `fails only on process.args` */
  readonly text: string;
  readonly rows: readonly ExplainedRow[];
}

/** One clause judged on one event. */
export interface ExplainedRow {
  /** As written, on one line. */
  readonly clause: string;
  /** In the rule file. */
  readonly range: Range;
  /** 0 for the clauses that an event must all satisfy, more for what is in them. */
  readonly indent: number;
  /** `notEvaluated`: it fails the search. */
  readonly outcome: 'true' | 'false' | 'notEvaluated';
  /** What the event has, such as `["chattr","-V"]`; empty where it has nothing. */
  readonly values: string;
  /** Why the clause is not true; left out where it is, or where the rows below say so. */
  readonly reason?: string;
  /** Branches below it that are not among the rows. */
  readonly left: number;
}

/** Request, client to server: why an event does or does not match. */
export const explainRequest = 'rulewright/explain';

export interface ExplainParams {
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
  /** As in a run. */
  readonly sample?: { readonly uri: string; readonly text?: string };
  /** In the event that is meant. */
  readonly event: Position;
}

export interface ExplainResult {
  /** `failed` also where no event stands at the place. */
  readonly status: RunResult['status'];
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly rule: string;
  /** Of the rule's text; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string | undefined;
  readonly event: ExplainedEvent | undefined;
}

export interface ExplainedEvent {
  /** The whole event in the event file. */
  readonly range: Range;
  /** `line 17 does not match: 1 of 6 clauses fails`; line counted from one. */
  readonly text: string;
  /** The rule's filters take it out, whatever the query says. */
  readonly filtered: boolean;
  /** One for an event query; of a sequence or sample one for each item in order, that of `until` last. */
  readonly parts: readonly ExplainedEventPart[];
}

export interface ExplainedEventPart {
  readonly kind: 'query' | 'item' | 'until';
  /** In the rule file. */
  readonly range: Range;
  readonly missing: boolean;
  /** `matches`, `does not match: 1 of 6 clauses fails` */
  readonly text: string;
  readonly matches: boolean;
  readonly rows: readonly ExplainedRow[];
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
