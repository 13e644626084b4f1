/** Which index patterns belong to which field bundle, and which index families have no fields but those we know. */

/** Families of which every field is known: the bundles of the same patterns were made from the complete mappings. */
const wholeFamilies = [
  'logs-endpoint.events.*',
  'logs-endpoint.alerts-*',
  'winlogbeat-*',
  'auditbeat-*',
  'packetbeat-*',
  'endgame-*',
] as const;

/** Objects whose sub-fields are whatever the event source sends; Elastic's mappings take any of them. */
export const openObjects: readonly string[] = ['winlog.event_data', 'winlog.user_data', 'auditd.data'];

/** The index patterns of a rule, split into those searched and those taken out (`-pattern`), without remote cluster names. */
export interface IndexPatterns {
  readonly included: readonly string[];
  readonly excluded: readonly string[];
}

/** Index patterns as rules have them: lists at commas, exclusions by a minus, clusters by name and colon. Cluster names are left out. */
export function readPatterns(patterns: readonly string[]): IndexPatterns {
  const all = patterns.flatMap((pattern) => pattern.split(',')).map((pattern) => pattern.trim());
  return {
    included: all.filter((pattern) => pattern !== '' && !pattern.startsWith('-')).map(withoutCluster),
    excluded: all.filter((pattern) => pattern.startsWith('-')).map((pattern) => withoutCluster(pattern.slice(1))),
  };
}

/** https://www.elastic.co/docs/reference/elasticsearch/rest-apis/api-conventions: `cluster:index`. */
function withoutCluster(pattern: string): string {
  return pattern.slice(pattern.indexOf(':') + 1);
}

/** Whether the pattern is so wide that any integration may be behind it. */
export function isWide(pattern: string): boolean {
  const stem = pattern.split('*', 1)[0] ?? '';
  return pattern === '_all' || (pattern.includes('*') && ['logs-', 'metrics-'].some((family) => family.startsWith(stem)));
}

/** Whether all fields of the pattern's indices are known. */
export function isWhole(pattern: string): boolean {
  return wholeFamilies.some((family) => contains(family, pattern));
}

/** Whether a bundle for indices like `bundlePatterns` says anything about the rule's indices. */
export function concerns(bundlePatterns: readonly string[], rule: IndexPatterns): boolean {
  return bundlePatterns.some(
    (bundle) => rule.included.some((pattern) => overlap(pattern, bundle)) && !rule.excluded.some((pattern) => contains(pattern, bundle)),
  );
}

/** Whether some index name fits both patterns; `*` is any run of characters. */
export function overlap(a: string, b: string): boolean {
  // Most patterns differ before their first `*`, and most that do not have no more than that.
  let at = 0;
  for (; a[at] !== '*' && b[at] !== '*'; at++) {
    if (a[at] !== b[at]) return false;
    if (at === a.length) return true;
  }
  if ([a, b].some((pattern) => pattern.indexOf('*') === at && at === pattern.length - 1)) return true;
  // below[j]: whether the rest of `a` after i and the rest of `b` from j fit together.
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      if (a[i] === '*') row[j] = below[j] === true || row[j + 1] === true;
      else if (b[j] === '*') row[j] = row[j + 1] === true || below[j] === true;
      else if (i === a.length || j === b.length) row[j] = i === a.length && j === b.length;
      else row[j] = a[i] === b[j] && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

/** Whether every index name that fits `inner` fits `outer` too, as far as that is plain: `outer` ends in its only `*`. */
export function contains(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  return outer.indexOf('*') === outer.length - 1 && inner.startsWith(outer.slice(0, -1));
}
