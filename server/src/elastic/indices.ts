/**
 * What a cluster says about its indices: which a pattern stands for, which fields they have, which values a field has.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-field-caps
 */
import type { CancelToken } from '../base/cancel.js';
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
  /** Those of the fields that one of them has. */
  readonly fields: FieldImport;
}

/** The indices of patterns; a failure where there are none, since a search would silently find nothing. */
export async function indicesOf(
  patterns: readonly string[],
  fields: readonly string[],
  cluster: Cluster,
  token: CancelToken,
): Promise<ClusterOutcome<FoundIndices>> {
  const path = `/${indicesPath(patterns)}/_field_caps?fields=${fields.map(encodeURIComponent).join(',')}&${lenient}`;
  const answer = await cluster.send({ method: 'GET', path }, token, { purpose: 'the question for the indices' });
  if (!answer.ok) return answer;
  const count = listAt(answer.value, 'indices').length;
  if (count === 0) return noIndex(patterns, cluster);
  const source = sourceOf(cluster);
  const found = sortedByName(fieldsOfCapabilities(capabilitiesIn(answer.value) ?? {}, source));
  return { ok: true, value: { count, fields: { source, patterns, fields: found, authoritative: false } } };
}

function noIndex(patterns: readonly string[], { info }: Cluster): ReturnType<typeof failedWith> {
  const few = patterns.slice(0, 3).join(', ') + (patterns.length > 3 ? ', …' : '');
  return failedWith('missing', `No index on ${info.address} matches ${few}, or the credentials may not see it; name others with --index.`);
}

/** The fields of the indices, all that there are, as the catalogue takes them. `source` is what users see as their origin. */
export async function fieldsOf(patterns: readonly string[], cluster: Cluster, token: CancelToken): Promise<ClusterOutcome<FieldImport>> {
  const path = `/${indicesPath(patterns)}/_field_caps?fields=*&filters=-metadata&${lenient}`;
  const answer = await cluster.send({ method: 'GET', path }, token, { purpose: 'the question for the fields' });
  if (!answer.ok) return answer;
  if (listAt(answer.value, 'indices').length === 0) return noIndex(patterns, cluster);
  const source = sourceOf(cluster);
  const fields = fieldsOfCapabilities(capabilitiesIn(answer.value) ?? {}, source);
  return { ok: true, value: { source, patterns, fields: sortedByName(fields), authoritative: true } };
}

function sourceOf({ info }: Cluster): string {
  return info.clusterName ?? info.profile;
}

function sortedByName(fields: readonly FieldInfo[]): readonly FieldInfo[] {
  return [...fields].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Values of a keyword field that begin so, for completion; at most `size`. Cheap, and not exact: recent values may be missing.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-terms-enum
 */
export async function valuesOf(
  patterns: readonly string[],
  { field, prefix, size = 20 }: { readonly field: string; readonly prefix: string; readonly size?: number },
  cluster: Cluster,
  token: CancelToken,
): Promise<ClusterOutcome<readonly string[]>> {
  const path = `/${indicesPath(patterns)}/_terms_enum?${lenient}`;
  const body = { field, string: prefix, size, case_insensitive: true, timeout: '1s' };
  const answer = await cluster.send({ method: 'POST', path, body }, token, { timeout: 3000, purpose: 'the question for values' });
  if (!answer.ok) return answer;
  return { ok: true, value: listAt(answer.value, 'terms').filter((value): value is string => typeof value === 'string') };
}

/** What of a mapping a local run does not know by the types alone: by field, the longest value that is indexed. */
export async function ignoreAboveOf(
  patterns: readonly string[],
  fields: readonly string[],
  cluster: Cluster,
  token: CancelToken,
): Promise<ClusterOutcome<ReadonlyMap<string, number>>> {
  const path = `/${indicesPath(patterns)}/_mapping/field/${fields.map(encodeURIComponent).join(',')}?${lenient}`;
  const answer = await cluster.send({ method: 'GET', path }, token, { purpose: 'the question for the mapping' });
  if (!answer.ok) return answer;
  const found = new Map<string, number>();
  for (const index of Object.keys(answer.value)) {
    const mappings = recordAt(recordAt(answer.value, index), 'mappings') ?? {};
    for (const name of Object.keys(mappings)) {
      const field = recordAt(mappings, name);
      const [definition] = Object.values(recordAt(field, 'mapping') ?? {});
      const most =
        typeof definition === 'object' && definition !== null && 'ignore_above' in definition ? definition.ignore_above : undefined;
      if (typeof most === 'number') found.set(textAt(field, 'full_name') ?? name, Math.min(most, found.get(name) ?? most));
    }
  }
  return { ok: true, value: found };
}
