import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import type { ClusterFailureKind, ClusterProfile, ClusterSecrets } from '../../server/src/protocol/cluster.js';
import { startFakeCluster } from '../kit/fakeCluster.js';
import { fixture, type FakeAnswer, type FakeRequest } from '../kit/fakeServer.js';
import { connectTo, failureOf, refusal, withCluster } from './connecting.js';

const authority = fileURLToPath(fixture('authority'));
const fingerprint = new X509Certificate(readFileSync(authority)).fingerprint256;

describe('who asks', () => {
  const rows: readonly [string, ClusterSecrets, string | undefined][] = [
    ['an API key', { kind: 'apiKey', apiKey: 'a2V5' }, 'ApiKey a2V5'],
    [
      'a user and password',
      { kind: 'basic', username: 'elastic', password: 'pässword' },
      `Basic ${Buffer.from('elastic:pässword').toString('base64')}`,
    ],
    ['a token', { kind: 'bearer', token: 'abc' }, 'Bearer abc'],
    ['nothing', { kind: 'none' }, undefined],
  ];
  test.each(rows)('%s goes into the header', async (_, secrets, header) => {
    const seen = await withCluster({}, async (_cluster, fake) => fake.requests.map(({ headers }) => headers.authorization), { secrets });
    expect(seen).toEqual([header]);
  });
});

it('the cluster says who it is', async () => {
  const info = await withCluster({ version: '9.1.0' }, async (cluster) => ({ ...cluster.info, address: '' }));
  expect(info).toEqual({ profile: 'test', address: '', clusterName: 'fake', engine: 'elasticsearch', version: '9.1.0', serverless: false });
});

describe('OpenSearch', () => {
  const known = { profile: 'test', address: '', clusterName: 'fake', engine: 'opensearch', serverless: false };

  test.each(['2.0.0', '2.19.1', '3.1.0'])('of version %s is known by what it says', async (version) => {
    const info = await withCluster({ engine: 'opensearch', version }, async (cluster) => ({ ...cluster.info, address: '' }));
    expect(info).toEqual({ ...known, version });
  });

  it('that passes for 7.10.2 is known by its motto, without its version', async () => {
    const body = { cluster_name: 'fake', version: { number: '7.10.2' }, tagline: 'The OpenSearch Project: https://opensearch.org/' };
    const handle = ({ path }: FakeRequest): FakeAnswer | undefined => (path === '/' ? { body } : undefined);
    const info = await withCluster({ engine: 'opensearch', handle }, async (cluster) => ({ ...cluster.info, address: '' }));
    expect(info).toEqual({ ...known, version: undefined });
  });

  it('is sent plain JSON, Elasticsearch the media type of its version', async () => {
    const typesOf = (engine: 'elasticsearch' | 'opensearch'): Promise<readonly unknown[]> =>
      withCluster({ engine }, async (cluster, fake) => {
        await cluster.send({ method: 'POST', path: '/a/_search', body: { size: 1 } }, noCancel);
        return fake.requests.map(({ headers }) => [headers['content-type'], headers.accept]);
      });
    const vendored = 'application/vnd.elasticsearch+json; compatible-with=8';
    expect(await typesOf('elasticsearch')).toEqual([
      [undefined, `${vendored},text/plain`],
      [vendored, vendored],
    ]);
    expect(await typesOf('opensearch')).toEqual([
      [undefined, `${vendored},text/plain`],
      ['application/json', 'application/json'],
    ]);
  });

  it('that does not tell its version is asked for the permission', async () => {
    const forbidden = { status: 403, body: { error: { type: 'security_exception', reason: 'no permissions' }, status: 403 } };
    const handle = ({ path }: FakeRequest): FakeAnswer | undefined => (path === '/' ? forbidden : undefined);
    const answer = await withCluster({ engine: 'opensearch', handle }, (cluster) =>
      cluster.send({ method: 'GET', path: '/a/_field_caps' }, noCancel),
    );
    expect(answer).toEqual({
      ok: false,
      failure: {
        kind: 'product',
        message: expect.stringMatching(
          /does not say what it is: .* permission cluster:monitor\/main; give the credentials that\.$/,
        ) as string,
      },
    });
  });
});

it('credentials that may search but not ask for the version are enough', async () => {
  const forbidden = { status: 403, body: { error: { type: 'security_exception', reason: 'no' }, status: 403 } };
  const info = await withCluster({ handle: ({ path }) => (path === '/' ? forbidden : undefined) }, async (cluster) => cluster.info.version);
  expect(info).toBeUndefined();
});

describe('a cluster with a certificate of its own authority is reached', () => {
  test.each<[string, Partial<ClusterProfile>]>([
    ['with the certificate of the authority', { caFile: authority }],
    ['with its fingerprint', { caFingerprint: fingerprint }],
    ['with its fingerprint without colons', { caFingerprint: fingerprint.replaceAll(':', '').toLowerCase() }],
  ])('%s', async (_, profile) => {
    const version = await withCluster({ certificate: 'localhost' }, async (cluster) => cluster.info.version, { profile });
    expect(version).toBe('8.19.2');
  });
});

