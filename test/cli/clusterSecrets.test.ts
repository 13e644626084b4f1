// No secret of a connection is ever written: whatever the cluster does, and even where it repeats what it was sent.
import { expect, test } from 'vitest';
import type { ClusterAccess } from '../../server/src/cli/clusterFiles.js';
import { succeed } from '../../server/src/base/host.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startFakeCluster } from '../kit/fakeCluster.js';
import type { FakeAnswer, FakeRequest } from '../kit/fakeServer.js';
import { main } from '../../server/src/cli/main.js';
import { testTerminal } from './testTerminal.js';

const password = 'pl4nted-p@ssword';
const key = 'pl4nted-key';
const secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apiKey: { RULEWRIGHT_ES_API_KEY: Buffer.from(`an-id:${key}`).toString('base64') },
  basic: { RULEWRIGHT_ES_USERNAME: 'ann', RULEWRIGHT_ES_PASSWORD: password },
  bearer: { RULEWRIGHT_ES_BEARER_TOKEN: 'pl4nted-token' },
};

/** All that would give one of them away. */
const traces = [
  'pl4nted',
  encodeURIComponent(password),
  Buffer.from(`ann:${password}`).toString('base64'),
  Buffer.from(`an-id:${key}`).toString('base64'),
];

/** What the cluster was sent, in all forms in which it could come back. */
function echo({ headers }: FakeRequest): string {
  const sent = headers.authorization ?? '';
  const [, encoded = ''] = sent.split(' ');
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return [sent, decoded, decoded.split(':')[1] ?? '', encodeURIComponent(encoded)].join(' and ');
}

type Fault = (request: FakeRequest) => FakeAnswer | undefined;

function error(status: number, type: string): Fault {
  return (request) => ({ status, body: { error: { type, reason: echo(request), root_cause: [{ type, reason: echo(request) }] }, status } });
}

const afterTheFirst =
  (fault: Fault): Fault =>
  (request) =>
    request.path === '/' ? undefined : fault(request);

const faults: Readonly<Record<string, Fault>> = {
  'wrong credentials': error(401, 'security_exception'),
  'a forbidden search': afterTheFirst(error(403, 'security_exception')),
  'a refused query': afterTheFirst(error(400, 'parsing_exception')),
  'a fault of the cluster': afterTheFirst(error(500, 'exception')),
  'a missing index': afterTheFirst(error(404, 'index_not_found_exception')),
  'a website': (request) => ({ status: 200, body: `<html>${echo(request)}</html>`, otherProduct: true }),
  'a proxy': (request) => ({ status: 502, body: `<html>${echo(request)}</html>`, otherProduct: true }),
  'an answer that was cut off': (request) => ({ fault: 'cut', body: { a: echo(request) } }),
  'failed shards': (request) =>
    /_search|_eql/.test(request.path)
      ? {
          body: {
            _shards: { failed: 1, failures: [{ reason: { reason: echo(request) } }] },
            shard_failures: [{ reason: { reason: echo(request) } }],
            hits: { hits: [], events: [] },
          },
        }
      : undefined,
  'nothing wrong': () => undefined,
};

const rule = (type: string, language: string, query: string): string =>
  `[rule]\nname = "A"\ntype = "${type}"\nlanguage = "${language}"\nindex = ["logs-a-*"]\nquery = '${query}'\n`;
const files = { 'a.toml': rule('query', 'kuery', 'process.name: bash'), 'b.toml': rule('eql', 'eql', 'process where true') };

const commands = [
  'search a.toml',
  'search a.toml --format json',
  'search b.toml --format ndjson',
  'sample a.toml --kind random --out events.ndjson',
  'sample b.toml --kind near',
  'compare a.toml --format json',
  'compare b.toml',
  'fields --cluster --index logs-a-*',
];

test.each(Object.entries(faults).flatMap(([name, fault]) => Object.keys(secrets).map((kind) => [name, kind, fault] as const)))(
  'with %s, %s',
  async (_, kind, fault) => {
    const cluster = await startFakeCluster({ handle: fault });
    const seen: string[] = [];
    for (const command of commands) {
      const host = memoryHost({});
      const clusters: ClusterAccess = {
        ...testTerminal().clusters,
        environment: { ...secrets[kind], RULEWRIGHT_ES_URL: cluster.url },
        readFile: async () => succeed('{}'),
      };
      const terminal = testTerminal({ files, clusters });
      const exitCode = await main(command.split(' '), {
        ...terminal,
        progress: true,
        host: { ...terminal.host, log: host.log.bind(host) },
      });
      expect(exitCode).not.toBe(70);
      seen.push(terminal.output(), terminal.errors(), JSON.stringify(terminal.written()), JSON.stringify(host.logged));
    }
    await cluster.close();
    // They did arrive where they belong.
    expect(cluster.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
    const everything = [...seen, process.title, ...process.argv].join('\n');
    for (const trace of traces) expect(everything).not.toContain(trace);
  },
);
