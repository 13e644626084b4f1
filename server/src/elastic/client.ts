/**
 * The official client of Elasticsearch, as a bundle of its own that is loaded when a cluster is first asked for. Nothing else imports it.
 * https://www.elastic.co/docs/reference/elasticsearch/clients/javascript
 */
import { Client, errors, HttpConnection, Serializer, Transport, type TransportOptions } from '@elastic/elasticsearch';
import type { ClusterEngine } from '../protocol/cluster.js';
import { engineOf } from './engine.js';

/** What a client is opened with. */
export interface ClientSettings {
  readonly url: string | undefined;
  readonly cloudId: string | undefined;
  readonly auth: ClientAuth | undefined;
  /** A certificate in PEM. */
  readonly ca: string | undefined;
  readonly proxy: string | undefined;
  /** In milliseconds, of one request. */
  readonly timeout: number;
  /** JSON with exact integers; `parse` gives undefined for what is no JSON. */
  readonly parse: (text: string) => unknown;
  readonly print: (value: unknown) => string;
}

export type ClientAuth =
  { readonly apiKey: string } | { readonly bearer: string } | { readonly username: string; readonly password: string };

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its parameters. */
  readonly path: string;
  readonly body?: unknown;
}

export interface ClientAnswer {
  readonly body: unknown;
}

/**
 * A connection. `request` rejects with the errors of the client, which are told apart by their names. The first one is for `/`: by its
 * answer OpenSearch is known, which is spoken to otherwise.
 */
export interface OpenedClient {
  request(request: ClientRequest, signal: AbortSignal): Promise<ClientAnswer>;
  close(): Promise<void>;
}

export type OpenClient = (settings: ClientSettings) => OpenedClient;

/** Throws where the settings contradict each other. */
export const openClient: OpenClient = (settings) => {
  const { url, cloudId, auth, ca, proxy, timeout } = settings;
  const client = new Client({
    ...(url === undefined ? {} : { node: url }),
    ...(cloudId === undefined ? {} : { cloud: { id: cloudId } }),
    ...(auth === undefined ? {} : { auth }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    // The other kind of connection knows no proxies.
    ...(proxy === undefined ? {} : { proxy, Connection: HttpConnection }),
    Serializer: exactSerializer(settings),
    Transport: UncheckedTransport,
    requestTimeout: timeout,
    // What is worth another try is decided above, where it can be cancelled.
    maxRetries: 0,
    enableMetaHeader: false,
    redaction: { type: 'replace' },
  });
  let engine: ClusterEngine = 'elasticsearch';
  return {
    request: async ({ method, path, body }, signal) => {
      const [pathname = '', querystring] = path.split('?', 2);
      const result = await client.transport.request(
        {
          ...{ method, path: pathname },
          ...(querystring === undefined ? {} : { querystring }),
          ...(body === undefined ? {} : { body: body as object }),
        },
        { signal, meta: true, ...(engine === 'opensearch' ? { headers: plainJson } : {}) },
      );
      if (pathname === '/') engine = engineOf(result.body);
      if (engine === 'elasticsearch' && result.headers['x-elastic-product'] !== product)
        throw new errors.ProductNotSupportedError(product, result);
      return { body: result.body };
    },
    close: () => client.close(),
  };
};

const product = 'Elasticsearch';

/** OpenSearch refuses the media types by which the client names the version of Elasticsearch that it speaks to. */
const plainJson = { accept: 'application/json', 'content-type': 'application/json' };

/** The client's own check of the product comes before the answer is read, so that it cannot be told what answered instead. We check after. */
class UncheckedTransport extends Transport {
  constructor(options: TransportOptions) {
    super(Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'productCheck')) as unknown as TransportOptions);
  }
}

function exactSerializer({ parse, print }: ClientSettings): typeof Serializer {
  return class extends Serializer {
    override serialize(object: unknown): string {
      return print(object);
    }

    override deserialize<T>(text: string): T {
      const value = parse(text);
      if (value === undefined) throw new errors.DeserializationError('The answer is not JSON', '');
      return value as T;
    }
  };
}
