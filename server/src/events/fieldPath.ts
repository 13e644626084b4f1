/**
 * The values of a dotted field name in an event: nested objects, dotted keys and any mixture of the two are the same field, arrays at any
 * depth are flattened, nulls are no values, objects are no values.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/object
 */
import type { Presence, Value } from './event.js';
import type { Json, JsonObject } from './json.js';

/** A field name split once: at each of its parts, the keys that may stand there and how many parts each takes. */
export interface FieldPath {
  readonly keysFrom: readonly (readonly string[])[];
}

/** Elasticsearch maps 20 parts unless told otherwise; the keys of a path grow with the cube of its parts. */
const mostParts = 100;
/** Of a name that no event has a field for. */
const nowhere: FieldPath = { keysFrom: [[]] };

/** `a.b.c` may begin with the keys `a`, `a.b` or `a.b.c`; after `a` with `b` or `b.c`; and so on. */
export function compilePath(name: string): FieldPath {
  const parts = name.split('.');
  if (parts.length > mostParts) return nowhere;
  return { keysFrom: parts.map((_, from) => parts.slice(from).map((__, count) => parts.slice(from, from + count + 1).join('.'))) };
}

const noValues: readonly Value[] = Object.freeze([]);

/** All values of the field in `object`, in the order in which they stand. */
export function valuesAt(object: JsonObject, path: FieldPath): readonly Value[] {
  let found: Value[] | undefined;
  visit(object, path, 0, (value) => {
    if (!isObject(value)) (found ??= []).push(value);
  });
  return found ?? noValues;
}

/** All objects at the field in `object`, out of arrays too. */
export function objectsAt(object: JsonObject, path: FieldPath): readonly JsonObject[] {
  const found: JsonObject[] = [];
  visit(object, path, 0, (value) => {
    if (isObject(value)) found.push(value);
  });
  return found;
}

/** What stands at the field in `object`, for saying why it has no value. */
export function presenceAt(object: JsonObject, path: FieldPath): Presence {
  if (valuesAt(object, path).length > 0) return 'value';
  if (objectsAt(object, path).length > 0) return 'object';
  return emptyAt(object, path, 0) ?? 'absent';
}

function emptyAt(json: Json | undefined, path: FieldPath, from: number): Presence | undefined {
  if (json === undefined) return undefined;
  if (from === path.keysFrom.length) return holdsNull(json) ? 'null' : 'empty';
  if (json === null || typeof json !== 'object') return undefined;
  if (isArray(json)) return firstOf(json, (item) => emptyAt(item, path, from));
  const object: JsonObject = json;
  return firstOf(path.keysFrom[from] ?? [], (key, count) => emptyAt(ownValue(object, key), path, from + count + 1));
}

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => Presence | undefined): Presence | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function holdsNull(json: Json): boolean {
  return json === null || (typeof json === 'object' && isArray(json) && json.some(holdsNull));
}

/** Calls `found` with each value of each field of the event and the field's full name; passes over keys of which `leads` says no to the name so far. */
export function walkFields(
  object: JsonObject,
  found: (name: string, value: Value) => void,
  leads: (name: string) => boolean = () => true,
  prefix = '',
): void {
  for (const key of Object.keys(object)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const value = object[key];
    if (value === undefined || !leads(name)) continue;
    flatten(value, (item) => {
      if (isObject(item)) walkFields(item, found, leads, name);
      else found(name, item);
    });
  }
}

/** Calls `found` with what stands at the end of the path: values and objects, never arrays or null. */
function visit(object: JsonObject, path: FieldPath, from: number, found: (value: Value | JsonObject) => void): void {
  const keys = path.keysFrom[from] ?? [];
  for (let count = 0; count < keys.length; count++) {
    const value = ownValue(object, keys[count] ?? '');
    if (value === undefined || value === null) continue;
    if (count === keys.length - 1) flatten(value, found);
    else descend(value, path, from + count + 1, found);
  }
}

function descend(value: Json, path: FieldPath, from: number, found: (value: Value | JsonObject) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isArray(value)) for (const item of value) descend(item, path, from, found);
  else visit(value, path, from, found);
}

function flatten(value: Json, found: (value: Value | JsonObject) => void): void {
  if (value === null) return;
  if (isArray(value)) for (const item of value) flatten(item, found);
  else found(value);
}

/** Own keys only: `constructor` is a field like any other. */
function ownValue(object: JsonObject, key: string): Json | undefined {
  const value = object[key];
  return value === undefined || Object.hasOwn(object, key) ? value : undefined;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Value | JsonObject): value is JsonObject {
  return typeof value === 'object';
}
