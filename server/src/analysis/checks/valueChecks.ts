/** The checks of the values that conditions compare fields with: only those of tests whose field such a check has something to say about. */
import { oncePer } from '../../base/oncePer.js';
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { conditionNodes, type ConditionRoot, type Test, type TestPlace, type TestValue } from '../conditions/condition.js';
import type { Pattern } from '../conditions/pattern.js';
import { listPatterns } from '../conditions/valueTexts.js';

/** How the values of a test are looked at. */
interface ValueLook {
  /** False of a text, in quotes and without escapes but the simple ones, in which there is nothing to find. One function for many tests. */
  readonly isDoubtful: Doubt;
  readonly problemOf: (value: TestValue) => Problem | undefined;
}

type Doubt = (text: Pick<TestValue, 'text' | 'pattern'>) => boolean;

/** What is wrong with the values of this test; undefined where there is nothing to look for in any. */
export type ValueCheck = (place: TestPlace) => ValueLook | undefined;

/** The check of all values of a condition. */
export function forValues(check: ValueCheck): (root: ConditionRoot, catalog: FieldCatalog) => readonly Problem[] {
  return (root, catalog) => {
    const problems: Problem[] = [];
    for (const test of conditionNodes(root)('test')) {
      const look = test.relation === 'matches' ? check({ test, root, catalog }) : undefined;
      if (look === undefined) continue;
      for (const value of doubtfulValues(test, look.isDoubtful)) {
        const problem = look.problemOf(value);
        if (problem !== undefined) problems.push(problem);
      }
    }
    return problems;
  };
}

function doubtfulValues(test: Test, isDoubtful: Doubt): readonly TestValue[] {
  if (test.list === undefined) return test.values;
  const doubtful = doubtsIn(isDoubtful)(listPatterns(test.list.texts, test.takesPatterns), test.list.texts);
  return doubtful.flatMap((at) => test.values[at] ?? []);
}

/** The places in a list of the texts that are doubtful. */
const doubtsIn = oncePer((isDoubtful: Doubt) =>
  oncePer((patterns: readonly Pattern[], texts: readonly string[]): readonly number[] =>
    texts.flatMap((text, at) => (isDoubtful({ text, pattern: patterns[at] ?? text }) ? [at] : [])),
  ),
);
