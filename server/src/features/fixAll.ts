/** Everything that can be repaired without asking: the safe fix of each diagnostic, over and over until none is left. */
import { allDiagnostics, type AnalysisSettings } from '../analysis/analyze.js';
import { applyEdits, type TextEdit } from '../base/edit.js';
import type { Fix } from '../base/problem.js';
import { openRules, type TextSource } from '../rule/openText.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { Schemas } from '../schema/catalog.js';
import { catalogOf } from '../rule/ruleCatalog.js';

export interface Repaired {
  readonly text: string;
  /** Of the fixes that were applied. */
  readonly fixes: number;
}

/** A fix may bring up another diagnostic that has one. */
const mostRounds = 10;

/** `settingsOf` gives the settings of each rule of the file. */
export function fixAll(
  text: string,
  source: TextSource,
  schemas: Schemas,
  settingsOf: (document: RuleDocument) => AnalysisSettings,
): Repaired {
  let repaired: Repaired = { text, fixes: 0 };
  for (let round = 0; round < mostRounds; round++) {
    const fixes = compatible(safeFixes(repaired.text, source, schemas, settingsOf));
    if (fixes.length === 0) break;
    const edits = fixes.flatMap((fix) => fix.edits);
    repaired = { text: applyEdits(repaired.text, edits), fixes: repaired.fixes + fixes.length };
  }
  return repaired;
}

function safeFixes(
  text: string,
  source: TextSource,
  schemas: Schemas,
  settingsOf: (document: RuleDocument) => AnalysisSettings,
): readonly Fix[] {
  return openRules(text, source).flatMap((document) =>
    allDiagnostics(document, { catalog: catalogOf(document, schemas), schemas }, settingsOf(document)).flatMap(
      ({ fixes = [] }) => fixes.find(({ safe }) => safe === true) ?? [],
    ),
  );
}

/** Those that touch no place that an earlier one touches; the others are for the next round. */
function compatible(fixes: readonly Fix[]): readonly Fix[] {
  const taken: TextEdit[] = [];
  return fixes.filter(({ edits }) => {
    const free = edits.every(({ span }) => taken.every((other) => span.end < other.span.start || other.span.end < span.start));
    if (free) taken.push(...edits);
    return free;
  });
}
