/**
 * An EQL search that may take longer than a request: begun, asked for until it is done, and deleted on the cluster whatever happens.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-eql-search
 */
import { noCancel, type CancelToken } from '../base/cancel.js';
import type { JsonObject } from '../events/json.js';
import type { ClusterHit, ClusterOutcome } from '../protocol/cluster.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import type { Cluster } from './cluster.js';
import { rawHitOf, type RawHit } from './describe.js';
import { listAt, numberAt, recordAt, recordsAt, textAt } from './read.js';
import { failedWith, partialReason, partingTime } from './search.js';

export interface EqlEnd {
  readonly hits: readonly RawHit[];
  /** Events, sequences or samples. */
  readonly matches: number;
  readonly total: number | undefined;
  readonly more: boolean;
  readonly partial: string | undefined;
}

export interface EqlSearch {
  readonly path: string;
  readonly body: Dsl;
  readonly size: number;
  /** Milliseconds it may take in all. */
  readonly timeout: number;
}

/** Milliseconds the cluster takes before it says that it is still searching. */
const answerWithin = 2000;

export async function searchEql(
  search: EqlSearch,
  cluster: Cluster,
  token: CancelToken,
  onWaiting: (seconds: number) => void,
): Promise<ClusterOutcome<EqlEnd>> {
  const started = performance.now();
  const left = (): number => search.timeout - (performance.now() - started);
  const wait = `wait_for_completion_timeout=${answerWithin}ms&keep_alive=5m`;
  const path = `${search.path}${search.path.includes('?') ? '&' : '?'}${wait}&keep_on_completion=false`;
  const purpose = 'the EQL search';
  let id: string | undefined;
  try {
    let answer = await cluster.send({ method: 'POST', path, body: search.body }, token, { purpose, timeout: search.timeout });
    for (;;) {
      if (!answer.ok) return answer;
      id = textAt(answer.value, 'id') ?? id;
      if (answer.value['is_running'] !== true || id === undefined) break;
      if (left() <= 0) return failedWith('timeout', tooSlow(search.timeout));
      onWaiting((performance.now() - started) / 1000);
      const next = `/_eql/search/${encodeURIComponent(id)}?${wait}`;
      answer = await cluster.send({ method: 'GET', path: next }, token, { purpose, timeout: Math.max(left(), 1) });
    }
    return { ok: true, value: eqlEnd(answer.value, search.size, cluster) };
  } finally {
    // What is left of it would go on working; where this fails the cluster ends it when its time is up.
    if (id !== undefined)
      await cluster.send({ method: 'DELETE', path: `/_eql/search/${encodeURIComponent(id)}` }, noCancel, { timeout: partingTime(token) });
  }
}

function tooSlow(timeout: number): string {
  return `The EQL search took longer than ${timeout / 1000} s and was ended; search a shorter time, or allow more with --timeout.`;
}

function eqlEnd(answer: JsonObject, size: number, cluster: Cluster): EqlEnd {
  const hits = recordAt(answer, 'hits');
  const events = listAt(hits, 'events');
  const sequences = recordsAt(hits, 'sequences');
  const total = recordAt(hits, 'total');
  const matches = Math.max(events.length, sequences.length);
  const more = textAt(total, 'relation') === 'gte' || matches >= size;
  return {
    hits: [...events.flatMap((event) => rawHitOf(event) ?? []), ...sequences.flatMap(hitsOfSequence)],
    ...{ matches, more, total: more ? undefined : (numberAt(total, 'value') ?? matches) },
    partial:
      partialReason(answer, cluster) ??
      (answer['is_partial'] === true ? 'The cluster ended the search before it was done, so matches may be missing.' : undefined),
  };
}

/** A missing event (`![…]`) has no source, and keeps its place among the stages. */
function hitsOfSequence(sequence: JsonObject, index: number): readonly RawHit[] {
  const joinKeys = listAt(sequence, 'join_keys').map((key) => (key === null || typeof key === 'object' ? '' : String(key)));
  return listAt(sequence, 'events').flatMap((event, stage) => {
    const place: ClusterHit['sequence'] = { index, stage, joinKeys };
    return rawHitOf(event, place) ?? [];
  });
}
