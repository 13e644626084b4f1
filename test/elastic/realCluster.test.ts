// The same queries on a real cluster and here: `RULEWRIGHT_TEST_ES_URL=https://… npm run test:cluster`, with the secrets as the command line
// takes them. It makes indices of its own, fills them, compares, and deletes them again. docs/cluster.md tells what it needs.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { connectAs } from '../../server/src/cli/clusterAccess.js';
import { diskFiles } from '../../server/src/cli/clusterFiles.js';
import type { Cluster } from '../../server/src/elastic/cluster.js';
import type { ClientRequest } from '../../server/src/elastic/client.js';
import { compareRuns } from '../../server/src/elastic/compare.js';
import { fieldsOf, valuesOf } from '../../server/src/elastic/indices.js';
import { runOnCluster } from '../../server/src/elastic/run.js';
import { openRule } from '../../server/src/rule/openText.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import { testTerminal } from '../cli/testTerminal.js';
import { memoryHost } from '../kit/memoryHost.js';
import { readReferenceJson, readReferenceText, reference } from '../kit/reference.js';

const url = process.env['RULEWRIGHT_TEST_ES_URL'];
const prefix = `rulewright-test-${process.pid}-${Date.now()}`;
const now = Date.parse('2026-03-02T12:00:00Z');

