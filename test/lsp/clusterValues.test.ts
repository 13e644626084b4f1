/** Completion of values that a cluster has, over HTTP. */
import { afterEach, describe, expect, it } from 'vitest';
import type { CompletionList } from 'vscode-languageserver/node';
import { CompletionRequest } from 'vscode-languageserver/node';
import { clusterAccessRequest, type ClusterAccess, type ClusterAccessParams } from '../../server/src/protocol/clusterAccess.js';
import { startFakeCluster, type FakeCluster, type FakeHandler } from '../kit/fakeCluster.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inToml } from '../kit/services.js';
import { startEditor, type Editor } from './editor.js';

const rule = 'file:///work/a.toml';
const planted = 'cGxhbnRlZC1pZDpwbGFudGVkLWtleQ==';

/** What the fake cluster knows of process.name. */
const known = ['cmd.exe', 'curl', 'my shell'];

const isQuestion = ({ path }: { readonly path: string }): boolean => path.endsWith('/_terms_enum');

const answering: FakeHandler = (request) => {
  if (!isQuestion(request)) return undefined;
  const { string } = request.body as { readonly string: string };
  return { body: { terms: known.filter((value) => value.startsWith(string)), complete: true } };
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

interface Options {
  readonly handle?: FakeHandler;
  readonly engine?: 'opensearch';
  /** Undefined: as the user has it. */
  readonly access?: null;
  readonly initializationOptions?: object;
  readonly config?: string;
}

interface Started {
  readonly cluster: FakeCluster;
  readonly asked: string[];
  readonly logged: () => readonly string[];
  /** The labels of what comes from the cluster, and whether there may be more. */
  complete(query: string): Promise<readonly [readonly string[], boolean]>;
}

async function start(options: Options = {}): Promise<Started> {
  const cluster = await startFakeCluster({
    handle: options.handle ?? answering,
    ...(options.engine === undefined ? {} : { engine: options.engine }),
  });
  const host = memoryHost({
    'file:///work/rulewright.config.json': options.config ?? '{ "fields": [{ "file": "fields.json", "cluster": "prod" }] }',
    'file:///work/fields.json': '{ "logs-*": { "process.name": "keyword" } }',
  });
  const asked: string[] = [];
  const access: ClusterAccess = { profile: { name: 'prod', url: cluster.url }, secrets: { kind: 'apiKey', apiKey: planted } };
  const editor: Editor = await startEditor({
    host,
    initializationOptions: options.initializationOptions ?? { givesClusterAccess: true },
    prepare: (connection) =>
      connection.onRequest(clusterAccessRequest, (params: ClusterAccessParams) => {
        asked.push(params.cluster);
        return options.access === null ? null : access;
      }),
  });
  open.push(cluster, { close: () => editor.stop() });
  let version = 1;
  await editor.open(rule, 'toml', '');
  return {
    cluster,
    asked,
    logged: () => {
      const messages = host.logged.map(({ message }) => message);
      expect(JSON.stringify(messages)).not.toContain(planted);
      return messages;
    },
    async complete(query) {
      const text = inToml(query, 'type = "eql"\nlanguage = "eql"\nindex = ["logs-a.*"]');
      await editor.change(rule, (version += 1), text);
      const lines = text.slice(0, text.indexOf(query) + query.length - 1).split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      const list = (await editor.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: rule },
        position,
      })) as CompletionList;
      expect(JSON.stringify(list)).not.toContain(planted);
      return [list.items.filter(({ detail }) => detail === 'on prod').map(({ label }) => label), list.isIncomplete];
    },
  };
}

/** Completes until the cluster has answered. */
async function completeInTheEnd(started: Started, query: string): Promise<readonly string[]> {
  for (;;) {
    const [labels, isIncomplete] = await started.complete(query);
    if (!isIncomplete) return labels;
  }
}

const withPrefix = (prefix: string): string => `process where process.name == "${prefix}"`;
const questions = ({ cluster }: Started): readonly unknown[] => cluster.requests.filter(isQuestion).map(({ body }) => body);

