import { describe, expect, it, test } from 'vitest';
import { noCancel, type CancelToken } from '../../server/src/base/cancel.js';
import { runOnCluster, type ClusterRunOptions } from '../../server/src/elastic/run.js';
import type { ClusterHit, ClusterRunSummary, ClusterRunUpdate } from '../../server/src/protocol/cluster.js';
import { openRule } from '../../server/src/rule/openText.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { FakeCluster, FakeClusterOptions, FakeHit } from '../kit/fakeCluster.js';
import type { FakeAnswer, FakeRequest } from '../kit/fakeServer.js';
import { memoryHost } from '../kit/memoryHost.js';
import { withCluster } from './connecting.js';

const now = Date.parse('2026-03-02T12:00:00Z');

function ruleText(type: string, language: string, query: string, more = ''): string {
  return `[rule]\nname = "A"\ntype = "${type}"\nlanguage = "${language}"\nindex = ["logs-a-*"]\nfrom = "now-9m"\nquery = '${query}'\n${more}`;
}

const kql = ruleText('query', 'kuery', 'process.name: bash');
const eql = ruleText('eql', 'eql', 'process where process.name == "bash"');

interface Ran {
  readonly updates: readonly ClusterRunUpdate[];
  readonly summary: ClusterRunSummary;
  readonly hits: readonly ClusterHit[];
  readonly requests: readonly FakeRequest[];
  readonly paths: readonly string[];
}

interface Running extends Partial<ClusterRunOptions> {
  readonly token?: CancelToken;
  readonly uri?: string;
  readonly onFake?: (fake: FakeCluster) => void;
}

async function run(
  text: string,
  fake: FakeClusterOptions,
  { token = noCancel, uri = 'file:///a.toml', ...options }: Running = {},
): Promise<Ran> {
  const host = memoryHost({}, { now });
  const schemas = await loadSchemas(host);
  return withCluster(fake, async (cluster, server) => {
    const updates: ClusterRunUpdate[] = [];
    const wanted = { size: 100, timeout: 5000, now, ...options };
    const summary = await runOnCluster(
      openRule(text, { uri }),
      wanted,
      { cluster, host, schemas, token },
      (update) => void updates.push(update),
    );
    expect(updates.at(-1)).toEqual({ kind: 'summary', summary });
    const hits = updates.flatMap((update) => (update.kind === 'hits' ? update.hits : []));
    return { updates, summary, hits, requests: server.requests.slice(1), paths: server.paths().slice(1) };
  });
}

function event(id: string, name: string, time = '2026-03-02T11:55:00.000Z'): FakeHit {
  return {
    _index: 'logs-a-1',
    _id: id,
    _source: { '@timestamp': time, process: { name }, host: { name: 'web-01' }, event: { category: ['process'] } },
  };
}

