/**
 * A search over all events that match, page by page, in a point in time that does not change meanwhile.
 * https://www.elastic.co/docs/reference/elasticsearch/rest-apis/paginate-search-results
 */
import { noCancel, type CancelToken } from '../base/cancel.js';
import type { Json, JsonObject } from '../events/json.js';
import type { ClusterFailure, ClusterOutcome } from '../protocol/cluster.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import { indicesPath } from '../translate/requestParts.js';
import type { Cluster, SendOptions } from './cluster.js';
import { rawHitOf, type RawHit } from './describe.js';
import { shardSentence } from './failures.js';
import { listAt, numberAt, recordAt, textAt } from './read.js';

/** Events of one page. */
const pageSize = 1000;
/** How long the cluster keeps the point in time between two pages. */
const keepAlive = '2m';

export interface PagedSearch {
  readonly indices: readonly string[];
  readonly query: Dsl;
  readonly sort: Json;
  /** Stops after so many. */
  readonly size: number;
  /** Runtime fields and the like, into the body. */
  readonly more?: Dsl;
}

export interface PagedEnd {
  readonly events: number;
  /** What the cluster counted, at least. */
  readonly total: number;
  /** Why events may be missing. */
  readonly partial: string | undefined;
}

/** `onPage` gets the events as they come. The point in time is closed whatever happens. */
export async function searchAll(
  search: PagedSearch,
  cluster: Cluster,
  token: CancelToken,
  options: SendOptions,
  onPage: (hits: readonly RawHit[], total: number) => Promise<void>,
): Promise<ClusterOutcome<PagedEnd>> {
  const path = `/${indicesPath(search.indices)}/_pit?keep_alive=${keepAlive}&ignore_unavailable=true`;
  const opened = await cluster.send({ method: 'POST', path }, token, options);
  if (!opened.ok) return opened;
  const point = { id: textAt(opened.value, 'id') ?? '' };
  try {
    return await readPages(search, point, cluster, token, options, onPage);
  } finally {
    // Where this fails the cluster closes it when its time is up.
    await cluster.send({ method: 'DELETE', path: '/_pit', body: { id: point.id } }, noCancel, { timeout: 10_000 });
  }
}

async function readPages(
  search: PagedSearch,
  point: { id: string },
  cluster: Cluster,
  token: CancelToken,
  options: SendOptions,
  onPage: (hits: readonly RawHit[], total: number) => Promise<void>,
): Promise<ClusterOutcome<PagedEnd>> {
  let [events, total] = [0, 0];
  let partial: string | undefined;
  let after: Json | undefined;
  for (;;) {
    const size = Math.min(pageSize, search.size - events);
    const body = {
      ...search.more,
      ...{ size, query: search.query, sort: search.sort, pit: { id: point.id, keep_alive: keepAlive } },
      ...(after === undefined ? { track_total_hits: true } : { search_after: after, track_total_hits: false }),
    };
    const answer = await cluster.send({ method: 'POST', path: '/_search', body }, token, options);
    if (!answer.ok) return answer;
    point.id = textAt(answer.value, 'pit_id') ?? point.id;
    partial ??= partialReason(answer.value, cluster);
    const hits = listAt(recordAt(answer.value, 'hits'), 'hits');
    total = Math.max(total, numberAt(recordAt(recordAt(answer.value, 'hits'), 'total'), 'value') ?? 0);
    events += hits.length;
    await onPage(
      hits.flatMap((hit) => rawHitOf(hit) ?? []),
      total,
    );
    const last = hits.at(-1);
    after = last === undefined ? undefined : sortOf(last);
    if (hits.length < size || events >= search.size || after === undefined)
      return { ok: true, value: { events, total: Math.max(total, events), partial } };
  }
}

function sortOf(hit: Json): Json | undefined {
  return typeof hit === 'object' && hit !== null && 'sort' in hit ? hit.sort : undefined;
}

/** Why an answer may lack matches; undefined where it is whole. */
export function partialReason(answer: JsonObject, { scrub }: Pick<Cluster, 'scrub'>): string | undefined {
  if (answer['timed_out'] === true)
    return 'The cluster stopped before it had searched everything, since the time was up; search a shorter time.';
  const sentence = shardSentence(answer);
  return sentence === undefined ? undefined : scrub(sentence);
}

export function failedWith(kind: ClusterFailure['kind'], message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind, message } };
}
