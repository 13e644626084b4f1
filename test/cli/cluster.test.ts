import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { diskFiles, type ClusterAccess } from '../../server/src/cli/clusterFiles.js';
import { succeed } from '../../server/src/base/host.js';
import { startFakeCluster, type FakeCluster, type FakeClusterOptions, type FakeHit } from '../kit/fakeCluster.js';
import { rulewrightWriting, testTerminal } from './testTerminal.js';

const kql = `[rule]
name = "Shells"
type = "query"
language = "kuery"
severity = "low"
risk_score = 21
index = ["logs-a-*"]
from = "now-9m"
query = "process.name: bash and host.name: web-01"
`;
const eql = kql
  .replace('"query"', '"eql"')
  .replace('"kuery"', '"eql"')
  .replace('"process.name: bash and host.name: web-01"', '\'process where process.name == "bash"\'');
const threshold = `${kql.replace('"query"', '"threshold"')}[rule.threshold]\nfield = ["user.name"]\nvalue = 5\n`;
const files = { 'a.toml': kql, 'b.toml': eql, 't.toml': threshold, 'bare.kuery': 'process.name: bash' };

interface Given {
  readonly fake?: FakeClusterOptions;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files by path. */
  readonly own?: Readonly<Record<string, string>>;
}

interface Ran {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
  readonly written: Readonly<Record<string, string>>;
  readonly cluster: FakeCluster;
}

/** Runs a command against a fake cluster; its address is written as `URL`, and times as `0.00 s`. */
async function onFake(args: readonly string[], { fake = {}, environment, own = {} }: Given = {}): Promise<Ran> {
  const cluster = await startFakeCluster(fake);
  const read = async (file: string): ReturnType<ClusterAccess['readFile']> =>
    own[file] === undefined ? undefined : succeed(own[file].replaceAll('URL', cluster.url));
  const clusters: ClusterAccess = {
    ...testTerminal().clusters,
    environment: environment ?? { RULEWRIGHT_ES_URL: cluster.url, RULEWRIGHT_ES_API_KEY: 'a2V5LW9mLXRlc3Q=' },
    readFile: read,
    readSecretFile: read,
  };
  try {
    const ran = await rulewrightWriting(args, { files, clusters });
    const clean = (text: string): string => text.replaceAll(cluster.url, 'URL').replace(/\d+\.\d\d s$/gm, '0.00 s');
    return { ...ran, output: clean(ran.output), errors: clean(ran.errors), cluster };
  } finally {
    await cluster.close();
  }
}

function event(id: string, name: string, more: Readonly<Record<string, unknown>> = {}): FakeHit {
  return {
    _index: 'logs-a-1',
    _id: id,
    _source: { '@timestamp': '1969-12-31T23:59:00.000Z', process: { name }, host: { name: 'web-01' }, ...more },
  };
}

const keywords = Object.fromEntries(
  [
    ['@timestamp', 'date'],
    ['process.name', 'keyword'],
    ['host.name', 'keyword'],
  ].map(([name = '', type = '']) => [name, { [type]: { type, metadata_field: false, searchable: true, aggregatable: true } }]),
);

