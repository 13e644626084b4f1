/** From a profile and its secrets to a cluster that answered, or to why there is none. */
import { readFile } from 'node:fs/promises';
import type { CancelToken } from '../base/cancel.js';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../events/json.js';
import type { ClusterFailure, ClusterInfo, ClusterOutcome, ClusterProfile, ClusterSecrets } from '../protocol/cluster.js';
import { jsonText } from '../rule/jsonWriter.js';
import type { ClientAuth, ClientRequest, OpenClient, OpenedClient } from './client.js';
import type { Cluster, SendOptions } from './cluster.js';
import { engineOf, openSearchVersion } from './engine.js';
import {
  explainFailure,
  firstRequest,
  isBusy,
  retryAfter,
  scrub,
  statusOf,
  tooOld,
  tooOldOpenSearch,
  type FailureContext,
} from './failures.js';
import { addressOf } from './profile.js';

export interface ConnectOptions {
  /** Loads the bundle with the client; asked once. */
  readonly loadClient: () => Promise<OpenClient>;
  readonly token: CancelToken;
  /** Milliseconds one request may take. */
  readonly timeout?: number;
  readonly now?: () => number;
}

export const defaultTimeout = 60_000;

/** How often a busy cluster is asked again, and how long is waited for it in all, in milliseconds. */
const patience = { tries: 5, first: 500, longest: 60_000 };

/** How often a request looks whether it was cancelled, in milliseconds. */
const watchInterval = 50;

/** Connects and asks the cluster who it is. */
export async function connect(profile: ClusterProfile, secrets: ClusterSecrets, options: ConnectOptions): Promise<ClusterOutcome<Cluster>> {
  const address = addressOf(profile);
  if (!address.ok) return address;
  const opened = await openConnection(profile, address.value, secrets, options);
  if (!opened.ok) return opened;
  const cluster = opened.value;
  const answer = await cluster.send({ method: 'GET', path: '/' }, options.token, { purpose: firstRequest });
  const info = infoOf(answer, cluster.info);
  if (info.ok) return { ok: true, value: { ...cluster, info: info.value } };
  await cluster.close();
  return info;
}

/** Who may search need not be allowed to ask for the version. */
function infoOf(answer: ClusterOutcome<JsonObject>, known: ClusterInfo): ClusterOutcome<ClusterInfo> {
  if (!answer.ok) return answer.failure.kind === 'forbidden' ? { ok: true, value: known } : answer;
  const { cluster_name: name, version } = answer.value;
  const facts = isJsonObject(version) ? version : {};
  const number = textOf(facts['number']);
  const serverless = facts['build_flavor'] === 'serverless';
  if (number === undefined)
    return notUsable('product', `${known.address} answers, but not as Elasticsearch does; give the address of Elasticsearch itself.`);
  const major = Number.parseInt(number, 10);
  if (engineOf(answer.value) === 'opensearch') {
    const own = openSearchVersion(number);
    if (own !== undefined && !(Number.parseInt(own, 10) >= 2)) return notUsable('version', tooOldOpenSearch(known.address, own));
    return { ok: true, value: { ...known, clusterName: textOf(name), engine: 'opensearch', version: own } };
  }
  if (!serverless && (Number.isNaN(major) || major < 8)) return notUsable('version', tooOld(known.address, number));
  return { ok: true, value: { ...known, clusterName: textOf(name), version: number, serverless } };
}

async function openConnection(
  profile: ClusterProfile,
  address: string,
  secrets: ClusterSecrets,
  options: ConnectOptions,
): Promise<ClusterOutcome<Cluster>> {
  const { timeout = defaultTimeout } = options;
  const base = { address, proxy: withoutUser(profile.proxy), secrets: secretsOf(profile, secrets), timeout };
  const ca = await authorityFor(profile, base);
  if (!ca.ok) return ca;
  try {
    const openClient = await options.loadClient();
    const client = openClient({
      ...{ url: profile.url, cloudId: profile.cloudId, auth: authOf(secrets), ca: ca.value },
      ...{ proxy: profile.proxy, timeout },
      parse: parseJson,
      print: (value) => jsonText(value as Json),
    });
    const info = {
      profile: profile.name,
      address,
      clusterName: undefined,
      engine: 'elasticsearch',
      version: undefined,
      serverless: false,
    } as const;
    return {
      ok: true,
      value: {
        info,
        timeout,
        send: sender(client, base, options.now ?? Date.now),
        scrub: (text) => scrub(text, base.secrets),
        close: () => client.close(),
      },
    };
  } catch (error) {
    return { ok: false, failure: explainFailure(asConfiguration(error), { ...base, purpose: 'the connection', ended: 'no' }) };
  }
}

function asConfiguration(error: unknown): unknown {
  return Object.assign(new Error(error instanceof Error ? error.message : String(error)), { name: 'ConfigurationError' });
}

/** What the failures of all requests of a connection have in common. */
export type ConnectionBase = Omit<FailureContext, 'purpose' | 'ended'>;

/** Every error of a request to one failure. */
export type Explain = (error: unknown, context: FailureContext) => ClusterFailure;

