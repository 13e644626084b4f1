/** What is wrong with one rule, judged by the fields of its own index patterns. */
import { analyze } from '../analysis/analyze.js';
import type { Diagnostic } from '../base/problem.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';

/** With the default settings: for commands that only tell why a rule cannot be run. */
export function diagnosticsOf(document: RuleDocument, schemas: Schemas): readonly Diagnostic[] {
  const indexPatterns = (document.index?.value ?? []).map((pattern) => pattern.value);
  return analyze(document, { catalog: schemas.catalogFor(indexPatterns), schemas });
}
