/** What threshold and new_terms rules find on a cluster, by the aggregations that Kibana sends for them. */
import type { CancelToken } from '../base/cancel.js';
import type { Json, JsonObject } from '../events/json.js';
import type { NewTermsSettings, ThresholdSettings } from '../detect/settings.js';
import type { ClusterGroup, ClusterOutcome, ClusterValue } from '../protocol/cluster.js';
import { newTermsAggregations, oneOfTerms, recentTermsAggregations, thresholdAggregations } from '../translate/aggregations.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import type { Cluster, SendOptions } from './cluster.js';
import { rawHitOf, type RawHit } from './describe.js';
import { numberAt, recordAt, recordsAt, textAt } from './read.js';
import { partialReason } from './search.js';

export interface GroupSearch {
  /** With parameters: `/logs-*` + `/_search?…`. */
  readonly path: string;
  readonly query: Dsl;
  readonly timestamp: string;
  /** Groups to be fetched. */
  readonly size: number;
}

export interface GroupEnd {
  readonly groups: number;
  readonly more: boolean;
  readonly partial: string | undefined;
}

export type OnGroups = (groups: readonly ClusterGroup[], hits: readonly RawHit[]) => Promise<void>;

interface Asking {
  readonly cluster: Cluster;
  readonly token: CancelToken;
  readonly options: SendOptions;
  partial: string | undefined;
}

async function ask(asking: Asking, search: GroupSearch, body: Dsl): Promise<ClusterOutcome<JsonObject>> {
  const { cluster, token, options } = asking;
  const answer = await cluster.send({ method: 'POST', path: search.path, body: { size: 0, ...body } }, token, options);
  if (answer.ok) asking.partial ??= partialReason(answer.value, cluster);
  return answer;
}

export async function searchThreshold(
  search: GroupSearch,
  threshold: ThresholdSettings,
  sending: { readonly cluster: Cluster; readonly token: CancelToken; readonly options: SendOptions },
  onGroups: OnGroups,
): Promise<ClusterOutcome<GroupEnd>> {
  const asking: Asking = { ...sending, partial: undefined };
  if (threshold.fields.length === 0) return countAll(search, threshold, asking, onGroups);
  let after: Json | undefined;
  let groups = 0;
  do {
    const aggs = thresholdAggregations(threshold, search.timestamp, after);
    const answer = await ask(asking, search, { query: search.query, track_total_hits: false, aggs });
    if (!answer.ok) return answer;
    const terms = recordAt(recordAt(answer.value, 'aggregations'), 'thresholdTerms');
    after = terms?.['after_key'];
    const found = recordsAt(terms, 'buckets')
      .map((bucket) => groupOf(bucket, threshold.fields))
      .slice(0, search.size - groups);
    groups += found.length;
    await onGroups(found, []);
  } while (after !== undefined && groups < search.size);
  return { ok: true, value: { groups, more: after !== undefined, partial: asking.partial } };
}

/** A rule without fields counts all events as one group. */
async function countAll(
  search: GroupSearch,
  threshold: ThresholdSettings,
  asking: Asking,
  onGroups: OnGroups,
): Promise<ClusterOutcome<GroupEnd>> {
  const aggs = thresholdAggregations(threshold, search.timestamp, undefined);
  const answer = await ask(asking, search, { query: search.query, track_total_hits: true, aggs });
  if (!answer.ok) return answer;
  const count = numberAt(recordAt(recordAt(answer.value, 'hits'), 'total'), 'value') ?? 0;
  const group = { ...groupOf(recordAt(answer.value, 'aggregations') ?? {}, []), count };
  const reached =
    count >= threshold.value && (threshold.cardinality === undefined || (group.cardinality ?? 0) >= threshold.cardinality.value);
  if (reached) await onGroups([group], []);
  return { ok: true, value: { groups: reached ? 1 : 0, more: false, partial: asking.partial } };
}

function groupOf(bucket: JsonObject, fields: readonly string[]): ClusterGroup {
  const key = recordAt(bucket, 'key') ?? {};
  const distinct = numberAt(recordAt(bucket, 'cardinality_count'), 'value');
  return {
    terms: fields.map((field) => ({ field, value: scalarOf(key[field]) })),
    count: numberAt(bucket, 'doc_count') ?? 0,
    ...(distinct === undefined ? {} : { cardinality: distinct }),
    first: timeOf(recordAt(bucket, 'min_timestamp')),
    last: timeOf(recordAt(bucket, 'max_timestamp')),
  };
}

