/** Query DSL as an old release of Kibana makes it, `@cybernetex/kbn-es-query`, in a form in which ours can be compared with it. */
import { createRequire } from 'node:module';

interface DataView {
  readonly fields: readonly { readonly name: string; readonly type: string }[];
}

const peer = createRequire(import.meta.url)('@cybernetex/kbn-es-query') as {
  fromKueryExpression: (text: string) => object;
  toElasticsearchQuery: (tree: object, dataView: DataView | null, config: object) => unknown;
};

/** Without a data view, and with one of these dates: that release treats no other type of its own. */
export function askPeerDsl(text: string, dates: readonly string[], timeZone: string): { readonly dsl: unknown; readonly dsls: unknown } {
  const tree = peer.fromKueryExpression(text);
  const dataView = { fields: dates.map((name) => ({ name, type: 'date' })) };
  const dsls = peer.toElasticsearchQuery(tree, dataView, { dateFormatTZ: timeZone });
  return { dsl: normalDsl(peer.toElasticsearchQuery(tree, null, {})), dsls: normalDsl(dsls) };
}

/**
 * The same meaning in one form: joined clauses of one kind flattened, and what the old release is known to do in another way taken out.
 * It sends numbers as numbers (`007` as 7), puts more backslashes into query strings, sends `true` for a field of that name, and gives
 * dates in milliseconds a time zone.
 */
export function normalDsl(dsl: unknown): unknown {
  if (typeof dsl === 'number' || typeof dsl === 'string') return respelt(String(dsl));
  if (Array.isArray(dsl)) return dsl.map(normalDsl);
  if (typeof dsl !== 'object' || dsl === null) return dsl;
  const all: Record<string, unknown> = Object.fromEntries(Object.entries(dsl).map(([key, value]) => [respelt(key), normalDsl(value)]));
  if ('fields' in all && 'query' in all) return { fields: String(all['fields']), query: withoutBackslashes(all['query']) };
  if ('query' in all && Object.keys(all).length === 1) return { query: withoutBackslashes(all['query']) };
  if ('field' in all) return { field: String(all['field']) };
  if ('time_zone' in all) return withoutZone(all);
  const { bool } = all as { readonly bool?: Readonly<Record<string, unknown>> };
  return bool === undefined ? all : { bool: { ...bool, ...flattened(bool, 'filter'), ...flattened(bool, 'should') } };
}

function respelt(text: string): string {
  return text === '' || Number.isNaN(Number(text)) ? text : String(Number(text));
}

function withoutBackslashes(query: unknown): unknown {
  return typeof query === 'string' ? query.replaceAll('\\', '') : query;
}

function withoutZone(range: Readonly<Record<string, unknown>>): unknown {
  const isEpoch = Object.entries(range).every(([key, value]) => key === 'time_zone' || /^\d+$/.test(String(value)));
  return isEpoch ? { ...range, time_zone: undefined } : range;
}

function flattened(bool: Readonly<Record<string, unknown>>, key: 'filter' | 'should'): object {
  const clauses = bool[key];
  if (!Array.isArray(clauses)) return {};
  return {
    [key]: clauses.flatMap((clause: unknown) => {
      const inner = (clause as { readonly bool?: Readonly<Record<string, unknown>> }).bool;
      return inner !== undefined && Array.isArray(inner[key]) ? (inner[key] as unknown[]) : [clause];
    }),
  };
}
