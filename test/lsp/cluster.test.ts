import { afterEach, describe, expect, it, test } from 'vitest';
import { CancellationToken, CancellationTokenSource, ProgressType } from 'vscode-languageserver/node';
import type { Host } from '../../server/src/base/host.js';
import { createRunWorker } from '../../server/src/lsp/runWorker.js';
import type { WorkerAnswer } from '../../server/src/lsp/workerMessages.js';
import type { ClusterProfile, ClusterSecrets } from '../../server/src/protocol/cluster.js';
import {
  clusterWorkRequest,
  type ClusterRunBatch,
  type ClusterWork,
  type ClusterWorkAnswer,
} from '../../server/src/protocol/clusterWork.js';
import { explainRequest, type ExplainResult, type RunHit } from '../../server/src/protocol/protocol.js';
import { listedMatchesRequest, type ListedMatches } from '../../server/src/protocol/results.js';
import { startFakeCluster, type FakeCluster, type FakeClusterOptions, type FakeHit } from '../kit/fakeCluster.js';
import type { FakeRequest } from '../kit/fakeServer.js';
import { deployed, startFakeKibana, type FakeKibana, type FakeKibanaOptions } from '../kit/fakeKibana.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const rule = 'file:///rules/a.toml';
const planted = 'cGxhbnRlZC1pZDpwbGFudGVkLWtleQ==';
const secrets: ClusterSecrets = { kind: 'apiKey', apiKey: planted };
const sample = 'rulewright-cluster:/1/prod/a.events.ndjson';

function ruleText(query: string, more = 'language = "kuery"\ntype = "query"'): string {
  return `[rule]\nname = "Alpha"\nrule_id = "id-a"\nindex = ["logs-*"]\n${more}\nquery = '''\n${query}\n'''\n`;
}

const hits: readonly FakeHit[] = ['root', 'alice'].map((name, at) => ({
  _index: 'logs-a-1',
  _id: `e${at}`,
  _source: { '@timestamp': `2026-01-02T03:04:0${at}.000Z`, user: { name } },
}));

const open: { close(): Promise<void> }[] = [];
let editor: Editor | undefined;
const logged: string[] = [];
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
  for (const each of open.splice(0)) await each.close();
  expect(JSON.stringify(logged.splice(0))).not.toContain(planted);
});

async function cluster(options: FakeClusterOptions = {}): Promise<FakeCluster> {
  const fake = await startFakeCluster(options);
  open.push(fake);
  return fake;
}

async function kibana(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
  const fake = await startFakeKibana(options);
  open.push(fake);
  return fake;
}

async function withRule(text: string): Promise<Editor> {
  const host: Host = { ...memoryHost({}), log: (_, message) => void logged.push(message) };
  editor = await startEditor({ host });
  await editor.open(rule, 'toml', text);
  return editor;
}

async function work<Kind extends ClusterWork['kind']>(
  { connection }: Editor,
  profile: Omit<ClusterProfile, 'name'>,
  wanted: Extract<ClusterWork, { kind: Kind }>,
  token?: CancellationTokenSource['token'],
): Promise<ClusterWorkAnswer<Kind>> {
  const params = { profile: { name: 'prod', ...profile }, secrets, rule, work: wanted };
  const answer = await connection.sendRequest<ClusterWorkAnswer<Kind>>(clusterWorkRequest, params, token ?? CancellationToken.None);
  expect(JSON.stringify(answer)).not.toContain(planted);
  return answer;
}

type Ran = ClusterWorkAnswer<'run'> & {
  readonly batches: readonly ClusterRunBatch[];
  readonly events: string;
  readonly hits: readonly RunHit[];
};

const batchesOf = new ProgressType<ClusterRunBatch>();

/** A run with all that it found. */
async function run(
  started: Editor,
  url: string,
  { size = 100, token, onBatch }: { size?: number; token?: CancellationTokenSource['token']; onBatch?: () => void } = {},
): Promise<Ran> {
  const batches: ClusterRunBatch[] = [];
  const { connection } = started;
  const listening = connection.onProgress(batchesOf, 'hits', (batch) => {
    batches.push(batch);
    onBatch?.();
  });
  const params = {
    profile: { name: 'prod', url },
    secrets,
    rule,
    work: { kind: 'run', size, sample, ...window },
    partialResultToken: 'hits',
  };
  const answer = await connection.sendRequest<ClusterWorkAnswer<'run'>>(clusterWorkRequest, params, token ?? CancellationToken.None);
  listening.dispose();
  expect(JSON.stringify([answer, batches])).not.toContain(planted);
  const events = batches.map((batch) => batch.events).join('');
  return { ...answer, batches, events, hits: batches.flatMap(({ result }) => result.hits) };
}

