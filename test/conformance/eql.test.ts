/** The published cases of Elasticsearch's own EQL suite, where the reference data is there to run against. */
import { describe, expect, it, test } from 'vitest';
import { lowerEql } from '../../server/src/evaluate/eql/lower.js';
import { fold } from '../../server/src/evaluate/eql/script.js';
import { Scope } from '../../server/src/evaluate/eql/scope.js';
import { toValue } from '../../server/src/evaluate/script/value.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import { isFieldType, type FieldType } from '../../server/src/schema/fieldType.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, idsOf, runEvents } from '../kit/evaluate.js';
import { readReferenceJson, readReferenceText, reference } from '../kit/reference.js';
import knownFailures from './eql/knownFailures.json' with { type: 'json' };

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

interface VerifiedCase {
  readonly query: string;
  readonly source: string;
  readonly stage?: string;
  readonly asserted?: boolean;
  /** Types, sometimes with a remark in parentheses; null or absent where they do not matter. */
  readonly fields?: Readonly<Record<string, string>> | null;
}

const eventSuites = ['test_queries', 'additional_test_queries', 'test_queries_date', 'test_queries_date_nanos', 'test_extra'];
const foldingSuites = ['test_folding', 'test_string_functions'];
const known: Readonly<Record<string, string>> = knownFailures;

function readSuite<T>(name: string): { readonly dataset: string; readonly cases: readonly T[] } {
  return readReferenceJson(`conformance/eql/suites/${name}.json`) as { readonly dataset: string; readonly cases: readonly T[] };
}

/** An explicit null of a field with a `null_value` is indexed as that value. */
function asIndexed(line: string, { nullValues = {} }: Mapping): string {
  const event = JSON.parse(line) as Record<string, unknown>;
  const replaced = Object.keys(nullValues).filter((field) => event[field] === null);
  return replaced.length === 0
    ? line
    : JSON.stringify({ ...event, ...Object.fromEntries(replaced.map((field) => [field, nullValues[field]])) });
}

async function idsFor(dataset: string, query: string): Promise<readonly unknown[]> {
  const mapping = readReferenceJson(`conformance/eql/datasets/${dataset}.mapping.json`) as Mapping;
  const lines = readReferenceText(`conformance/eql/datasets/${dataset}.ndjson`).trimEnd().split('\n');
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

/** Sequences and samples are not run. */
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

/** A case that is listed must fail: when it starts to pass, the list is out of date. */
async function expectCase(name: string, check: () => Promise<void> | void): Promise<void> {
  if (known[name] === undefined) {
    await check();
    return;
  }
  const failed = await Promise.resolve()
    .then(check)
    .then(
      () => false,
      () => true,
    );
  expect(failed, `${name} passes now: take it out of knownFailures.json`).toBe(true);
}

/** The queries have no names of their own: they are counted for each source. */
function readVerified(file: string): readonly (VerifiedCase & { readonly name: string })[] {
  const { cases } = readReferenceJson(`conformance/eql/${file}.json`) as { readonly cases: readonly VerifiedCase[] };
  const counts = new Map<string, number>();
  return cases.map((each) => {
    const count = (counts.get(each.source) ?? 0) + 1;
    counts.set(each.source, count);
    return { ...each, name: `${file}/${each.source}#${count}` };
  });
}

/** Whether Elasticsearch would run the query, as far as lowering can tell. Where a case names fields, there are no others. */
function isAccepted({ query, fields }: VerifiedCase): boolean {
  const { tree, problems } = parseEql(query);
  return problems.length === 0 && lowerEql(tree, contextOf(verifierCatalog(fields))).problems.length === 0;
}

function verifierCatalog(fields: VerifiedCase['fields']): FieldCatalog {
  const given = Object.entries(fields ?? {}).map(([name, remarked]) => ({ name, type: remarked.replace(/ .*/, ''), remarked }));
  const types = Object.fromEntries(given.map(({ name, type }) => [name, isFieldType(type) ? type : 'geo_shape']));
  const catalog = catalogOf({ 'event.category': 'keyword', ...types }, { authoritative: (fields ?? undefined) !== undefined });
  const normalized = new Set(given.filter(({ remarked }) => remarked.includes('normalizer')).map(({ name }) => name));
  const field = (name: string): FieldInfo | undefined => {
    const info = catalog.field(name);
    return info !== undefined && normalized.has(name) ? { ...info, lowercased: true } : info;
  };
  return { ...catalog, field };
}

if (reference === undefined) test('conformance of EQL: not run: no reference data', () => expect(reference).toBeUndefined());
else {
  const names = new Set<string>();
  const named = <T extends { readonly name: string }>(prefix: string, cases: readonly T[]): readonly T[] => {
    const renamed = cases.map((each) => ({ ...each, name: `${prefix}${each.name}` }));
    for (const { name } of renamed) names.add(name);
    return renamed;
  };

  describe.each(eventSuites)('%s', (suite) => {
    const { dataset, cases } = readSuite<EventCase>(suite);
    it.each(named(`${suite}/`, cases.filter(isEventQuery)))('$name', async ({ name, query, expectedIds }) => {
      await expectCase(name, async () => expect(await idsFor(dataset, query)).toEqual(expectedIds));
    });
  });

  describe.each(foldingSuites)('%s', (suite) => {
    const { cases } = readSuite<FoldingCase>(suite);
    it.each(named(`${suite}/`, cases.filter(isElasticsearch)))(
      '$name',
      async ({ name, expression, expected, status, elasticsearchValue }) => {
        const wanted = status === 'excludedUpstream' ? elasticsearchValue : expected;
        await expectCase(name, () => expect(foldedValue(expression)).toEqual(wanted));
      },
    );
    const older = cases.filter((each) => !isElasticsearch(each));
    if (older.length > 0) {
      it.each(older)('$name is refused', ({ expression }) => {
        expect(() => foldedValue(expression)).toThrow();
      });
    }
  });

  describe('accepted queries', () => {
    it.each(named('', readVerified('accepted')))('$name: $query', async (each) => {
      await expectCase(each.name, () => expect(isAccepted(each)).toBe(true));
    });
  });

  describe('refused queries', () => {
    const asserted = readVerified('unsupported').filter((each) => each.asserted === true);
    it.each(named('', asserted))('$name: $query', async (each) => {
      await expectCase(each.name, () => expect(isAccepted(each)).toBe(false));
    });
  });

  test('every known failure is the name of a case', () => {
    expect(Object.keys(known).filter((name) => !names.has(name))).toEqual([]);
  });
}