describe('KQL', () => {
  it('is searched in a point in time, which is closed in the end', async () => {
    const { paths, hits, summary, requests } = await run(kql, { hits: [event('1', 'bash'), event('2', 'bash')] });
    expect(paths).toEqual(['GET /logs-a-*/_field_caps', 'POST /logs-a-*/_pit', 'POST /_search', 'DELETE /_pit']);
    expect(requests[2]?.body).toEqual({
      size: 100,
      query: {
        bool: {
          filter: [
            {
              bool: {
                must: [],
                filter: [{ bool: { should: [{ term: { 'process.name': { value: 'bash' } } }], minimum_should_match: 1 } }],
                should: [],
                must_not: [],
              },
            },
            {
              range: {
                '@timestamp': { lte: '2026-03-02T12:00:00.000Z', gte: '2026-03-02T11:51:00.000Z', format: 'strict_date_optional_time' },
              },
            },
          ],
        },
      },
      sort: [{ '@timestamp': { order: 'asc', unmapped_type: 'date' } }],
      pit: { id: 'pit-1', keep_alive: '2m' },
      track_total_hits: true,
    });
    expect(hits[0]).toEqual({
      index: 'logs-a-1',
      id: '1',
      text: '{"@timestamp":"2026-03-02T11:55:00.000Z","process":{"name":"bash"},"host":{"name":"web-01"},"event":{"category":["process"]}}',
      timestamp: '2026-03-02T11:55:00.000Z',
      columns: [
        { field: 'process.name', values: ['bash'] },
        { field: 'host.name', values: ['web-01'] },
      ],
    });
    expect({ ...summary, milliseconds: 0 }).toEqual({
      status: 'finished',
      message: undefined,
      failure: undefined,
      matchesWhat: 'event',
      matches: 2,
      total: 2,
      more: false,
      indices: 2,
      from: '2026-03-02T11:51:00.000Z',
      to: '2026-03-02T12:00:00.000Z',
      notes: [],
      milliseconds: 0,
    });
  });

  it('pages follow each other until there are enough', async () => {
    const hits = Array.from({ length: 2600 }, (_, at) => event(String(at), 'bash'));
    const { summary, requests, hits: found } = await run(kql, { hits }, { size: 2500 });
    expect(
      requests
        .filter(({ path }) => path === '/_search')
        .map(({ body }) => [(body as { size: number }).size, (body as { search_after?: unknown }).search_after]),
    ).toEqual([
      [1000, undefined],
      [1000, [999]],
      [500, [1999]],
    ]);
    expect([found.length, summary.matches, summary.total, summary.more]).toEqual([2500, 2500, 2600, true]);
  });

  it('integers that a number cannot hold stay as they are', async () => {
    const body =
      '{"_shards":{"failed":0},"hits":{"total":{"value":1},"hits":[{"_index":"i","_id":"1","_source":{"@timestamp":1,"a":9007199254740993},"sort":[9223372036854775807]}]}}';
    const answer: FakeAnswer = { body, headers: { 'content-type': 'application/json' } };
    const { hits } = await run(kql, { handle: ({ path }) => (path === '/_search' ? answer : undefined) });
    expect(hits.map(({ text }) => text)).toEqual(['{"@timestamp":1,"a":9007199254740993}']);
  });
});

describe('EQL', () => {
  const hits = { total: { value: 1, relation: 'eq' as const }, events: [event('1', 'bash')] };

  it('is begun, asked for until it is done, and deleted', async () => {
    const { paths, summary, hits: found, updates } = await run(eql, { eql: hits, eqlRuns: 2 });
    expect(paths).toEqual([
      'GET /logs-a-*/_field_caps',
      'POST /logs-a-*/_eql/search',
      'GET /_eql/search/eql-1',
      'GET /_eql/search/eql-1',
      'DELETE /_eql/search/eql-1',
    ]);
    expect(found.map(({ id }) => id)).toEqual(['1']);
    expect([summary.status, summary.matches, summary.total]).toEqual(['finished', 1, 1]);
    expect(updates.filter(({ kind }) => kind === 'progress')).toHaveLength(4);
  });

  it('cancelled while it runs, it is deleted on the cluster too', async () => {
    const token = { isCancellationRequested: false };
    const { paths, summary } = await run(
      eql,
      {
        eqlRuns: 1,
        handle: ({ method, path }) => {
          if (method !== 'GET' || !path.startsWith('/_eql/')) return undefined;
          token.isCancellationRequested = true;
          return { fault: 'hang' };
        },
      },
      { token },
    );
    expect(paths.at(-1)).toBe('DELETE /_eql/search/eql-1');
    expect([summary.status, summary.message]).toEqual(['cancelled', 'The run was cancelled; what the cluster kept for it was deleted.']);
  });

  it('that takes too long is ended', async () => {
    const handle = ({ method, path }: FakeRequest): FakeAnswer | undefined =>
      method === 'GET' && path.startsWith('/_eql/') ? { fault: 'hang' } : undefined;
    const { paths, summary } = await run(eql, { eqlRuns: 9, handle }, { timeout: 2000 });
    expect(paths.at(-1)).toBe('DELETE /_eql/search/eql-1');
    expect(summary.failure?.kind).toBe('timeout');
  });

  it('the events of a sequence come together, missing ones keep their stage', async () => {
    const query = ruleText(
      'eql',
      'eql',
      'sequence by host.name with maxspan=1m [process where true] ![file where true] [network where true]',
    );
    const missing = { _index: '', _id: '', missing: true } as unknown as FakeHit;
    const sequences = [{ join_keys: ['web-01'], events: [event('1', 'a'), missing, event('2', 'b')] }];
    const { hits: found, summary } = await run(query, { eql: { total: { value: 1, relation: 'eq' }, sequences } });
    expect(found.map(({ id, sequence }) => [id, sequence])).toEqual([
      ['1', { index: 0, stage: 0, joinKeys: ['web-01'] }],
      ['2', { index: 0, stage: 2, joinKeys: ['web-01'] }],
    ]);
    expect([summary.matchesWhat, summary.matches]).toEqual(['sequence', 1]);
  });
});