function scalarOf(value: Json | undefined): ClusterValue {
  return value === undefined || value === null || typeof value === 'object' ? '' : value;
}

function timeOf(metric: JsonObject | undefined): string | undefined {
  const value = numberAt(metric, 'value');
  return textAt(metric, 'value_as_string') ?? (value === undefined ? undefined : new Date(value).toISOString());
}

export interface NewTermsWindow {
  /** Of the time in which a value is known if it is there, in milliseconds since 1970. */
  readonly start: number;
  /** The same query from the start of the history on. */
  readonly historyQuery: Dsl;
}

/** Values that are asked for at once; several fields make a clause of each. */
const batches = { one: 1000, several: 200 };

export async function searchNewTerms(
  search: GroupSearch,
  { fields }: NewTermsSettings,
  { start, historyQuery }: NewTermsWindow,
  sending: { readonly cluster: Cluster; readonly token: CancelToken; readonly options: SendOptions },
  onGroups: OnGroups,
): Promise<ClusterOutcome<GroupEnd>> {
  const asking: Asking = { ...sending, partial: undefined };
  let after: Json | undefined;
  let groups = 0;
  do {
    const recent = await ask(asking, search, {
      query: search.query,
      track_total_hits: false,
      aggs: recentTermsAggregations(fields, after),
    });
    if (!recent.ok) return recent;
    const terms = recordAt(recordAt(recent.value, 'aggregations'), 'new_terms');
    after = terms?.['after_key'];
    const tuples = recordsAt(terms, 'buckets').map((bucket) => fields.map((field) => recordAt(bucket, 'key')?.[field] ?? null));
    for (const batch of inBatches(tuples, fields.length === 1 ? batches.one : batches.several)) {
      const found = await newAmong(asking, search, fields, batch, { start, historyQuery });
      if (!found.ok) return found;
      const kept = found.value.slice(0, search.size - groups);
      groups += kept.length;
      await onGroups(
        kept.map(({ group }) => group),
        kept.flatMap(({ hit }) => hit ?? []),
      );
      if (groups >= search.size) return { ok: true, value: { groups, more: true, partial: asking.partial } };
    }
  } while (after !== undefined);
  return { ok: true, value: { groups, more: false, partial: asking.partial } };
}

interface NewTerm {
  readonly group: ClusterGroup;
  readonly hit: RawHit | undefined;
}

async function newAmong(
  asking: Asking,
  search: GroupSearch,
  fields: readonly string[],
  batch: readonly (readonly Json[])[],
  { start, historyQuery }: NewTermsWindow,
): Promise<ClusterOutcome<readonly NewTerm[]>> {
  const wanted = new Set(batch.map((tuple) => keyOf(tuple)));
  const found: NewTerm[] = [];
  let after: Json | undefined;
  do {
    const query: Dsl = { bool: { filter: [historyQuery, oneOfTerms(fields, batch)] } };
    const aggs = newTermsAggregations(fields, search.timestamp, start, after);
    const answer = await ask(asking, search, { query, track_total_hits: false, aggs });
    if (!answer.ok) return answer;
    const terms = recordAt(recordAt(answer.value, 'aggregations'), 'new_terms');
    after = terms?.['after_key'];
    for (const bucket of recordsAt(terms, 'buckets')) {
      // An event with several values is in the buckets of all of them.
      if (!wanted.has(keyOf(fields.map((field) => recordAt(bucket, 'key')?.[field] ?? null)))) continue;
      const [hit] = recordsAt(recordAt(recordAt(bucket, 'docs'), 'hits'), 'hits');
      const first = timeOf(recordAt(bucket, 'first_seen'));
      found.push({ group: { ...groupOf(bucket, fields), first, last: undefined, count: 1 }, hit: rawHitOf(hit) });
    }
  } while (after !== undefined);
  return { ok: true, value: found };
}

function keyOf(tuple: readonly Json[]): string {
  return tuple.map((value) => (value === null || typeof value === 'object' ? '' : `${typeof value}:${String(value)}`)).join('\0');
}

function inBatches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const found: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  return found;
}
