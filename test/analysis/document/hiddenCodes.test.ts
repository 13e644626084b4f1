import { expect, it } from 'vitest';
import type { DocumentContext } from '../../../server/src/analysis/document/check.js';
import { documentChecks, frameChecks, guideChecks } from '../../../server/src/analysis/document/checks.js';
import type { Problem } from '../../../server/src/base/problem.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { catalogOf } from '../../../server/src/rule/ruleCatalog.js';
import type { RuleDocument } from '../../../server/src/rule/ruleDocument.js';
import { schemas } from '../../kit/services.js';
import { allCases } from '../allCases.js';

const checks = [...frameChecks, ...guideChecks, ...documentChecks];

function found(document: RuleDocument, isShown: DocumentContext['isShown']): readonly Problem[] {
  const context: DocumentContext = { catalog: catalogOf(document, schemas), schemas, profile: 'elastic', today: '2026-06-01', isShown };
  return checks.flatMap((check) => check(document, context));
}

/** Whether the same is found of each code while all others are hidden. */
function isFoundAlone(document: RuleDocument): boolean {
  const all = found(document, () => true);
  return [...new Set(all.map(({ code }) => code))].every((code) => {
    const alone = found(document, (other) => other === code).filter((problem) => problem.code === code);
    return JSON.stringify(alone) === JSON.stringify(all.filter((problem) => problem.code === code));
  });
}

it('a code is found whichever others are hidden', () => {
  const rules = allCases.flatMap(({ language, fires }) => (language === 'toml' ? [fires] : []));
  expect(rules.length).toBeGreaterThan(150);
  const missed = rules.filter((text) => !isFoundAlone(openRule(text, { uri: 'file:///rules/windows/a b.toml', languageId: 'toml' })));
  expect(missed).toEqual([]);
});