describe('threshold rules', () => {
  const threshold = ruleText(
    'threshold',
    'kuery',
    'event.category: authentication',
    '[rule.threshold]\nfield = ["user.name"]\nvalue = 5\n[[rule.threshold.cardinality]]\nfield = "source.ip"\nvalue = 2\n',
  );

  it('are counted by the cluster, page by page', async () => {
    const bucket = {
      key: { 'user.name': 'ann' },
      doc_count: 7,
      min_timestamp: { value: 1, value_as_string: '2026-03-02T11:52:00.000Z' },
      max_timestamp: { value: 2, value_as_string: '2026-03-02T11:53:00.000Z' },
      cardinality_count: { value: 3 },
    };
    const aggregations = [
      { thresholdTerms: { after_key: { 'user.name': 'ann' }, buckets: [bucket] } },
      { thresholdTerms: { buckets: [] } },
    ];
    const { updates, summary, requests } = await run(threshold, { aggregations });
    expect(updates.flatMap((update) => (update.kind === 'groups' ? update.groups : []))).toEqual([
      {
        terms: [{ field: 'user.name', value: 'ann' }],
        count: 7,
        cardinality: 3,
        first: '2026-03-02T11:52:00.000Z',
        last: '2026-03-02T11:53:00.000Z',
      },
    ]);
    expect([summary.matchesWhat, summary.matches, summary.more]).toEqual(['group', 1, false]);
    expect((requests[1]?.body as { aggs: unknown }).aggs).toEqual({
      thresholdTerms: {
        composite: { size: 10000, sources: [{ 'user.name': { terms: { field: 'user.name' } } }] },
        aggs: {
          max_timestamp: { max: { field: '@timestamp' } },
          min_timestamp: { min: { field: '@timestamp' } },
          cardinality_count: { cardinality: { field: 'source.ip' } },
          cardinality_check: {
            bucket_selector: { buckets_path: { cardinalityCount: 'cardinality_count' }, script: 'params.cardinalityCount >= 2' },
          },
          count_check: { bucket_selector: { buckets_path: { docCount: '_count' }, script: 'params.docCount >= 5' } },
        },
      },
    });
    expect(
      (requests[2]?.body as { aggs: { thresholdTerms: { composite: { after: unknown } } } }).aggs.thresholdTerms.composite.after,
    ).toEqual({ 'user.name': 'ann' });
  });

  it('without fields and with more than Kibana counts say so', async () => {
    const text = ruleText('threshold', 'kuery', 'user.name: b', '[rule.threshold]\nfield = []\nvalue = 20000\n');
    expect((await run(text, {})).summary.notes).toEqual([
      'Kibana counts at most 10000 events where threshold.field is empty, so that it never finds 20000 of them.',
    ]);
  });

  test.each([
    [4, 0],
    [5, 1],
  ])('without fields, %s events of 5 make %s groups', async (events, groups) => {
    const text = ruleText('threshold', 'kuery', 'a: b', '[rule.threshold]\nfield = []\nvalue = 5\n');
    const { summary } = await run(text, { hits: Array.from({ length: events }, (_, at) => event(String(at), 'a')) });
    expect(summary.matches).toBe(groups);
  });
});

