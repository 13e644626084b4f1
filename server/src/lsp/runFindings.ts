/** What the last run of each rule found in its text; shown as long as the text is the one that was run. */
import type { Problem } from '../base/problem.js';
import { containsSpan } from '../base/span.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import type { RuleModel } from '../features/ruleModel.js';
import { unmetProblems } from '../features/unmetClauses.js';
import type { RunExclusion, RunResult } from '../protocol/protocol.js';

export interface RunFindings {
  /** Takes the place of what was found before; true where there was or is something to show. */
  keep(result: RunResult): boolean;
  /** For each rule of the file its own. None for another version of the text. */
  of(model: RuleModel, version: number | undefined): (document: RuleDocument) => readonly Problem[];
  exclusionsOf(uri: string, version: number | undefined): readonly RunExclusion[];
  forget(uri: string): void;
}

export function createRunFindings(): RunFindings {
  const byRule = new Map<string, RunResult>();
  return {
    keep(result) {
      const showsSome = (run: RunResult | undefined): boolean => (run?.unmet ?? []).length > 0;
      const before = byRule.get(result.rule);
      if (result.ruleVersion === undefined) byRule.delete(result.rule);
      else byRule.set(result.rule, result);
      return showsSome(before) || showsSome(byRule.get(result.rule));
    },
    of(model, version) {
      const result = byRule.get(model.uri);
      const problems = result?.ruleVersion === version ? unmetProblems(result?.unmet ?? [], model) : [];
      return ({ queries }) => problems.filter(({ span }) => queries.some(({ map }) => containsSpan(map.span, span)));
    },
    exclusionsOf(uri, version) {
      const result = byRule.get(uri);
      return result?.ruleVersion === version ? (result?.exclusions ?? []) : [];
    },
    forget: (uri) => void byRule.delete(uri),
  };
}
