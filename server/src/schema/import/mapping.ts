/**
 * Fields of an Elasticsearch mapping: the answer of `GET index/_mapping`, an index or component template, or its `mappings` alone.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-get-mapping
 */
import type { FieldInfo } from '../catalog.js';
import { fieldOf, isRecord, numberAt, recordAt, textAt, type Json } from './field.js';

/** The `properties` of every mapping in the file; undefined when it is no mapping. */
export function mappingsIn(json: Json): readonly Json[] | undefined {
  const own = propertiesOf(json);
  if (own !== undefined) return [own];
  const indices = propertiesOfAll(Object.values(json));
  if (indices.length > 0) return indices;
  const templates = ['index_templates', 'component_templates'].flatMap((key) => (Array.isArray(json[key]) ? (json[key] as unknown[]) : []));
  const found = propertiesOfAll(
    templates.map((template) => recordAt(template, 'index_template') ?? recordAt(template, 'component_template')),
  );
  return found.length === 0 ? undefined : found;
}

function propertiesOfAll(values: readonly unknown[]): readonly Json[] {
  return values.map(propertiesOf).filter((properties) => properties !== undefined);
}

function propertiesOf(value: unknown): Json | undefined {
  const mappings = recordAt(value, 'mappings') ?? recordAt(recordAt(value, 'template'), 'mappings') ?? value;
  const properties = recordAt(mappings, 'properties');
  return properties !== undefined && Object.values(properties).every(isRecord) ? properties : undefined;
}

export function fieldsOfMapping(properties: Json, source: string): readonly FieldInfo[] {
  const fields: FieldInfo[] = [];
  collect(properties, '', source, fields);
  return fields;
}

function collect(properties: Json, prefix: string, source: string, fields: FieldInfo[]): void {
  for (const [key, definition] of Object.entries(properties)) {
    if (!isRecord(definition)) continue;
    const name = prefix + key;
    const inner = recordAt(definition, 'properties');
    const type = textAt(definition, 'type') ?? 'object';
    // An object with fields of its own is told by them; a nested one is a field too.
    if (inner === undefined || type === 'nested') add(name, type, definition, source, fields);
    if (inner !== undefined) collect(inner, `${name}.`, source, fields);
    const multiFields = recordAt(definition, 'fields');
    if (multiFields !== undefined) collect(multiFields, `${name}.`, source, fields);
  }
}

function add(name: string, type: string, definition: Json, source: string, fields: FieldInfo[]): void {
  const facts = { type, ignoreAbove: numberAt(definition, 'ignore_above'), normalizer: textAt(definition, 'normalizer') };
  const field = fieldOf(name, facts, source);
  if (field !== undefined) fields.push(field);
}
