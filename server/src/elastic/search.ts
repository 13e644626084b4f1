/** A search over all events that match, page by page, in a state of the indices that does not change meanwhile. */
import { noCancel, type CancelToken } from '../base/cancel.js';
import type { JsonObject } from '../events/json.js';
import type { ClusterFailure, ClusterOutcome } from '../protocol/cluster.js';
import type { Cluster, SendOptions } from './cluster.js';
import { rawHitOf, type RawHit } from './describe.js';
import { shardSentence } from './failures.js';
import { openingPointInTime, pagesOfPointInTime, pagesOfScroll, type PagedSearch, type Pages } from './pages.js';
import { listAt, numberAt, recordAt } from './read.js';

/** Events of one page. */
const pageSize = 1000;

export interface PagedEnd {
  readonly events: number;
  /** What the cluster counted, at least. */
  readonly total: number;
  /** Why events may be missing. */
  readonly partial: string | undefined;
}

/** `onPage` gets the events as they come. What the cluster keeps for the pages is given back whatever happens. */
export async function searchAll(
  search: PagedSearch,
  cluster: Cluster,
  token: CancelToken,
  options: SendOptions,
  onPage: (hits: readonly RawHit[], total: number) => Promise<void>,
): Promise<ClusterOutcome<PagedEnd>> {
  const opened = await openPages(search, cluster, token, options);
  if (!opened.ok) return opened;
  const pages = opened.value;
  try {
    return await readPages(search, pages, cluster, token, options, onPage);
  } finally {
    const release = pages.release();
    // Where this fails the cluster gives it up when its time is up.
    if (release !== undefined) await cluster.send(release, noCancel, { timeout: partingTime(token) });
  }
}

async function openPages(search: PagedSearch, cluster: Cluster, token: CancelToken, options: SendOptions): Promise<ClusterOutcome<Pages>> {
  if (cluster.info.engine === 'opensearch') return { ok: true, value: pagesOfScroll(search) };
  const opened = await cluster.send(openingPointInTime(search), token, options);
  return opened.ok ? { ok: true, value: pagesOfPointInTime(search, opened.value) } : opened;
}

async function readPages(
  search: PagedSearch,
  pages: Pages,
  cluster: Cluster,
  token: CancelToken,
  options: SendOptions,
  onPage: (hits: readonly RawHit[], total: number) => Promise<void>,
): Promise<ClusterOutcome<PagedEnd>> {
  let [events, total] = [0, 0];
  let partial: string | undefined;
  for (;;) {
    const page = events === 0 && cluster.info.engine === 'elasticsearch' ? (search.first ?? pageSize) : pageSize;
    const size = Math.min(page, search.size - events);
    const answer = await cluster.send(pages.next(size), token, options);
    if (!answer.ok) return answer;
    const goesOn = pages.took(answer.value);
    partial ??= partialReason(answer.value, cluster);
    const found = recordAt(answer.value, 'hits');
    const hits = listAt(found, 'hits').slice(0, size);
    total = Math.max(total, numberAt(recordAt(found, 'total'), 'value') ?? 0);
    events += hits.length;
    await onPage(
      hits.flatMap((hit) => rawHitOf(hit) ?? []),
      total,
    );
    if (!goesOn || hits.length < size || events >= search.size)
      return { ok: true, value: { events, total: Math.max(total, events), partial } };
  }
}

/** Why an answer may lack matches; undefined where it is whole. */
export function partialReason(answer: JsonObject, { scrub }: Pick<Cluster, 'scrub'>): string | undefined {
  if (answer['timed_out'] === true)
    return 'The cluster stopped before it had searched everything, since the time was up; search a shorter time.';
  const sentence = shardSentence(answer);
  return sentence === undefined ? undefined : scrub(sentence);
}

/** Milliseconds that a cluster has to give up what it keeps for a search; who cancelled does not wait for long. */
export function partingTime({ isCancellationRequested }: CancelToken): number {
  return isCancellationRequested ? 1500 : 10_000;
}

export function failedWith(kind: ClusterFailure['kind'], message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind, message } };
}
