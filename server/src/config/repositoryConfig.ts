/**
 * The `_config.yaml` of a detections-as-code repository: what its owners switched off there is not asked of its rules here.
 * https://dac-reference.readthedocs.io/en/latest/dac_concept_and_workflows.html
 */
import { parse as parseYaml } from 'yaml';
import type { AnalysisSettings } from '../analysis/analyze.js';

export interface RepositoryConfig {
  readonly severity: NonNullable<AnalysisSettings['severity']>;
  /** Of the file that names the repository's own field lists, relative to this one; undefined where there is none. */
  readonly stackSchemaMap: string | undefined;
  /** Of the file that says what was released, relative to this one. */
  readonly versionLock: string;
}

/** The diagnostics that each switch takes away. */
const bypassed: Readonly<Record<string, readonly string[]>> = {
  bypass_version_lock: ['RUL008', 'REP003'],
  bypass_note_validation_and_parse: ['DOC002', 'DOC003', 'DOC004', 'DOC005', 'DOC006'],
  bypass_bbr_lookback_validation: ['RUL015'],
  bypass_tags_validation: ['TAG002', 'TAG003', 'TAG004', 'TAG005', 'TAG006'],
  bypass_timeline_template_validation: ['RUL009'],
  bypass_esql_keep_validation: ['TYP141'],
  bypass_esql_metadata_validation: ['TYP141'],
  no_tactic_filename: ['TOM012'],
};

const optionalValidation = [
  'bypass_note_validation_and_parse',
  'bypass_bbr_lookback_validation',
  'bypass_tags_validation',
  'bypass_timeline_template_validation',
  'bypass_esql_keep_validation',
  'bypass_esql_metadata_validation',
];

/** Undefined when the text is no YAML: the tool it belongs to says so. */
export function readRepositoryConfig(text: string): RepositoryConfig | undefined {
  const content = yamlRecord(text);
  if (content === undefined) return undefined;
  const isOn = (key: string): boolean =>
    content[key] === true || (content['bypass_optional_elastic_validation'] === true && optionalValidation.includes(key));
  const off = Object.entries(bypassed).flatMap(([key, codes]) => (isOn(key) ? codes : []));
  const severity = Object.fromEntries(off.map((code) => [code, 'off' as const]));
  const files = content['files'];
  const fileOf = (key: string): string | undefined => {
    const file = typeof files === 'object' && files !== null ? (Reflect.get(files, key) as unknown) : undefined;
    return typeof file === 'string' ? file : undefined;
  };
  return {
    severity: content['normalize_kql_keywords'] === false ? { ...severity, KQL104: 'error' } : severity,
    stackSchemaMap: fileOf('stack_schema_map'),
    versionLock: fileOf('version_lock') ?? 'etc/version.lock.json',
  };
}

/** The files with field lists that the newest stack of the map names, relative to the map. */
export function fieldFilesOf(stackSchemaMap: string): readonly string[] {
  const stacks = Object.entries(yamlRecord(stackSchemaMap) ?? {}).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const newest = stacks.at(-1)?.[1];
  if (typeof newest !== 'object' || newest === null) return [];
  return Object.values(newest).filter((file): file is string => typeof file === 'string' && file.endsWith('.json'));
}

function yamlRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = parseYaml(text);
    return typeof content === 'object' && content !== null ? (content as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
