/** One event as a mapping reads it: by path or by a name of the mapping, with texts that mean nothing left out. */
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import { namedValues, valueAt } from './rawEvent.js';

/** What a mapping says on reading, with that of the mappings it extends. */
export interface Reading {
  /** Paths by the names that stand for them. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Texts that are no value. */
  readonly none: ReadonlySet<string>;
}

export interface FoundValue {
  /** Where it stands in the event. */
  readonly path: string;
  readonly value: Json;
}

/** Characters of a text that may stand for nothing. */
const longestNothing = 64;

export class EventReader {
  readonly #event: JsonObject;
  readonly #reading: Reading;
  readonly #roots = new Map<string, { readonly path: string; readonly object: JsonObject } | undefined>();

  constructor(event: JsonObject, reading: Reading) {
    this.#event = event;
    this.#reading = reading;
  }

  /** The value of `Image`, of `$id`, or of `$data.Image`; undefined where there is none. */
  find(path: string): FoundValue | undefined {
    if (!path.startsWith('$')) return this.#at(path);
    const dot = path.indexOf('.');
    if (dot > 0) {
      const root = this.root(path.slice(1, dot));
      const inner = path.slice(dot + 1);
      const value = root === undefined ? undefined : this.#valued(valueAt(root.object, inner));
      return root === undefined || value === undefined ? undefined : { path: root.path === '' ? inner : `${root.path}.${inner}`, value };
    }
    for (const candidate of this.#reading.names.get(path.slice(1)) ?? []) {
      const found = this.find(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The first object at one of the paths that the name stands for. */
  root(name: string): { readonly path: string; readonly object: JsonObject } | undefined {
    if (this.#roots.has(name)) return this.#roots.get(name);
    let found: { readonly path: string; readonly object: JsonObject } | undefined;
    for (const path of this.#reading.names.get(name) ?? []) {
      const object = namedValues(valueAt(this.#event, path));
      if (object === undefined) continue;
      found = { path, object };
      break;
    }
    this.#roots.set(name, found);
    return found;
  }

  isNothing(value: Json | undefined): boolean {
    return this.#valued(value) === undefined;
  }

  #at(path: string): FoundValue | undefined {
    const value = this.#valued(valueAt(this.#event, path));
    return value === undefined ? undefined : { path, value };
  }

  #valued(value: Json | undefined): Json | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value.length <= longestNothing && this.#reading.none.has(value.trim()) ? undefined : value;
    return isEmpty(value) ? undefined : value;
  }
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
