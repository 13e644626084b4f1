/** What is wrong with a test file: in itself, and with the files that it names. */
import { analyze, type AnalysisSettings, type Knowledge } from '../analysis/analyze.js';
import type { Host } from '../base/host.js';
import type { Diagnostic, Problem } from '../base/problem.js';
import { emptyDocument } from '../rule/openTree.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { suppressionsIn } from '../rule/suppressions.js';
import type { TestFileReading } from '../ruleTests/readTestFile.js';
import { missingFiles } from '../ruleTests/references.js';
import type { Schemas } from '../schema/catalog.js';

/** By place; comments `rulewright-disable CODE` and the levels of the settings hold as in rules. `beside`: what the text alone does not tell. */
export function testTextDiagnostics(
  { file, problems, comments }: TestFileReading,
  { catalog, schemas }: Knowledge,
  settingsFor: (document: RuleDocument) => AnalysisSettings,
  beside: readonly Problem[] = [],
): readonly Diagnostic[] {
  const document = { ...emptyDocument(file.text, 'other', file.uri), suppressions: suppressionsIn(file.text, comments) };
  return analyze(document, { catalog, schemas, beside: [...problems, ...beside] }, settingsFor(document));
}

/** Looks for the files too that the tests name. */
export async function testFileDiagnostics(
  reading: TestFileReading,
  schemas: Schemas,
  settingsFor: (document: RuleDocument) => AnalysisSettings,
  host: Pick<Host, 'exists'>,
): Promise<readonly Diagnostic[]> {
  return testTextDiagnostics(reading, { catalog: schemas.catalogFor([]), schemas }, settingsFor, await missingFiles(reading, host));
}
