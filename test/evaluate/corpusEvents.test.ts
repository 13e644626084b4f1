/** Real rules on events, where the reference data is there: on recorded ones, and each on an event made for it, which it must match. */
import { expect, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { FieldTable } from '../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView, type JsonView } from '../../server/src/events/view.js';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import { lowerEql, type LoweredEvents, type LoweredItems } from '../../server/src/evaluate/eql/lower.js';
import type { Predicate } from '../../server/src/evaluate/predicate.js';
import type { RunSummary } from '../../server/src/evaluate/run.js';
import { runRule } from '../../server/src/evaluate/runRule.js';
import { openRule } from '../../server/src/rule/openText.js';
import type { Schemas } from '../../server/src/schema/catalog.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { MadeEvent } from '../../server/src/synthesis/madeEvent.js';
import { eventFor, eventsFor } from '../kit/eventFor.js';
import { memoryHost } from '../kit/memoryHost.js';
import { corpusRules, recordedEvents, reference } from '../kit/reference.js';
import withoutEvent from './corpusEvents.json' with { type: 'json' };

/** The rules that no event was made for, by path, with the reason. */
const known: Readonly<Record<string, string>> = withoutEvent;

if (reference === undefined) test('EQL rules of the corpus on events: not run: no reference data', () => expect(corpusRules()).toEqual([]));
else test('every EQL rule of the corpus runs, and matches an event made for it', () => everyRuleRuns());

interface Rule {
  readonly path: string;
  readonly text: string;
  readonly query: string;
  readonly lowered: LoweredEvents | LoweredItems;
  /** Of the event query, or of each item and `until`. */
  readonly predicates: readonly Predicate[];
}

async function everyRuleRuns(): Promise<void> {
  const schemas = await loadSchemas(memoryHost({}));
  const fields = new FieldTable();
  const rules = eqlRules(schemas, fields);
  const lines = recordedEvents();
  const matching = await rulesThatMatch(rules, lines, fields, schemas);
  const failures: Record<string, string> = {};
  for (const rule of rules) {
    const failure = await failureOnMadeEvent(rule, fields, schemas);
    if (failure !== undefined) failures[rule.path] = failure;
  }
  const failing = Object.keys(failures).length;
  console.log(
    `EQL rules: ${rules.length}; matching on ${lines.length} recorded events: ${matching}; ` +
      `matching events made for them: ${rules.length - failing}; without such events: ${failing}`,
  );
  expect(
    Object.entries(failures).filter(([rulePath]) => known[rulePath] === undefined),
    'to be looked into, or listed in corpusEvents.json',
  ).toEqual([]);
  expect(
    Object.keys(known).filter((rulePath) => failures[rulePath] === undefined),
    'to be taken out of corpusEvents.json',
  ).toEqual([]);
  expect(rules.length).toBeGreaterThan(600);
}

/** All in one table of fields, so that one view of an event serves all. */
function eqlRules(schemas: Schemas, fields: FieldTable): readonly Rule[] {
  return corpusRules().flatMap(({ path: rulePath, text }) => {
    const rule = openRule(text, { uri: rulePath });
    return rule.queries.flatMap(({ parsed }) => {
      if (parsed?.language !== 'eql') return [];
      const catalog = schemas.catalogFor(rule.index?.value.map(({ value }) => value) ?? []);
      const options = { categoryField: rule.eventCategoryOverride?.value };
      const lowered = lowerEql(parsed.tree, { catalog, fields, now: undefined }, options);
      const predicates = predicatesOf(lowered);
      expect(predicates, rulePath).not.toEqual([]);
      return [{ path: rulePath, text, query: parsed.text, lowered, predicates }];
    });
  });
}

function predicatesOf(lowered: LoweredEvents | LoweredItems): readonly Predicate[] {
  if (lowered.kind === 'events') return lowered.predicate === undefined ? [] : [lowered.predicate];
  const { query } = lowered;
  if (query === undefined) return [];
  const until = query.kind === 'sequence' && query.until !== undefined ? [query.until] : [];
  return [...query.items, ...until].map(({ predicate }) => predicate);
}

/** How many match. An event query is tried on each event; a sequence or sample runs over those that satisfy a part of it, and the newest. */
async function rulesThatMatch(rules: readonly Rule[], lines: readonly string[], fields: FieldTable, schemas: Schemas): Promise<number> {
  const view = createView(fields);
  const compiled = rules.map((rule) => ({
    rule,
    tests: rule.predicates.map((predicate) => compilePredicate(predicate)),
    lines: [] as string[],
  }));
  for (const line of lines) {
    showEvent(view, line);
    for (const { tests, lines: satisfying } of compiled) if (tests.some((isTrue) => isTrue(view))) satisfying.push(line);
  }
  const newest = newestOf(lines);
  let matching = 0;
  for (const { rule, lines: satisfying } of compiled) {
    if (satisfying.length === 0) continue;
    const isEventQuery = rule.lowered.kind === 'events';
    const summary = await run(rule, isEventQuery || satisfying.includes(newest) ? satisfying : [...satisfying, newest], schemas);
    if (isEventQuery) expect(summary.matches, rule.path).toBe(satisfying.length);
    if (summary.matches > 0) matching++;
  }
  return matching;
}

/** How late a sample ends decides on missing events at the end of a sequence. */
function newestOf(lines: readonly string[]): string {
  const timeOf = (line: string): string => /"@timestamp":"([^"]*)"/.exec(line)?.[1] ?? '';
  return lines.reduce((newest, line) => (timeOf(line) > timeOf(newest) ? line : newest));
}

function showEvent(view: JsonView, line: string): void {
  const event = parseJson(line);
  if (!isJsonObject(event)) throw new Error('a line is no event');
  view.reset(event);
}

async function run({ path: rulePath, text }: Rule, lines: readonly string[], schemas: Schemas): Promise<RunSummary> {
  const host = memoryHost({ 'file:///rule.toml': text, 'file:///events.ndjson': lines.join('\n') });
  let summary: RunSummary | undefined;
  const request = { rule: { uri: 'file:///rule.toml' }, events: [{ uri: 'file:///events.ndjson' }] };
  for await (const update of runRule(request, host, schemas, noCancel)) if (update.kind === 'summary') summary = update.summary;
  if (summary === undefined) throw new Error('a run without a summary');
  expect([summary.status, summary.message], rulePath).toEqual(['finished', undefined]);
  return summary;
}

/** Undefined where the rule matches what was made for it. */
async function failureOnMadeEvent(rule: Rule, fields: FieldTable, schemas: Schemas): Promise<string | undefined> {
  const events = eventsOf(rule, fields);
  if (events === undefined) return 'no event was found';
  const { matches } = await run(
    rule,
    events.map((event) => JSON.stringify(event)),
    schemas,
  );
  return matches > 0 ? undefined : `no match on ${JSON.stringify(events)}`;
}

function eventsOf({ lowered, query }: Rule, fields: FieldTable): readonly MadeEvent[] | undefined {
  if (lowered.kind === 'items') return lowered.query === undefined ? undefined : eventsFor(lowered.query, fields, query);
  const event = lowered.predicate === undefined ? undefined : eventFor(lowered.predicate, fields, query);
  return event === undefined ? undefined : [event];
}
