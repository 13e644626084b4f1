/** Two ways of reading all events that match from one unchanging state of the indices: what is sent for each page, and what is given back. */
import type { Json, JsonObject } from '../events/json.js';
import type { Dsl } from '../translate/kqlToDsl.js';
import { indicesPath } from '../translate/requestParts.js';
import type { ClientRequest } from './client.js';
import { listAt, recordAt, textAt } from './read.js';

/** How long the cluster keeps the state between two pages. */
const keepAlive = '2m';

export interface PagedSearch {
  readonly indices: readonly string[];
  readonly query: Dsl;
  readonly sort: Json;
  /** Stops after so many. */
  readonly size: number;
  /** Events of the first page, where someone waits to see some; all pages of a scroll are as large as its first one. */
  readonly first?: number | undefined;
}

export interface Pages {
  /** The request for the next `size` events. */
  next(size: number): ClientRequest;
  /** Notes what the answer to it says about those that follow; false where there are none. */
  took(answer: JsonObject): boolean;
  /** Gives back what the cluster keeps for it; undefined where it keeps nothing. */
  release(): ClientRequest | undefined;
}

export function openingPointInTime({ indices }: PagedSearch): ClientRequest {
  return { method: 'POST', path: `/${indicesPath(indices)}/_pit?keep_alive=${keepAlive}&ignore_unavailable=true` };
}

/**
 * By the values that the last event was sorted by, to which Elasticsearch adds one that no other event has (`_shard_doc`).
 * https://www.elastic.co/docs/reference/elasticsearch/rest-apis/paginate-search-results
 */
export function pagesOfPointInTime({ query, sort }: PagedSearch, opened: JsonObject): Pages {
  let id = textAt(opened, 'id') ?? '';
  let after: Json | undefined;
  return {
    next: (size) => ({
      method: 'POST',
      path: '/_search',
      body: {
        ...{ size, query, sort, pit: { id, keep_alive: keepAlive } },
        ...(after === undefined ? { track_total_hits: true } : { search_after: after, track_total_hits: false }),
      },
    }),
    took(answer) {
      id = textAt(answer, 'pit_id') ?? id;
      const last = listAt(recordAt(answer, 'hits'), 'hits').at(-1);
      after = typeof last === 'object' && last !== null && 'sort' in last ? last.sort : undefined;
      return after !== undefined;
    },
    release: () => ({ method: 'DELETE', path: '/_pit', body: { id } }),
  };
}

/**
 * By a scroll, which every version of OpenSearch has. Its points in time add nothing to the sort values before 3.3, so that events of the
 * same millisecond would be lost where a page ends between them. https://docs.opensearch.org/latest/api-reference/search-apis/scroll/
 */
export function pagesOfScroll({ indices, query, sort }: PagedSearch): Pages {
  let id: string | undefined;
  return {
    next: (size) =>
      id === undefined
        ? {
            method: 'POST',
            path: `/${indicesPath(indices)}/_search?scroll=${keepAlive}&allow_no_indices=true&ignore_unavailable=true`,
            body: { size, query, sort, track_total_hits: true },
          }
        : { method: 'POST', path: '/_search/scroll', body: { scroll: keepAlive, scroll_id: id } },
    took(answer) {
      id = textAt(answer, '_scroll_id') ?? id;
      return id !== undefined;
    },
    release: () => (id === undefined ? undefined : { method: 'DELETE', path: '/_search/scroll', body: { scroll_id: [id] } }),
  };
}
