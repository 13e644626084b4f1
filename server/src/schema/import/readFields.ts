/** A file that describes fields, in any of the forms people have them, to the fields it lists. */
import { parse as parseYaml } from 'yaml';
import { fail, succeed, type Outcome } from '../../base/host.js';
import type { FieldInfo } from '../catalog.js';
import { fieldsByPattern, isCustomSchema } from './customSchema.js';
import { isRecord } from './field.js';
import { capabilitiesIn, fieldsOfCapabilities } from './fieldCaps.js';
import { fieldsOfPackage, isPackageFields } from './fieldsYml.js';
import { fieldsOfMapping, mappingsIn } from './mapping.js';

export interface ImportedFields {
  /** Of the indices that have them; undefined where the file does not say. */
  readonly patterns: readonly string[] | undefined;
  /** Sorted by name, each name once. */
  readonly fields: readonly FieldInfo[];
  /** Whether they are all the fields there are: those of a mapping are. */
  readonly authoritative: boolean;
}

/** `source` is what users see as the fields' origin. Fails where the file is none of the known forms; says which there are. */
export function readFields(text: string, source: string): Outcome<readonly ImportedFields[]> {
  let content: unknown;
  try {
    // JSON is YAML, but YAML reads a large JSON file ten times slower.
    content = /^\s*[[{]/.test(text) ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    return fail('damaged', `${source} is neither JSON nor YAML: ${firstLine(error)}`);
  }
  const found = formOf(content, source);
  if (found === undefined || found.every(({ fields }) => fields.length === 0)) return fail('unsupported', unknownForm(source));
  return succeed(found);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

function unknownForm(source: string): string {
  return (
    `${source} lists no fields; give the answer of GET index/_mapping or GET index/_field_caps?fields=*, a fields.yml of an integration, ` +
    'or {"index pattern": {"field": "type"}}'
  );
}

function formOf(content: unknown, source: string): readonly ImportedFields[] | undefined {
  const everywhere = (fields: readonly FieldInfo[], authoritative: boolean): readonly ImportedFields[] => [
    { patterns: undefined, fields: sorted(fields), authoritative },
  ];
  if (isPackageFields(content)) return everywhere(fieldsOfPackage(content, source), false);
  if (!isRecord(content)) return undefined;
  if (isCustomSchema(content)) {
    return fieldsByPattern(content, source).map(({ pattern, fields }) => ({
      patterns: [pattern],
      fields: sorted(fields),
      authoritative: false,
    }));
  }
  const mappings = mappingsIn(content);
  if (mappings !== undefined)
    return everywhere(
      mappings.flatMap((properties) => fieldsOfMapping(properties, source)),
      true,
    );
  const capabilities = capabilitiesIn(content);
  return capabilities === undefined ? undefined : everywhere(fieldsOfCapabilities(capabilities, source), true);
}

/** Of a field that indices map in different ways the type is uncertain. */
function sorted(fields: readonly FieldInfo[]): readonly FieldInfo[] {
  const byName = new Map<string, FieldInfo>();
  for (const field of fields) {
    const known = byName.get(field.name);
    byName.set(field.name, known === undefined || known.type === field.type ? field : { ...known, typeUncertain: true });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
