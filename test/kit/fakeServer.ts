/** An HTTP server on loopback that keeps what it is asked, answers as it is told, and fails in every way that is asked for. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  /** With its parameters. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** `cut`: half of the body, then the end of the connection. `hang`: no answer at all. `drop`: the connection ends. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The header by which the product makes itself known is left out. */
  readonly otherProduct?: boolean;
  readonly fault?: 'cut' | 'hang' | 'drop';
}

export interface FakeServerOptions {
  /** `count`: how often this path was asked for, this time included. */
  readonly answer: (request: FakeRequest, count: number) => FakeAnswer;
  /** Of answers in JSON. */
  readonly contentType: string;
  /** By which the product makes itself known. */
  readonly product: Readonly<Record<string, string>>;
  /** A file of `test/elastic/fixtures`; plain HTTP without it. */
  readonly certificate: 'localhost' | 'elsewhere' | undefined;
}

export interface FakeServer {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  /** Method and path of the requests, without parameters. */
  paths(): readonly string[];
  close(): Promise<void>;
}

export function fixture(name: string): URL {
  return new URL(`../elastic/fixtures/${name}.pem`, import.meta.url);
}

export async function startFakeServer(options: FakeServerOptions): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const listener: http.RequestListener = (incoming, response) => {
    let text = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => (text += chunk));
    incoming.on('end', () => {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      const count = requests.filter(({ path }) => path === request.path).length;
      reply(response, options.answer(request, count), options);
    });
  };
  const pem = options.certificate === undefined ? undefined : readFileSync(fixture(options.certificate), 'utf8');
  const server =
    pem === undefined
      ? http.createServer(listener)
      : https.createServer({ key: pem, cert: `${pem}${readFileSync(fixture('authority'), 'utf8')}` }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${pem === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    paths: () => requests.map(({ method, path }) => `${method} ${path.replace(/\?.*$/, '')}`),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function reply(
  response: http.ServerResponse,
  { status = 200, body = {}, headers, otherProduct, fault }: FakeAnswer,
  { contentType, product }: FakeServerOptions,
): void {
  if (fault === 'hang') return;
  if (fault === 'drop') {
    response.destroy();
    return;
  }
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const own = { 'content-type': isText ? 'text/html' : contentType, ...(otherProduct === true ? {} : product), ...headers };
  response.writeHead(status, own);
  response.end(fault === 'cut' ? text.slice(0, text.length / 2) : text);
}
