/** From a profile and its secrets to a Kibana that answered, or to why there is none. https://www.elastic.co/docs/api/doc/kibana */
import type { CancelToken } from '../base/cancel.js';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../events/json.js';
import type { ClusterFailure, ClusterOutcome, ClusterProfile, ClusterSecrets } from '../protocol/cluster.js';
import type { KibanaInfo } from '../protocol/kibana.js';
import { jsonText } from '../rule/jsonWriter.js';
import type { ClientRequest } from './client.js';
import type { SendOptions } from './cluster.js';
import { authOf, authorityFor, defaultTimeout, secretsOf, sender, withoutUser } from './connect.js';
import { explainKibanaFailure } from './kibanaFailures.js';
import type { OpenKibana } from './kibanaHttp.js';

export interface Kibana {
  readonly info: KibanaInfo;
  /** As a cluster's. `path`: within the space, from `/api/` on. */
  send(request: ClientRequest, token: CancelToken, options?: SendOptions): Promise<ClusterOutcome<JsonObject>>;
  close(): Promise<void>;
}

export interface KibanaOptions {
  /** Loads the bundle with the connection; asked once. */
  readonly loadKibana: () => Promise<OpenKibana>;
  readonly token: CancelToken;
  /** Milliseconds one request may take. */
  readonly timeout?: number;
  readonly now?: () => number;
}

/** Connects and asks Kibana for its version: that the credentials are right shows with the first request for rules. */
export async function connectKibana(
  profile: ClusterProfile,
  secrets: ClusterSecrets,
  options: KibanaOptions,
): Promise<ClusterOutcome<Kibana>> {
  const address = kibanaAddressOf(profile);
  if (!address.ok) return address;
  const { space = 'default' } = profile;
  if (!/^[a-z0-9_-]+$/.test(space)) {
    return refuse(`${space} is no id of a space; it has small letters, digits, - and _, and stands behind /s/ in the browser's address.`);
  }
  const opened = await open(profile, address.value, secrets, options);
  if (!opened.ok) return opened;
  const kibana = opened.value;
  const answer = await kibana.send({ method: 'GET', path: '/api/status' }, options.token, { purpose: 'the first request' });
  const info = infoOf(answer, kibana.info);
  if (info.ok) return { ok: true, value: { ...kibana, info: info.value } };
  await kibana.close();
  return info;
}

async function open(
  profile: ClusterProfile,
  url: string,
  secrets: ClusterSecrets,
  { loadKibana, timeout = defaultTimeout, now = Date.now }: KibanaOptions,
): Promise<ClusterOutcome<Kibana>> {
  const { space = 'default', proxy } = profile;
  const base = { address: url, proxy: withoutUser(proxy), secrets: secretsOf(profile, secrets), timeout };
  const ca = await authorityFor(profile, base);
  if (!ca.ok) return ca;
  const openKibana = await loadKibana();
  const print = (value: unknown): string => jsonText(value as Json);
  const client = openKibana({ url, auth: authOf(secrets), ca: ca.value, proxy, timeout, parse: parseJson, print });
  const send = sender(client, base, now, explainKibanaFailure);
  const prefix = space === 'default' ? '' : `/s/${space}`;
  const info: KibanaInfo = { profile: profile.name, address: url, space, version: undefined };
  return {
    ok: true,
    value: {
      info,
      send: (request, token, sending) => send({ ...request, path: `${prefix}${request.path}` }, token, sending),
      close: () => client.close(),
    },
  };
}

/** The address without anything secret; or why there is none. */
export function kibanaAddressOf({ name, kibanaUrl, cloudId }: ClusterProfile): ClusterOutcome<string> {
  const url = kibanaUrl ?? (cloudId === undefined ? undefined : kibanaOfCloud(cloudId));
  if (url === undefined) return refuse(`The connection ${name} does not say where Kibana is; give --kibana-url https://host:5601.`);
  const parsed = parseUrl(url);
  if (parsed === undefined)
    return refuse(`The address of Kibana of ${name} is not one of http:// or https://; write it like https://host:5601.`);
  const { username, password, origin, pathname } = parsed;
  if (username !== '' || password !== '') {
    return refuse(
      `The address of Kibana of ${name} holds a user or password, which would be seen in settings and in the list of processes; give them apart.`,
    );
  }
  // As copied from the browser: https://host:5601/base/s/space/app/security
  const base = pathname.replace(/\/(?:s\/[\w-]+(?:\/.*)?|app(?:\/.*)?)$/, '').replace(/\/$/, '');
  return { ok: true, value: `${origin}${base}` };
}

/** A cloud id names Kibana behind Elasticsearch: `host$elasticsearch$kibana`. */
function kibanaOfCloud(cloudId: string): string | undefined {
  const [host = '', , kibana = ''] = Buffer.from(cloudId.split(':')[1] ?? '', 'base64')
    .toString('utf8')
    .split('$');
  return host === '' || kibana === '' ? undefined : `https://${kibana}.${host}`;
}

function parseUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined; // The caller says what is wrong.
  }
}

/** Who may use the rules need not be allowed to see the status. */
function infoOf(answer: ClusterOutcome<JsonObject>, known: KibanaInfo): ClusterOutcome<KibanaInfo> {
  if (!answer.ok) return answer.failure.kind === 'forbidden' ? { ok: true, value: known } : answer;
  const { version, status, tagline } = answer.value;
  if (tagline === 'You Know, for Search' || (status === undefined && version === undefined)) {
    return notUsable(
      'product',
      `${known.address} answers, but not as Kibana does; give the address of Kibana, whose port is usually 5601.`,
    );
  }
  // Who is not logged in sees the status without the version.
  const facts = isJsonObject(version) ? version : {};
  const number = typeof facts['number'] === 'string' ? facts['number'] : undefined;
  if (number === undefined || facts['build_flavor'] === 'serverless') return { ok: true, value: { ...known, version: number } };
  const [major = 0, minor = 0] = number.split('.').map(Number);
  if (major < 8 || (major === 8 && minor < 19)) {
    return notUsable('version', `${known.address} is Kibana ${number}; rulewright speaks to 8.19 and 9: use one of these.`);
  }
  return { ok: true, value: { ...known, version: number } };
}

function refuse(message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return notUsable('configuration', message);
}

function notUsable(kind: ClusterFailure['kind'], message: string): { readonly ok: false; readonly failure: ClusterFailure } {
  return { ok: false, failure: { kind, message } };
}