const window = { from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z', timeout: 5000 };

describe('a run on a cluster', () => {
  it('has the result of a local run, on an event file of what was found', async () => {
    const { url } = await cluster({ hits });
    const answer = await run(await withRule(ruleText('user.name : *')), url);
    if (!answer.ok) throw new Error(answer.failure.message);
    const { result, failure } = answer.value;
    expect(answer.events.split('\n').map((line) => (line === '' ? '' : (JSON.parse(line) as FakeHit)._id))).toEqual(['e0', 'e1', '']);
    expect(result).toMatchObject({ status: 'finished', rule, sample, matches: 2, events: 2, hits: [], listed: { matches: 2 } });
    expect(answer.hits.map(({ range, columns }) => [range.start, columns.find(({ field }) => field === 'user.name')?.value])).toEqual([
      [{ line: 0, character: 0 }, 'root'],
      [{ line: 1, character: 0 }, 'alice'],
    ]);
    expect(answer.hits[1]?.matched.map(({ field, value, clause }) => [field, value, clause])).toEqual([
      ['user.name', 'alice', 'user.name : *'],
    ]);
    expect(failure).toBeUndefined();
    expect(result.fidelity[0]).toBe('Searched 2 indices from 2026-01-02T00:00:00.000Z to 2026-01-03T00:00:00.999999999Z');
  });

  it('can be paged and explained like one', async () => {
    const { url } = await cluster({ hits });
    const started = await withRule(ruleText('user.name : *'));
    const answer = await run(started, url);
    if (!answer.ok) throw new Error(answer.failure.message);
    const { connection } = started;
    const listed = await connection.sendRequest<ListedMatches>(listedMatchesRequest, {
      id: answer.value.result.listed?.id,
      filter: 'root',
      from: 0,
      to: 5,
    });
    expect([listed.passing, listed.matches[0]?.events[0]?.position]).toEqual([1, { line: 0, character: 0 }]);
    const params = { rule, sample: { uri: sample, text: answer.events }, event: { line: 1, character: 3 } };
    expect((await connection.sendRequest<ExplainResult>(explainRequest, params)).event?.parts[0]?.matches).toBe(true);
  });

  it('shows the stages of sequences', async () => {
    const event = (at: number) => ({ _index: 'logs-a-1', _id: `e${at}`, _source: hits[at]?._source });
    const eql = { total: { value: 1, relation: 'eq' as const }, sequences: [{ join_keys: ['root'], events: [event(0), event(1)] }] };
    const { url } = await cluster({ eql });
    const text = ruleText('sequence by user.name [any where true] [any where true]', 'language = "eql"\ntype = "eql"');
    const answer = await run(await withRule(text), url);
    if (!answer.ok) throw new Error(answer.failure.message);
    const { result } = answer.value;
    expect([result.unit, result.matches, result.listed?.stages.length]).toEqual(['sequence', 1, 2]);
    expect(answer.hits.map(({ sequence }) => [sequence?.index, sequence?.stage, sequence?.joinKeys, sequence?.stages.length])).toEqual([
      [0, 0, ['root'], 2],
      [0, 1, ['root'], 2],
    ]);
  });

  it('nothing found is a result, not a failure', async () => {
    const { url } = await cluster();
    const answer = await run(await withRule(ruleText('user.name : *')), url);
    expect(answer.ok && [answer.value.result.matches, answer.batches]).toEqual([0, []]);
  });

  it('a failure is said, without the secret', async () => {
    const { url } = await cluster({
      handle: () => ({ status: 401, body: { error: { type: 'security_exception', reason: `no ${planted}` } } }),
    });
    const answer = await run(await withRule(ruleText('a : b')), url);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'credentials' } });
  });

  it('a cancelled request ends the one to the cluster', async () => {
    const source = new CancellationTokenSource();
    const { url } = await cluster({
      handle: ({ path }) => {
        if (!path.includes('_search')) return undefined;
        source.cancel();
        return { fault: 'hang' };
      },
    });
    const answer = await run(await withRule(ruleText('a : b')), url, { token: source.token });
    if (!answer.ok) expect(answer.failure.kind).toBe('cancelled');
    else expect(answer.value.result.status).toBe('cancelled');
  });
});

/** Three pages of a search. */
const many: readonly FakeHit[] = Array.from({ length: 2500 }, (_, at) => ({
  _index: 'logs-a-1',
  _id: `m${at}`,
  _source: { '@timestamp': new Date(Date.UTC(2026, 0, 2, 3) + at * 1000).toISOString(), user: { name: at % 2 === 0 ? 'even' : 'odd' } },
}));

const isSearch = ({ path }: FakeRequest): boolean => path === '/_search';

