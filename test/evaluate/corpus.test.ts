/** Real rules, where the reference data is there to run against: every EQL query lowers. */
import { expect, test } from 'vitest';
import { lowerEql } from '../../server/src/evaluate/eql/lower.js';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import type { Predicate } from '../../server/src/evaluate/predicate.js';
import type { SampleQuery, SequenceQuery } from '../../server/src/evaluate/sequence/query.js';
import { openRule } from '../../server/src/rule/openText.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { contextOf } from '../kit/evaluate.js';
import { memoryHost } from '../kit/memoryHost.js';
import { corpusRules, reference } from '../kit/reference.js';

if (reference === undefined) test('EQL queries of the corpus: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('every EQL query of the corpus lowers to a predicate, or to one for each item', everyQueryLowers);

/** Undefined where the query could not be lowered. */
function predicatesOf(query: SequenceQuery | SampleQuery | undefined): readonly (Predicate | undefined)[] {
  return query === undefined ? [undefined] : query.items.map(({ predicate }) => predicate);
}

async function everyQueryLowers(): Promise<void> {
  const schemas = await loadSchemas(memoryHost({}));
  const failures: string[] = [];
  let queries = 0;
  for (const { path, text } of corpusRules()) {
    const rule = openRule(text, { uri: path });
    for (const { parsed } of rule.queries) {
      if (parsed?.language !== 'eql') continue;
      queries++;
      const catalog = schemas.catalogFor(rule.index?.value.map(({ value }) => value) ?? []);
      const lowered = lowerEql(parsed.tree, contextOf(catalog), { categoryField: rule.eventCategoryOverride?.value });
      const predicates = lowered.kind === 'events' ? [lowered.predicate] : predicatesOf(lowered.query);
      for (const predicate of predicates) if (predicate !== undefined) compilePredicate(predicate);
      const isWhole = predicates.length > 0 && !predicates.includes(undefined) && lowered.problems.length === 0;
      if (!isWhole) failures.push(`${path}: ${lowered.problems[0]?.message ?? 'no predicate'}`);
    }
  }
  expect(failures).toEqual([]);
  expect(queries).toBeGreaterThan(600);
}
