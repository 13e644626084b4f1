/** The published cases of Elasticsearch's own suite for sequences, missing events and samples, where the reference data is there. */
import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { lowerEql } from '../../server/src/evaluate/eql/lower.js';
import { fieldRef } from '../../server/src/evaluate/lowering.js';
import { matchKey } from '../../server/src/evaluate/sequence/matchKey.js';
import { runSequence } from '../../server/src/evaluate/sequence/runSequence.js';
import type { Hit } from '../../server/src/evaluate/run.js';
import type { Value } from '../../server/src/events/event.js';
import { parseInstant } from '../../server/src/events/time.js';
import { isFieldType, type FieldType } from '../../server/src/schema/fieldType.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, fileOf } from '../kit/evaluate.js';
import { readReferenceJson, readReferenceText, reference } from '../kit/reference.js';
import { stagesOfLetters } from '../kit/timeline.js';

interface SequenceCase {
  readonly name: string;
  readonly query: string;
  /** Flat over all matches, -1 for a missing event; or a list of such lists, any of which is right. */
  readonly expectedIds: readonly unknown[];
  readonly joinKeys?: readonly (string | null)[];
  readonly size?: number;
  readonly maxSamplesPerKey?: number;
}

interface Mapping {
  readonly fields: Readonly<Record<string, string>>;
  readonly idField: string;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly nullValues?: Readonly<Record<string, string>>;
  readonly formats?: Readonly<Record<string, string>>;
}

interface MatcherCase {
  readonly name: string;
  readonly stages: readonly (readonly string[])[];
  readonly expected: readonly (readonly string[])[];
}

const suites = [
  'test_queries',
  'additional_test_queries',
  'test_extra',
  'test_missing_events',
  'test_sample',
  'test_sample_multi',
  'derived_variants',
];
const forms = ['datasets', 'datasets-iso'];
/** The limit of the suite's searches, and how many samples a key has unless a case says otherwise. */
const request = { size: 50, samplesPerKey: 1 };

function readSuite<T>(name: string): { readonly dataset: string; readonly cases: readonly T[] } {
  return readReferenceJson(`conformance/eql/suites/${name}.json`) as { readonly dataset: string; readonly cases: readonly T[] };
}

function isForSequences({ query }: SequenceCase): boolean {
  return parseEql(query).tree.body.kind !== 'eventQuery';
}

/** What the mapping does to values: nulls that stand for a value, dates whose days come first. */
function asIndexed(line: string, { nullValues = {}, formats = {} }: Mapping): string {
  const event = JSON.parse(line) as Record<string, unknown>;
  const replaced = Object.entries(event).map(([field, value]) => {
    if (value === null && field in nullValues) return [field, nullValues[field]];
    const dayFirst = formats[field]?.includes('dd-MM-yyyy') === true && typeof value === 'string';
    return [field, dayFirst ? value.replace(/^(\d\d)-(\d\d)-(\d{4})$/, '$3-$2-$1') : value];
  });
  return JSON.stringify(Object.fromEntries(replaced));
}

async function matchesOf(
  form: string,
  dataset: string,
  each: SequenceCase,
): Promise<{ readonly ids: unknown[]; readonly keys: readonly (Value | null)[] }> {
  const mapping = readReferenceJson(`conformance/eql/datasets/${dataset}.mapping.json`) as Mapping;
  const lines = readReferenceText(`conformance/eql/${form}/${dataset}.ndjson`).trimEnd().split('\n');
  const types = Object.fromEntries(Object.entries(mapping.fields).filter((entry): entry is [string, FieldType] => isFieldType(entry[1])));
  const aliases = Object.fromEntries(Object.entries(mapping.aliases ?? {}).filter(([name]) => name !== 'event.category'));
  const context = contextOf(catalogOf({ 'event.category': 'keyword', ...types }, { authoritative: true, aliases }));
  const lowered = lowerEql(parseEql(each.query).tree, context);
  if (lowered.kind !== 'items' || lowered.query === undefined) throw new Error(lowered.problems[0]?.message ?? 'no sequence');
  const plan = {
    query: lowered.query,
    fields: context.fields,
    timestampField: mapping.timestampField ?? '@timestamp',
    categoryField: 'event.category',
    tiebreaker: mapping.tiebreakerField === undefined ? undefined : fieldRef(mapping.tiebreakerField, context),
    samplesPerKey: each.maxSamplesPerKey ?? request.samplesPerKey,
  };
  const ndjson = lines.map((line) => asIndexed(line, mapping)).join('\n');
  const ids: unknown[] = [];
  const keys: (Value | null)[] = [];
  for await (const update of runSequence(plan, [fileOf(ndjson)], () => 0, noCancel)) {
    const hits = update.kind === 'hits' ? update.hits.filter((hit) => (hit.sequence?.index ?? 0) < (each.size ?? request.size)) : [];
    for (const hit of hits) addHit(hit, mapping.idField, ids, keys);
  }
  return { ids, keys };
}

