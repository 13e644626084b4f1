/**
 * The table of diagnostics: every code the product can report, its default level, what it is about, and which rows of the two
 * languages' catalogues it stands for. Codes are public: they appear in suppression comments, settings and reports and never change.
 */
import { invariant } from '../base/invariant.js';
import { attackCodes } from './codes/attack.js';
import { eqlCodes } from './codes/eql.js';
import { esqlCodes } from './codes/esql.js';
import { fieldsCodes } from './codes/fields.js';
import { fileCodes } from './codes/file.js';
import { formatCodes } from './codes/format.js';
import { guideCodes } from './codes/guide.js';
import { indicesCodes } from './codes/indices.js';
import { kqlCodes } from './codes/kql.js';
import { luceneCodes } from './codes/lucene.js';
import { metadataCodes } from './codes/metadata.js';
import { queryCodes } from './codes/query.js';
import { repositoryCodes } from './codes/repository.js';
import { runCodes } from './codes/run.js';
import { scheduleCodes } from './codes/schedule.js';
import { tagsCodes } from './codes/tags.js';
import { testsCodes } from './codes/tests.js';
import { typesCodes } from './codes/types.js';
import type { CodeRow } from './codes/row.js';

export const codes: readonly CodeRow[] = [
  ...fileCodes,
  ...metadataCodes,
  ...fieldsCodes,
  ...scheduleCodes,
  ...tagsCodes,
  ...attackCodes,
  ...guideCodes,
  ...indicesCodes,
  ...typesCodes,
  ...queryCodes,
  ...eqlCodes,
  ...kqlCodes,
  ...luceneCodes,
  ...esqlCodes,
  ...formatCodes,
  ...repositoryCodes,
  ...runCodes,
  ...testsCodes,
];

const rows = new Map(codes.map((row) => [row.code, row]));

/** The row of a code; every code that is reported has one. */
export function codeRow(code: string): CodeRow {
  const row = rows.get(code);
  invariant(row, `no row for the code ${code}`);
  return row;
}
