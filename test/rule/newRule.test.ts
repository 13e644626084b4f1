import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { formatFile } from '../../server/src/features/formatFile.js';
import { newRuleText } from '../../server/src/rule/newRule.js';
import { openRule } from '../../server/src/rule/openText.js';
import { catalogOf } from '../../server/src/rule/ruleCatalog.js';
import { ruleTypes, type RuleType } from '../../server/src/rule/ruleDocument.js';
import { schemas } from '../kit/services.js';

describe('a new rule of the type', () => {
  const newRule = (type: RuleType): string =>
    newRuleText({ type, name: 'A new rule', id: '0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d', today: '2026-02-03' });

  it.each(ruleTypes)('%s is laid out as all rules are', (type) => {
    const text = newRule(type);
    expect(formatFile(text, { uri: 'file:///rules/a_new_rule.toml' })).toBe(text);
  });

  it.each(ruleTypes)('%s has nothing wrong with it that its author need not fill in', (type) => {
    const text = newRule(type);
    const document = openRule(text, { uri: 'file:///rules/a_new_rule.toml' });
    const found = analyze(document, { catalog: catalogOf(document, schemas), schemas }, { today: '2026-02-03' });
    expect([document.type?.value, found.filter(({ severity }) => severity === 'error' || severity === 'warning')]).toEqual([type, []]);
  });
});
