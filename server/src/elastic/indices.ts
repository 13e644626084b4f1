/**
 * What a cluster says about its indices: which a pattern stands for, which fields they have, which values a field has.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-field-caps
 */
import type { CancelToken } from '../base/cancel.js';
import { isJsonObject, type JsonObject } from '../events/json.js';
import type { ClusterOutcome } from '../protocol/cluster.js';
import type { FieldImport, FieldInfo } from '../schema/catalog.js';
import { capabilitiesIn, fieldsOfCapabilities } from '../schema/import/fieldCaps.js';
import { indicesPath } from '../translate/requestParts.js';
import type { Cluster } from './cluster.js';
import { listAt, recordAt, textAt } from './read.js';
import { failedWith } from './search.js';

const lenient = 'allow_no_indices=true&ignore_unavailable=true';

export interface FoundIndices {
  readonly count: number;
  /** Those that were asked for, as far as one of the indices has them: all that a query looks at are known, or that they are not there. */
  readonly fields: FieldImport;
}

/** Characters of a path that every cluster takes: its `http.max_initial_line_length` is 4 KB unless it is set otherwise. */
const longestPath = 3500;

/** The names in as few paths as they fit into. */
function pathsOf(before: string, names: readonly string[], after: string): readonly string[] {
  const paths: string[] = [];
  let list = '';
  for (const name of names.map(encodeURIComponent)) {
    const isFull = before.length + list.length + name.length + after.length > longestPath;
    if (list !== '' && isFull) paths.push(`${before}${list}${after}`);
    list = list === '' || isFull ? name : `${list},${name}`;
  }
  return [...paths, `${before}${list}${after}`];
}

/** The indices of patterns; a failure where there are none, since a search would silently find nothing. */
export async function indicesOf(
  patterns: readonly string[],
  fields: readonly string[] | 'all',
  cluster: Cluster,
  token: CancelToken,
): Promise<ClusterOutcome<FoundIndices>> {
  const source = sourceOf(cluster);
  const found: FieldInfo[] = [];
  let count = 0;
  for (const path of capabilityPaths(patterns, fields, cluster)) {
    const answer = await cluster.send({ method: 'GET', path }, token, { purpose: 'the question for the fields' });
    if (!answer.ok) return answer;
    count = Math.max(count, listAt(answer.value, 'indices').length);
    found.push(...fieldsOfCapabilities(capabilitiesIn(answer.value) ?? {}, source));
  }
  if (count === 0) return noIndex(patterns, cluster);
  return { ok: true, value: { count, fields: { source, patterns, fields: sortedByName(found), authoritative: true } } };
}

function capabilityPaths(patterns: readonly string[], fields: readonly string[] | 'all', { info }: Cluster): readonly string[] {
  const before = `/${indicesPath(patterns)}/_field_caps?fields=`;
  if (fields !== 'all') return pathsOf(before, withParents(fields), `&${lenient}`);
  // OpenSearch knows no filters; its metadata fields have types of their own, which no other field has.
  return [`${before}*${info.engine === 'opensearch' ? '' : '&filters=-metadata'}&${lenient}`];
}

/** The objects that fields lie in may be nested, which decides how they are asked for. */
function withParents(fields: readonly string[]): readonly string[] {
  const parents = fields.flatMap((name) => [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index)));
  return [...new Set([...fields, ...parents])];
}

function noIndex(patterns: readonly string[], { info }: Cluster): ReturnType<typeof failedWith> {
  const few = patterns.slice(0, 3).join(', ') + (patterns.length > 3 ? ', …' : '');
  return failedWith('missing', `No index on ${info.address} matches ${few}, or the credentials may not see it; name others with --index.`);
}

/** The fields of the indices, all that there are, as the catalogue takes them. `source` is what users see as their origin. */
export async function fieldsOf(patterns: readonly string[], cluster: Cluster, token: CancelToken): Promise<ClusterOutcome<FieldImport>> {
  const found = await indicesOf(patterns, 'all', cluster, token);
  return found.ok ? { ok: true, value: found.value.fields } : found;
}

function sourceOf({ info }: Cluster): string {
  return info.clusterName ?? info.profile;
}

function sortedByName(fields: readonly FieldInfo[]): readonly FieldInfo[] {
  return [...fields].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Values of a keyword field that begin so, for completion; at most `size`. Cheap, and not exact: recent values may be missing. `isWhole`:
 * there are no others. OpenSearch has no such question, so that none are known of it.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-terms-enum
 */
export async function valuesOf(
  patterns: readonly string[],
  { field, prefix, size = 20 }: { readonly field: string; readonly prefix: string; readonly size?: number },
  cluster: Cluster,
  token: CancelToken,
): Promise<ClusterOutcome<{ readonly values: readonly string[]; readonly isWhole: boolean }>> {
  if (cluster.info.engine === 'opensearch') return { ok: true, value: { values: [], isWhole: true } };
  const path = `/${indicesPath(patterns)}/_terms_enum`;
  const body = { field, string: prefix, size, case_insensitive: true, timeout: '1s' };
  const answer = await cluster.send({ method: 'POST', path, body }, token, { timeout: 3000, purpose: 'the question for values' });
  if (!answer.ok) return answer;
  const values = listAt(answer.value, 'terms').filter((value): value is string => typeof value === 'string');
  return { ok: true, value: { values, isWhole: answer.value['complete'] === true && values.length < size } };
}

/** What of a mapping a local run does not know by the types alone: by field, the longest value that is indexed. */
export async function ignoreAboveOf(
  patterns: readonly string[],
  fields: readonly string[],
  cluster: Cluster,
  token: CancelToken,
): Promise<ClusterOutcome<ReadonlyMap<string, number>>> {
  const found = new Map<string, number>();
  for (const path of pathsOf(`/${indicesPath(patterns)}/_mapping/field/`, fields, `?${lenient}`)) {
    const answer = await cluster.send({ method: 'GET', path }, token, { purpose: 'the question for the mapping' });
    if (!answer.ok) return answer;
    for (const index of Object.keys(answer.value)) {
      for (const [name, most] of limitsIn(recordAt(recordAt(answer.value, index), 'mappings') ?? {}))
        found.set(name, Math.min(most, found.get(name) ?? most));
    }
  }
  return { ok: true, value: found };
}

/** By field, the `ignore_above` of one index. */
function limitsIn(mappings: JsonObject): readonly (readonly [string, number])[] {
  return Object.keys(mappings).flatMap((name) => {
    const field = recordAt(mappings, name);
    const [definition] = Object.values(recordAt(field, 'mapping') ?? {});
    const most = isJsonObject(definition) ? definition['ignore_above'] : undefined;
    return typeof most === 'number' ? [[textAt(field, 'full_name') ?? name, most] as const] : [];
  });
}
