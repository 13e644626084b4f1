/** Which engine answers: Elasticsearch, or OpenSearch, which came from its version 7.10 and lacks what was added since. */
import type { ClusterEngine, ClusterInfo } from '../protocol/cluster.js';

/**
 * By the answer to the first request. OpenSearch says what it is, unless its administrator has it pass for 7.10.2; the motto stays.
 * https://github.com/opensearch-project/OpenSearch/pull/847
 */
export function engineOf(info: unknown): ClusterEngine {
  if (typeof info !== 'object' || info === null) return 'elasticsearch';
  const { version, tagline }: { readonly version?: unknown; readonly tagline?: unknown } = info;
  const distribution = typeof version === 'object' && version !== null && 'distribution' in version ? version.distribution : undefined;
  return distribution === 'opensearch' || /OpenSearch/.test(String(tagline)) ? 'opensearch' : 'elasticsearch';
}

/** The version that OpenSearch gives where it passes for the Elasticsearch that it came from. */
const disguise = '7.10.2';

export function openSearchVersion(number: string): string | undefined {
  return number === disguise ? undefined : number;
}

/** What a result of OpenSearch is not; one sentence each. */
export function engineNotes({ engine, version }: ClusterInfo): readonly string[] {
  if (engine === 'elasticsearch') return [];
  return [
    `OpenSearch${version === undefined ? '' : ` ${version}`} ran the query as Kibana sends it to Elasticsearch. Where a field has a type of its own there (flat_object in the place of flattened, derived in that of a runtime field), Elasticsearch may find other events.`,
  ];
}
