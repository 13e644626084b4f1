/** Fields as detections-as-code repositories list them: `{"index pattern": {"field": "type"}}`. */
import type { FieldInfo } from '../catalog.js';
import { isFieldType } from '../fieldType.js';
import { fieldOf, isRecord, type Json } from './field.js';

/** Whether the file lists fields by index pattern. */
export function isCustomSchema(json: Json): boolean {
  const groups = Object.values(json);
  return (
    groups.length > 0 &&
    groups.every((group) => isRecord(group) && Object.values(group).every((type) => typeof type === 'string' && isFieldType(type)))
  );
}

export function fieldsByPattern(
  json: Json,
  source: string,
): readonly { readonly pattern: string; readonly fields: readonly FieldInfo[] }[] {
  return Object.entries(json).map(([pattern, group]) => {
    const fields = Object.entries(isRecord(group) ? group : {}).flatMap(
      ([name, type]) => fieldOf(name, { type: String(type) }, source) ?? [],
    );
    return { pattern, fields };
  });
}

/** The same form, written: what inference from events stores. Sorted by name. */
export function customSchemaText(patterns: readonly string[], fields: readonly Pick<FieldInfo, 'name' | 'type'>[]): string {
  const types = Object.fromEntries([...fields].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, type }) => [name, type]));
  return `${JSON.stringify(Object.fromEntries(patterns.map((pattern) => [pattern, types])), undefined, 2)}\n`;
}
