/**
 * What can go wrong between us and a cluster, each as one sentence that says what to do next. The client's errors are told apart by their
 * names and by what Elasticsearch and Node say in them; nothing of them is passed on whole, for they carry headers.
 */
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import type { ClusterFailure, ClusterFailureKind } from '../protocol/cluster.js';

export interface FailureContext {
  /** Of the cluster, without secrets. */
  readonly address: string;
  readonly proxy: string | undefined;
  /** Secrets of the connection, to be taken out of what the other side says. */
  readonly secrets: readonly string[];
  /** Milliseconds the request might take. */
  readonly timeout: number;
  /** As messages call it: `the search`. */
  readonly purpose: string;
  /** Whether our own clock ended the request, or the user did. */
  readonly ended: 'no' | 'timeout' | 'cancelled';
}

/** Every error of a request to one failure. */
export function explainFailure(error: unknown, context: FailureContext): ClusterFailure {
  const failure = failureOf(error, context);
  return { ...failure, message: scrub(oneLine(failure.message), context.secrets) };
}

function failureOf(error: unknown, context: FailureContext): ClusterFailure {
  const { address, ended } = context;
  if (ended === 'cancelled') return failed('cancelled', 'Cancelled.');
  if (ended === 'timeout') return timedOut(context);
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  switch (name) {
    case 'ResponseError':
      return ofStatus(statusOf(error), bodyOf(error), context);
    case 'TimeoutError':
      return timedOut(context);
    case 'ProductNotSupportedError':
      return notElasticsearch(bodyOf(error), context);
    case 'DeserializationError':
      return failed(
        'answer',
        `The answer of ${address} is no complete JSON: it was cut off or changed on its way; try again, then look at what stands between (a proxy, a load balancer).`,
      );
    case 'RequestAbortedError':
      return /content length/i.test(message)
        ? failed('answer', `The answer of ${address} is too large to be read; ask for fewer events, or a shorter time.`)
        : failed('cancelled', 'Cancelled.');
    case 'ConfigurationError':
    case 'TypeError':
      return failed('configuration', `The connection to ${address} cannot be set up: ${message}; look at its settings.`);
    default:
      return ofConnection(message, context);
  }
}

function failed(kind: ClusterFailureKind, message: string): ClusterFailure {
  return { kind, message };
}

function timedOut({ address, timeout, purpose }: FailureContext): ClusterFailure {
  return failed(
    'timeout',
    `${address} did not answer ${purpose} within ${timeout / 1000} s; search a shorter time, or allow more with --timeout.`,
  );
}

/** By what Node and OpenSSL say: the client hands on nothing else. */
const connectionFailures: readonly (readonly [RegExp, ClusterFailureKind, (host: string, address: string) => string])[] = [
  [
    /CA fingerprint does not match/,
    'tls',
    (host) =>
      `The certificate of ${host} is not signed by the authority with the given fingerprint; compare it with the one the cluster printed when it was set up.`,
  ],
  [
    /self[- ]signed certificate|unable to (?:verify|get (?:local )?issuer)/i,
    'tls',
    (host) =>
      `The certificate of ${host} is signed by an authority that is not trusted here; give its certificate with --ca-file, or its fingerprint with --ca-fingerprint.`,
  ],
  [
    /altnames|Hostname\/IP does not match/i,
    'tls',
    (host) => `The certificate that ${host} shows is for another host name; use a name that stands in it.`,
  ],
  [
    /certificate has expired|not yet valid/i,
    'tls',
    (host) => `The certificate of ${host} is not valid now; have it renewed, or set the clock.`,
  ],
  [
    /wrong version number|packet length too long|EPROTO|http_request|unexpected eof/i,
    'tls',
    (_, address) => `${address} does not speak TLS; write http:// instead of https:// where the cluster is meant to be without.`,
  ],
  [/certificate|\bSSL\b|\bTLS\b/i, 'tls', (host) => `No secure connection to ${host} could be made; look at its certificate.`],
  [
    /ENOTFOUND|EAI_AGAIN/i,
    'unreachable',
    (host) => `There is no host ${host}; look at the address, or at the network and its name servers.`,
  ],
  [
    /ECONNREFUSED|^$/i,
    'unreachable',
    (_, address) => `Nothing answers at ${address}: the connection was refused; look at the port, and whether the cluster is running.`,
  ],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connect timeout/i,
    'unreachable',
    (host) => `${host} cannot be reached from here; look at the network, a VPN or a firewall.`,
  ],
  [
    /ECONNRESET|other side closed|socket hang ?up|EPIPE|terminated/i,
    'unreachable',
    (_, address) => `${address} ended the connection; write https:// where the cluster wants TLS, then try again.`,
  ],
];