interface Dataset {
  readonly mappings: object;
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

function event(minute: number, category: string, more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { '@timestamp': new Date(now - minute * 60_000).toISOString(), event: { category: [category] }, ...more };
}

const own: Dataset = {
  mappings: {
    properties: {
      '@timestamp': { type: 'date' },
      event: { properties: { category: { type: 'keyword' }, type: { type: 'keyword' }, code: { type: 'long' } } },
      host: { properties: { name: { type: 'keyword' } } },
      process: {
        properties: {
          pid: { type: 'long' },
          name: { type: 'keyword', fields: { caseless: { type: 'keyword', ignore_above: 1024 }, text: { type: 'text' } } },
          args: { type: 'keyword' },
          command_line: { type: 'wildcard' },
        },
      },
      source: { properties: { ip: { type: 'ip' }, port: { type: 'long' } } },
      message: { type: 'text' },
      user: { properties: { name: { type: 'keyword', ignore_above: 8 } } },
    },
  },
  events: [
    event(50, 'process', {
      host: { name: 'a' },
      process: { pid: 1, name: 'bash', args: ['bash', '-c', 'id'], command_line: 'bash -c id' },
    }),
    event(49, 'process', {
      host: { name: 'a' },
      process: { pid: 2, name: 'Curl', args: ['curl', 'http://x'], command_line: 'curl http://x' },
    }),
    event(48, 'network', { host: { name: 'a' }, source: { ip: '10.1.2.3', port: 443 }, process: { pid: 2, name: 'Curl' } }),
    event(47, 'process', { host: { name: 'b' }, process: { pid: 3, name: 'cmd.exe', args: [] }, user: { name: 'ann' } }),
    event(46, 'process', { host: { name: 'b' }, process: { pid: 4, name: ['sh', 'bash'] }, user: { name: 'a-long-name-here' } }),
    event(45, 'file', {
      host: { name: 'b' },
      event: { category: ['file'], type: ['creation', 'change'], code: 7 },
      message: 'File made by Ann',
    }),
    event(44, 'network', { host: { name: 'b' }, source: { ip: '2001:db8::1', port: 53 }, message: null }),
    event(43, 'process', {
      host: { name: 'c' },
      process: { pid: 9007199254740993n.toString(), name: 'a*b', command_line: 'C:\\Windows\\a.exe' },
    }),
  ],
};

/** Query and language. */
const queries: readonly (readonly [string, 'eql' | 'kuery'])[] = [
  ['process where process.name == "bash"', 'eql'],
  ['process where process.name : "CURL"', 'eql'],
  ['process where process.name like~ "*SH"', 'eql'],
  ['process where not process.name == "bash"', 'eql'],
  ['any where process.pid > 1 and process.pid <= 3', 'eql'],
  ['process where process.args : ("-c", "http*")', 'eql'],
  ['process where process.command_line regex~ ".*windows.*"', 'eql'],
  ['network where cidrMatch(source.ip, "10.0.0.0/8")', 'eql'],
  ['any where user.name == null', 'eql'],
  ['any where length(process.name) == 4', 'eql'],
  ['any where event.type in ("change")', 'eql'],
  ['process where ?process.none != null or process.pid == 1', 'eql'],
  ['any where true | head 3', 'eql'],
  ['any where true | tail 2', 'eql'],
  ['sequence by host.name [process where true] [network where true]', 'eql'],
  ['sequence by host.name with maxspan=1m [process where process.name == "bash"] [process where true]', 'eql'],
  ['sequence by host.name, process.pid [process where true] [network where true]', 'eql'],
  ['sequence by host.name with maxspan=5m [process where true] ![file where true] [network where true]', 'eql'],
  ['sample by host.name [process where true] [network where true]', 'eql'],
  ['process.name: bash', 'kuery'],
  ['process.name: (bash or cmd.exe) and not host.name: b', 'kuery'],
  ['process.name: *sh', 'kuery'],
  ['process.name: a\\*b', 'kuery'],
  ['process.pid >= 2 and process.pid < 4', 'kuery'],
  ['source.ip: 10.0.0.0/8', 'kuery'],
  ['source.ip: "2001:db8::1"', 'kuery'],
  ['message: "made by"', 'kuery'],
  ['message: ann made', 'kuery'],
  ['user.name: *', 'kuery'],
  ['not user.name: *', 'kuery'],
  ['event.category: (process and file) or event.code: 7', 'kuery'],
  ['@timestamp >= "2026-03-02T11:15:00Z"', 'kuery'],
];

async function connected(): Promise<Cluster> {
  const caFile = process.env['RULEWRIGHT_TEST_ES_CA'];
  const terminal = testTerminal({ clusters: { ...testTerminal().clusters, environment: process.env, ...diskFiles } });
  const cluster = await connectAs({ url, ...(caFile === undefined ? {} : { caFile: path.resolve(caFile) }) }, terminal);
  if (!cluster.ok) throw new Error(cluster.failure.message);
  return cluster.value;
}

async function must(cluster: Cluster, request: ClientRequest): Promise<void> {
  const answer = await cluster.send(request, noCancel);
  if (!answer.ok) throw new Error(answer.failure.message);
}

async function fill(cluster: Cluster, index: string, { mappings, events }: Dataset): Promise<void> {
  await must(cluster, { method: 'PUT', path: `/${index}`, body: { mappings } });
  for (const [at, body] of events.entries()) await must(cluster, { method: 'PUT', path: `/${index}/_create/${at}`, body });
  await must(cluster, { method: 'POST', path: `/${index}/_refresh` });
}

/** How the two sides differ. */
async function differences(cluster: Cluster, query: string, language: 'eql' | 'kuery', index: string, from: string): Promise<unknown> {
  const host = memoryHost({}, { now });
  const tools = { cluster, host, schemas: await loadSchemas(host), token: noCancel };
  const rule = openRule(query, { uri: `file:///a.${language}` });
  const compared = await compareRuns(rule, 10_000, { indices: [index], from, to: 'now', timeout: 60_000, now }, tools);
  return compared.ok ? compared.value.differences.filter(({ reasons }) => reasons.length === 0) : compared.failure;
}

/** The values of the groups that a rule finds among all events, sorted. */
async function groupsOf(cluster: Cluster, type: string, minutes: number, index: string): Promise<readonly (readonly unknown[])[]> {
  const host = memoryHost({}, { now });
  const rule = openRule(`[rule]\nname = "a"\nlanguage = "kuery"\nquery = "*:*"\n${type}`, { uri: 'file:///a.toml' });
  const from = new Date(now - minutes * 60_000).toISOString();
  const options = { indices: [index], from, to: 'now', size: 100, timeout: 60_000, now };
  const found: (readonly unknown[])[] = [];
  const summary = await runOnCluster(rule, options, { cluster, host, schemas: await loadSchemas(host), token: noCancel }, (update) => {
    if (update.kind === 'groups') found.push(...update.groups.map(({ terms }) => terms.map(({ value }) => value)));
  });
  expect([summary.status, summary.message]).toEqual(['finished', undefined]);
  return found.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

function isRunOn({ info }: Cluster, language: 'eql' | 'kuery'): boolean {
  return language === 'kuery' || info.engine === 'elasticsearch';
}

/** What is said of EQL on OpenSearch. */
const noEql: unknown = { kind: 'notRun', message: expect.stringContaining('is OpenSearch, which has no EQL') as string };

interface ReferenceMapping {
  readonly fields: Readonly<Record<string, string>>;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly nullValues?: Readonly<Record<string, string>>;
}

function referenceDataset(name: string): Dataset {
  const { fields, aliases = {}, nullValues = {} } = readReferenceJson(`conformance/eql/datasets/${name}.mapping.json`) as ReferenceMapping;
  const typed = Object.entries(fields).map(([field, type]) => [
    field,
    { type, ...(nullValues[field] === undefined ? {} : { null_value: nullValues[field] }) },
  ]);
  const aliased = Object.entries(aliases).map(([field, target]) => [field, { type: 'alias', path: target }]);
  const lines = readReferenceText(`conformance/eql/datasets-iso/${name}.ndjson`).trimEnd().split('\n');
  return {
    mappings: { properties: Object.fromEntries([...typed, ...aliased]) as object },
    events: lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  };
}

if (url === undefined || url === '') {
  test('real cluster: not run: RULEWRIGHT_TEST_ES_URL is not set', () => expect(url ?? '').toBe(''));
} else {
  let cluster: Cluster;
  const made: string[] = [];
  const make = async (name: string, dataset: Dataset): Promise<string> => {
    const index = `${prefix}-${name}`;
    made.push(index);
    await fill(cluster, index, dataset);
    return index;
  };

  beforeAll(async () => {
    cluster = await connected();
    await make('own', own);
  });

  afterAll(async () => {
    for (const index of made) await must(cluster, { method: 'DELETE', path: `/${index}` });
    await cluster.close();
  });

  describe('the cluster and the local run find the same', () => {
    it.each(queries)('%s', async (query, language) => {
      const found = await differences(cluster, query, language, `${prefix}-own`, 'now-2h');
      expect(found).toEqual(isRunOn(cluster, language) ? [] : noEql);
    });
  });

  const threshold = 'type = "threshold"\n[rule.threshold]\nfield = ["host.name"]\nvalue = 3\n';
  const newTerms =
    'type = "new_terms"\n[rule.new_terms]\nfield = "new_terms_fields"\nvalue = FIELDS\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-2h"\n';
  const ofOne = newTerms.replace('FIELDS', '["process.name"]');
  const ofTwo = newTerms.replace('FIELDS', '["process.name", "host.name"]');
  const override = 'timestamp_override = "event.ingested"\n';

  // Minutes before now, and the groups in the order of their values.
  it.each<[string, string, number, readonly (readonly unknown[])[]]>([
    ['a threshold', threshold, 60, [['a'], ['b']]],
    ['a threshold by a timestamp that events lack', `${override}${threshold}`, 60, [['a'], ['b']]],
    ['new values', ofOne, 44.5, [['a*b']]],
    [
      'new combinations of values',
      ofTwo,
      46.5,
      [
        ['a*b', 'c'],
        ['bash', 'b'],
        ['sh', 'b'],
      ],
    ],
    ['new values by a timestamp that events lack', `${override}${ofOne}`, 44.5, [['a*b']]],
  ])('the groups of %s are found', async (_, type, minutes, groups) => {
    const found = await groupsOf(cluster, type, minutes, `${prefix}-own`);
    // Without runtime fields there is no time by which these were new.
    const isWithoutTime = cluster.info.engine === 'opensearch' && type.startsWith(override) && type.includes('new_terms');
    expect(found).toEqual(isWithoutTime ? [] : groups);
  });

  it('the fields and values of the index are known', async () => {
    const fields = await fieldsOf([`${prefix}-own`], cluster, noCancel);
    expect(fields.ok && fields.value.fields.map(({ name }) => name)).toContain('process.command_line');
    if (cluster.info.engine === 'opensearch') return;
    expect(await valuesOf([`${prefix}-own`], { field: 'process.name', prefix: 'cm' }, cluster, noCancel)).toEqual({
      ok: true,
      value: { values: ['cmd.exe'], isWhole: true },
    });
  });

  if (reference !== undefined) {
    describe.each(['test_queries', 'additional_test_queries', 'test_extra'])('the published cases of %s', (suite) => {
      const { dataset, cases } = readReferenceJson(`conformance/eql/suites/${suite}.json`) as {
        readonly dataset: string;
        readonly cases: readonly { readonly name: string; readonly query: string }[];
      };
      let index = '';
      beforeAll(async () => {
        index = await make(suite.replaceAll('_', '-'), referenceDataset(dataset));
      });
      it.each(cases)('$name', async ({ query }) => {
        expect(await differences(cluster, query, 'eql', index, '1970-01-01')).toEqual(isRunOn(cluster, 'eql') ? [] : noEql);
      });
    });
  }
}
