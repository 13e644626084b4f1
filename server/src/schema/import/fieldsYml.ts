/**
 * Fields of a `fields.yml` as integration packages keep them.
 * https://www.elastic.co/docs/extend/integrations/fields-yml
 */
import { isFieldType } from '../fieldType.js';
import type { FieldInfo } from '../catalog.js';
import { fieldOf, isRecord, numberAt, textAt, type Json } from './field.js';

/** The type of a field for which a package gives none, and those that go by other names there. */
const otherTypes: Readonly<Record<string, string>> = { array: 'keyword', 'group-of': 'object', string: 'keyword', number: 'double' };

/** Without fields that say `external: ecs` and no type of their own: the catalogue has them already. */
export function fieldsOfPackage(list: readonly unknown[], source: string): readonly FieldInfo[] {
  const fields: FieldInfo[] = [];
  collect(list, '', source, fields);
  return fields;
}

export function isPackageFields(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => isRecord(entry) && typeof entry['name'] === 'string');
}

function collect(list: readonly unknown[], prefix: string, source: string, fields: FieldInfo[]): void {
  for (const entry of list) {
    const key = isRecord(entry) ? textAt(entry, 'name') : undefined;
    if (!isRecord(entry) || key === undefined) continue;
    const name = prefix + key;
    const inner = entry['fields'];
    if (Array.isArray(inner)) collect(inner, `${name}.`, source, fields);
    if (!Array.isArray(inner) || textAt(entry, 'type') === 'nested') add(name, entry, source, fields);
    const multiFields = entry['multi_fields'];
    if (Array.isArray(multiFields)) collect(multiFields, `${name}.`, source, fields);
  }
}

function add(name: string, entry: Json, source: string, fields: FieldInfo[]): void {
  if (textAt(entry, 'external') !== undefined && textAt(entry, 'type') === undefined) return;
  const given = textAt(entry, 'type') ?? 'keyword';
  // `object` with `object_type` stands for fields of that type below the name, often written with a `*`.
  const below = given === 'object' ? textAt(entry, 'object_type') : undefined;
  const type = below !== undefined && name.includes('*') ? below : given;
  const field = fieldOf(
    name,
    { type: isFieldType(type) ? type : (otherTypes[type] ?? type), ignoreAbove: numberAt(entry, 'ignore_above') },
    source,
  );
  if (field !== undefined) fields.push(field);
}