function ofConnection(message: string, { address, proxy }: FailureContext): ClusterFailure {
  const found = connectionFailures.find(([pattern]) => pattern.test(message));
  const host = hostOf(address);
  if (proxy !== undefined && (found === undefined || found[1] === 'unreachable')) {
    const what = /\b407\b/.test(message) ? 'asks for a user and password' : 'does not let the request through';
    return failed('proxy', `The proxy ${proxy} ${what} (${message || 'no connection'}); look at --proxy and HTTPS_PROXY.`);
  }
  if (found === undefined) return failed('unreachable', `No connection to ${address}: ${message}; look at the address and the network.`);
  return failed(found[1], found[2](host, address));
}

function hostOf(address: string): string {
  return address.replace(/^[a-z]+:\/\//i, '').replace(/[/:?].*$/, '');
}

/** The purpose of the request by which a cluster is asked who it is. */
export const firstRequest = 'the first request';

function notElasticsearch(body: unknown, { address, purpose }: FailureContext): ClusterFailure {
  const version = isObject(body) && isObject(body['version']) ? body['version'] : {};
  const number = textOf(version['number']);
  if (number !== undefined && Number.parseInt(number, 10) < 8) return failed('version', tooOld(address, number));
  if (purpose !== firstRequest) {
    return failed(
      'product',
      `${address} does not say what it is: it is no Elasticsearch, and OpenSearch tells its version only to who has the permission cluster:monitor/main; give the credentials that.`,
    );
  }
  return failed(
    'product',
    `${address} answers, but is not Elasticsearch; give the address of Elasticsearch, not that of Kibana or of a website.`,
  );
}

export function tooOld(address: string, version: string): string {
  return `${address} is Elasticsearch ${version}; rulewright speaks to 8 and 9: use a cluster of one of these.`;
}

export function tooOldOpenSearch(address: string, version: string): string {
  return `${address} is OpenSearch ${version}; rulewright speaks to OpenSearch from 2 on: use a cluster of that.`;
}

function ofStatus(status: number, body: unknown, context: FailureContext): ClusterFailure {
  const { address, purpose, proxy } = context;
  const { type, reason } = causeOf(body);
  const because = reason === undefined ? '' : `: ${reason}`;
  if (type === 'circuit_breaking_exception') {
    return failed('memory', `${address} has not enough memory for ${purpose}; search a shorter time or fewer indices, or try again later.`);
  }
  switch (status) {
    case 401:
      return failed('credentials', `${address} does not accept the credentials (401); look at the API key, or at user and password.`);
    case 403:
      return failed(
        'forbidden',
        `The credentials may not do this on ${address} (403)${because}; reading needs the privileges read and view_index_metadata on the indices.`,
      );
    case 404:
      return failed(
        'missing',
        type === undefined
          ? `${address} has nothing under this path (404); give the address of Elasticsearch itself.`
          : `${reason ?? 'The index is not there'}; look at the index patterns of the rule.`,
      );
    case 407:
      return failed('proxy', `The proxy ${proxy ?? ''} asks for a user and password (407); write them into HTTPS_PROXY.`);
    case 429:
      return failed('busy', `${address} is too busy for ${purpose} (429), also after waiting; try again later, or search a shorter time.`);
    case 408:
      return timedOut(context);
    default:
      return ofOther(status, type, reason, context);
  }
}

function ofOther(
  status: number,
  type: string | undefined,
  reason: string | undefined,
  { address, purpose }: FailureContext,
): ClusterFailure {
  if (type === undefined && status < 500) {
    return failed(
      'product',
      `${address} answers with an error that is not Elasticsearch's (${status}); give the address of Elasticsearch, not of a website.`,
    );
  }
  if (status >= 500 && type === undefined) {
    return failed(
      'server',
      `${address} cannot answer now (${status}): what stands before the cluster has no connection to it; try again later.`,
    );
  }
  if (type === 'search_phase_execution_exception' && status >= 500) {
    return failed('shards', `Shards failed in ${purpose}: ${reason ?? 'without a reason'}; look at the health of the cluster.`);
  }
  if (status >= 500)
    return failed(
      'server',
      `${address} failed (${status}, ${type ?? ''}): ${reason ?? 'without a reason'}; look at the health of the cluster.`,
    );
  if (type === 'verification_exception' && /Unknown index/i.test(reason ?? '')) {
    return failed('missing', `${reason ?? ''}; look at the index patterns of the rule.`);
  }
  return failed('query', `The cluster refuses ${purpose}: ${reason ?? type ?? String(status)}`);
}

/** The innermost cause that Elasticsearch names: that of the first failed shard, where there is one. */
function causeOf(body: unknown): { readonly type: string | undefined; readonly reason: string | undefined } {
  const error = isObject(body) ? body['error'] : undefined;
  if (typeof error === 'string') return { type: undefined, reason: error };
  if (!isObject(error)) return { type: undefined, reason: undefined };
  const roots = error['root_cause'];
  const root = Array.isArray(roots) ? (roots[0] as unknown) : undefined;
  const deepest = isObject(root) && textOf(root['reason']) !== undefined ? root : error;
  const outer = textOf(error['type']);
  const isBreaker = [outer, isObject(root) ? textOf(root['type']) : undefined].includes('circuit_breaking_exception');
  return { type: isBreaker ? 'circuit_breaking_exception' : outer, reason: textOf(deepest['reason']) ?? textOf(error['reason']) };
}

/** Of an answer that came, but not from all shards: why, in a sentence; undefined where all is well. */
export function shardSentence(answer: JsonObject): string | undefined {
  const shards = isJsonObject(answer['_shards']) ? answer['_shards'] : {};
  const list: Json | undefined = shards['failures'] ?? answer['shard_failures'];
  const failures = Array.isArray(list) ? list : [];
  const count = Math.max(typeof shards['failed'] === 'number' ? shards['failed'] : 0, failures.length);
  if (count === 0) return undefined;
  const first: unknown = failures[0];
  const reason = isObject(first) && isObject(first['reason']) ? textOf(first['reason']['reason']) : undefined;
  return oneLine(
    `${count} ${count === 1 ? 'shard' : 'shards'} failed, so matches may be missing${reason === undefined ? '' : `: ${reason}`}; look at the health of the cluster.`,
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** What the client of Elasticsearch tells of an answer that it throws. */
export function metaOf(error: unknown): Readonly<Record<string, unknown>> {
  return isObject(error) && isObject(error['meta']) ? error['meta'] : {};
}

export function statusOf(error: unknown): number {
  const status = metaOf(error)['statusCode'];
  return typeof status === 'number' ? status : 0;
}

export function bodyOf(error: unknown): unknown {
  return metaOf(error)['body'];
}

/** Whether the cluster says that another try may succeed: not where a query wants more memory than there is. */
export function isBusy(error: unknown): boolean {
  return statusOf(error) === 429 && causeOf(bodyOf(error)).type !== 'circuit_breaking_exception';
}

/** Milliseconds that the cluster asks to wait, by its header `Retry-After`: seconds, or a date. */
export function retryAfter(error: unknown, now: number): number | undefined {
  const headers = metaOf(error)['headers'];
  const text = isObject(headers) ? textOf(headers['retry-after']) : undefined;
  if (text === undefined) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

const longest = 400;

/** One line of a bearable length. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** What the other side says may repeat what it was sent. */
export function scrub(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length > 3).reduce((left, secret) => left.replaceAll(secret, '…'), text);
}
