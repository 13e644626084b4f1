/** The action lines of a bulk request. */

const actions = ['index', 'create', 'update', 'delete'] as const;
type BulkAction = (typeof actions)[number];

/** What may stand in an action, besides the metadata that begins with an underscore. */
const parameters = new Set([
  'routing', 'pipeline', 'require_alias', 'require_data_stream', 'retry_on_conflict', 'version', 'version_type', 'if_seq_no',
  'if_primary_term', 'dynamic_templates', 'list_executed_pipelines', 'parent',
]); // prettier-ignore

/** Which action the line is, or undefined where it is none: one key, named as an action, with nothing but metadata in it. */
export function bulkActionOf(line: string): BulkAction | undefined {
  if (!/^\{\s*"(?:index|create|update|delete)"\s*:\s*\{/.test(line)) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined; // Not an action line, then; whoever reads it as an event reports what is wrong with it.
  }
  const entries = Object.entries(parsed as Record<string, unknown>);
  const [name, metadata] = entries[0] ?? [];
  if (entries.length !== 1 || typeof metadata !== 'object' || metadata === null) return undefined;
  if (!Object.keys(metadata).every((key) => key.startsWith('_') || parameters.has(key))) return undefined;
  return actions.find((action) => action === name);
}