describe('new_terms rules', () => {
  const newTerms = (fields: readonly string[], more = ''): string =>
    ruleText(
      'new_terms',
      'kuery',
      'process.name: *',
      `${more}[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ${JSON.stringify(fields)}\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-7d"\n`,
    );
  const first = { value: 1, value_as_string: '2026-03-02T11:55:00.000Z' };
  const start = Date.parse('2026-03-02T11:51:00Z');
  const firstSeen = {
    first_seen: { min: { field: '@timestamp' } },
    filtering_agg: {
      bucket_selector: {
        buckets_path: { first_seen_value: 'first_seen' },
        script: { params: { start_time: start }, source: 'params.first_seen_value > params.start_time' },
      },
    },
  };
  const docs = { docs: { top_hits: { size: 1, sort: [{ '@timestamp': 'asc' }] } } };

  interface Asked {
    readonly query: { readonly bool: { readonly filter: readonly unknown[] } };
    readonly aggs: { readonly new_terms: object };
  }

  function asked({ requests }: Ran): readonly Asked[] {
    return requests.flatMap(({ body }) => (body === undefined ? [] : [body as Asked]));
  }

  function groupsOf({ updates }: Ran): readonly unknown[] {
    return updates.flatMap((update) => (update.kind === 'groups' ? update.groups : []));
  }

  it('ask for the values of the window, then for those that the history has not, then for the first event of each', async () => {
    const ran = await run(newTerms(['process.name']), {
      aggregations: [
        { new_terms: { buckets: [{ key: { 'process.name': 'bash' } }, { key: { 'process.name': 'odd' } }] } },
        { new_terms: { buckets: [{ key: 'odd', doc_count: 3, first_seen: first }] } },
        { new_terms: { buckets: [{ key: 'odd', doc_count: 1, docs: { hits: { hits: [event('7', 'odd')] } } }] } },
      ],
    });
    expect(groupsOf(ran)).toEqual([
      { terms: [{ field: 'process.name', value: 'odd' }], count: 1, first: '2026-03-02T11:55:00.000Z', last: undefined },
    ]);
    expect(ran.hits.map(({ id }) => id)).toEqual(['7']);
    expect([ran.summary.matchesWhat, ran.summary.matches]).toEqual(['new value', 1]);
    expect(asked(ran).map(({ aggs }) => aggs.new_terms)).toEqual([
      { composite: { size: 10_000, sources: [{ 'process.name': { terms: { field: 'process.name' } } }] } },
      { terms: { field: 'process.name', size: 10_000, include: ['bash', 'odd'] }, aggs: firstSeen },
      { terms: { field: 'process.name', size: 10_000, include: ['odd'] }, aggs: docs },
    ]);
    expect(asked(ran).map(({ query }) => /"gte":"([^"]*)"/.exec(JSON.stringify(query))?.[1])).toEqual([
      '2026-03-02T11:51:00.000Z',
      '2026-02-23T12:00:00.000Z',
      '2026-03-02T11:51:00.000Z',
    ]);
  });

  it('of several fields ask for the combinations', async () => {
    const key = (name: string, host: string): object => ({ 'process.name': name, 'host.name': host });
    const ran = await run(newTerms(['process.name', 'host.name']), {
      aggregations: [
        { new_terms: { buckets: [{ key: key('bash', 'a') }, { key: key('odd', 'a') }] } },
        {
          new_terms: {
            after_key: key('odd', 'a'),
            buckets: [
              { key: key('odd', 'a'), first_seen: first },
              { key: key('not asked', 'a'), first_seen: first },
            ],
          },
        },
        { new_terms: { buckets: [] } },
        { new_terms: { buckets: [{ key: key('odd', 'a'), docs: { hits: { hits: [event('7', 'odd')] } } }] } },
      ],
    });
    expect(groupsOf(ran)).toEqual([
      {
        terms: [
          { field: 'process.name', value: 'odd' },
          { field: 'host.name', value: 'a' },
        ],
        count: 1,
        first: '2026-03-02T11:55:00.000Z',
        last: undefined,
      },
    ]);
    const sources = [{ 'process.name': { terms: { field: 'process.name' } } }, { 'host.name': { terms: { field: 'host.name' } } }];
    expect(asked(ran).map(({ aggs }) => aggs.new_terms)).toEqual([
      { composite: { size: 10_000, sources } },
      { composite: { size: 10_000, sources }, aggs: firstSeen },
      { composite: { size: 10_000, sources, after: key('odd', 'a') }, aggs: firstSeen },
      { composite: { size: 10_000, sources }, aggs: docs },
    ]);
    const odd = { bool: { must: [{ match: { 'process.name': 'odd' } }, { match: { 'host.name': 'a' } }] } };
    expect(asked(ran)[3]?.query.bool.filter[1]).toEqual({ bool: { should: [odd], minimum_should_match: 1 } });
  });

  it('of several fields ask for no more at once than a query may have clauses', async () => {
    const buckets = Array.from({ length: 1000 }, (_, at) => ({ key: { a: at, b: 1, c: 1 } }));
    const ran = await run(newTerms(['a', 'b', 'c']), { aggregations: [{ new_terms: { buckets } }] });
    const sizes = asked(ran)
      .slice(1)
      .map(({ query }) => (query.bool.filter[1] as { bool: { should: readonly unknown[] } }).bool.should.length);
    expect(sizes).toEqual([300, 300, 300, 100]);
  });

  it('new booleans are told by their text', async () => {
    const ran = await run(newTerms(['a']), {
      aggregations: [
        { new_terms: { buckets: [{ key: { a: true } }, { key: { a: false } }] } },
        { new_terms: { buckets: [{ key: 1, key_as_string: 'true', first_seen: first }] } },
        { new_terms: { buckets: [] } },
      ],
    });
    expect(groupsOf(ran)).toMatchObject([{ terms: [{ field: 'a', value: true }] }]);
  });

  it('nothing is fetched where nothing is new', async () => {
    const { paths } = await run(newTerms(['a']), { aggregations: [{ new_terms: { buckets: [{ key: { a: 1 } }] } }] });
    expect(paths).toEqual(['GET /logs-a-*/_field_caps', 'POST /logs-a-*/_search', 'POST /logs-a-*/_search']);
  });

  it('the history is counted back from the end of the time that is searched', async () => {
    const ran = await run(
      newTerms(['a']),
      { aggregations: [{ new_terms: { buckets: [{ key: { a: 1 } }] } }] },
      { to: 'now-28d', from: 'now-29d' },
    );
    expect(JSON.stringify(asked(ran)[1]?.query)).toContain('"gte":"2026-01-26T12:00:00.000Z"');
  });

  const ingested = 'timestamp_override = "event.ingested"\n';

  test.each<[string, string, 'elasticsearch' | 'opensearch', string | undefined]>([
    ['a timestamp of its own', ingested, 'elasticsearch', 'kibana.combined_timestamp'],
    ['no other in its place', `${ingested}timestamp_override_fallback_disabled = true\n`, 'elasticsearch', 'event.ingested'],
    ['a timestamp of its own, where there are no runtime fields', ingested, 'opensearch', 'event.ingested'],
    ['that of all events', 'timestamp_override = "@timestamp"\n', 'elasticsearch', '@timestamp'],
  ])('with %s, first seen is by it', async (_, more, engine, field) => {
    const ran = await run(newTerms(['a'], more), { engine, aggregations: [{ new_terms: { buckets: [{ key: { a: 1 } }] } }] });
    expect(asked(ran)[1]?.aggs.new_terms).toMatchObject({ aggs: { first_seen: { min: { field } } } });
    const runtime = ran.requests.map(({ body }) => (body as { runtime_mappings?: object } | undefined)?.runtime_mappings).at(-1);
    expect(Object.keys(runtime ?? {})).toEqual(field === 'kibana.combined_timestamp' ? [field] : []);
    expect(ran.summary.notes.some((note) => note.startsWith('OpenSearch has no runtime fields'))).toBe(engine === 'opensearch');
  });
});

