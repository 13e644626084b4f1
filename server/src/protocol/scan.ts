/** The request between the editor and the language server that runs all rules of the workspace on one sample: its name and payloads. */
import type { Position, Range, RunResult } from './protocol.js';

/** Request, client to server: which rules match the events of a file. Cancelled by the request's token; progress by `workDoneToken`. */
export const scanRequest = 'rulewright/scan';

export interface ScanParams {
  /** The event file; `text` where the editor holds it unsaved. */
  readonly sample: { readonly uri: string; readonly text?: string };
  /** `$/progress` reports with a percentage and `N events, M matches` go to this token. */
  readonly workDoneToken?: string | number;
}

/** A rule of the workspace. */
export interface ScannedRuleRow {
  /** The URI of its file. */
  readonly rule: string;
  /** In the rule that is meant, where the file has several. */
  readonly position: Position;
  /** Its name, or that of its file. */
  readonly name: string;
  readonly severity: string | undefined;
  /** Events, sequences or samples, by `unit`. */
  readonly matches: number;
  readonly unit: 'event' | 'sequence' | 'sample';
  /** Of its first match the first event, in the event file. */
  readonly first: Range | undefined;
  /** Why it was not run to the end; undefined where it was. */
  readonly message: string | undefined;
}

export interface ScanReport {
  readonly status: RunResult['status'];
  /** One sentence for every status but `finished`. */
  readonly message: string | undefined;
  readonly sample: string;
  readonly events: number;
  /** Different events that are part of a match of some rule. */
  readonly matchedEvents: number;
  /** How many rules there are. */
  readonly ruleCount: number;
  /** The rules that match, most matches first. */
  readonly matching: readonly ScannedRuleRow[];
  /** The rules that could not be run. */
  readonly notRun: readonly ScannedRuleRow[];
  readonly milliseconds: number;
}
