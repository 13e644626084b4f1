/** The published cases of Elasticsearch's own EQL suite, where the reference data is there to run against. */
import { afterAll, describe, expect, it, test } from 'vitest';
import { fold } from '../../server/src/evaluate/eql/script.js';
import { Scope } from '../../server/src/evaluate/eql/scope.js';
import { toValue } from '../../server/src/evaluate/script/value.js';
import { isFieldType, type FieldType } from '../../server/src/schema/fieldType.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, idsOf, runEvents } from '../kit/evaluate.js';
import { readReferenceJson, readReferenceText, reference } from '../kit/reference.js';
import { expectCase, known, printCounts, readSuite } from './eqlCases.js';

interface EventCase {
  readonly name: string;
  readonly query: string;
  readonly expectedIds: readonly unknown[];
}

interface Mapping {
  readonly fields: Readonly<Record<string, string>>;
  readonly idField: string;
  readonly timestampField: string;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly nullValues?: Readonly<Record<string, string>>;
}

interface FoldingCase {
  readonly name: string;
  readonly expression: string;
  readonly expected: unknown;
  readonly status?: string;
  readonly elasticsearchValue?: unknown;
}

interface LiteralCase {
  /** The source text of a string literal. */
  readonly literal: string;
  readonly value: string;
}

/** With the suites of missing events and samples, which have no event queries, these are all of the active ones. */
const eventSuites = ['test_queries', 'additional_test_queries', 'test_queries_date', 'test_queries_date_nanos', 'test_extra'];
const otherSuites = ['test_missing_events', 'test_sample', 'test_sample_multi'];
const foldingSuites = ['test_folding', 'test_string_functions'];
/** The events as they are indexed, and with their dates as text. */
const forms = ['datasets', 'datasets-iso'];

/** An explicit null of a field with a `null_value` is indexed as that value. */
function asIndexed(line: string, { nullValues = {} }: Mapping): string {
  const event = JSON.parse(line) as Record<string, unknown>;
  const replaced = Object.keys(nullValues).filter((field) => event[field] === null);
  return replaced.length === 0
    ? line
    : JSON.stringify({ ...event, ...Object.fromEntries(replaced.map((field) => [field, nullValues[field]])) });
}

async function idsFor(form: string, dataset: string, query: string): Promise<readonly unknown[]> {
  const mapping = readReferenceJson(`conformance/eql/datasets/${dataset}.mapping.json`) as Mapping;
  const lines = readReferenceText(`conformance/eql/${form}/${dataset}.ndjson`).trimEnd().split('\n');
  const types = Object.fromEntries(Object.entries(mapping.fields).filter((entry): entry is [string, FieldType] => isFieldType(entry[1])));
  const catalog = catalogOf(
    { 'event.category': 'keyword', ...types },
    { authoritative: true, aliases: withoutCategory(mapping.aliases ?? {}) },
  );
  const ndjson = lines.map((line) => asIndexed(line, mapping)).join('\n');
  const { hits } = await runEvents(query, ndjson, contextOf(catalog), mapping.timestampField);
  return idsOf(hits, mapping.idField);
}

/** The events carry `event.category` themselves. */
function withoutCategory(aliases: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(aliases).filter(([name]) => name !== 'event.category'));
}

/** Sequences and samples have their own file. */
function isEventQuery({ query }: EventCase): boolean {
  return parseEql(query).tree.body.kind === 'eventQuery';
}

/** Cases of the older dialect that Elasticsearch has no value for are not in its syntax. */
function isElasticsearch(each: FoldingCase): boolean {
  return each.status !== 'excludedUpstream' || 'elasticsearchValue' in each;
}

function foldedValue(expression: string): unknown {
  const { tree, problems } = parseEql(`any where ${expression}`);
  if (problems.length > 0 || tree.body.kind !== 'eventQuery') throw new Error(problems[0]?.message ?? 'not an event query');
  const scope = new Scope(contextOf(catalogOf({})));
  const value = fold(tree.body.condition, scope);
  if (scope.problems.length > 0) throw new Error(scope.problems[0]?.message ?? '');
  return value === undefined ? undefined : toValue(value.value);
}

