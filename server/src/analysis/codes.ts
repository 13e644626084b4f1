/**
 * The table of diagnostics: every code the product can report, its default level, what it is about, and which rows of the two
 * languages' catalogues it stands for. Codes are public: they appear in suppression comments, settings and reports and never change.
 */
import type { Severity } from '../base/problem.js';

export interface CodeRow {
  readonly code: string;
  readonly severity: Severity;
  /** Sentence case, no full stop; the heading of its documentation. */
  readonly title: string;
  /** Numbers of the error and lint catalogues of the two languages that are reported under this code. */
  readonly covers?: readonly string[];
}

export const codes: readonly CodeRow[] = [
  { code: 'TOM001', severity: 'error', title: 'TOML syntax error' },
  { code: 'TOM007', severity: 'error', title: 'Value is not one of the allowed ones' },
  { code: 'QRY001', severity: 'error', title: 'Query syntax error' },
  { code: 'QRY002', severity: 'warning', title: 'Unknown field' },
  { code: 'QRY003', severity: 'error', title: 'Value or operator does not fit the field type' },
  { code: 'QRY004', severity: 'warning', title: 'Query is empty or missing' },
  { code: 'QRY005', severity: 'hint', title: 'Duplicate value in a list' },
  { code: 'QRY011', severity: 'warning', title: 'Value is not one ECS allows for this field' },
  { code: 'QRY017', severity: 'error', title: 'Invalid address, network, regular expression or date' },
  { code: 'RUN001', severity: 'information', title: 'Query is not evaluated locally' },
];
