/** One field of an imported description, brought to the form that the catalogue has. */
import type { FieldInfo } from '../catalog.js';
import { isFieldType } from '../fieldType.js';

/** What a description says of a field beyond its name. */
export interface ImportedFacts {
  readonly type: string;
  readonly ignoreAbove?: number | undefined;
  /** A normaliser of the mapping: all that Elastic's packages use lower the value. */
  readonly normalizer?: string | undefined;
  readonly uncertain?: boolean;
}

/** Undefined for a type that no query can use and that we do not know. */
export function fieldOf(name: string, { type, ignoreAbove, normalizer, uncertain }: ImportedFacts, source: string): FieldInfo | undefined {
  const known = type === 'group' ? 'object' : type;
  if (!isFieldType(known)) return undefined;
  return {
    name,
    type: known,
    source,
    array: false,
    ignoreAbove: known === 'keyword' ? ignoreAbove : undefined,
    values: undefined,
    ...(normalizer === undefined ? {} : { lowercased: true as const }),
    ...(uncertain === true || known === 'alias' ? { typeUncertain: true as const } : {}),
  };
}

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordAt(value: unknown, key: string): Json | undefined {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : undefined;
}

export function textAt(value: Json, key: string): string | undefined {
  const inner = value[key];
  return typeof inner === 'string' ? inner : undefined;
}

export function numberAt(value: Json, key: string): number | undefined {
  const inner = value[key];
  return typeof inner === 'number' ? inner : undefined;
}