/** Puts the placeholders of missing events where their stages are. */
function addHit({ sequence, text }: Hit, idField: string, ids: unknown[], keys: (Value | null)[]): void {
  if (sequence === undefined) throw new Error('a hit without its sequence');
  const { index, stages, joinKeys } = sequence;
  const base = index * stages.length;
  if (ids.length <= base) {
    ids.push(...stages.map(() => -1));
    keys.push(...joinKeys);
  }
  ids[base + sequence.stage] = (JSON.parse(text ?? '{}') as Record<string, unknown>)[idField];
}

function isOneOf(expected: readonly unknown[]): readonly (readonly unknown[])[] {
  return Array.isArray(expected[0]) ? (expected as readonly (readonly unknown[])[]) : [expected];
}

/** Dates are written in one of two ways; null is also written as text. */
function sameKey(actual: Value | null | undefined, expected: string | null): boolean {
  if (actual === null || actual === undefined) return actual === null && (expected === null || expected === 'null');
  if (String(actual) === expected) return true;
  const [left, right] = [parseInstant(String(actual)), parseInstant(expected ?? '')];
  return typeof actual === 'string' && left !== undefined && left.milliseconds === right?.milliseconds;
}

if (reference === undefined) test('conformance of EQL sequences: not run: no reference data', () => expect(reference).toBeUndefined());
else {
  describe.each(forms)('%s', (form) => {
    describe.each(suites)('%s', (suite) => {
      const { dataset, cases } = readSuite<SequenceCase>(suite);
      it.each(cases.filter(isForSequences))('$name', async (each) => {
        const { ids, keys } = await matchesOf(form, dataset, each);
        expect(isOneOf(each.expectedIds)).toContainEqual(ids);
        const expectedKeys = each.joinKeys ?? [];
        if (each.joinKeys !== undefined) expect(keys).toHaveLength(expectedKeys.length);
        expect(expectedKeys.filter((key, index) => !sameKey(keys[index], key))).toEqual([]);
      });
    });
  });

  describe('matcher_specs', () => {
    const { cases } = readSuite<MatcherCase>('matcher_specs');
    it.each(cases)('$name', ({ stages, expected }) => {
      const names = stages.flatMap((events, item) => events.map((name) => ({ item, name, time: Number(/\d+$/.exec(name)?.[0]) })));
      const keyOf = (name: string): string => (name.includes('|') ? name.replace(/\|.*/, '') : '');
      const inOrder = names.map((event, id) => ({ ...event, id })).sort((a, b) => a.time - b.time);
      const found = [...new Set(names.map(({ name }) => keyOf(name)))].flatMap((key) => {
        const ofKey = inOrder.filter(({ name }) => keyOf(name) === key);
        const entries = { events: ofKey.map(({ id }) => id), items: ofKey.map(({ item }) => item) };
        return matchKey(entries, stagesOfLetters(stages.length), { milliseconds: (id) => names[id]?.time ?? 0, nanoseconds: () => 0 });
      });
      const lastTime = (match: readonly number[]): number => names[match.at(-1) ?? 0]?.time ?? 0;
      const inResult = found.sort((a, b) => lastTime(a) - lastTime(b));
      const named = inResult.map((match) =>
        match.map((id, index) => (index === 0 ? names[id]?.name : names[id]?.name.replace(/^.*\|/, ''))),
      );
      expect(named).toEqual(expected);
    });
  });
}
