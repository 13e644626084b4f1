/**
 * Fields of an answer of the field capabilities API.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-field-caps
 */
import type { FieldInfo } from '../catalog.js';
import { isFieldType } from '../fieldType.js';
import { fieldOf, isRecord, recordAt, type Json } from './field.js';

/** The `fields` of the answer; undefined when it is none. */
export function capabilitiesIn(json: Json): Json | undefined {
  const fields = recordAt(json, 'fields');
  if (fields === undefined) return undefined;
  const isCapability = (field: unknown): boolean =>
    isRecord(field) && Object.values(field).every((one) => isRecord(one) && typeof one['type'] === 'string');
  return Object.values(fields).every(isCapability) ? fields : undefined;
}

export function fieldsOfCapabilities(capabilities: Json, source: string): readonly FieldInfo[] {
  return Object.entries(capabilities).flatMap(([name, byType]) => {
    const types = Object.entries(isRecord(byType) ? byType : {}).filter(([, one]) => !isRecord(one) || one['metadata_field'] !== true);
    const usable = types.map(([type]) => type).filter((type) => type !== 'unmapped' && isFieldType(type));
    const [type] = usable;
    // Objects are told by the fields below them.
    if (type === undefined || type === 'object') return [];
    const field = fieldOf(name, { type, uncertain: usable.length > 1 }, source);
    if (field === undefined) return [];
    return usable.length > 1 ? { ...field, indexTypes: usable } : field;
  });
}