describe('what a run on a cluster finds', () => {
  it('comes page by page, as one list that grows', async () => {
    const { url } = await cluster({ hits: many });
    const started = await withRule(ruleText('user.name : *'));
    const passed: Promise<ListedMatches>[] = [];
    const ask = (id: number | undefined) => {
      const params = { id, filter: 'odd', from: 0, to: 1 };
      return started.connection.sendRequest<ListedMatches>(listedMatchesRequest, params);
    };
    const answer = await run(started, url, { size: 5000, onBatch: () => passed.push(ask(1)) });
    if (!answer.ok) throw new Error(answer.failure.message);
    expect(answer.batches.map(({ before, result }) => [before, result.matches, result.hits.length, result.listed?.matches])).toEqual([
      [0, 100, 100, 100],
      [100, 1100, 900, 1100],
      [1100, 2100, 0, 2100],
      [2100, 2500, 0, 2500],
    ]);
    const { result } = answer.value;
    expect(new Set([...answer.batches.map((batch) => batch.result.listed?.id), result.listed?.id])).toEqual(new Set([1]));
    const lines = answer.events.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as FakeHit)._id)).toEqual(many.map(({ _id }) => _id));
    const last = (await Promise.all(passed)).map(({ passing }) => passing);
    expect([last.length, last.every((passing, at) => at === 0 || passing >= (last[at - 1] ?? 0)), (await ask(1)).passing]).toEqual([
      4,
      true,
      1250,
    ]);
    const sums = [...answer.batches.map((batch) => batch.result), result].map(({ listed }) =>
      listed?.times?.bins.reduce((sum, { events, matching }) => sum + (events === matching ? events : NaN), 0),
    );
    expect(sums).toEqual([100, 1100, 2100, 2500, 2500]);
  });

  it('stays when it is cancelled, which the result says', async () => {
    const source = new CancellationTokenSource();
    const { url } = await cluster({
      hits: many,
      handle: (request, count) => {
        if (!isSearch(request) || count < 3) return undefined;
        source.cancel();
        return { fault: 'hang' };
      },
    });
    const answer = await run(await withRule(ruleText('user.name : *')), url, { size: 5000, token: source.token });
    if (!answer.ok) throw new Error(answer.failure.message);
    const { result, failure } = answer.value;
    expect([result.status, result.matches, result.listed?.matches, failure]).toEqual(['cancelled', 1100, 1100, undefined]);
    expect(result.message).toBe('The run was cancelled; what the cluster kept for it was deleted');
    expect(result.fidelity[0]).toBe('1100 of 2500 matches were fetched');
  });

  it('stays when the rest cannot be had, with the reason', async () => {
    const { url } = await cluster({
      hits: many,
      handle: (request, count) =>
        isSearch(request) && count === 3 ? { status: 403, body: { error: { type: 'security_exception', reason: 'no more' } } } : undefined,
    });
    const answer = await run(await withRule(ruleText('user.name : *')), url, { size: 5000 });
    if (!answer.ok) throw new Error(answer.failure.message);
    const { result, failure } = answer.value;
    expect([result.status, result.matches, result.listed?.matches, failure?.kind]).toEqual(['failed', 1100, 1100, 'forbidden']);
  });

  it('that is not in the order of time is listed so in the end', async () => {
    const { url } = await cluster({ hits: [...hits].reverse() });
    const started = await withRule(ruleText('user.name : *'));
    const answer = await run(started, url);
    if (!answer.ok) throw new Error(answer.failure.message);
    const ids = [answer.batches[0]?.result.listed?.id, answer.value.result.listed?.id];
    expect(ids).toEqual([1, 2]);
    expect(answer.batches[0]?.result.listed?.times).toBeUndefined();
    const listed = await started.connection.sendRequest<ListedMatches>(listedMatchesRequest, { id: 2, filter: '', from: 0, to: 2 });
    expect(listed.matches.map(({ events }) => events[0]?.position.line)).toEqual([1, 0]);
  });
});

it('says who answers', async () => {
  const [{ url }, { url: kibanaUrl }] = [await cluster(), await kibana()];
  const answer = await work(await withRule(''), { url, kibanaUrl }, { kind: 'connect' });
  expect(answer).toEqual({
    ok: true,
    value: {
      cluster: { profile: 'prod', address: url, clusterName: 'fake', engine: 'elasticsearch', version: '8.19.2', serverless: false },
      kibana: { profile: 'prod', address: kibanaUrl, space: 'default', version: '9.1.0' },
    },
  });
});

it('fetches samples, with fields taken out', async () => {
  const { url } = await cluster({ hits });
  const wanted = { kind: 'samples', which: 'matches', size: 10, remove: ['user.*'], hash: [], ...window } as const;
  const answer = await work(await withRule(ruleText('user.name : *')), { url }, wanted);
  expect(answer.ok && [answer.value.count, answer.value.text.includes('root')]).toEqual([2, false]);
});

