/** An HTTP server on loopback that speaks as much of Elasticsearch or OpenSearch as the searches need, and refuses what the real one would. */
import type { estypes } from '@elastic/elasticsearch';
import { startFakeServer, type FakeAnswer, type FakeRequest, type FakeServer } from './fakeServer.js';

/** Undefined leaves the request to the cluster. */
export type FakeHandler = (request: FakeRequest, count: number) => FakeAnswer | undefined;

export interface FakeHit {
  readonly _index: string;
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

export interface FakeClusterOptions {
  readonly handle?: FakeHandler;
  /** What every search for all events finds, in this order. */
  readonly hits?: readonly FakeHit[];
  /** What `_eql/search` finds. */
  readonly eql?: estypes.EqlEqlHits;
  /** How often an EQL search is still running when it is asked for. */
  readonly eqlRuns?: number;
  /** Of the indices; all that are asked for, as keywords, where they are left out. */
  readonly fields?: estypes.FieldCapsResponse['fields'];
  /** What aggregations give, by the number of the request for them. */
  readonly aggregations?: readonly Readonly<Record<string, unknown>>[];
  readonly engine?: 'elasticsearch' | 'opensearch';
  readonly version?: string;
  /** A file of `test/elastic/fixtures`. */
  readonly certificate?: 'localhost' | 'elsewhere';
}

export type FakeCluster = FakeServer;

const json = { elasticsearch: 'application/vnd.elasticsearch+json;compatible-with=8', opensearch: 'application/json; charset=UTF-8' };

export function startFakeCluster(options: FakeClusterOptions = {}): Promise<FakeCluster> {
  const answer = answering(options);
  const { engine = 'elasticsearch' } = options;
  return startFakeServer({
    answer: (request, count) => options.handle?.(request, count) ?? refusalOf(request, engine) ?? answer(request),
    contentType: json[engine],
    product: engine === 'elasticsearch' ? { 'x-elastic-product': 'Elasticsearch' } : {},
    certificate: options.certificate,
  });
}

const lenient = ['allow_no_indices', 'ignore_unavailable'];

/** Where a path ends, and the parameters that are taken there, on OpenSearch where they differ. */
const apis: readonly (readonly [end: RegExp, elasticsearch: readonly string[] | undefined, opensearch: readonly string[] | undefined])[] = [
  [/^\/$/, [], []],
  [/\/_field_caps$/, [...lenient, 'fields', 'filters'], [...lenient, 'fields']],
  [/\/_mapping\/field\/[^/]+$/, lenient, lenient],
  [/\/_pit$/, ['keep_alive', 'ignore_unavailable'], undefined],
  [/\/_eql\/search$/, [...lenient, 'wait_for_completion_timeout', 'keep_alive', 'keep_on_completion'], undefined],
  [/\/_eql\/search\/[^/]+$/, ['wait_for_completion_timeout', 'keep_alive'], undefined],
  [/\/_terms_enum$/, [], undefined],
  [/\/_search\/scroll$/, [], []],
  [/\/_search$/, [...lenient, 'scroll'], [...lenient, 'scroll']],
];

/** What the engine has no handler, parameter or media type for. */
function refusalOf({ method, path, headers, body }: FakeRequest, engine: 'elasticsearch' | 'opensearch'): FakeAnswer | undefined {
  const url = new URL(path, 'http://cluster');
  const mediaType = headers['content-type'] ?? '';
  if (engine === 'opensearch' && mediaType.includes('vnd.elasticsearch'))
    return { status: 406, body: { error: `Content-Type header [${mediaType}] is not supported`, status: 406 } };
  const [, ...taken] = apis.find(([end]) => end.test(url.pathname)) ?? [undefined, undefined, undefined];
  const parameters = engine === 'elasticsearch' ? taken[0] : taken[1];
  if (parameters === undefined)
    return { status: 400, body: { error: `no handler found for uri [${path}] and method [${method}]`, status: 400 } };
  const unknown = [...url.searchParams.keys()].filter((name) => !parameters.includes(name));
  if (unknown.length > 0)
    return refused('illegal_argument_exception', `request [${url.pathname}] contains unrecognized parameters: [${unknown.join('], [')}]`);
  const key = engine === 'opensearch' ? ['runtime_mappings', 'pit'].find((each) => hasKey(body, each)) : undefined;
  return key === undefined ? undefined : refused('parsing_exception', `Unknown key for a START_OBJECT in [${key}].`);
}

function refused(type: string, reason: string): FakeAnswer {
  return { status: 400, body: { error: { type, reason, root_cause: [{ type, reason }] }, status: 400 } };
}

function hasKey(body: unknown, key: string): boolean {
  return typeof body === 'object' && body !== null && key in body;
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
  const { hits = [] } = options;
  return ({ method, path, body }) => {
    const name = path.replace(/\?.*$/, '');
    if (method === 'DELETE') return { body: { succeeded: true, acknowledged: true } };
    if (name === '/') return { body: infoOf(options) };
    if (name.endsWith('/_field_caps')) return { body: capabilitiesOf(options, path) };
    if (name.includes('/_mapping/field/')) return { body: {} };
    if (name.endsWith('/_pit')) return { body: { id: 'pit-1' } satisfies Partial<estypes.OpenPointInTimeResponse> };
    if (name.includes('/_eql/search')) return eql();
    if (name.endsWith('/_terms_enum'))
      return { body: { ...shards, terms: ['start', 'stop'], complete: true } satisfies estypes.TermsEnumResponse };
    if (hasKey(body, 'aggs')) return { body: searchResponse([], hits.length, options.aggregations?.[aggregated++] ?? {}) };
    if (path.includes('scroll')) return { body: scrolled(hits, body as ScrollBody) };
    return { body: pageOf(hits, body as SearchBody) };
  };
}

const shards = { _shards: { total: 2, successful: 2, skipped: 0, failed: 0 } };

function infoOf({ engine, version }: FakeClusterOptions): estypes.InfoResponse | object {
  if (engine === 'opensearch') {
    return {
      ...{ name: 'node-1', cluster_name: 'fake', cluster_uuid: 'u' },
      version: { distribution: 'opensearch', number: version ?? '2.19.1', build_type: 'docker', lucene_version: '9.12.1' },
      tagline: 'The OpenSearch Project: https://opensearch.org/',
    };
  }
  const number = version ?? '8.19.2';
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

/** Where nothing is said of fields, the indices have all that are asked for, as keywords. */
function capabilitiesOf({ fields }: FakeClusterOptions, path: string): estypes.FieldCapsResponse {
  const asked = new URL(path, 'http://cluster').searchParams.get('fields')?.split(',') ?? [];
  const isObject = (name: string): boolean => asked.some((other) => other.startsWith(`${name}.`));
  const capability = (type: string): Record<string, estypes.FieldCapsFieldCapability> => ({
    [type]: { type, metadata_field: false, searchable: true, aggregatable: true },
  });
  const all = ['@timestamp', ...asked.filter((name) => name !== '*' && !isObject(name))];
  const made = Object.fromEntries(all.map((name) => [name, capability(name === '@timestamp' ? 'date' : 'keyword')]));
  return { indices: ['logs-a-1', 'logs-a-2'], fields: fields ?? made };
}

interface SearchBody {
  readonly size: number;
  readonly search_after?: readonly [number];
}

interface ScrollBody {
  readonly size?: number;
  readonly scroll_id?: string;
}

/** The id of a scroll says where it stands, so that only the newest one goes on. */
function scrolled(hits: readonly FakeHit[], { size: first = 10, scroll_id: id = `0:${first}` }: ScrollBody): object {
  const [from = 0, size = 0] = id.split(':').map(Number);
  const page = hits.slice(from, from + size).map((hit, at) => ({ ...hit, sort: [from + at] }));
  return { ...searchResponse(page, hits.length, undefined), _scroll_id: `${from + size}:${size}` };
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
