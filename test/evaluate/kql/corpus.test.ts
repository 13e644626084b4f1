/** Real rules, where the reference data is there: every KQL query runs on recorded events, and matches an event made for it. */
import { expect, test } from 'vitest';
import { FieldTable } from '../../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView, type JsonView } from '../../../server/src/events/view.js';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { lowerKql } from '../../../server/src/evaluate/kql/lower.js';
import type { Predicate } from '../../../server/src/evaluate/predicate.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { catalogOf } from '../../../server/src/rule/ruleCatalog.js';
import { eventFor } from '../../kit/eventFor.js';
import { corpusRules, recordedEvents, reference } from '../../kit/reference.js';
import { schemas } from '../../kit/services.js';

if (reference === undefined) test('KQL queries of the corpus: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('every KQL query of the corpus runs, and matches an event made for it', everyQueryRuns);

interface Query {
  readonly path: string;
  readonly text: string;
  readonly predicate: Predicate;
  /** Of the fields that the rule's indices have. */
  readonly names: readonly string[];
}

function everyQueryRuns(): void {
  const fields = new FieldTable();
  const queries = corpusRules().flatMap(({ path, text }) => queriesOf(path, text, fields));
  const view = createView(fields);
  const tests = queries.map(({ predicate }) => compilePredicate(predicate));
  const matching = new Set<number>();
  const lines = recordedEvents();
  for (const line of lines) {
    show(view, line);
    for (const [index, isTrue] of tests.entries()) if (isTrue(view)) matching.add(index);
  }
  const unmade: string[] = [];
  const unmatched = queries.filter(({ path, predicate, text, names }, index) => {
    const made = eventFor(predicate, fields, text, names);
    if (made === undefined) unmade.push(path);
    else show(view, JSON.stringify(made));
    return made !== undefined && tests[index]?.(view) !== true;
  });
  console.log(`KQL queries: ${queries.length}; matching on ${lines.length} recorded events: ${matching.size}`);
  expect(unmatched.map(({ path }) => path)).toEqual([]);
  expect(unmade).toEqual([]);
  expect(queries.length).toBeGreaterThan(400);
}

function queriesOf(path: string, text: string, fields: FieldTable): readonly Query[] {
  const rule = openRule(text, { uri: path });
  return rule.queries.flatMap(({ parsed }) => {
    if (parsed?.language !== 'kuery') return [];
    const catalog = catalogOf(rule, schemas);
    const { predicate, problems } = lowerKql(parsed, { catalog, fields, now: undefined });
    if (predicate === undefined) throw new Error(`${path}: ${problems[0]?.message ?? 'no predicate'}`);
    return [{ path, text: parsed.text, predicate, names: catalog.names }];
  });
}

function show(view: JsonView, line: string): void {
  const event = parseJson(line);
  if (!isJsonObject(event)) throw new Error('an event is an object');
  view.reset(event);
}
