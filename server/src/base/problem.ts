/**
 * What is wrong in a user's text. Parsers, checks and document readers report `Problem`s; how severe one is, whether it is
 * suppressed and where its documentation stands is decided once, by the table of codes, which turns it into a `Diagnostic`.
 */
import type { TextEdit } from './edit.js';
import type { LinePosition } from './lines.js';
import type { Span } from './span.js';

/** The most severe first. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;

export type Severity = (typeof severities)[number];

/** A repair the user can accept. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one to take where the user asks for a repair without choosing one. */
  readonly preferred?: boolean;
  /**
   * May be applied without asking: what a rule that runs finds stays the same, and there is no other thing that could have been meant.
   * Then it is `preferred` too.
   */
  readonly safe?: true;
}

/** A second place that explains the first. */
export interface Related {
  /** In the file of the problem, or in `file`. */
  readonly span: Span;
  readonly message: string;
  /** Where the place is in another file; its text may not be at hand. */
  readonly file?: { readonly uri: string; readonly range: { readonly start: LinePosition; readonly end: LinePosition } };
}

/** One mistake, at its place in the text that was read; the table of codes makes a `Diagnostic` of it. */
export interface Problem {
  /** A public code of the table of diagnostics, such as `QRY001`. */
  readonly code: string;
  readonly span: Span;
  /** One line: what is wrong, on what, and what would be right. */
  readonly message: string;
  /** The level of this finding where it differs from the default level of its code. */
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
  /** The span is unused or has no effect: editors fade it. */
  readonly unnecessary?: boolean;
}

/** Of a parser's or a reader's problem, where one that says nothing else is an error. */
export function isError({ severity }: Problem): boolean {
  return severity === undefined || severity === 'error';
}

/** A problem with its final level: what users see. */
export interface Diagnostic extends Problem {
  readonly severity: Severity;
}