it('fetches the fields of the indices, as a file for the configuration', async () => {
  const caps = { keyword: { type: 'keyword', metadata_field: false, searchable: true, aggregatable: true } };
  const { url } = await cluster({ fields: { 'acme.name': caps } });
  const answer = await work(await withRule(ruleText('a : b')), { url }, { kind: 'fields' });
  expect(answer).toEqual({
    ok: true,
    value: { text: '{\n  "logs-*": {\n    "acme.name": "keyword"\n  }\n}\n', count: 1, source: 'fake', patterns: ['logs-*'] },
  });
});

it('compares the local run with the one on the cluster', async () => {
  const { url } = await cluster({ hits });
  const answer = await work(await withRule(ruleText('user.name : root')), { url }, { kind: 'compare', events: 100, ...window });
  expect(answer).toMatchObject({ ok: true, value: { events: 2, cluster: 2, local: 1, same: 1, differences: [{ foundBy: 'cluster' }] } });
});

describe('the rule in Kibana', () => {
  const query = 'process where true';
  const text = ruleText(query, 'language = "eql"\ntype = "eql"');
  const there = deployed({
    rule_id: 'id-a',
    name: 'Alpha',
    index: ['logs-*'],
    language: 'eql',
    type: 'eql',
    query: 'process where false\n',
  });

  async function compared(started: Editor, kibanaUrl: string) {
    const answer = await work(started, { kibanaUrl }, { kind: 'kibanaCompare' });
    if (!answer.ok) throw new Error(answer.failure.message);
    return answer.value;
  }

  it('is shown beside the file', async () => {
    const fake = await kibana({ rules: [there] });
    const found = await compared(await withRule(text), fake.url);
    expect(found.comparison).toMatchObject({ status: 'changed', changes: [{ key: 'query' }], kept: ['enabled = true'] });
    expect([found.deployed.includes('where false'), found.local]).toEqual([
      true,
      `[rule]\nindex = ["logs-*"]\nname = "Alpha"\nrule_id = "id-a"\ntype = "eql"\n\nquery = '''\nprocess where true'''\n`,
    ]);
  });

  it('is written as it was shown', async () => {
    const fake = await kibana({ rules: [there] });
    const started = await withRule(text);
    const { comparison } = await compared(started, fake.url);
    const answer = await work(started, { kibanaUrl: fake.url }, { kind: 'kibanaWrite', shown: comparison });
    expect(answer).toEqual({ ok: true, value: { ruleId: 'id-a', name: 'Alpha', outcome: 'updated' } });
    expect(fake.rules()[0]).toMatchObject({ query: 'process where true\n', enabled: true });
  });

  it('is not written when the file was edited since', async () => {
    const fake = await kibana({ rules: [there] });
    const started = await withRule(text);
    const { comparison } = await compared(started, fake.url);
    await started.change(rule, 2, text.replace('where true', 'where process.pid == 1'));
    const answer = await work(started, { kibanaUrl: fake.url }, { kind: 'kibanaWrite', shown: comparison });
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'exists', message: expect.stringMatching(/nothing was written/) as string },
    });
    expect(fake.paths().filter((path) => !path.startsWith('GET'))).toEqual([]);
  });

  test.each([
    ['without an id', text.replace('rule_id = "id-a"\n', ''), /^The rule has no rule_id/],
    ['that is only a query', '', /^This is only a query/],
  ])('a rule %s cannot be compared', async (_, given, message) => {
    const fake = await kibana();
    const answer = await work(await withRule(given), { kibanaUrl: fake.url }, { kind: 'kibanaCompare' });
    expect(answer.ok ? '' : answer.failure.message).toMatch(message);
  });
});

it('a bug is answered and logged without the request', async () => {
  const messages: string[] = [];
  const host: Host = { ...memoryHost({}), log: (_, message) => void messages.push(message) };
  editor = await startEditor({ host, runner: { ...inProcessRunner(host), cluster: () => Promise.reject(new Error('broken')) } });
  const answer = await work(editor, { url: 'http://127.0.0.1:1' }, { kind: 'connect' });
  expect(answer).toEqual({ ok: false, failure: { kind: 'server', message: 'This ended unexpectedly; the Rulewright log says why.' } });
  expect(messages).toEqual([expect.stringMatching(/^cluster failed.*broken/)]);
});

it('a worker without the connections says so', async () => {
  const answered = new Promise<WorkerAnswer>((resolve) => {
    const take = createRunWorker(resolve, () => memoryHost({}));
    const job = {
      rule: { uri: rule, text: '' },
      ruleVersion: undefined,
      profile: { name: 'prod' },
      secrets,
      work: { kind: 'connect' } as const,
    };
    take({ kind: 'work', id: 1, task: { kind: 'cluster', job }, cancelled: undefined });
  });
  expect(await answered).toMatchObject({ kind: 'done', value: { ok: false, failure: { kind: 'notRun' } } });
});
