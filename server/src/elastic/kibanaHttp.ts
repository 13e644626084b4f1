/**
 * HTTP to Kibana, by the connection of the official client: it knows proxies and certificates of one's own. Part of the bundle that is
 * loaded when a cluster is first asked for; nothing else imports it.
 */
import { HttpConnection } from '@elastic/elasticsearch';
import type { ClientAuth, OpenedClient } from './client.js';

export interface KibanaSettings {
  /** Without the space. */
  readonly url: string;
  readonly auth: ClientAuth | undefined;
  /** A certificate in PEM. */
  readonly ca: string | undefined;
  readonly proxy: string | undefined;
  /** In milliseconds, of one request. */
  readonly timeout: number;
  /** Undefined for what is no JSON. */
  readonly parse: (text: string) => unknown;
  readonly print: (value: unknown) => string;
}

export type OpenKibana = (settings: KibanaSettings) => OpenedClient;

/** Sent with every request: Kibana refuses writes without the first, and speaks the version of its API that the second names. */
const headers = {
  'kbn-xsrf': 'rulewright',
  'elastic-api-version': '2023-10-31',
  accept: 'application/json',
  'content-type': 'application/json',
};

/** What did not succeed rejects like the client of Elasticsearch: `ResponseError` with status, headers and body. */
export const openKibana: OpenKibana = ({ url, auth, ca, proxy, timeout, parse, print }) => {
  const connection = new HttpConnection({
    ...{ url: new URL(url), timeout },
    ...(auth === undefined ? {} : { auth }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(proxy === undefined ? {} : { proxy }),
  });
  return {
    request: async ({ method, path, body }, signal) => {
      const [pathname = '', querystring = ''] = path.split('?', 2);
      const sent = body === undefined ? {} : { body: print(body) };
      const options = { signal, requestId: 1, name: 'kibana', context: null, timeout };
      const answer = await connection.request({ method, path: pathname, querystring, headers: { ...headers }, ...sent }, options);
      const text = answer.body.toString();
      const parsed = parse(text);
      const isRefused = answer.statusCode < 200 || answer.statusCode >= 300 || typeof parsed !== 'object' || parsed === null;
      if (isRefused) throw refusal(answer.statusCode, answer.headers, parsed ?? text);
      return { body: parsed };
    },
    close: () => connection.close(),
  };
};

function refusal(statusCode: number, responseHeaders: object, body: unknown): Error {
  return Object.assign(new Error('refused'), { name: 'ResponseError', meta: { statusCode, headers: responseHeaders, body } });
}
