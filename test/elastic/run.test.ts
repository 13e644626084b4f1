import { describe, expect, it, test } from 'vitest';
import { noCancel, type CancelToken } from '../../server/src/base/cancel.js';
import { runOnCluster, type ClusterRunOptions } from '../../server/src/elastic/run.js';
import type { ClusterHit, ClusterRunSummary, ClusterRunUpdate } from '../../server/src/protocol/cluster.js';
import { openRule } from '../../server/src/rule/openText.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { FakeAnswer, FakeCluster, FakeClusterOptions, FakeHit, FakeRequest } from '../kit/fakeCluster.js';
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
        composite: { size: 1000, sources: [{ 'user.name': { terms: { field: 'user.name' } } }] },
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
  const newTerms = ruleText(
    'new_terms',
    'kuery',
    'process.name: *',
    '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["process.name"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-7d"\n',
  );

  it('ask for the values of the window, then for those that were not there before', async () => {
    const first = { value: 1, value_as_string: '2026-03-02T11:55:00.000Z' };
    const { updates, requests, hits, summary } = await run(newTerms, {
      aggregations: [
        { new_terms: { buckets: [{ key: { 'process.name': 'bash' } }, { key: { 'process.name': 'odd' } }] } },
        {
          new_terms: {
            buckets: [
              { key: { 'process.name': 'odd' }, doc_count: 3, first_seen: first, docs: { hits: { hits: [event('7', 'odd')] } } },
              { key: { 'process.name': 'other' }, doc_count: 1, first_seen: first },
            ],
          },
        },
      ],
    });
    expect(updates.flatMap((update) => (update.kind === 'groups' ? update.groups : []))).toEqual([
      { terms: [{ field: 'process.name', value: 'odd' }], count: 1, first: '2026-03-02T11:55:00.000Z', last: undefined },
    ]);
    expect(hits.map(({ id }) => id)).toEqual(['7']);
    expect([summary.matchesWhat, summary.matches]).toEqual(['new value', 1]);
    const second = JSON.stringify(requests[2]?.body);
    expect(second).toContain('{"terms":{"process.name":["bash","odd"]}}');
    expect(second).toContain('"gte":"2026-02-23T12:00:00.000Z"');
    expect(second).toContain(`"params":{"start_time":${Date.parse('2026-03-02T11:51:00Z')}}`);
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
  expect(requests[0]?.path).toBe('/logs-a-*/_field_caps?fields=%40timestamp,process.name&allow_no_indices=true&ignore_unavailable=true');
  expect(JSON.stringify(requests[2]?.body)).toContain('{"match":{"process.name":"bash"}}');
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
      /^Elasticsearch refuses the EQL search: Found 1 problem line 1:15: Unknown column/,
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
    expect(summary.notes).toEqual(['None of these indices has the field @timestamp, by which the time is chosen, so nothing can match.']);
  });
});