/** What the parser reads the literal as, where it stands in a query. */
function literalValue(literal: string): string | undefined {
  const { tree, problems } = parseEql(`any where name == ${literal}`);
  if (problems.length > 0 || tree.body.kind !== 'eventQuery' || tree.body.condition.kind !== 'comparison') return undefined;
  const { right } = tree.body.condition;
  return right.kind === 'string' ? right.value : undefined;
}

if (reference === undefined) test('conformance of EQL', () => console.log('not run: no reference data'));
else {
  const names = new Set<string>();
  const counts = new Map<string, string>();
  const named = <T extends { readonly name: string }>(prefix: string, cases: readonly T[]): readonly T[] => {
    const renamed = cases.map((each) => ({ ...each, name: `${prefix}${each.name}` }));
    for (const { name } of renamed) names.add(name);
    return renamed;
  };

  describe.each(eventSuites)('%s', (suite) => {
    const { dataset, cases } = readSuite<EventCase>(suite);
    const events = named(`${suite}/`, cases.filter(isEventQuery));
    const sequences = cases.length - events.length;
    counts.set(suite, `${cases.length} cases: ${events.length} event queries here, ${sequences} sequences in eqlSequences.test.ts`);
    describe.each(forms)('%s', (form) => {
      it.each(events)('$name', async ({ name, query, expectedIds }) => {
        await expectCase(name, async () => expect(await idsFor(form, dataset, query)).toEqual(expectedIds));
      });
    });
  });

  test('the active suites are complete', () => {
    const others = otherSuites.map((suite) => readSuite<EventCase>(suite).cases);
    expect(others.flatMap((cases) => cases.filter(isEventQuery))).toEqual([]);
    const all = [...eventSuites.map((suite) => readSuite<EventCase>(suite).cases), ...others];
    expect(all.reduce((sum, cases) => sum + cases.length, 0)).toBe(301);
  });

  describe.each(foldingSuites)('%s', (suite) => {
    const { cases } = readSuite<FoldingCase>(suite);
    const ours = named(`${suite}/`, cases.filter(isElasticsearch));
    const older = named(
      `${suite}/`,
      cases.filter((each) => !isElasticsearch(each)),
    );
    counts.set(suite, `${cases.length} expressions: ${ours.length} with their value, ${older.length} of an older dialect refused`);
    it.each(ours)('$name', async ({ name, expression, expected, status, elasticsearchValue }) => {
      const wanted = status === 'excludedUpstream' ? elasticsearchValue : expected;
      await expectCase(name, () => expect(foldedValue(expression)).toEqual(wanted));
    });
    if (older.length > 0) {
      it.each(older)('$name is refused', async ({ name, expression }) => {
        await expectCase(name, () => expect(() => foldedValue(expression)).toThrow());
      });
    }
  });

  describe('string_literals', () => {
    const { cases } = readSuite<LiteralCase>('string_literals');
    const numbered = named(
      'string_literals/',
      cases.map((each, index) => ({ ...each, name: `#${index + 1}` })),
    );
    counts.set('string_literals', `${cases.length} literals`);
    it.each(numbered)('$name: $literal', async ({ name, literal, value }) => {
      await expectCase(name, () => expect(literalValue(literal)).toBe(value));
    });
  });

  test('every known failure of these is the name of a case', () => {
    expect(Object.keys(known).filter((name) => !/^(accepted|unsupported)\//.test(name) && !names.has(name))).toEqual([]);
  });

  afterAll(() => {
    const failing = Object.keys(known).length;
    printCounts('EQL suites', new Map([...counts, ['known failures', `${failing}, argued in eql/knownFailures.json`]]));
  });
}
