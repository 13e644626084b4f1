/** What the server tells of itself: how it sees a file, and what a code of its diagnostics means. Names and payloads only. */

/** Request: what a rule is checked with and run on. */
export const statusRequest = 'rulewright/status';

export interface StatusParams {
  /** URI of a rule. */
  readonly rule: string;
}

export interface StatusResult {
  /** The fields that it can use, such as `ECS 9.4 and endpoint.process`; undefined where the rule is not open. */
  readonly fields: string | undefined;
  /** How strictly it is judged. */
  readonly profile: 'any' | 'detections-as-code' | 'elastic';
  /** URI of the folder whose configuration counts, with a slash at its end; undefined where there is none. */
  readonly folder: string | undefined;
  /** URI of its sample; undefined where it has none. */
  readonly sample: string | undefined;
}

/** Request: what a diagnostic's code means. */
export const diagnosticPageRequest = 'rulewright/diagnosticPage';

export interface DiagnosticPageParams {
  /** Such as `QRY002`. */
  readonly code: string;
}

export interface DiagnosticPageResult {
  /** Markdown; undefined where there is no such code. */
  readonly page: string | undefined;
}
