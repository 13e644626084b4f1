/**
 * The table of diagnostics: every code the product can report, its default level, what it is about, and which rows of the two
 * languages' catalogues it stands for. Codes are public: they appear in suppression comments, settings and reports and never change.
 */
import { invariant } from '../base/invariant.js';
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
  { code: 'TOM002', severity: 'error', title: 'Key or table is defined twice' },
  { code: 'TOM007', severity: 'error', title: 'Value is not one of the allowed ones' },
  {
    code: 'QRY001',
    severity: 'error',
    title: 'Query syntax error',
    covers: [
      'eql-error-1',
      'eql-error-2',
      'eql-error-3',
      'eql-error-4',
      'eql-error-5',
      'eql-error-6',
      'eql-error-7',
      'eql-error-8',
      'eql-error-15',
      'eql-error-16',
      'eql-error-18',
      'eql-error-19',
      'eql-error-20',
      'eql-error-21',
      'eql-error-25',
      'eql-error-32',
      'eql-error-33',
      'eql-error-34',
      'eql-error-35',
      'eql-error-36',
      'eql-error-37',
      'kql-error-E1',
      'kql-error-E2',
      'kql-error-E4',
      'kql-error-E5',
      'kql-error-E6',
      'kql-error-E7',
      'kql-error-E8',
      'kql-error-E9',
      'kql-error-E11',
      'kql-error-E15',
      'kql-error-E16',
      'kql-error-E17',
      'kql-error-E18',
      'kql-error-E19',
      'kql-error-E20',
      'kql-error-E21',
      'kql-error-E22',
      'kql-error-E23',
      'kql-error-E24',
      'kql-error-E25',
      'kql-error-E33',
    ],
  },
  {
    code: 'QRY002',
    severity: 'warning',
    title: 'Unknown field',
    covers: ['eql-error-38', 'eql-error-39', 'kql-lint-L36'],
  },
  {
    code: 'QRY003',
    severity: 'error',
    title: 'Value or operator does not fit the field type',
    covers: ['eql-error-45', 'eql-error-46', 'eql-error-47', 'eql-error-48', 'kql-lint-L14', 'kql-lint-L15', 'kql-lint-L26'],
  },
  { code: 'QRY004', severity: 'warning', title: 'Query is empty or missing' },
  { code: 'QRY005', severity: 'hint', title: 'Duplicate value in a list', covers: ['kql-lint-L37'] },
  { code: 'QRY011', severity: 'warning', title: 'Value is not one ECS allows for this field', covers: ['kql-lint-L18'] },
  {
    code: 'QRY017',
    severity: 'error',
    title: 'Invalid address, network or date',
    covers: ['kql-lint-L15', 'kql-lint-L39'],
  },
  { code: 'EQL101', severity: 'warning', title: 'Wildcard in a comparison that takes it literally' },
  { code: 'EQL102', severity: 'warning', title: 'Wildcard in a list that takes it literally' },
  { code: 'EQL105', severity: 'error', title: 'Text field compared in EQL', covers: ['eql-error-43'] },
  {
    code: 'EQL107',
    severity: 'error',
    title: 'Sequence or sample is not well formed',
    covers: [
      'eql-error-17',
      'eql-error-22',
      'eql-error-23',
      'eql-error-24',
      'eql-error-26',
      'eql-error-27',
      'eql-error-28',
      'eql-error-29',
      'eql-error-30',
      'eql-error-31',
    ],
  },
  { code: 'EQL108', severity: 'error', title: 'Join keys of incompatible types', covers: ['eql-error-58'] },
  {
    code: 'EQL109',
    severity: 'error',
    title: 'Unknown function or wrong arguments',
    covers: ['eql-error-49', 'eql-error-50', 'eql-error-51', 'eql-error-52', 'eql-error-53', 'eql-error-54', 'eql-error-55'],
  },
  {
    code: 'EQL113',
    severity: 'error',
    title: 'Invalid string',
    covers: ['eql-error-9', 'eql-error-10', 'eql-error-11', 'eql-error-12', 'eql-error-13', 'eql-error-14'],
  },
  { code: 'EQL118', severity: 'warning', title: 'Misspelt event category' },
  { code: 'EQL121', severity: 'error', title: 'Field compared with a field', covers: ['eql-error-56', 'eql-error-57'] },
  { code: 'EQL122', severity: 'warning', title: 'Field that EQL cannot query', covers: ['eql-error-40', 'eql-error-41'] },
  { code: 'KQL101', severity: 'warning', title: 'Wildcard inside quotes', covers: ['kql-lint-L1'] },
  {
    code: 'KQL105',
    severity: 'error',
    title: 'Special character is not escaped',
    covers: ['kql-error-E10', 'kql-error-E12', 'kql-error-E13', 'kql-error-E30'],
  },
  {
    code: 'KQL108',
    severity: 'error',
    title: 'Syntax of another query language in KQL',
    covers: ['kql-error-E14', 'kql-error-E26', 'kql-error-E27', 'kql-error-E28', 'kql-error-E29', 'kql-error-E31', 'kql-error-E32'],
  },
  {
    code: 'KQL112',
    severity: 'warning',
    title: 'Nested field outside its braces, or braces on another field',
    covers: ['kql-error-E35', 'kql-lint-L27'],
  },
  { code: 'RUN001', severity: 'information', title: 'Query is not evaluated locally' },
];

const rows = new Map(codes.map((row) => [row.code, row]));

/** The row of a code; every code that is reported has one. */
export function codeRow(code: string): CodeRow {
  const row = rows.get(code);
  invariant(row, `no row for the code ${code}`);
  return row;
}

export function defaultSeverity(code: string): Severity {
  return codeRow(code).severity;
}
