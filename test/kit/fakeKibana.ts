/** An HTTP server on loopback that speaks as much of Kibana's API of rules as is used, and fails in every way that is asked for. */
import http from 'node:http';
import { startFakeServer, type FakeAnswer, type FakeRequest, type FakeServer } from './fakeServer.js';

export type FakeRule = Readonly<Record<string, unknown>>;

export interface FakeKibanaOptions {
  /** Undefined leaves the request to Kibana. `count`: how often this path was asked for, this time included. */
  readonly handle?: (request: FakeRequest, count: number) => FakeAnswer | undefined;
  readonly rules?: readonly FakeRule[];
  /** Of the space `default` where it is left out. */
  readonly space?: string;
  readonly version?: string;
  readonly preview?: Readonly<Record<string, unknown>>;
  /** A file of `test/elastic/fixtures`. */
  readonly certificate?: 'localhost' | 'elsewhere';
}

export interface FakeKibana extends FakeServer {
  /** As Kibana would give them now. */
  rules(): readonly FakeRule[];
}

export async function startFakeKibana(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
  const store = new Map<unknown, FakeRule>((options.rules ?? []).map((rule) => [rule['rule_id'], rule]));
  const server = await startFakeServer({
    answer: (request, count) => options.handle?.(request, count) ?? answer(request, store, options),
    contentType: 'application/json; charset=utf-8',
    product: { 'kbn-name': 'fake' },
    certificate: options.certificate,
  });
  return { ...server, rules: () => [...store.values()] };
}

const rulesPath = '/api/detection_engine/rules';

function answer(request: FakeRequest, store: Map<unknown, FakeRule>, options: FakeKibanaOptions): FakeAnswer {
  const { method, headers, body } = request;
  const url = new URL(request.path, 'http://kibana');
  const space = /^\/s\/([^/]+)/.exec(url.pathname)?.[1] ?? 'default';
  if (space !== (options.space ?? 'default')) return failure(404, `Saved object [space/${space}] not found`);
  if (method !== 'GET' && headers['kbn-xsrf'] === undefined) return failure(400, 'Request must contain a kbn-xsrf header.');
  const path = url.pathname.replace(/^\/s\/[^/]+/, '');
  if (path === '/api/status') return { body: statusOf(options.version ?? '9.1.0') };
  if (path === `${rulesPath}/_find`) return { body: pageOf([...store.values()], url.searchParams) };
  if (path === `${rulesPath}/preview`) return { body: options.preview ?? { previewId: 'preview-1', logs: [], isAborted: false } };
  if (path !== rulesPath) return { status: 404, body: { statusCode: 404, error: 'Not Found', message: 'Not Found' } };
  const sent = body as FakeRule | undefined;
  const id = method === 'GET' ? url.searchParams.get('rule_id') : sent?.['rule_id'];
  const known = store.get(id);
  if (method === 'GET') return known === undefined ? missing(id) : { body: known };
  if (method === 'POST' && known !== undefined)
    return { status: 409, body: { status_code: 409, message: `rule_id: "${String(id)}" already exists` } };
  if (method === 'PUT' && known === undefined) return missing(id);
  const revision = known === undefined ? 0 : Number(known['revision']) + 1;
  const rule = deployed({ ...sent, id: known?.['id'] ?? `id-${String(id)}`, revision });
  store.set(id, rule);
  return { body: rule };
}

function failure(statusCode: number, message: string): FakeAnswer {
  return { status: statusCode, body: { statusCode, error: http.STATUS_CODES[statusCode], message } };
}

function missing(id: unknown): FakeAnswer {
  return { status: 404, body: { status_code: 404, message: `rule_id: "${String(id)}" not found` } };
}

function statusOf(number: string): object {
  return { name: 'fake', uuid: 'u', version: { number, build_flavor: 'traditional' }, status: { overall: { level: 'available' } } };
}

/** Of filters it knows a tag, and whether a rule is one of Elastic's. */
function pageOf(all: readonly FakeRule[], parameters: URLSearchParams): object {
  const filter = parameters.get('filter') ?? '';
  const tags = [...filter.matchAll(/alert\.attributes\.tags: "((?:[^"\\]|\\.)*)"/g)].map(([, tag = '']) => tag.replace(/\\(.)/g, '$1'));
  const immutable = /params\.immutable: (true|false)/.exec(filter)?.[1];
  const wanted = all.filter(
    (rule) =>
      tags.every((tag) => (rule['tags'] as readonly string[]).includes(tag)) &&
      (immutable === undefined || String(rule['immutable'] === true) === immutable),
  );
  const page = Number(parameters.get('page'));
  const perPage = Number(parameters.get('per_page'));
  return { page, perPage, total: wanted.length, data: wanted.slice((page - 1) * perPage, page * perPage) };
}

/** A rule with all that Kibana writes into it. */
export function deployed(rule: FakeRule): FakeRule {
  return {
    ...{ author: [], false_positives: [], references: [], risk_score_mapping: [], severity_mapping: [], tags: [], threat: [], actions: [] },
    ...{ exceptions_list: [], related_integrations: [], required_fields: [], from: 'now-6m', to: 'now', interval: '5m', max_signals: 100 },
    ...{ enabled: true, immutable: false, rule_source: { type: 'internal' }, output_index: '', setup: '', version: 1, revision: 0 },
    ...{ created_at: '2026-01-02T03:04:05.000Z', created_by: 'elastic', updated_at: '2026-01-02T03:04:05.000Z', updated_by: 'elastic' },
    id: `id-${String(rule['rule_id'])}`,
    ...rule,
  };
}