describe('search', () => {
  it('shows what the cluster found', async () => {
    const { exitCode, output, errors } = await onFake(['search', 'a.toml'], { fake: { hits: [event('1', 'bash'), event('2', 'bash')] } });
    expect({ exitCode, output, errors }).toEqual({
      exitCode: 0,
      output: `
Shells                                                                              kuery · low · 21
fake 8.19.2 at URL
  ✔ 1969-12-31T23:59:00.000Z   bash   web-01   logs-a-1/1
  ✔ 1969-12-31T23:59:00.000Z   bash   web-01   logs-a-1/2
2 events match in 2 indices · 1969-12-31T23:51:00.000Z to 1970-01-01T00:00:00.000Z · 0.00 s
`,
      errors: '',
    });
  });

  it('says that there is more than was fetched', async () => {
    const { output } = await onFake(['search', 'a.toml', '--limit', '1'], { fake: { hits: [event('1', 'bash'), event('2', 'bash')] } });
    expect(output).toContain('1 event matches in 2 indices of 2; --limit sets how many are fetched · ');
  });

  it('shows the groups of a threshold rule', async () => {
    const bucket = { key: { 'user.name': 'ann' }, doc_count: 7, min_timestamp: { value: 0 }, max_timestamp: { value: 1000 } };
    const { output } = await onFake(['search', 't.toml'], { fake: { aggregations: [{ thresholdTerms: { buckets: [bucket] } }] } });
    expect(output).toContain('  ✔ user.name ann   7 events   1970-01-01T00:00:00.000Z – 1970-01-01T00:00:01.000Z\n1 group in 2 indices · ');
  });

  it('gives an event file', async () => {
    const { output, errors } = await onFake(['search', 'a.toml', '--format', 'ndjson'], { fake: { hits: [event('1', 'bash')] } });
    expect(output).toBe(
      '{"_index":"logs-a-1","_id":"1","_source":{"@timestamp":"1969-12-31T23:59:00.000Z","process":{"name":"bash"},"host":{"name":"web-01"}}}\n',
    );
    expect(errors).toMatch(/^1 event matches in 2 indices/);
  });

  it('gives one object', async () => {
    const { output } = await onFake(['search', 'a.toml', '--format', 'json'], { fake: { hits: [event('1', 'bash')] } });
    expect(JSON.parse(output)).toMatchObject({
      version: 1,
      command: 'search',
      rule: { path: 'a.toml', name: 'Shells', type: 'query', language: 'kuery' },
      cluster: { profile: 'default', address: 'URL', clusterName: 'fake', engine: 'elasticsearch', version: '8.19.2', serverless: false },
      status: 'finished',
      hits: [
        {
          index: 'logs-a-1',
          id: '1',
          timestamp: '1969-12-31T23:59:00.000Z',
          fields: { 'process.name': ['bash'], 'host.name': ['web-01'] },
        },
      ],
      notes: [],
      summary: { matchesWhat: 'event', matches: 1, total: 1, more: false, indices: 2 },
    });
  });

  test.each<[string, readonly string[], Given, number, RegExp]>([
    [
      'a cluster that refuses the credentials',
      ['search', 'a.toml'],
      { fake: { handle: () => ({ status: 401, body: { error: { type: 'security_exception', reason: 'no' } } }) } },
      2,
      /^error: URL does not accept the credentials/,
    ],
    [
      'a query that the cluster refuses',
      ['search', 'b.toml'],
      {
        fake: {
          handle: ({ path: at }) =>
            at.includes('_eql') ? { status: 400, body: { error: { type: 'parsing_exception', reason: 'line 1:1: no' } } } : undefined,
        },
      },
      1,
      /^error: The cluster refuses the EQL search: line 1:1: no\n$/,
    ],
    [
      'a part of a result',
      ['search', 'a.toml'],
      { fake: { handle: ({ path: at }) => (at === '/_search' ? { body: { timed_out: true, hits: { hits: [] } } } : undefined) } },
      2,
      /^warning: The cluster stopped before/,
    ],
    ['a query without indices', ['search', 'bare.kuery'], {}, 1, /--index/],
    ['a time that is none', ['search', 'a.toml', '--from', 'x'], {}, 1, /^error: "x" is no time/],
    ['no cluster', ['search', 'a.toml'], { environment: {} }, 2, /^error: No cluster is named: give --url/],
    ['no Kibana', ['kibana', 'export'], { environment: {} }, 2, /^error: No Kibana is named: give --kibana-url/],
    ['a rule that is missing', ['search', 'none.toml'], {}, 2, /none\.toml/],
    ['a URL with a password', ['search', 'a.toml', '--url', 'https://u:planted@host'], {}, 2, /holds a user or password/],
    ['a proxy with a password', ['search', 'a.toml', '--proxy', 'http://u:planted@proxy'], {}, 2, /write it into HTTPS_PROXY/],
    ['a profile and a URL', ['search', 'a.toml', '--cluster', 'a', '--url', 'https://host'], {}, 2, /give --cluster, or --url/],
    [
      'a profile that is missing',
      ['search', 'a.toml', '--cluster', 'prod'],
      {},
      2,
      /There is no profile prod: .*clusters\.json does not exist/,
    ],
    [
      'secrets of two kinds',
      ['search', 'a.toml'],
      { environment: { RULEWRIGHT_ES_URL: 'http://h', RULEWRIGHT_ES_API_KEY: 'a', RULEWRIGHT_ES_USERNAME: 'b' } },
      2,
      /secrets of several kinds/,
    ],
    [
      'a user without password',
      ['search', 'a.toml'],
      { environment: { RULEWRIGHT_ES_URL: 'http://h', RULEWRIGHT_ES_USERNAME: 'b' } },
      2,
      /go together/,
    ],
  ])('%s', async (_, args, given, exitCode, message) => {
    const ran = await onFake(args, given);
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.errors).toMatch(message);
    expect(ran.errors + ran.output).not.toContain('planted');
  });
});

