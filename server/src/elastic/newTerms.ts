/**
 * What new_terms rules find on a cluster, in the phases that Kibana documents for them: the values of the window, those of them that the
 * history has not, and the oldest event of each. https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule
 */
import type { Json, JsonObject } from '../events/json.js';
import type { NewTermsSettings } from '../detect/settings.js';
import type { ClusterOutcome } from '../protocol/cluster.js';
import {
  newTermsAggregations,
  newValuesAggregations,
  oldestByTermsAggregations,
  oldestByValueAggregations,
  oneOfTerms,
  pageBuckets,
  recentTermsAggregations,
} from '../translate/aggregations.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import { rawHitOf, type RawHit } from './describe.js';
import { ask, scalarOf, timeOf, type Asking, type GroupEnd, type GroupSearch, type OnGroups } from './groups.js';
import { recordAt, recordsAt } from './read.js';

export interface NewTermsWindow {
  /** Of the time in which a value is known if it is there, in milliseconds since 1970. */
  readonly start: number;
  /** The same query from the start of the history on. */
  readonly historyQuery: Dsl;
}

/** Clauses that every engine takes in one query: the least of `indices.query.bool.max_clause_count` is 1,024. */
const mostClauses = 900;

type Tuple = readonly Json[];

interface Phases extends Asking {
  readonly search: GroupSearch;
  readonly fields: readonly string[];
  readonly window: NewTermsWindow;
}

export async function searchNewTerms(
  search: GroupSearch,
  { fields }: NewTermsSettings,
  window: NewTermsWindow,
  sending: Omit<Asking, 'partial'>,
  onGroups: OnGroups,
): Promise<ClusterOutcome<GroupEnd>> {
  const phases: Phases = { ...sending, partial: undefined, search, fields, window };
  const batchSize = fields.length === 1 ? pageBuckets : Math.floor(mostClauses / fields.length);
  let after: Json | undefined;
  let groups = 0;
  do {
    const recent = await page(phases, search.query, recentTermsAggregations(fields, after));
    if (!recent.ok) return recent;
    after = recent.value.after;
    const tuples = recent.value.buckets.map((bucket) => tupleOf(bucket, fields));
    for (let at = 0; at < tuples.length; at += batchSize) {
      const found = await reportNew(phases, tuples.slice(at, at + batchSize), search.size - groups, onGroups);
      if (!found.ok) return found;
      groups += found.value;
      if (groups >= search.size) return { ok: true, value: { groups, more: true, partial: phases.partial } };
    }
  } while (after !== undefined);
  return { ok: true, value: { groups, more: false, partial: phases.partial } };
}

/** How many of the values are new; `most` are reported. */
async function reportNew(phases: Phases, batch: readonly Tuple[], most: number, onGroups: OnGroups): Promise<ClusterOutcome<number>> {
  const { fields } = phases;
  const found = await newAmong(phases, batch);
  if (!found.ok) return found;
  const kept = found.value.slice(0, most);
  if (kept.length === 0) return { ok: true, value: 0 };
  const tuples = kept.map((bucket) => tupleOf(bucket, fields));
  const hits = await oldestOf(phases, tuples);
  if (!hits.ok) return hits;
  const groups = kept.map((bucket, at) => ({
    terms: fields.map((field, of) => ({ field, value: scalarOf(tuples[at]?.[of]) })),
    ...{ count: 1, first: timeOf(recordAt(bucket, 'first_seen')), last: undefined },
  }));
  const events = tuples.flatMap((tuple) => hits.value.get(keyOf(tuple)) ?? []);
  await onGroups(groups, events);
  return { ok: true, value: kept.length };
}

function newAmong(phases: Phases, batch: readonly Tuple[]): Promise<ClusterOutcome<readonly JsonObject[]>> {
  const { fields, window, search } = phases;
  const [field] = fields;
  if (fields.length === 1 && field !== undefined) {
    const aggs = newValuesAggregations(field, valuesIn(batch), search.time.field, window.start);
    return bucketsOf(phases, batch, window.historyQuery, () => aggs);
  }
  const query: Dsl = { bool: { filter: [window.historyQuery, oneOfTerms(fields, batch)] } };
  return bucketsOf(phases, batch, query, (after) => newTermsAggregations(fields, search.time.field, window.start, after));
}

async function oldestOf(phases: Phases, tuples: readonly Tuple[]): Promise<ClusterOutcome<ReadonlyMap<string, RawHit>>> {
  const { fields, search } = phases;
  const [field] = fields;
  const { query, time } = search;
  const found =
    fields.length === 1 && field !== undefined
      ? await bucketsOf(phases, tuples, query, () => oldestByValueAggregations(field, valuesIn(tuples), time.field))
      : await bucketsOf(phases, tuples, { bool: { filter: [query, oneOfTerms(fields, tuples)] } }, (after) =>
          oldestByTermsAggregations(fields, time.field, after),
        );
  if (!found.ok) return found;
  const hits = found.value.flatMap((bucket) => {
    const [first] = recordsAt(recordAt(recordAt(bucket, 'docs'), 'hits'), 'hits');
    const hit = rawHitOf(first);
    return hit === undefined ? [] : [[keyOf(tupleOf(bucket, fields)), hit] as const];
  });
  return { ok: true, value: new Map(hits) };
}

/** The buckets of all pages, but for values that were not asked for: an event with several values is in the buckets of all of them. */
async function bucketsOf(
  phases: Phases,
  asked: readonly Tuple[],
  query: Dsl,
  aggregationsAfter: (after: Json | undefined) => Dsl,
): Promise<ClusterOutcome<readonly JsonObject[]>> {
  const wanted = new Set(asked.map(keyOf));
  const found: JsonObject[] = [];
  let after: Json | undefined;
  do {
    const answer = await page(phases, query, aggregationsAfter(after));
    if (!answer.ok) return answer;
    after = answer.value.after;
    found.push(...answer.value.buckets.filter((bucket) => wanted.has(keyOf(tupleOf(bucket, phases.fields)))));
  } while (after !== undefined);
  return { ok: true, value: found };
}

interface Page {
  readonly buckets: readonly JsonObject[];
  /** Where the next page begins. */
  readonly after: Json | undefined;
}

async function page(phases: Phases, query: Dsl, aggs: Dsl): Promise<ClusterOutcome<Page>> {
  const answer = await ask(phases, phases.search, { query, track_total_hits: false, aggs });
  if (!answer.ok) return answer;
  const terms = recordAt(recordAt(answer.value, 'aggregations'), 'new_terms');
  return { ok: true, value: { buckets: recordsAt(terms, 'buckets'), after: terms?.['after_key'] } };
}

/** Of one field the key of a bucket may be its value alone; that of a boolean is 0 or 1 there, and its text says which. */
function tupleOf(bucket: JsonObject, fields: readonly string[]): Tuple {
  const { key = null, key_as_string: text } = bucket;
  const byField = recordAt(bucket, 'key');
  if (byField !== undefined) return fields.map((field) => byField[field] ?? null);
  return [text === 'true' || text === 'false' ? text === 'true' : key];
}

function valuesIn(tuples: readonly Tuple[]): readonly Json[] {
  return tuples.flatMap(([value]) => (value === null || value === undefined ? [] : [value]));
}

function keyOf(tuple: Tuple): string {
  return tuple.map((value) => (value === null || typeof value === 'object' ? '' : `${typeof value}:${String(value)}`)).join('\0');
}