function error(status: number, type: string, reason: string): FakeAnswer {
  return { status, body: { error: { type, reason, root_cause: [{ type, reason }] }, status } };
}

describe('each failure is one sentence with the next step', () => {
  const answers: readonly [string, FakeAnswer, ClusterFailureKind, RegExp][] = [
    [
      'wrong credentials',
      error(401, 'security_exception', 'unable to authenticate'),
      'credentials',
      /^URL does not accept the credentials \(401\); look at the API key/,
    ],
    [
      'nothing under the path',
      { status: 404, body: '<html>', otherProduct: true },
      'missing',
      /^URL has nothing under this path \(404\); give the address of Elasticsearch itself\.$/,
    ],
    ['a website', { body: '<html>Welcome</html>', otherProduct: true }, 'product', /^URL answers, but is not Elasticsearch;/],
    [
      'Kibana',
      { status: 302, body: '', headers: { location: '/login' }, otherProduct: true },
      'product',
      /not Elasticsearch|not as Elasticsearch does/,
    ],
    [
      'OpenSearch 1',
      { body: { version: { distribution: 'opensearch', number: '1.3.20' } }, otherProduct: true },
      'version',
      /^URL is OpenSearch 1\.3\.20; rulewright speaks to OpenSearch from 2 on: use a cluster of that\.$/,
    ],
    [
      'another product that says so',
      { body: { version: { distribution: 'manticore', number: '9.0.0' }, tagline: 'x' }, otherProduct: true },
      'product',
      /^URL answers, but is not Elasticsearch;/,
    ],
    [
      'a version before 8',
      { body: { version: { number: '7.9.3' } }, otherProduct: true },
      'version',
      /^URL is Elasticsearch 7\.9\.3; rulewright speaks to 8 and 9/,
    ],
    ['7.17, which makes itself known', { body: { version: { number: '7.17.0' } } }, 'version', /^URL is Elasticsearch 7\.17\.0;/],
    ['a load balancer without a cluster', { status: 503, body: '<html>', otherProduct: true }, 'server', /^URL cannot answer now \(503\)/],
    [
      'an answer that was cut off',
      { fault: 'cut', body: { version: { number: '8.19.2' } } },
      'answer',
      /^The answer of URL is no complete JSON/,
    ],
    ['a connection that ends', { fault: 'drop' }, 'unreachable', /^URL ended the connection; write https:\/\//],
    ['no memory', error(429, 'circuit_breaking_exception', 'Data too large'), 'memory', /^URL has not enough memory for the first request/],
    [
      'a fault of the cluster',
      error(500, 'illegal_state_exception', 'broken'),
      'server',
      /^URL failed \(500, illegal_state_exception\): broken;/,
    ],
    [
      'too many requests',
      { ...error(429, 'es_rejected_execution_exception', 'full'), headers: { 'retry-after': '0' } },
      'busy',
      /^URL is too busy for the first request \(429\), also after waiting/,
    ],
    [
      'a longer wait than we do',
      { ...error(429, 'es_rejected_execution_exception', 'full'), headers: { 'retry-after': '90' } },
      'busy',
      /try again in 90 s/,
    ],
  ];
  test.each(answers)('%s', async (_, answer, kind, message) => {
    expect(await failureOf({ handle: () => answer })).toEqual({ kind, message: expect.stringMatching(message) as string });
  });

  it('no answer in time', async () => {
    const failure = await failureOf({ handle: () => ({ fault: 'hang' }) }, { timeout: 100 });
    expect(failure).toEqual({
      kind: 'timeout',
      message: 'URL did not answer the first request within 0.1 s; search a shorter time, or allow more with --timeout.',
    });
  });

  it('cancelled while it waits for the answer', async () => {
    const token = { isCancellationRequested: false };
    const handle = (): FakeAnswer => {
      token.isCancellationRequested = true;
      return { fault: 'hang' };
    };
    expect(await failureOf({ handle }, { token })).toEqual({ kind: 'cancelled', message: 'Cancelled.' });
  });

  test.each<[string, 'localhost' | 'elsewhere', Partial<ClusterProfile>, RegExp]>([
    [
      'an authority that nobody trusts',
      'localhost',
      {},
      /^The certificate of 127\.0\.0\.1 is signed by an authority that is not trusted here;/,
    ],
    [
      'a certificate for another host',
      'elsewhere',
      { caFile: authority },
      /^The certificate that 127\.0\.0\.1 shows is for another host name;/,
    ],
    [
      'another fingerprint',
      'localhost',
      { caFingerprint: '00'.repeat(32) },
      /^The certificate of 127\.0\.0\.1 is not signed by the authority with the given fingerprint;/,
    ],
  ])('%s', async (_, certificate, profile, message) => {
    expect(await failureOf({ certificate }, { profile })).toEqual({ kind: 'tls', message: expect.stringMatching(message) as string });
  });

  it('https to a cluster without TLS', async () => {
    const fake = await startFakeCluster();
    const failure = await refusal(fake.url.replace('http:', 'https:'));
    await fake.close();
    expect(failure).toEqual({
      kind: 'tls',
      message: 'URL does not speak TLS; write http:// instead of https:// where the cluster is meant to be without.',
    });
  });

  it('http to a cluster with TLS', async () => {
    const fake = await startFakeCluster({ certificate: 'localhost' });
    const failure = await refusal(fake.url.replace('https:', 'http:'));
    await fake.close();
    expect(failure).toEqual({
      kind: 'unreachable',
      message: 'URL ended the connection; write https:// where the cluster wants TLS, then try again.',
    });
  });

  it('nothing at the address', async () => {
    const fake = await startFakeCluster();
    await fake.close();
    expect(await refusal(fake.url)).toEqual({
      kind: 'unreachable',
      message: 'Nothing answers at URL: the connection was refused; look at the port, and whether the cluster is running.',
    });
  });

  it('no such host', async () => {
    expect(await refusal('https://cluster.invalid:9200')).toEqual({
      kind: 'unreachable',
      message: 'There is no host cluster.invalid; look at the address, or at the network and its name servers.',
    });
  });
});

it('a busy cluster is asked again after the time it names', async () => {
  const busy: FakeAnswer = {
    status: 429,
    body: { error: { type: 'es_rejected_execution_exception', reason: 'full' } },
    headers: { 'retry-after': '0' },
  };
  const paths = await withCluster({ handle: (_, count) => (count <= 2 ? busy : undefined) }, async (_cluster, fake) => fake.paths());
  expect(paths).toEqual(['GET /', 'GET /', 'GET /']);
});

describe('through a proxy', () => {
  async function withProxy<T>(status: number, use: (url: string, connects: readonly string[]) => Promise<T>): Promise<T> {
    const connects: string[] = [];
    const proxy = http.createServer();
    proxy.on('connect', (request, socket: net.Socket) => {
      connects.push(request.headers['proxy-authorization'] ?? 'nobody');
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        return;
      }
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const onward = net.connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket);
        socket.pipe(onward);
      });
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      return await use(`http://planted:hidden-word@127.0.0.1:${(proxy.address() as AddressInfo).port}`, connects);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  }

  it('the cluster is reached, and the proxy told who asks', async () => {
    const seen = await withProxy(200, (proxy, connects) =>
      withCluster({}, async (cluster) => [cluster.info.version, connects], { profile: { proxy } }),
    );
    expect(seen).toEqual(['8.19.2', [`Basic ${Buffer.from('planted:hidden-word').toString('base64')}`]]);
  });

  test.each([
    [407, /^The proxy http:\/\/127\.0\.0\.1:\d+ asks for a user and password/],
    [502, /^The proxy http:\/\/127\.0\.0\.1:\d+ does not let the request through/],
  ])('a proxy that answers %s', async (status, message) => {
    const failure = await withProxy(status, (proxy) => failureOf({}, { profile: { proxy } }));
    expect(failure).toEqual({ kind: 'proxy', message: expect.stringMatching(message) as string });
    expect(failure.message).not.toContain('hidden-word');
  });
});

