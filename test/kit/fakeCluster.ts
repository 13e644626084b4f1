/** An HTTP server on loopback that speaks as much of Elasticsearch as the searches need, and fails in every way that is asked for. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { estypes } from '@elastic/elasticsearch';

export interface FakeRequest {
  readonly method: string;
  /** With its parameters. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** `cut`: half of the body, then the end of the connection. `hang`: no answer at all. `drop`: the connection ends. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The header by which Elasticsearch makes itself known is left out. */
  readonly otherProduct?: boolean;
  readonly fault?: 'cut' | 'hang' | 'drop';
}

/** Undefined leaves the request to the cluster. */
export type FakeHandler = (request: FakeRequest, count: number) => FakeAnswer | undefined;

export interface FakeHit {
  readonly _index: string;
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

export interface FakeClusterOptions {
  readonly handle?: FakeHandler;
  /** What every `_search` with a point in time finds, in this order. */
  readonly hits?: readonly FakeHit[];
  /** What `_eql/search` finds. */
  readonly eql?: estypes.EqlEqlHits;
  /** How often an EQL search is still running when it is asked for. */
  readonly eqlRuns?: number;
  readonly fields?: estypes.FieldCapsResponse['fields'];
  /** What aggregations give, by the number of the request for them. */
  readonly aggregations?: readonly Readonly<Record<string, unknown>>[];
  readonly version?: string;
  /** A file of `test/elastic/fixtures`. */
  readonly certificate?: 'localhost' | 'elsewhere';
}

export interface FakeCluster {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  /** Method and path of the requests, without parameters. */
  paths(): readonly string[];
  close(): Promise<void>;
}

export function fixture(name: string): URL {
  return new URL(`../elastic/fixtures/${name}.pem`, import.meta.url);
}

export async function startFakeCluster(options: FakeClusterOptions = {}): Promise<FakeCluster> {
  const requests: FakeRequest[] = [];
  const answer = answering(options);
  const listener: http.RequestListener = (incoming, response) => {
    let text = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => (text += chunk));
    incoming.on('end', () => {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      const answered = options.handle?.(request, requests.filter(({ path }) => path === request.path).length) ?? answer(request);
      reply(response, answered);
    });
  };
  const pem = options.certificate === undefined ? undefined : readFileSync(fixture(options.certificate), 'utf8');
  const server =
    pem === undefined
      ? http.createServer(listener)
      : https.createServer({ key: pem, cert: `${pem}${readFileSync(fixture('authority'), 'utf8')}` }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${pem === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    paths: () => requests.map(({ method, path }) => `${method} ${path.replace(/\?.*$/, '')}`),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function reply(response: http.ServerResponse, { status = 200, body = {}, headers, otherProduct, fault }: FakeAnswer): void {
  if (fault === 'hang') return;
  if (fault === 'drop') {
    response.destroy();
    return;
  }
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/vnd.elasticsearch+json;compatible-with=8',
    ...(otherProduct === true ? {} : { 'x-elastic-product': 'Elasticsearch' }),
    ...headers,
  });
  response.end(fault === 'cut' ? text.slice(0, text.length / 2) : text);
}

function answering(options: FakeClusterOptions): (request: FakeRequest) => FakeAnswer {
  let aggregated = 0;
  let running = options.eqlRuns ?? 0;
  const eql = (): FakeAnswer => {
    const isRunning = running-- > 0;
    const hits = isRunning ? {} : (options.eql ?? { events: [], total: { value: 0, relation: 'eq' as const } });
    const body: estypes.EqlGetResponse = { id: 'eql-1', is_running: isRunning, is_partial: isRunning, took: 5, timed_out: false, hits };
    return { body };
  };
  return ({ method, path, body }) => {
    const name = path.replace(/\?.*$/, '');
    if (method === 'DELETE') return { body: { succeeded: true, acknowledged: true } };
    if (name === '/') return { body: infoOf(options.version ?? '8.19.2') };
    if (name.endsWith('/_field_caps')) return { body: capabilitiesOf(options) };
    if (name.endsWith('/_pit')) return { body: { id: 'pit-1' } satisfies Partial<estypes.OpenPointInTimeResponse> };
    if (name.includes('/_eql/search')) return eql();
    if (name.endsWith('/_terms_enum'))
      return { body: { ...shards, terms: ['start', 'stop'], complete: true } satisfies estypes.TermsEnumResponse };
    if (name.endsWith('/_search') && hasAggregations(body)) {
      return { body: searchResponse([], options.hits?.length ?? 0, options.aggregations?.[aggregated++] ?? {}) };
    }
    if (name.endsWith('/_search')) return { body: pageOf(options.hits ?? [], body as SearchBody) };
    return { status: 404, body: { error: { type: 'invalid_path', reason: `no handler for ${method} ${path}` }, status: 404 } };
  };
}

const shards = { _shards: { total: 2, successful: 2, skipped: 0, failed: 0 } };

function infoOf(number: string): estypes.InfoResponse {
  return {
    name: 'node-1',
    cluster_name: 'fake',
    cluster_uuid: 'u',
    version: {
      number,
      build_flavor: 'default',
      build_hash: 'h',
      build_date: '2026-01-01T00:00:00Z',
      build_snapshot: false,
      build_type: 'docker',
      lucene_version: '9.12.0',
      minimum_wire_compatibility_version: '7.17.0',
      minimum_index_compatibility_version: '7.0.0',
    },
    tagline: 'You Know, for Search',
  };
}

function capabilitiesOf({ fields }: FakeClusterOptions): estypes.FieldCapsResponse {
  const date = { '@timestamp': { date: { type: 'date', metadata_field: false, searchable: true, aggregatable: true } } };
  return { indices: ['logs-a-1', 'logs-a-2'], fields: fields ?? date };
}

interface SearchBody {
  readonly size: number;
  readonly search_after?: readonly [number];
}

function hasAggregations(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'aggs' in body;
}

/** The sort value of a hit is its place. */
function pageOf(hits: readonly FakeHit[], { size, search_after: after }: SearchBody): estypes.SearchResponse {
  const from = after === undefined ? 0 : after[0] + 1;
  const page = hits.slice(from, from + size).map((hit, at) => ({ ...hit, sort: [from + at] }));
  return searchResponse(page, hits.length, undefined);
}

function searchResponse(hits: readonly estypes.SearchHit[], total: number, aggregations: object | undefined): estypes.SearchResponse {
  return {
    ...shards,
    took: 1,
    timed_out: false,
    hits: { total: { value: total, relation: 'eq' }, hits: [...hits] },
    ...(aggregations === undefined ? {} : { aggregations: aggregations as Record<string, estypes.AggregationsAggregate> }),
  };
}