describe('what is searched', () => {
  test.each<[string, Running, string, readonly [string, string]]>([
    [kql, {}, 'logs-a-*', ['2026-03-02T11:51:00.000Z', '2026-03-02T12:00:00.000Z']],
    [
      kql,
      { indices: ['logs-b', '<logs-{now/d}>'] },
      'logs-b,%3Clogs-%7Bnow%2Fd%7D%3E',
      ['2026-03-02T11:51:00.000Z', '2026-03-02T12:00:00.000Z'],
    ],
    [kql, { from: 'now-7d', to: 'now-1d' }, 'logs-a-*', ['2026-02-23T12:00:00.000Z', '2026-03-01T12:00:00.000Z']],
    [kql, { from: '2026-01-01', to: '2026-01-01' }, 'logs-a-*', ['2026-01-01T00:00:00.000Z', '2026-01-01T23:59:59.999999999Z']],
    ['a: b', { uri: 'file:///a.kuery', indices: ['logs-a'] }, 'logs-a', ['2026-03-01T12:00:00.000Z', '2026-03-02T12:00:00.000Z']],
  ])('of %s with %j', async (text, options, indices, window) => {
    const { summary, requests } = await run(text, {}, options);
    expect(requests[0]?.path.split('/')[1]).toBe(indices);
    expect([summary.from, summary.to]).toEqual(window);
  });

  test.each<[string, string, Running, RegExp]>([
    ['a query without indices', 'a: b', { uri: 'file:///a.kuery' }, /say which to search with --index/],
    ['a time that is none', kql, { from: 'yesterday' }, /^"yesterday" is no time; /],
    ['ES|QL', ruleText('esql', 'esql', 'from logs'), {}, /^Rules of type esql are not run from here/],
    ['threat_match', ruleText('threat_match', 'kuery', 'a: b'), {}, /^A threat_match rule compares/],
    ['a query with an error', ruleText('query', 'kuery', 'a: (b'), {}, /\)/],
    ['a data view', kql.replace('index = ["logs-a-*"]', 'data_view_id = "security"'), {}, /data view security .* --index/],
  ])('%s is refused without a request', async (_, text, options, message) => {
    const { summary, requests } = await run(text, {}, options);
    expect([summary.status, requests]).toEqual(['failed', []]);
    expect(summary.message).toMatch(message);
  });
});