describe('on OpenSearch', () => {
  const fake: FakeClusterOptions = { engine: 'opensearch', fields: keywords, hits: [event('1', 'bash')] };
  const note = 'note: OpenSearch 2.19.1 ran the query as Kibana sends it to Elasticsearch. ';

  it('search names it, and says what may differ', async () => {
    const { output, exitCode } = await onFake(['search', 'a.toml'], { fake });
    expect(exitCode).toBe(0);
    expect(output).toContain('\nfake OpenSearch 2.19.1 at URL\n  ✔ ');
    expect(output).toContain(note);
  });

  it('search of EQL says so, and exits as for what is not run from here', async () => {
    const { errors, exitCode } = await onFake(['search', 'b.toml'], { fake });
    expect([exitCode, errors]).toEqual([
      3,
      'error: URL is OpenSearch, which has no EQL. In KQL, which it runs, the query is: event.category:"process" and process.name:bash\n',
    ]);
  });

  it('compare runs both sides on the same events', async () => {
    const { output, exitCode } = await onFake(['compare', 'a.toml'], { fake });
    expect([exitCode, output.split('\n').at(-2)]).toEqual([
      0,
      'no difference on 1 event: the cluster found 1 match, the local run 1, 1 the same',
    ]);
    expect(output).toContain(note);
  });

  it('compare of EQL does not fetch events in vain', async () => {
    const { errors, exitCode, cluster } = await onFake(['compare', 'b.toml'], { fake });
    expect([exitCode, cluster.paths()]).toEqual([3, ['GET /', 'GET /logs-a-*/_field_caps']]);
    expect(errors).toContain('which has no EQL');
  });

  test.each(['matches', 'near', 'random'])('sample fetches events: %s', async (kind) => {
    const { output, exitCode } = await onFake(['sample', 'a.toml', '--kind', kind], { fake });
    expect([exitCode, output.trim().split('\n').length > 0]).toEqual([0, true]);
  });
});

