/** The request between the editor and the language server that compares the matches of two versions of a rule: its name and payloads. */
import type { Position, Range, RunResult } from './protocol.js';

/** Request, client to server: the matches of a rule against those of an earlier text of its file. Cancelled by the request's token; progress by `workDoneToken`. */
export const matchDiffRequest = 'rulewright/matchDiff';

export interface MatchDiffParams {
  /** The rule's URI. Of an open document its unsaved text counts. */
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
  /** The earlier text of the file; left out where there was none. */
  readonly before?: string;
  /** What the earlier state is called: `HEAD`. */
  readonly beforeName: string;
  /** As for a run. */
  readonly sample?: { readonly uri: string; readonly text?: string };
  /** `$/progress` reports with a percentage and `N events, M matches` go to this token. */
  readonly workDoneToken?: string | number;
}

/** An event that the text names. */
export interface MatchDiffPlace {
  /** In the text. */
  readonly range: Range;
  /** In the event file. */
  readonly event: Range;
}

export interface MatchDiffReport {
  /** As of a run; `finished` also where nothing needed to be run. */
  readonly status: RunResult['status'];
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly rule: string;
  /** Of the rule's text; undefined when it was read from disk. */
  readonly ruleVersion: number | undefined;
  readonly sample: string | undefined;
  /** What was gained, lost and kept, as people read it. Empty unless `finished`. */
  readonly text: string;
  readonly places: readonly MatchDiffPlace[];
  /** Undefined where nothing was compared. */
  readonly counts: { readonly gained: number; readonly lost: number; readonly kept: number } | undefined;
}
