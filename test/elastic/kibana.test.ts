import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, test } from 'vitest';
import { noCancel, type CancelToken } from '../../server/src/base/cancel.js';
import { connectKibana, type Kibana } from '../../server/src/elastic/kibana.js';
import { previewRule } from '../../server/src/elastic/kibanaPreview.js';
import { findRules, planRules, readRule, writeRule } from '../../server/src/elastic/kibanaRules.js';
import type { ClusterFailureKind, ClusterProfile, ClusterSecrets } from '../../server/src/protocol/cluster.js';
import { startFakeCluster } from '../kit/fakeCluster.js';
import { fixture, type FakeAnswer } from '../kit/fakeServer.js';
import { deployed, startFakeKibana, type FakeKibana, type FakeKibanaOptions, type FakeRule } from '../kit/fakeKibana.js';

const planted = 'cGxhbnRlZC1pZDpwbGFudGVkLWtleQ==';
const secrets: ClusterSecrets = { kind: 'apiKey', apiKey: planted };
const authority = fileURLToPath(fixture('authority'));
const loadKibana = async () => (await import('../../server/src/elastic/bundle.js')).openKibana;

interface Trying {
  readonly profile?: Partial<ClusterProfile>;
  readonly token?: CancelToken;
  readonly timeout?: number;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

function connectTo(kibanaUrl: string, { profile, token = noCancel, timeout = 5000 }: Trying = {}) {
  return connectKibana({ name: 'test', kibanaUrl, ...profile }, secrets, { loadKibana, token, timeout });
}

async function started(options: FakeKibanaOptions): Promise<FakeKibana> {
  const fake = await startFakeKibana(options);
  open.push(fake);
  return fake;
}

async function kibanaWith(options: FakeKibanaOptions = {}, trying: Trying = {}): Promise<{ fake: FakeKibana; kibana: Kibana }> {
  const fake = await started(options);
  const connected = await connectTo(fake.url, trying);
  if (!connected.ok) throw new Error(connected.failure.message);
  open.push(connected.value);
  return { fake, kibana: connected.value };
}

/** Why Kibana is not reached, with its address as `URL`. */
async function failureAt(url: string, trying: Trying = {}): Promise<{ kind: ClusterFailureKind; message: string }> {
  const connected = await connectTo(url, trying);
  if (connected.ok) {
    open.push(connected.value);
    throw new Error('it connected');
  }
  const { kind, message } = connected.failure;
  return { kind, message: message.replaceAll(url, 'URL') };
}

const rule = {
  rule_id: 'r-1',
  name: 'Odd shell',
  type: 'eql',
  language: 'eql',
  query: 'process where true',
  risk_score: 21,
  severity: 'low',
};
const everything = { ids: [], tags: [], from: 'all' } as const;

it('says who asks, in which version of the API, and that it is no form of a website', async () => {
  const { fake, kibana } = await kibanaWith({ version: '8.19.2' });
  expect(kibana.info).toEqual({ profile: 'test', address: fake.url, space: 'default', version: '8.19.2' });
  const [{ headers } = { headers: {} as http.IncomingHttpHeaders }] = fake.requests;
  expect([headers.authorization, headers['kbn-xsrf'], headers['elastic-api-version']]).toEqual([
    `ApiKey ${planted}`,
    'rulewright',
    '2023-10-31',
  ]);
});

test.each([
  ['of a space', { space: 'soc' }, '', 'GET /s/soc/api/status'],
  ['as the browser shows it', {}, '/app/security/rules', 'GET /api/status'],
  ['as the browser shows it in a space', { space: 'soc' }, '/s/soc/app/home', 'GET /s/soc/api/status'],
])('the address %s', async (_, profile, suffix, path) => {
  const fake = await started(profile);
  const connected = await connectTo(`${fake.url}${suffix}`, { profile });
  if (connected.ok) open.push(connected.value);
  expect(connected.ok && fake.paths()).toEqual([path]);
});

it('the certificate of its own authority', async () => {
  const { kibana } = await kibanaWith({ certificate: 'localhost' }, { profile: { caFile: authority } });
  expect(kibana.info.version).toBe('9.1.0');
});

it('through a proxy', async () => {
  const fake = await started({});
  const asked: (string | undefined)[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(request.url);
    request.pipe(
      http.request(request.url ?? '', { method: request.method ?? 'GET', headers: request.headers }, (inner) => inner.pipe(response)),
    );
  });
  proxy.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 502 No\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  open.push({
    close: async () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  });
  await connectTo(fake.url, { profile: { proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` } });
  expect(asked).toHaveLength(1);
});

function said(statusCode: number, message: string): FakeAnswer {
  return { status: statusCode, body: { statusCode, error: 'Error', message } };
}

describe('each failure is one sentence with the next step', () => {
  const answers: readonly [string, FakeAnswer, ClusterFailureKind, RegExp][] = [
    [
      'wrong credentials',
      said(401, 'Unauthorized'),
      'credentials',
      /^Kibana at URL does not accept the credentials \(401\); look at the API key/,
    ],
    ['no such space', said(404, 'Saved object [space/soc] not found'), 'missing', /^Kibana at URL has no space soc; name one by its id/],
    ['another service', { body: { hello: 'world' } }, 'product', /^URL answers, but not as Kibana does; .* usually 5601\.$/],
    ['nothing under the path', said(404, 'Not Found'), 'missing', /^Kibana at URL has no detection engine under this address \(404\); /],
    ['a page to log in', { status: 302, body: '', headers: { location: '/login' } }, 'credentials', /^URL sends to another page \(302\)/],
    [
      'a website',
      { body: '<!DOCTYPE html><title>Log in</title>' },
      'product',
      /^URL answers with a page and not as Kibana's API does \(200\)/,
    ],
    [
      'Kibana that starts',
      { status: 503, body: 'Kibana server is not ready yet' },
      'server',
      /^Kibana at URL is not ready \(503\): Kibana server/,
    ],
    ['a fault', said(500, 'broken'), 'server', /^Kibana at URL failed in the first request \(500\): broken; its log says why\.$/],
    [
      'an answer that was cut off',
      { fault: 'cut', body: { status: {}, version: {} } },
      'answer',
      /^The answer of Kibana at URL is no complete JSON/,
    ],
    ['a connection that ends', { fault: 'drop' }, 'unreachable', /^URL ended the connection/],
    [
      'an old version',
      { body: { status: {}, version: { number: '8.17.3' } } },
      'version',
      /^URL is Kibana 8\.17\.3; rulewright speaks to 8\.19 and 9/,
    ],
    [
      'too many requests',
      { ...said(429, 'full'), headers: { 'retry-after': '0' } },
      'busy',
      /^Kibana at URL is too busy for the first request \(429\), also after waiting; try again later\.$/,
    ],
    ['a longer wait than we do', { ...said(429, 'full'), headers: { 'retry-after': '90' } }, 'busy', /try again in 90 s/],
  ];
  test.each(answers)('%s', async (_, answer, kind, message) => {
    const fake = await started({ handle: () => answer });
    expect(await failureAt(fake.url)).toEqual({ kind, message: expect.stringMatching(message) as string });
  });

  it("the address of Elasticsearch in Kibana's place", async () => {
    const fake = await startFakeCluster();
    open.push(fake);
    const failure = await failureAt(fake.url);
    expect(failure).toEqual({
      kind: 'product',
      message: 'URL is Elasticsearch, not Kibana; give the address of Kibana, whose port is usually 5601.',
    });
  });

  it('no answer in time', async () => {
    const fake = await started({ handle: () => ({ fault: 'hang' }) });
    expect(await failureAt(fake.url, { timeout: 100 })).toEqual({
      kind: 'timeout',
      message: 'Kibana at URL did not answer the first request within 0.1 s; try again later, or allow more with --timeout.',
    });
  });

  it('cancelled while it waits for the answer', async () => {
    const token = { isCancellationRequested: false };
    const fake = await started({
      handle: () => {
        token.isCancellationRequested = true;
        return { fault: 'hang' };
      },
    });
    expect(await failureAt(fake.url, { token })).toEqual({ kind: 'cancelled', message: 'Cancelled.' });
  });

  it('an authority that nobody trusts', async () => {
    const fake = await started({ certificate: 'localhost' });
    const { kind, message } = await failureAt(fake.url);
    expect([kind, message]).toEqual(['tls', expect.stringMatching(/^The certificate of 127\.0\.0\.1 is signed by an authority/)]);
  });

  test.each<[string, Partial<ClusterProfile>, RegExp]>([
    ['no address', { kibanaUrl: undefined } as unknown as Partial<ClusterProfile>, /does not say where Kibana is; give --kibana-url/],
    ['an address that is none', { kibanaUrl: 'kibana' }, /write it like https:\/\/host:5601/],
    ['an address with a password', { kibanaUrl: 'https://elastic:changeme@host' }, /holds a user or password/],
    ['a space by its name', { kibanaUrl: 'https://host', space: 'My Space' }, /is no id of a space/],
  ])('%s', async (_, profile, message) => {
    const failure = await failureAt('http://kibana.invalid', { profile });
    expect(failure).toEqual({ kind: 'configuration', message: expect.stringMatching(message) as string });
    expect(failure.message).not.toContain('changeme');
  });
});

describe('what Kibana says of rules', () => {
  const refusals: readonly [string, FakeAnswer, ClusterFailureKind, RegExp][] = [
    [
      'no privilege',
      said(
        403,
        'API [POST /api/detection_engine/rules] is unauthorized for user, this action is granted by the Kibana privileges [securitySolution-all]',
      ),
      'forbidden',
      /^The credentials may not do this in Kibana .* \(403\): API \[POST .* they need the privilege Security/,
    ],
    [
      'no licence',
      said(403, 'Your license does not support machine learning. Please upgrade your license.'),
      'forbidden',
      /^The licence of URL does not allow the new rule Odd shell: Your license/,
    ],
    [
      'a rule that is there by now',
      said(409, 'rule_id: "r-1" already exists'),
      'exists',
      /^Kibana has this already \(409\): rule_id: "r-1"/,
    ],
    [
      'a rule that is not valid',
      said(400, '[request body]: risk_score: Required'),
      'query',
      /^Kibana refuses the new rule Odd shell \(400\): \[request body\]/,
    ],
    ['a secret that comes back', said(400, `bad header ApiKey ${planted}`), 'query', /: bad header ApiKey …$/],
  ];
  test.each(refusals)('%s', async (_, answer, kind, message) => {
    const { fake, kibana } = await kibanaWith({ handle: ({ method }) => (method === 'POST' ? answer : undefined) });
    const planned = await planRules(kibana, [rule], noCancel);
    const [plan] = planned.ok ? planned.value : [];
    if (plan === undefined) throw new Error('no plan');
    const { outcome, failure } = await writeRule(kibana, plan, noCancel);
    expect([outcome, failure?.kind, failure?.message.replaceAll(fake.url, 'URL')]).toEqual([
      'failed',
      kind,
      expect.stringMatching(message),
    ]);
    expect(failure?.message).not.toContain(planted);
  });

  it('a rule that is not there', async () => {
    const { kibana } = await kibanaWith();
    expect(await readRule(kibana, 'r-1', noCancel)).toEqual({ ok: true, value: undefined });
  });

  it('a detection engine that is not there is no missing rule', async () => {
    const { fake, kibana } = await kibanaWith({ handle: ({ path }) => (path.includes('rule_id=') ? said(404, 'Not Found') : undefined) });
    const read = await readRule(kibana, 'r-1', noCancel);
    expect(read.ok ? '' : read.failure.message.replaceAll(fake.url, 'URL')).toMatch(/^Kibana at URL has no detection engine/);
  });
});

describe('rules are found', () => {
  const rules: readonly FakeRule[] = Array.from({ length: 230 }, (_, at) =>
    deployed({ ...rule, rule_id: `r-${at}`, tags: at % 2 === 0 ? ['Even "one"'] : [], immutable: at < 10 }),
  );
  const found = async (kibana: Kibana, wanted: Parameters<typeof findRules>[1]) => {
    const pages: number[] = [];
    const outcome = await findRules(kibana, wanted, noCancel, (count) => void pages.push(count));
    return outcome.ok ? { ids: outcome.value.map((each) => each['rule_id']), pages } : outcome.failure.message;
  };

  it('page by page', async () => {
    const { kibana } = await kibanaWith({ rules });
    expect(await found(kibana, everything)).toEqual({ ids: rules.map((each) => each['rule_id']), pages: [100, 200, 230] });
  });

  test.each<[string, Partial<Parameters<typeof findRules>[1]>, number]>([
    ['by a tag', { tags: ['Even "one"'] }, 115],
    ["Elastic's own", { from: 'prebuilt' }, 10],
    ['all but those', { from: 'custom', tags: ['Even "one"'] }, 110],
    ['by their ids', { ids: ['r-3', 'r-4'] }, 2],
    ['by their ids and a tag', { ids: ['r-3', 'r-4'], tags: ['Even "one"'] }, 1],
  ])('%s', async (_, wanted, count) => {
    const { kibana } = await kibanaWith({ rules });
    expect(await found(kibana, { ...everything, ...wanted })).toMatchObject({ ids: { length: count } });
  });

  it('an id that is not there', async () => {
    const { kibana } = await kibanaWith({ rules, space: 'soc' }, { profile: { space: 'soc' } });
    expect(await found(kibana, { ...everything, ids: ['r-3', 'r-999'] })).toBe(
      'Kibana has no rule with the rule_id r-999 in the space soc; look at the id and at the space.',
    );
  });

  it('a rule that was lost between two pages is not passed over in silence', async () => {
    const twice = (path: string): FakeAnswer | undefined =>
      path.includes('page=2') ? { body: { total: 230, data: rules.slice(99, 199) } } : undefined;
    const { kibana } = await kibanaWith({ rules, handle: ({ path }) => twice(path) });
    expect(await found(kibana, everything)).toBe('Kibana has 230 rules and gave 229: they were changed meanwhile; try again.');
  });
});

describe('rules are written', () => {
  async function planOf(kibana: Kibana, local: FakeRule) {
    const planned = await planRules(kibana, [local as typeof rule], noCancel);
    const [plan] = planned.ok ? planned.value : [];
    if (plan === undefined) throw new Error('no plan');
    return plan;
  }

  it('a new one is made switched off', async () => {
    const { fake, kibana } = await kibanaWith();
    const plan = await planOf(kibana, rule);
    expect(plan.comparison).toEqual({
      ...{ ruleId: 'r-1', name: 'Odd shell', status: 'new', changes: [], kept: [] },
      notes: ['is made switched off; switch it on in Kibana'],
    });
    expect(await writeRule(kibana, plan, noCancel)).toEqual({ ruleId: 'r-1', name: 'Odd shell', outcome: 'created', failure: undefined });
    expect(fake.requests.at(-1)?.body).toEqual({ ...rule, enabled: false });
  });

  it('a change keeps what is managed in Kibana', async () => {
    const exceptions = [{ id: 'x', list_id: 'l', type: 'detection', namespace_type: 'single' }];
    const { fake, kibana } = await kibanaWith({ rules: [deployed({ ...rule, exceptions_list: exceptions, note: 'old' })] });
    const plan = await planOf(kibana, { ...rule, query: 'process where false' });
    expect(plan.comparison).toEqual({
      ...{ ruleId: 'r-1', name: 'Odd shell', status: 'changed', notes: [] },
      changes: [
        { key: 'query', area: 'query', deployed: 'process where true', local: 'process where false' },
        { key: 'note', area: 'other', deployed: 'old', local: undefined },
      ],
      kept: ['exceptions_list (1)', 'enabled = true'],
    });
    await writeRule(kibana, plan, noCancel);
    const { body } = fake.requests.at(-1) ?? { body: undefined };
    expect(body).toMatchObject({ query: 'process where false', enabled: true, exceptions_list: exceptions });
    expect(Object.keys(body as object)).not.toContain('note');
    const again = await planOf(kibana, { ...rule, query: 'process where false' });
    expect(again.comparison.status).toBe('same');
  });

  it('not over a change that was made since it was compared', async () => {
    const first = deployed(rule);
    const { fake, kibana } = await kibanaWith({
      handle: ({ path }, count) => (path.includes('rule_id=') ? { body: { ...first, revision: count } } : undefined),
    });
    const plan = await planOf(kibana, { ...rule, name: 'Other' });
    const { outcome, failure } = await writeRule(kibana, plan, noCancel);
    expect([outcome, failure?.message]).toEqual(['failed', 'Other was changed in Kibana since it was compared; compare again.']);
    expect(fake.paths().filter((path) => !path.startsWith('GET'))).toEqual([]);
  });
});

it('a preview says what its executions said, and runs no actions', async () => {
  const preview = {
    previewId: 'p-1',
    isAborted: false,
    logs: [
      { errors: ['no index'], warnings: ['slow'], startedAt: '2026-01-02T03:04:05.000Z', duration: 20 },
      { errors: [], warnings: ['slow'], startedAt: '2026-01-02T03:09:05.000Z', duration: 30 },
    ],
  };
  const { fake, kibana } = await kibanaWith({ preview });
  const wanted = { invocations: 2, end: '2026-01-02T03:09:05.000Z', timeout: 5000 };
  const outcome = await previewRule(kibana, { ...rule, enabled: true, actions: [{ id: 'mail' }] }, wanted, noCancel);
  expect(outcome).toEqual({
    ok: true,
    value: { previewId: 'p-1', executions: 2, isAborted: false, errors: ['no index'], warnings: ['slow'], milliseconds: 50 },
  });
  expect(fake.requests.at(-1)?.body).toEqual({
    ...{ ...rule, enabled: false, actions: [] },
    ...{ invocationCount: 2, timeframeEnd: '2026-01-02T03:09:05.000Z' },
  });
});
