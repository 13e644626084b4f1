/** The types the checks reason about, and how they are named in messages. */
import type { FieldInfo } from '../schema/catalog.js';
import { familyOf, type FieldFamily } from '../schema/fieldType.js';
import type { ValueKind } from '../schema/operators.js';

/** What an expression yields. `undefined` where that is not known: then nothing is complained about. */
export type InferredType = FieldFamily | 'null' | undefined;

/** The family of a field, as far as it is a ground for complaints. */
export function certainFamily(info: FieldInfo | undefined): FieldFamily | undefined {
  // EQL takes binary fields, whatever is compared with them.
  if (info === undefined || info.typeUncertain === true || info.type === 'binary') return undefined;
  return familyOf(info.type);
}

/** The kind of constant that a value of this type is; undefined where it is none. */
export function valueKindOf(type: InferredType): ValueKind | undefined {
  if (type === 'keyword') return 'string';
  if (type === 'integer' || type === 'decimal') return 'number';
  return type === 'boolean' ? 'boolean' : undefined;
}

const familyNames: Readonly<Record<FieldFamily, string>> = {
  keyword: 'text',
  text: 'analysed text',
  integer: 'a number',
  decimal: 'a number',
  boolean: 'a boolean',
  date: 'a date',
  ip: 'an IP address',
  version: 'a version',
  object: 'an object',
  nested: 'a nested object',
  flattened: 'a flattened object',
  unsupported: 'of another kind',
};

/** `a number`, `an IP address`: ends the sentence "it is …". */
export function describeFamily(family: FieldFamily): string {
  return familyNames[family];
}

/** Types that Elasticsearch can join on, or compare in a list, with one another. */
export function areCompatible(a: FieldFamily, b: FieldFamily): boolean {
  return a === b || (isNumeric(a) && isNumeric(b)) || (isText(a) && isText(b));
}

export function isNumeric(type: InferredType): boolean {
  return type === 'integer' || type === 'decimal';
}

function isText(family: FieldFamily): boolean {
  return family === 'keyword' || family === 'text';
}
