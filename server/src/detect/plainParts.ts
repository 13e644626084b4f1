/** Parts of plain values that should have a certain form; undefined or nothing where they have not. */
import { isList, isRecord, type PlainRecord } from '../rule/plain.js';
import type { Plain } from '../rule/value.js';

export function textAt(record: PlainRecord, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberAt(record: PlainRecord, key: string): number | undefined {
  const value = record[key];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

export function recordAt(record: PlainRecord, key: string): PlainRecord | undefined {
  const value = record[key];
  return value !== undefined && isRecord(value) ? value : undefined;
}

/** A text, number or boolean as text. */
export function scalarAt(record: PlainRecord, key: string): string | undefined {
  const value = record[key];
  if (value === undefined || value === null || isList(value) || isRecord(value)) return undefined;
  return String(value);
}

/** The objects of a list; one object counts as a list of one. */
export function recordsAt(record: PlainRecord, key: string): readonly PlainRecord[] {
  return listAt(record, key).filter(isRecord);
}

/** The texts of a list; one text counts as a list of one. */
export function textsAt(record: PlainRecord, key: string): readonly string[] {
  return listAt(record, key).filter((each): each is string => typeof each === 'string' && each !== '');
}

function listAt(record: PlainRecord, key: string): readonly Plain[] {
  const value = record[key];
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}