describe('profiles and secrets', () => {
  const folder = '/home/.config/rulewright';
  const profiles = { [`${folder}/clusters.json`]: '{"prod": {"url": "URL"}}' };

  test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['an API key', ['--cluster', 'prod'], { [`${folder}/credentials.json`]: '{"prod": {"apiKey": "a2V5"}}' }, 'ApiKey a2V5'],
    ['the only profile', [], { [`${folder}/credentials.json`]: '{"prod": {"bearerToken": "abc"}}' }, 'Bearer abc'],
    ['another file', ['--credentials', '/secrets.json'], { '/secrets.json': '{"prod": {"username": "u", "password": "p"}}' }, 'Basic dTpw'],
  ])('%s', async (_, args, own, header) => {
    const { cluster, exitCode } = await onFake(['search', 'a.toml', ...args], { environment: {}, own: { ...profiles, ...own } });
    expect([exitCode, cluster.requests[0]?.headers.authorization]).toEqual([0, header]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'a profile with a secret',
      { [`${folder}/clusters.json`]: '{"prod": {"url": "URL", "apiKey": "planted"}}' },
      /Secrets stand elsewhere/,
    ],
    [
      'credentials of another form',
      { ...profiles, [`${folder}/credentials.json`]: '{"prod": {"key": "planted"}}' },
      /are not "apiKey", nor/,
    ],
    ['credentials that are no JSON', { ...profiles, [`${folder}/credentials.json`]: '{"prod": planted' }, /credentials\.json is not JSON/],
    ['credentials of others', { ...profiles, [`${folder}/credentials.json`]: '{"dev": {"apiKey": "planted"}}' }, /has no secrets for prod/],
  ])('%s is refused, and not repeated', async (_, own, message) => {
    const { errors, exitCode } = await onFake(['search', 'a.toml'], { environment: {}, own });
    expect(exitCode).toBe(2);
    expect(errors).toMatch(message);
    expect(errors).not.toContain('planted');
  });

  it('a file of secrets that others can read is not read', async () => {
    const temporary = await mkdtemp(path.join(os.tmpdir(), 'rulewright-'));
    const file = path.join(temporary, 'credentials.json');
    try {
      await writeFile(file, '{}');
      await chmod(file, 0o640);
      const wide = await diskFiles.readSecretFile(file);
      await chmod(file, 0o600);
      const tight = await diskFiles.readSecretFile(file);
      const none = await diskFiles.readSecretFile(path.join(temporary, 'none.json'));
      const message = `${file} can be read by others than you, and holds secrets; run chmod 600 ${file}`;
      const refused = process.platform === 'win32' ? succeed('{}') : { ok: false, failure: { kind: 'unsupported', message } };
      expect([wide, tight, none]).toEqual([refused, succeed('{}'), undefined]);
    } finally {
      await rm(temporary, { recursive: true });
    }
  });

  test.each<[Readonly<Record<string, string>>, number]>([
    [{}, 2],
    [{ NO_PROXY: 'example.org, 127.0.0.1' }, 0],
    [{ no_proxy: '*' }, 0],
  ])('the proxy of the environment is used, but for %j', async (more, exitCode) => {
    const fake = await startFakeCluster();
    const environment = { RULEWRIGHT_ES_URL: fake.url, HTTP_PROXY: 'http://u:planted@127.0.0.1:1', ...more };
    const ran = await onFake(['search', 'a.toml'], { environment });
    await fake.close();
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.errors).not.toContain('planted');
  });
});

