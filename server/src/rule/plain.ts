/** Values without places: what kind they are, and their keys in order. */
import type { Plain } from './value.js';

/** A table without places. */
export type PlainRecord = Readonly<Record<string, Plain>>;

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

export function isRecord(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** With the keys of all objects within in alphabetical order. */
export function sortedKeys(value: Plain): Plain {
  if (isList(value)) return value.map(sortedKeys);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortedKeys(value[key] ?? null)]));
}

/** Without the entries that `keep` refuses. */
export function filtered(record: PlainRecord, keep: (key: string, value: Plain) => boolean): PlainRecord {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => keep(key, value)));
}
