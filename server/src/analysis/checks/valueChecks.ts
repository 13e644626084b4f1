/** The checks of the values that conditions compare fields with: only those of tests whose field such a check has something to say about. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { conditionNodes, type ConditionRoot, type TestPlace, type TestValue } from '../conditions/condition.js';

/** What is wrong with a value of this test; undefined where there is nothing to look for in any. */
export type ValueCheck = (place: TestPlace) => ((value: TestValue) => Problem | undefined) | undefined;

/** The check of all values of a condition. */
export function forValues(check: ValueCheck): (root: ConditionRoot, catalog: FieldCatalog) => readonly Problem[] {
  return (root, catalog) => {
    const problems: Problem[] = [];
    for (const test of conditionNodes(root)('test')) {
      const problemOf = test.relation === 'matches' ? check({ test, root, catalog }) : undefined;
      if (problemOf === undefined) continue;
      for (const value of test.values) {
        const problem = problemOf(value);
        if (problem !== undefined) problems.push(problem);
      }
    }
    return problems;
  };
}
