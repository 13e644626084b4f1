/** What is wrong with a test file: in itself, and with what it names. */
import { analyze, type AnalysisSettings, type Knowledge } from '../analysis/analyze.js';
import type { Diagnostic, Problem } from '../base/problem.js';
import { emptyDocument } from '../rule/openTree.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { suppressionsIn } from '../rule/suppressions.js';
import type { TestFileReading } from '../ruleTests/readTestFile.js';
import type { Schemas } from '../schema/catalog.js';
import { missingReferences, type ProjectsOfRules, type ReferenceFiles } from './testReferences.js';

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

/** Looks for what the tests name too. */
export async function testFileDiagnostics(
  reading: TestFileReading,
  { schemas, projects, host }: { readonly schemas: Schemas; readonly projects: ProjectsOfRules; readonly host: ReferenceFiles },
  settingsFor: (document: RuleDocument) => AnalysisSettings,
): Promise<readonly Diagnostic[]> {
  const beside = await missingReferences(reading, projects, host);
  return testTextDiagnostics(reading, { catalog: schemas.catalogFor([]), schemas }, settingsFor, beside);
}