it('a rule without indices searches those that Kibana would, and says so', async () => {
  const { requests, summary } = await run(kql.replace('index = ["logs-a-*"]', ''), {});
  expect(requests[0]?.path).toMatch(/^\/apm-\*-transaction\*,auditbeat-\*,/);
  expect(summary.notes).toEqual(["The rule names no index: Kibana's default security indices were searched."]);
});

it('the field types of the indices decide how KQL is sent', async () => {
  const text = { text: { type: 'text', metadata_field: false, searchable: true, aggregatable: false } };
  const date = { date: { type: 'date', metadata_field: false, searchable: true, aggregatable: true } };
  const { requests } = await run(kql, { fields: { '@timestamp': date, 'process.name': text } });
  expect(requests[0]?.path).toBe(
    '/logs-a-*/_field_caps?fields=%40timestamp,process.name,process&allow_no_indices=true&ignore_unavailable=true',
  );
  expect(JSON.stringify(requests[2]?.body)).toContain('{"match":{"process.name":"bash"}}');
});

it('field types are asked for in as many requests as their names need', async () => {
  const names = Array.from({ length: 150 }, (_, at) => `a_rather_long_name_of_a_field.with_another_part_${at}`);
  const query = names.map((name) => `${name}: 1`).join(' or ');
  const { requests } = await run(ruleText('query', 'kuery', query), {});
  const asked = requests.filter(({ path }) => path.includes('_field_caps')).map(({ path }) => path);
  expect(asked.length).toBeGreaterThan(1);
  expect(Math.max(...asked.map((path) => path.length))).toBeLessThan(3600);
  const found = asked.flatMap((path) => new URL(path, 'http://cluster').searchParams.get('fields')?.split(',') ?? []);
  expect(found.sort()).toEqual(['@timestamp', 'a_rather_long_name_of_a_field', ...names].sort());
});