describe('settings that cannot work are refused before anything is sent', () => {
  test.each<[string, Partial<ClusterProfile> & { url?: string }, RegExp]>([
    ['a URL with a password', { url: 'https://elastic:changeme@host:9200' }, /holds a user or password, .* set RULEWRIGHT_ES_USERNAME/],
    ['something else than a URL', { url: 'host' }, /write it like https:\/\/host:9200/],
    ['a URL and a cloud id', { cloudId: 'a:b' }, /needs one of a URL and a cloud id/],
    ['a fingerprint that is none', { url: 'https://host', caFingerprint: 'abc' }, /64 hexadecimal digits/],
    [
      'a fingerprint and a proxy',
      { url: 'https://host', caFingerprint: '00'.repeat(32), proxy: 'http://proxy:3128' },
      /cannot be compared through a proxy/,
    ],
    ['a CA for http', { url: 'http://host', caFile: authority }, /begins with http:\/\//],
    ['a CA file that is none', { url: 'https://host', caFile: fileURLToPath(import.meta.url) }, /is no certificate in PEM/],
    ['a CA file that is missing', { url: 'https://host', caFile: '/none.pem' }, /^The certificate \/none\.pem cannot be read/],
    ['a proxy that is none', { url: 'https://host', proxy: 'x' }, /write it like http:\/\/proxy:3128/],
  ])('%s', async (_, profile, message) => {
    const failure = await refusal('http://127.0.0.1:1', { profile });
    expect(failure).toEqual({ kind: 'configuration', message: expect.stringMatching(message) as string });
    expect(failure.message).not.toContain('changeme');
  });

  it('a damaged cloud id', async () => {
    const connected = await connectTo('', { profile: { url: undefined, cloudId: 'name:!!' } as unknown as Partial<ClusterProfile> });
    expect(connected).toMatchObject({ failure: { kind: 'configuration', message: expect.stringContaining('is damaged') as string } });
  });
});
