/** What threshold rules find on a cluster, by the aggregation that Kibana sends for them. */
import type { CancelToken } from '../base/cancel.js';
import type { Json, JsonObject } from '../events/json.js';
import { mostHits } from '../detect/limit.js';
import { defaultTimestamp, type RuleSettings, type ThresholdSettings } from '../detect/settings.js';
import type { ClusterGroup, ClusterInfo, ClusterOutcome, ClusterValue } from '../protocol/cluster.js';
import { combinedTime, thresholdAggregations, type AggregatedTime } from '../translate/aggregations.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import type { Cluster, SendOptions } from './cluster.js';
import type { RawHit } from './describe.js';
import { numberAt, recordAt, recordsAt, textAt } from './read.js';
import { partialReason } from './search.js';

export interface GroupSearch {
  /** With parameters: `/logs-*` + `/_search?…`. */
  readonly path: string;
  readonly query: Dsl;
  readonly time: AggregatedTime;
  /** Groups to be fetched. */
  readonly size: number;
}

/** Which time aggregations look at. OpenSearch has no runtime fields: there it is that of the override alone. */
export function aggregatedTimeOf({ timestamp: { field, fallback } }: RuleSettings, { engine }: ClusterInfo): AggregatedTime {
  const isCombined = fallback && field !== defaultTimestamp;
  return isCombined && engine === 'elasticsearch' ? combinedTime(field) : { field, runtime: undefined };
}

/** Where the groups are not those that Kibana would find: one sentence each. */
export function groupNotes(
  { threshold, newTerms, timestamp: { field, fallback } }: RuleSettings,
  { engine }: ClusterInfo,
): readonly string[] {
  if (threshold === undefined && newTerms === undefined) return [];
  const isUnreachable = threshold !== undefined && threshold.fields.length === 0 && threshold.value > mostHits;
  const isByOverride = engine === 'opensearch' && fallback && field !== defaultTimestamp;
  return [
    ...(isUnreachable
      ? [`Kibana counts at most ${mostHits} events where threshold.field is empty, so that it never finds ${threshold.value} of them.`]
      : []),
    ...(isByOverride
      ? [`OpenSearch has no runtime fields: first and last times are those of ${field}, and events without it have none.`]
      : []),
  ];
}

export interface GroupEnd {
  readonly groups: number;
  readonly more: boolean;
  readonly partial: string | undefined;
}

export type OnGroups = (groups: readonly ClusterGroup[], hits: readonly RawHit[]) => Promise<void>;

/** Requests that belong together. */
export interface Asking {
  readonly cluster: Cluster;
  readonly token: CancelToken;
  readonly options: SendOptions;
  /** Why one of the answers may lack something. */
  partial: string | undefined;
}

export async function ask(asking: Asking, search: GroupSearch, body: Dsl): Promise<ClusterOutcome<JsonObject>> {
  const { cluster, token, options } = asking;
  const runtime = search.time.runtime === undefined ? {} : { runtime_mappings: search.time.runtime };
  const request = { method: 'POST' as const, path: search.path, body: { size: 0, ...body, ...runtime } };
  const answer = await cluster.send(request, token, options);
  if (answer.ok) asking.partial ??= partialReason(answer.value, cluster);
  return answer;
}

export async function searchThreshold(
  search: GroupSearch,
  threshold: ThresholdSettings,
  sending: Omit<Asking, 'partial'>,
  onGroups: OnGroups,
): Promise<ClusterOutcome<GroupEnd>> {
  const asking: Asking = { ...sending, partial: undefined };
  if (threshold.fields.length === 0) return countAll(search, threshold, asking, onGroups);
  let after: Json | undefined;
  let groups = 0;
  do {
    const aggs = thresholdAggregations(threshold, search.time.field, after);
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
  const aggs = thresholdAggregations(threshold, search.time.field, undefined);
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

export function scalarOf(value: Json | undefined): ClusterValue {
  return value === undefined || value === null || typeof value === 'object' ? '' : value;
}

export function timeOf(metric: JsonObject | undefined): string | undefined {
  const value = numberAt(metric, 'value');
  return textAt(metric, 'value_as_string') ?? (value === undefined ? undefined : new Date(value).toISOString());
}