describe('types that only the indices tell', () => {
  const typed = (...types: readonly string[]): NonNullable<FakeClusterOptions['fields']>[string] =>
    Object.fromEntries(types.map((type) => [type, { type, metadata_field: false, searchable: true, aggregatable: true }]));
  const date = { '@timestamp': typed('date') };

  async function queryOf(query: string, fields: NonNullable<FakeClusterOptions['fields']>): Promise<[string, Ran]> {
    const ran = await run(ruleText('query', 'kuery', query), { fields: { ...date, ...fields } });
    return [JSON.stringify((ran.requests.find(({ path }) => path === '/_search')?.body as { query: object } | undefined)?.query), ran];
  }

  it('a field of several types is asked for as one of no special type', async () => {
    const [query] = await queryOf('process.name: bash', { 'process.name': typed('keyword', 'text') });
    expect(query).toContain('{"match":{"process.name":"bash"}}');
  });

  it('a field below a nested one is asked for where it lies', async () => {
    const [query] = await queryOf('a:{ b: x }', { a: typed('nested'), 'a.b': typed('keyword') });
    expect(query).toContain('{"nested":{"path":"a","query":');
    const [none, { summary }] = await queryOf('a.b: x', { a: typed('nested'), 'a.b': typed('keyword') });
    expect([none, summary.status, summary.failure?.kind]).toEqual([undefined, 'failed', 'query']);
  });

  it('a pattern of names stands for the fields of the indices, not for those that we know', async () => {
    const [query, { requests }] = await queryOf('process.n*: bash', {
      'process.name': typed('keyword'),
      'process.nick': typed('keyword'),
      b: typed('long'),
    });
    expect(requests[0]?.path).toBe('/logs-a-*/_field_caps?fields=*&filters=-metadata&allow_no_indices=true&ignore_unavailable=true');
    expect([...query.matchAll(/"term":\{"([^"]*)"/g)].map(([, name]) => name)).toEqual(['process.name', 'process.nick']);
  });

  it('every event is asked for without all of them', async () => {
    const [, { requests }] = await queryOf('*:*', {});
    expect(requests[0]?.path).toContain('fields=%40timestamp&');
  });
});

describe('on OpenSearch', () => {
  const engine = 'opensearch';
  const said =
    'OpenSearch 2.19.1 ran the query as Kibana sends it to Elasticsearch. Where a field has a type of its own there (flat_object in the place of flattened, derived in that of a runtime field), Elasticsearch may find other events.';

  it('KQL is searched by a scroll, which is closed in the end, and it is said what may differ', async () => {
    const hits = Array.from({ length: 2600 }, (_, at) => event(String(at), 'bash'));
    const { paths, requests, hits: found, summary } = await run(kql, { engine, hits }, { size: 2500 });
    expect(paths).toEqual([
      'GET /logs-a-*/_field_caps',
      'POST /logs-a-*/_search',
      'POST /_search/scroll',
      'POST /_search/scroll',
      'DELETE /_search/scroll',
    ]);
    expect(requests[1]?.path).toBe('/logs-a-*/_search?scroll=2m&allow_no_indices=true&ignore_unavailable=true');
    expect(requests[1]?.body).toMatchObject({ size: 1000, sort: [{ '@timestamp': { order: 'asc' } }], track_total_hits: true });
    expect(requests.slice(2).map(({ body }) => body)).toEqual([
      { scroll: '2m', scroll_id: '1000:1000' },
      { scroll: '2m', scroll_id: '2000:1000' },
      { scroll_id: ['3000:1000'] },
    ]);
    expect(found.map(({ id }) => id)).toEqual(hits.slice(0, 2500).map(({ _id: id }) => id));
    expect([summary.status, summary.matches, summary.total, summary.more, summary.notes]).toEqual(['finished', 2500, 2600, true, [said]]);
  });

  it('a scroll is closed after a failure too, and not where there is none', async () => {
    const drop = (path: string): FakeClusterOptions => ({
      engine,
      hits: Array.from({ length: 1500 }, (_, at) => event(String(at), 'bash')),
      handle: (request) => (request.path.startsWith(path) && request.method === 'POST' ? { fault: 'drop' } : undefined),
    });
    expect((await run(kql, drop('/_search/scroll'), { size: 1500 })).paths.at(-1)).toBe('DELETE /_search/scroll');
    expect((await run(kql, drop('/logs-a-*/_search'))).paths.at(-1)).toBe('POST /logs-a-*/_search');
  });

  it('threshold rules are counted', async () => {
    const text = ruleText('threshold', 'kuery', 'user.name: *', '[rule.threshold]\nfield = ["user.name"]\nvalue = 5\n');
    const bucket = { key: { 'user.name': 'ann' }, doc_count: 7 };
    const { summary } = await run(text, { engine, aggregations: [{ thresholdTerms: { buckets: [bucket] } }] });
    expect([summary.status, summary.matches, summary.notes]).toEqual(['finished', 1, [said]]);
  });

  test.each<[string, string, RegExp]>([
    [
      'that KQL can say is shown in KQL',
      'process where process.name == "bash"',
      /^http:\S+ is OpenSearch, which has no EQL\. In KQL, which it runs, the query is: event\.category:process and process\.name:bash$/,
    ],
    [
      'that KQL can say at length is for the editor',
      `process where process.name in (${Array.from({ length: 60 }, (_, at) => `"a-program-${at}"`).join(', ')})`,
      /^http:\S+ is OpenSearch, which has no EQL\. Convert to KQL in the editor makes a rule in KQL of it, which OpenSearch runs\.$/,
    ],
    [
      'that KQL cannot say is for the local run',
      'sequence by host.name [process where true] [file where true]',
      /^http:\S+ is OpenSearch, which has no EQL, and this query has no equal in KQL: A sequence is about several events.*\. Fetch events with rulewright sample --kind random, and run the rule on them with rulewright run\.$/,
    ],
  ])('EQL %s', async (_, query, message) => {
    const { summary, paths } = await run(ruleText('eql', 'eql', query), { engine });
    expect([summary.status, summary.failure?.kind, paths]).toEqual(['failed', 'notRun', ['GET /logs-a-*/_field_caps']]);
    expect(summary.message).toMatch(message);
  });
});

describe('what goes wrong', () => {
  const failure = {
    status: 400,
    body: {
      error: { type: 'verification_exception', reason: 'Found 1 problem line 1:15: Unknown column [process.name]', root_cause: [] },
      status: 400,
    },
  };
  const shardFailure = {
    took: 1,
    timed_out: false,
    _shards: { total: 2, successful: 1, failed: 1, failures: [{ reason: { type: 'x', reason: 'disk is gone' } }] },
    hits: { total: { value: 0 }, hits: [] },
  };
  const rows: readonly [string, string, (request: FakeRequest) => FakeAnswer | undefined, ClusterRunSummary['status'], RegExp][] = [
    [
      'no index',
      kql,
      ({ path }) => (path.includes('_field_caps') ? { body: { indices: [], fields: {} } } : undefined),
      'failed',
      /^No index on http:\S+ matches logs-a-\*, or the credentials may not see it;/,
    ],
    [
      'an index that may not be read',
      kql,
      ({ path }) =>
        path.includes('_field_caps')
          ? {
              status: 403,
              body: { error: { type: 'security_exception', reason: 'action [indices:data/read/field_caps] is unauthorized' } },
            }
          : undefined,
      'failed',
      /may not do this on \S+ \(403\): action .* privileges read/,
    ],
    [
      'a query that the cluster refuses',
      eql,
      ({ path }) => (path.includes('_eql') ? failure : undefined),
      'failed',
      /^The cluster refuses the EQL search: Found 1 problem line 1:15: Unknown column/,
    ],
    [
      'an index that is gone meanwhile',
      kql,
      ({ path }) =>
        path.includes('_pit')
          ? { status: 404, body: { error: { type: 'index_not_found_exception', reason: 'no such index [logs-a]' } } }
          : undefined,
      'failed',
      /^no such index \[logs-a\]; look at the index patterns/,
    ],
    [
      'failed shards',
      kql,
      ({ path }) => (path === '/_search' ? { body: shardFailure } : undefined),
      'partial',
      /^1 shard failed, so matches may be missing: disk is gone;/,
    ],
    [
      'time that is up',
      kql,
      ({ path }) => (path === '/_search' ? { body: { ...shardFailure, timed_out: true } } : undefined),
      'partial',
      /^The cluster stopped before/,
    ],
    [
      'a partial EQL search',
      eql,
      ({ path }) => (path.includes('_eql') ? { body: { is_partial: true, is_running: false, hits: { events: [] } } } : undefined),
      'partial',
      /^The cluster ended the search before it was done/,
    ],
    [
      'all shards failed',
      kql,
      ({ path }) =>
        path === '/_search'
          ? {
              status: 503,
              body: {
                error: {
                  type: 'search_phase_execution_exception',
                  reason: 'all shards failed',
                  root_cause: [{ type: 'x', reason: 'No mapping found' }],
                },
              },
            }
          : undefined,
      'failed',
      /^Shards failed in the search: No mapping found;/,
    ],
    [
      'a cut answer',
      kql,
      ({ path }) => (path === '/_search' ? { fault: 'cut', body: shardFailure } : undefined),
      'failed',
      /is no complete JSON/,
    ],
  ];
  test.each(rows)('%s', async (_, text, handle, status, message) => {
    const { summary } = await run(text, { handle });
    expect(summary.status).toBe(status);
    expect(summary.message).toMatch(message);
    expect(summary.failure?.message).toBe(summary.message);
  });

  it('the point in time is closed after a failure too', async () => {
    const { paths } = await run(kql, { handle: ({ path }) => (path === '/_search' ? { fault: 'drop' } : undefined) });
    expect(paths.at(-1)).toBe('DELETE /_pit');
  });

  it('indices without the timestamp are told of', async () => {
    const { summary } = await run(kql, { fields: {} });
    expect(summary.notes).toEqual([
      'None of these indices has the field @timestamp, by which the time is chosen, so nothing can match.',
      'The mapping of the indices has no `process.name`, so no event matches by it.',
    ]);
  });
});