/** Sends requests one by one, waits where the other side is busy, and ends them when time is up or the token is cancelled. */
export function sender(client: OpenedClient, base: ConnectionBase, now: () => number, explain: Explain = explainFailure): Cluster['send'] {
  return async (request, token, { timeout = base.timeout, purpose = 'the request' }: SendOptions = {}) => {
    let waited = 0;
    for (let tries = 1; ; tries++) {
      const { error, body, ended } = await attempt(client, request, token, timeout);
      if (error === undefined && isJsonObject(body as Json)) return { ok: true, value: body as JsonObject };
      const context = { ...base, timeout, purpose, ended };
      if (error === undefined) return { ok: false, failure: explain(noObject, context) };
      const pause = retryAfter(error, now()) ?? patience.first * 2 ** (tries - 1);
      const isWorthIt = ended === 'no' && isBusy(error) && tries < patience.tries && waited + pause <= patience.longest;
      if (!isWorthIt || !(await waitFor(pause, token))) return { ok: false, failure: failureAfter(error, context, token, explain) };
      waited += pause;
    }
  };
}

function failureAfter(error: unknown, context: FailureContext, token: CancelToken, explain: Explain): ClusterFailure {
  const failure = explain(error, { ...context, ended: token.isCancellationRequested ? 'cancelled' : context.ended });
  const wait = retryAfter(error, Date.now());
  return statusOf(error) === 429 && failure.kind === 'busy' && wait !== undefined && wait > 0
    ? { ...failure, message: failure.message.replace('try again later', `try again in ${Math.ceil(wait / 1000)} s`) }
    : failure;
}

const noObject = Object.assign(new Error(''), { name: 'DeserializationError' });

interface Attempt {
  readonly error: unknown;
  readonly body?: unknown;
  readonly ended: FailureContext['ended'];
}

async function attempt(client: OpenedClient, request: ClientRequest, token: CancelToken, timeout: number): Promise<Attempt> {
  if (token.isCancellationRequested) return { error: noObject, ended: 'cancelled' };
  const controller = new AbortController();
  let ended: FailureContext['ended'] = 'no';
  const end = (how: 'timeout' | 'cancelled'): void => {
    ended = how;
    controller.abort();
  };
  const clock = setTimeout(() => end('timeout'), timeout);
  const watch = setInterval(() => token.isCancellationRequested && end('cancelled'), watchInterval);
  try {
    const { body } = await client.request(request, controller.signal);
    return { error: undefined, body, ended };
  } catch (error) {
    return { error, ended };
  } finally {
    clearTimeout(clock);
    clearInterval(watch);
  }
}

/** False when it was cancelled before. */
function waitFor(milliseconds: number, token: CancelToken): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (result: boolean): void => {
      clearTimeout(clock);
      clearInterval(watch);
      resolve(result);
    };
    const clock = setTimeout(() => finish(true), milliseconds);
    const watch = setInterval(() => token.isCancellationRequested && finish(false), watchInterval);
  });
}

/** The certificate to be trusted besides those that Node trusts; undefined where there is none. */
export async function authorityFor(
  { caFile, caFingerprint, proxy }: ClusterProfile,
  base: ConnectionBase,
): Promise<ClusterOutcome<string | undefined>> {
  if (caFile !== undefined) return readCertificate(caFile);
  if (caFingerprint === undefined) return { ok: true, value: undefined };
  if (proxy !== undefined) {
    return notUsable(
      'configuration',
      'A fingerprint cannot be compared through a proxy; give the certificate of the authority with --ca-file.',
    );
  }
  const context: FailureContext = { ...base, purpose: firstRequest, ended: 'no' };
  try {
    // Loaded here only: what it needs of Node would slow down every start of the command line.
    const { authorityWith } = await import('./fingerprint.js');
    const found = await authorityWith(caFingerprint, base.address, base.timeout);
    return found === undefined
      ? { ok: false, failure: explainFailure(new Error('CA fingerprint does not match'), context) }
      : { ok: true, value: found };
  } catch (error) {
    return { ok: false, failure: explainFailure(error, context) };
  }
}

async function readCertificate(path: string): Promise<ClusterOutcome<string>> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return { ok: true, value: text };
    return notUsable(
      'configuration',
      `${path} is no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----; name the file http_ca.crt of the cluster.`,
    );
  } catch (error) {
    return notUsable('configuration', `The certificate ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** For the header that says who asks; undefined where nobody says so. */
export function authOf(secrets: ClusterSecrets): ClientAuth | undefined {
  switch (secrets.kind) {
    case 'none':
      return undefined;
    case 'apiKey':
      return { apiKey: secrets.apiKey };
    case 'basic':
      return { username: secrets.username, password: secrets.password };
    case 'bearer':
      return { bearer: secrets.token };
  }
}

/** All forms in which they could stand in what the other side says. */
export function secretsOf({ proxy }: ClusterProfile, secrets: ClusterSecrets): readonly string[] {
  const own = proxy === undefined ? '' : decodeURIComponent(new URL(proxy).password);
  return [...secretTexts(secrets), own].flatMap((text) => [text, encodeURIComponent(text)]);
}

function secretTexts(secrets: ClusterSecrets): readonly string[] {
  switch (secrets.kind) {
    case 'none':
      return [];
    case 'apiKey':
      return [secrets.apiKey, ...keyParts(secrets.apiKey)];
    case 'basic':
      return [Buffer.from(`${secrets.username}:${secrets.password}`).toString('base64'), secrets.password];
    case 'bearer':
      return [secrets.token];
  }
}

/** The id and the key that an API key is made of, together and the key alone. */
function keyParts(apiKey: string): readonly string[] {
  const decoded = Buffer.from(apiKey, 'base64').toString('utf8');
  const [, key = ''] = decoded.split(':', 2);
  return [decoded, key];
}

export function withoutUser(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  return new URL(url).origin;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function notUsable(kind: ClusterFailure['kind'], message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind, message } };
}
