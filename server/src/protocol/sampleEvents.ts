/** The requests between the editor and the language server about the events of samples themselves: names and payloads. */
import type { Position, Range } from './protocol.js';

/** Request, client to server: an event of a file that is too large for an editor, with those around it. Cancelled by its token. */
export const excerptRequest = 'rulewright/excerpt';

export interface ExcerptParams {
  /** The event file. */
  readonly sample: string;
  /** In the event that is meant. */
  readonly event: Position;
  /** How many events before it and after it are wanted. */
  readonly around: number;
  /** `$/progress` reports with a percentage go to this token. */
  readonly workDoneToken?: string | number;
}

export interface ExcerptResult {
  /** `failed` also where no event stands at the place. */
  readonly status: 'finished' | 'cancelled' | 'failed';
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  /** The events as they are written, each on lines of its own. */
  readonly text: string;
  readonly events: readonly ExcerptEvent[];
}

export interface ExcerptEvent {
  /** Where it begins in `text`, zero-based. */
  readonly line: number;
  /** The whole event in the event file. */
  readonly range: Range;
}

/** Request, client to server: the events in a text, such as what was copied from Kibana. */
export const eventLinesRequest = 'rulewright/eventLines';

export interface EventLinesParams {
  /** A JSON object or an array, NDJSON, a search hit, a search response, a bulk body. */
  readonly text: string;
}

export interface EventLinesResult {
  /** Each event as JSON on one line, without what a search wraps around it. */
  readonly lines: readonly string[];
  /** What in the text is no event: one sentence each, with the line. */
  readonly bad: readonly string[];
}