describe('sample', () => {
  const hits = [event('1', 'bash', { user: { name: 'ann', id: 7 }, message: 'secret text' })];

  it('writes events, without what is to be removed, with hashes for what is to be hidden', async () => {
    const { written, output, exitCode } = await onFake(
      ['sample', 'a.toml', '--out', 'a.events.ndjson', '--remove', 'message', '--hash', 'user'],
      { fake: { hits } },
    );
    expect([exitCode, output]).toEqual([0, '1 event written to a.events.ndjson\n']);
    const { _source: source } = JSON.parse(written['a.events.ndjson'] ?? '') as { _source: Record<string, unknown> };
    expect(source).toEqual({
      '@timestamp': '1969-12-31T23:59:00.000Z',
      process: { name: 'bash' },
      host: { name: 'web-01' },
      user: { name: expect.stringMatching(/^[0-9a-f]{16}$/) as string, id: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
    });
  });

  it('does not overwrite a file unasked', async () => {
    const { exitCode, errors } = await onFake(['sample', 'a.toml', '--out', 'a.toml'], { fake: { hits } });
    expect([exitCode, errors]).toEqual([2, 'error: a.toml exists already\n']);
  });

  it('near misses are asked for clause by clause', async () => {
    const { cluster, output } = await onFake(['sample', 'a.toml', '--kind', 'near'], { fake: { hits } });
    const lines = output
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { _source: { labels: unknown } })._source.labels);
    expect(lines).toEqual([{ fails: 'process.name: bash' }, { fails: 'host.name: web-01' }]);
    const queries = cluster.requests.filter(({ path: at }) => at === '/_search').map(({ body }) => JSON.stringify(body));
    expect(queries[0]).toMatch(/"must_not":[^]*process\.name/);
    expect(queries[1]).toMatch(/"must_not":[^]*host\.name/);
  });

  it('of EQL too', async () => {
    const { cluster } = await onFake(['sample', 'b.toml', '--kind', 'near'], { fake: { eql: { total: { value: 0, relation: 'eq' } } } });
    const bodies = cluster.requests
      .filter(({ path: at }) => at.includes('_eql/search?'))
      .map(({ body }) => (body as { query: string }).query);
    expect(bodies).toEqual(['process where not (process.name == "bash")']);
  });

  it('random ones are scored by chance', async () => {
    const { cluster, output } = await onFake(['sample', 'a.toml', '--kind', 'random', '--limit', '5'], { fake: { hits } });
    const range = {
      range: { '@timestamp': { gte: '1969-12-31T23:51:00.000Z', lte: '1970-01-01T00:00:00.000Z', format: 'strict_date_optional_time' } },
    };
    expect(cluster.requests.at(-1)?.body).toEqual({
      size: 5,
      query: { function_score: { query: { bool: { filter: [range] } }, random_score: {} } },
    });
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('says that there are none', async () => {
    const { exitCode, errors } = await onFake(['sample', 'a.toml']);
    expect([exitCode, errors]).toEqual([2, 'error: no events were found, so nothing is written; search a longer time with --from.\n']);
  });
});

describe('compare', () => {
  /** The cluster finds `found` of all events. */
  function comparing(all: readonly FakeHit[], found: readonly string[]): FakeClusterOptions {
    return {
      fields: keywords,
      hits: all,
      handle: ({ path: at, body }) => {
        if (at.includes('/_mapping/field/')) {
          const field = { full_name: 'process.name', mapping: { name: { type: 'keyword', ignore_above: 8 } } };
          return { body: { 'logs-a-1': { mappings: { 'process.name': field } } } };
        }
        if (at !== '/_search' || !JSON.stringify(body).includes('host.name')) return undefined;
        const hits = all.filter(({ _id: id }) => found.includes(id)).map((hit) => ({ ...hit, sort: [1] }));
        return { body: { hits: { total: { value: hits.length }, hits } } };
      },
    };
  }

  it('says that both found the same', async () => {
    const { output, exitCode } = await onFake(['compare', 'a.toml'], { fake: comparing([event('1', 'bash'), event('2', 'zsh')], ['1']) });
    expect([exitCode, output.split('\n').at(-2)]).toEqual([
      0,
      'no difference on 2 events: the cluster found 1 match, the local run 1, 1 the same',
    ]);
  });

  it('lists what only one of them found, with the reason where it is known', async () => {
    const all = [
      event('1', 'bash'),
      event('2', 'zsh'),
      { ...event('3', 'bash'), _source: { ...event('3', 'bash')._source, process: { name: ['bash', 'averylongname'] } } },
    ];
    const { output } = await onFake(['compare', 'a.toml'], { fake: comparing(all, ['1', '2']) });
    expect(output).toContain('≠ only on the cluster: logs-a-1/2\n    The reason is not known.\n');
    expect(output).toContain(
      '≠ only here: logs-a-1/3\n    A value of process.name has 13 characters; the cluster indexes up to 8 (ignore_above), so that no query finds it.\n',
    );
    expect(output).toContain('2 differences on 3 events: the cluster found 2 matches, the local run 2, 1 the same\n');
  });

  test.each<[string, NonNullable<FakeClusterOptions['fields']>, FakeHit, RegExp]>([
    [
      'is not mapped',
      { '@timestamp': keywords['@timestamp'] ?? {}, 'host.name': keywords['host.name'] ?? {} },
      event('1', 'bash'),
      /process\.name is in the event, but the cluster has not mapped it/,
    ],
    [
      'is not in the source',
      keywords,
      { ...event('1', 'bash'), _source: { '@timestamp': '1969-12-31T23:59:00.000Z', host: { name: 'web-01' } } },
      /process\.name is mapped, but not in the source/,
    ],
    [
      'is text',
      { ...keywords, 'process.name': { text: { type: 'text', metadata_field: false, searchable: true, aggregatable: false } } },
      event('1', 'bash x'),
      /process\.name is text: the cluster compares its words/,
    ],
  ])('tells that a field %s', async (_, fields, hit, reason) => {
    const found = hit._source['process'] === undefined ? ['1'] : [];
    const { output } = await onFake(['compare', 'a.toml'], { fake: { ...comparing([hit], found), fields } });
    expect(output).toMatch(reason);
  });

  it('gives one object', async () => {
    const { output } = await onFake(['compare', 'a.toml', '--format', 'json'], { fake: comparing([event('2', 'zsh')], ['2']) });
    expect(JSON.parse(output)).toMatchObject({
      command: 'compare',
      events: 1,
      total: 1,
      cluster: 1,
      local: 0,
      same: 0,
      differences: [{ foundBy: 'cluster', events: ['logs-a-1/2'], reasons: [] }],
    });
  });
});

describe('fields of a cluster', () => {
  const text = { 'logs-a-*': { '@timestamp': 'date', 'host.name': 'keyword', 'process.name': 'keyword' } };

  it('are printed as a file for the configuration', async () => {
    const { output, errors, exitCode } = await onFake(['fields', '--cluster', '--index', 'logs-a-*'], { fake: { fields: keywords } });
    expect([exitCode, errors]).toEqual([0, '3 fields of fake; name the file under "fields" in rulewright.config.json\n']);
    expect(JSON.parse(output)).toEqual(text);
  });

  it('of a rule are those of its indices', async () => {
    const { cluster } = await onFake(['fields', '--cluster', '--rule', 'a.toml'], { fake: { fields: keywords } });
    expect(cluster.paths().at(-1)).toBe('GET /logs-a-*/_field_caps');
  });

  it('of no index are asked for', async () => {
    expect((await onFake(['fields', '--cluster'])).errors).toBe(
      'error: Say whose fields are meant: --index logs-*, or --rule with a rule file.\n',
    );
  });

  it('of OpenSearch lack its metadata, whose types are its own', async () => {
    const metadata = {
      _id: { _id: { type: '_id' } },
      _source: { _source: { type: '_source' } },
      flat: { flat_object: { type: 'flat_object' } },
    };
    const fields = { ...keywords, ...metadata } as unknown as NonNullable<FakeClusterOptions['fields']>;
    const { output, cluster } = await onFake(['fields', '--cluster', '--index', 'logs-a-*'], { fake: { engine: 'opensearch', fields } });
    expect(cluster.requests.at(-1)?.path).toBe('/logs-a-*/_field_caps?fields=*&allow_no_indices=true&ignore_unavailable=true');
    expect(JSON.parse(output)).toEqual(text);
  });
});

describe('fields that a cluster was asked for are kept', () => {
  const asked = 1_700_000_000_000;
  const minute = 60_000;
  const args = ['fields', '--cluster', 'prod', '--index', 'logs-b-*', 'logs-a-*'];

  interface Asking {
    readonly output: string;
    readonly errors: string;
    /** Files that are kept, with the mark of the user's folder. */
    readonly files: ReadonlyMap<string, string>;
    readonly requests: number;
  }

  /** Asks at `asked`, then as `then` says; `change` is done to what was kept in between. */
  async function askTwice(
    then: readonly string[],
    later: number,
    change: (text: string) => string | undefined = (text) => text,
  ): Promise<{ readonly first: Asking; readonly second: Asking }> {
    const fake = await startFakeCluster({ fields: keywords });
    const kept = new Map<string, string>();
    const own = { '/home/.config/rulewright/clusters.json': `{"prod": {"url": "${fake.url}"}, "lab": {"url": "${fake.url}"}}` };
    const ask = async (wanted: readonly string[], now: number): Promise<Asking> => {
      const before = fake.requests.length;
      const terminal = testTerminal({ files });
      const clusters: ClusterAccess = {
        ...terminal.clusters,
        readFile: async (file) => {
          const text = Object.entries(own).find(([name]) => name === file)?.[1] ?? kept.get(file);
          return text === undefined ? undefined : succeed(text);
        },
        keepFile: async (file, text) => {
          kept.set(file, text);
          return succeed(undefined);
        },
      };
      const { output, errors } = await rulewrightWriting(wanted, { files, clusters, host: { ...terminal.host, now: () => now } });
      return { output, errors, files: new Map(kept), requests: fake.requests.length - before };
    };
    try {
      const first = await ask(args, asked);
      for (const [file, text] of kept) {
        const changed = change(text);
        if (changed === undefined) kept.delete(file);
        else kept.set(file, changed);
      }
      return { first, second: await ask(then, asked + later) };
    } finally {
      await fake.close();
    }
  }

  const rest = 'name the file under "fields" in rulewright.config.json\n';

  it('in a file of the user, without secrets, and said to be old where they are taken from it', async () => {
    const { first, second } = await askTwice(args, 5 * minute);
    expect([first.errors, first.requests]).toEqual([`3 fields of fake; ${rest}`, 2]);
    const [[file, text] = ['', '']] = first.files;
    expect(file).toMatch(/^\/home\/\.cache\/rulewright\/fields\/[0-9a-f]{32}\.json$/);
    expect(JSON.parse(text)).toEqual({
      version: 1,
      asked,
      source: 'fake',
      patterns: ['logs-b-*', 'logs-a-*'],
      fields: [
        ['@timestamp', 'date'],
        ['host.name', 'keyword'],
        ['process.name', 'keyword'],
      ],
    });
    expect([second.errors, second.requests, second.output]).toEqual([
      `3 fields of fake, as asked for 5 minutes ago (--refresh asks again); ${rest}`,
      0,
      first.output,
    ]);
  });

  test.each<[string, readonly string[], number, number, RegExp]>([
    [
      'the order of patterns does not matter',
      ['fields', '--cluster', 'prod', '--index', 'logs-a-*', 'logs-b-*'],
      30_000,
      0,
      /less than a minute ago/,
    ],
    ['hours are counted', args, 125 * minute, 0, /2 hours ago/],
    ['--refresh asks again', [...args, '--refresh'], minute, 2, /^3 fields of fake; /],
    ['after a day they are asked for again', args, 24 * 60 * minute, 2, /^3 fields of fake; /],
    ['a clock that went back is not trusted', args, -minute, 2, /^3 fields of fake; /],
    ['other patterns are asked for', ['fields', '--cluster', 'prod', '--index', 'logs-a-*'], minute, 2, /^3 fields of fake; /],
    ['another profile is asked', ['fields', '--cluster', 'lab', '--index', 'logs-b-*', 'logs-a-*'], minute, 2, /^3 fields of fake; /],
  ])('%s', async (_, then, later, requests, errors) => {
    const { second } = await askTwice(then, later);
    expect(second.requests).toBe(requests);
    expect(second.errors).toMatch(errors);
  });

  test.each<[string, (text: string) => string | undefined, RegExp]>([
    ['that is cut off', (text) => text.slice(0, -20), /^note: \S+\.json is damaged, so the cluster was asked\.\n3 fields of fake; /],
    ['with a type that is none', (text) => text.replace('"keyword"', '"keywrd"'), /is damaged/],
    ['of another version', (text) => text.replace('"version":1', '"version":2'), /is damaged/],
    ['that is gone', () => undefined, /^3 fields of fake; /],
  ])('a file %s is not used', async (_, change, errors) => {
    const { second } = await askTwice(args, minute, change);
    expect([second.requests, [...second.files.values()].length]).toEqual([2, 1]);
    expect(second.errors).toMatch(errors);
  });

  it('on disk for their owner alone', async () => {
    const temporary = await mkdtemp(path.join(os.tmpdir(), 'rulewright-'));
    const file = path.join(temporary, 'cache', 'fields', 'a.json');
    try {
      expect([await diskFiles.keepFile(file, '1'), await diskFiles.keepFile(file, '2')]).toEqual([succeed(undefined), succeed(undefined)]);
      const mode = process.platform === 'win32' ? 0o600 : (await stat(file)).mode & 0o777;
      expect([await diskFiles.readFile(file), mode, await readdir(path.dirname(file))]).toEqual([succeed('2'), 0o600, ['a.json']]);
      expect(await diskFiles.keepFile(path.join(file, 'b.json'), '3')).toMatchObject({
        ok: false,
        failure: { message: expect.stringMatching(/b\.json cannot be written: /) as string },
      });
    } finally {
      await rm(temporary, { recursive: true });
    }
  });
});