describe('values of the cluster that the fields of a rule come from', () => {
  it('are offered, and asked for once', async () => {
    const started = await start();
    expect(await completeInTheEnd(started, withPrefix('c'))).toEqual(['cmd.exe', 'curl']);
    expect(await completeInTheEnd(started, withPrefix('cu'))).toEqual(['curl']);
    expect(await completeInTheEnd(started, withPrefix('c'))).toEqual(['cmd.exe', 'curl']);
    const body = { field: 'process.name', string: 'c', size: 20, case_insensitive: true, timeout: '1s' };
    expect(questions(started)).toEqual([body]);
    expect(started.cluster.requests.find(isQuestion)?.path).toBe('/logs-a.*/_terms_enum');
    expect(new Set(started.asked)).toEqual(new Set(['prod']));
  });

  it('are asked for on one connection', async () => {
    const some: FakeHandler = (request) => (isQuestion(request) ? { body: { terms: ['cmd.exe'], complete: false } } : undefined);
    const started = await start({ handle: some });
    for (const prefix of ['c', 'cm']) while ((await started.complete(withPrefix(prefix)))[0].length === 0);
    const openings = started.cluster.requests.filter(({ path }) => path === '/');
    expect([questions(started).length, openings.length]).toEqual([2, 1]);
  });

  it('are none on OpenSearch, which is not asked', async () => {
    const started = await start({ handle: answering, engine: 'opensearch' });
    expect(await completeInTheEnd(started, withPrefix('c'))).toEqual([]);
    expect(questions(started)).toEqual([]);
  });

  it('are asked for again where the first answer was not all', async () => {
    const some: FakeHandler = (request, count) =>
      isQuestion(request) && count === 1 ? { body: { terms: ['cmd.exe'], complete: false } } : answering(request, count);
    const started = await start({ handle: some });
    while ((await started.complete(withPrefix('c')))[0].length === 0);
    expect(await started.complete(withPrefix('c'))).toEqual([['cmd.exe'], true]);
    expect(await completeInTheEnd(started, withPrefix('cu'))).toEqual(['curl']);
    expect(questions(started)).toHaveLength(2);
  });

  it('that come late do not hold up the others', async () => {
    const busy: FakeHandler = (request, count) =>
      isQuestion(request) && count === 1 ? { status: 429, headers: { 'retry-after': '1' }, body: {} } : answering(request, count);
    const started = await start({ handle: busy });
    expect(await started.complete(withPrefix('c'))).toEqual([[], true]);
    expect(await completeInTheEnd(started, withPrefix('c'))).toEqual(['cmd.exe', 'curl']);
    expect([questions(started).length, started.logged()]).toEqual([2, []]);
  });

  it('that cannot be had are said once, in the log', async () => {
    const forbidden: FakeHandler = (request) =>
      isQuestion(request)
        ? { status: 403, body: { error: { type: 'security_exception', reason: `not for ${planted}` }, status: 403 } }
        : undefined;
    const started = await start({ handle: forbidden });
    expect(await completeInTheEnd(started, withPrefix('c'))).toEqual([]);
    expect(await completeInTheEnd(started, withPrefix('cu'))).toEqual([]);
    expect(started.logged()).toEqual([expect.stringMatching(/^There are no values of prod to complete: /)]);
    expect(questions(started)).toHaveLength(1);
  });

  it.each<readonly [string, Options]>([
    ['where the editor gives no access', { initializationOptions: {} }],
    ['where the user did not connect', { access: null }],
    ['where the fields come from no cluster', { config: '{ "fields": [{ "file": "fields.json" }] }' }],
    [
      'where they are those of other indices',
      { config: '{ "fields": [{ "file": "fields.json", "indexPatterns": ["b-*"], "cluster": "prod" }] }' },
    ],
  ])('are not asked for %s', async (_, options) => {
    const started = await start(options);
    expect(await started.complete(withPrefix('c'))).toEqual([[], false]);
    expect(started.cluster.requests).toEqual([]);
  });

  it('are not asked for where no value is written', async () => {
    const started = await start();
    await started.complete('process where process.n ');
    expect([started.asked, started.cluster.requests]).toEqual([[], []]);
  });
});
