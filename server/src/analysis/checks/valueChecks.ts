/** The checks of the values that conditions compare fields with, one test at a time. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { conditionChildren, type Condition, type ConditionRoot } from '../conditions/condition.js';
import { costlyPatterns } from './costlyPatterns.js';
import { pathValues } from './pathValues.js';
import { suspiciousValues } from './suspiciousValues.js';

export function valueChecks(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  const visit = (condition: Condition): void => {
    if (condition.kind === 'test' && condition.relation === 'matches') {
      const place = { test: condition, root, catalog };
      problems.push(...costlyPatterns(place), ...pathValues(place), ...suspiciousValues(place));
    }
    conditionChildren(condition).forEach(visit);
  };
  visit(root.condition);
  return problems;
}
