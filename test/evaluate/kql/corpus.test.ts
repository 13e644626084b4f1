/** Real rules, where the reference data is there to run against: every KQL query lowers. */
import { expect, test } from 'vitest';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { lowerKql } from '../../../server/src/evaluate/kql/lower.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { contextOf } from '../../kit/evaluate.js';
import { memoryHost } from '../../kit/memoryHost.js';
import { corpusRules, reference } from '../../kit/reference.js';

if (reference === undefined) test('KQL queries of the corpus: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('every KQL query of the corpus lowers to a predicate that compiles', everyQueryLowers);

async function everyQueryLowers(): Promise<void> {
  const schemas = await loadSchemas(memoryHost({}));
  const failures: string[] = [];
  let queries = 0;
  for (const { path, text } of corpusRules()) {
    const rule = openRule(text, { uri: path });
    for (const { parsed } of rule.queries) {
      if (parsed?.language !== 'kuery') continue;
      queries++;
      const catalog = schemas.catalogFor(rule.index?.value.map(({ value }) => value) ?? []);
      const { predicate, problems } = lowerKql(parsed, contextOf(catalog));
      if (predicate === undefined) failures.push(`${path}: ${problems[0]?.message ?? 'no predicate'}`);
      else compilePredicate(predicate);
    }
  }
  expect(failures).toEqual([]);
  expect(queries).toBeGreaterThan(400);
}
