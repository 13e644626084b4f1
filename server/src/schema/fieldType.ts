/**
 * The field types of Elasticsearch and the families that behave alike in EQL and KQL.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/field-data-types
 */

export const fieldTypes = [
  'keyword', 'constant_keyword', 'wildcard', 'text', 'match_only_text', 'long', 'integer', 'short', 'byte', 'unsigned_long',
  'double', 'float', 'half_float', 'scaled_float', 'boolean', 'date', 'date_nanos', 'ip', 'version', 'object', 'nested', 'flattened',
  'geo_point', 'geo_shape', 'binary', 'alias', 'integer_range', 'long_range', 'float_range', 'double_range', 'date_range', 'ip_range',
  'histogram', 'dense_vector', 'counted_keyword', 'passthrough',
] as const; // prettier-ignore

export type FieldType = (typeof fieldTypes)[number];

/** Types whose values behave alike in comparisons. `unsupported` ones cannot be queried by EQL. */
export type FieldFamily =
  'keyword' | 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'ip' | 'version' | 'object' | 'nested' | 'flattened' | 'unsupported';

const families: Readonly<Partial<Record<FieldType, FieldFamily>>> = {
  keyword: 'keyword',
  constant_keyword: 'keyword',
  counted_keyword: 'keyword',
  wildcard: 'keyword',
  text: 'text',
  match_only_text: 'text',
  long: 'integer',
  integer: 'integer',
  short: 'integer',
  byte: 'integer',
  unsigned_long: 'integer',
  double: 'decimal',
  float: 'decimal',
  half_float: 'decimal',
  scaled_float: 'decimal',
  boolean: 'boolean',
  date: 'date',
  date_nanos: 'date',
  ip: 'ip',
  version: 'version',
  object: 'object',
  passthrough: 'object',
  nested: 'nested',
  flattened: 'flattened',
};

/** What can be asked of fields of the type; `unsupported` for types that no query can use. */
export function familyOf(type: FieldType): FieldFamily {
  return families[type] ?? 'unsupported';
}

const known: ReadonlySet<string> = new Set(fieldTypes);

export function isFieldType(type: string): type is FieldType {
  return known.has(type);
}
