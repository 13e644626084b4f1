/** An event as a query sees it, over its parsed JSON. */
import type { EventView, FieldId, FieldTable, Presence, Value } from './event.js';
import { compilePath, objectsAt, presenceAt, valuesAt, walkFields, type FieldPath } from './fieldPath.js';
import type { JsonObject } from './json.js';

const emptyEvent: JsonObject = Object.freeze({});
const noValues: readonly Value[] = Object.freeze([]);

/** A view for one event after the other: call `reset`, then ask. Fields may be added to the table at any time. */
export function createView(fields: FieldTable): JsonView {
  return new JsonView(new Scope(fields, ''), emptyEvent);
}

/** The fields at and below one object field, with their paths from there. */
class Scope {
  readonly #fields: FieldTable;
  /** The full name of the object field, with a final dot; empty for the event itself. */
  readonly prefix: string;
  readonly #paths: (FieldPath | undefined)[] = [];
  readonly #inner = new Map<FieldId, Scope>();

  constructor(fields: FieldTable, prefix: string) {
    this.#fields = fields;
    this.prefix = prefix;
  }

  nameOf(field: FieldId): string {
    return this.#fields.names[field] ?? '';
  }

  /** Undefined for a field outside this object. */
  pathOf(field: FieldId): FieldPath | undefined {
    const known = this.#paths[field];
    if (known !== undefined) return known;
    const name = this.nameOf(field);
    if (!name.startsWith(this.prefix)) return undefined;
    const path = compilePath(name.slice(this.prefix.length));
    this.#paths[field] = path;
    return path;
  }

  within(field: FieldId): Scope {
    let scope = this.#inner.get(field);
    if (scope === undefined) {
      scope = new Scope(this.#fields, `${this.nameOf(field)}.`);
      this.#inner.set(field, scope);
    }
    return scope;
  }
}

/** Values are looked up once for each field and event. */
export class JsonView implements EventView {
  readonly #scope: Scope;
  #object: JsonObject;
  #metadata: JsonObject | undefined;
  readonly #values: (readonly Value[] | undefined)[] = [];
  #all: ReadonlyMap<string, readonly Value[]> | undefined;
  /** Only the fields below some names. */
  readonly #below = new Map<string, ReadonlyMap<string, readonly Value[]>>();

  constructor(scope: Scope, object: JsonObject) {
    this.#scope = scope;
    this.#object = object;
  }

  /** Makes this the view of another event. `metadata` gives the fields `_id` and `_index`, which stand beside the event in a search hit. */
  reset(object: JsonObject, metadata?: JsonObject): void {
    this.#object = object;
    this.#metadata = metadata;
    this.#values.fill(undefined);
    this.#all = undefined;
    if (this.#below.size > 0) this.#below.clear();
  }

  values(field: FieldId): readonly Value[] {
    const known = this.#values[field];
    if (known !== undefined) return known;
    const path = this.#scope.pathOf(field);
    let values = path === undefined ? noValues : valuesAt(this.#object, path);
    if (values.length === 0 && path !== undefined && this.#metadata !== undefined) values = valuesAt(this.#metadata, path);
    this.#values[field] = values;
    return values;
  }

  objects(field: FieldId): readonly EventView[] {
    const path = this.#scope.pathOf(field);
    if (path === undefined) return [];
    const inner = this.#scope.within(field);
    return objectsAt(this.#object, path).map((object) => new JsonView(inner, object));
  }

  fieldsMatching(accepts: (name: string) => boolean, below?: string): readonly string[] {
    const fields = below === undefined ? this.#allFields() : (this.#all ?? this.#fieldsBelow(below));
    return [...fields.keys()].filter(accepts);
  }

  valuesOf(name: string): readonly Value[] {
    if (this.#all === undefined) for (const fields of this.#below.values()) if (fields.has(name)) return fields.get(name) ?? noValues;
    return this.#allFields().get(name) ?? noValues;
  }

  presence(field: FieldId): Presence {
    if (this.values(field).length > 0) return 'value';
    const path = this.#scope.pathOf(field);
    return path === undefined ? 'absent' : presenceAt(this.#object, path);
  }

  #allFields(): ReadonlyMap<string, readonly Value[]> {
    this.#all ??= this.#walk(() => true);
    return this.#all;
  }

  #fieldsBelow(name: string): ReadonlyMap<string, readonly Value[]> {
    let fields = this.#below.get(name);
    if (fields === undefined) {
      fields = this.#walk((own) => {
        const full = this.#scope.prefix + own;
        return isAtOrBelow(full, name) || isAtOrBelow(name, full);
      });
      this.#below.set(name, fields);
    }
    return fields;
  }

  #walk(leads: (name: string) => boolean): ReadonlyMap<string, readonly Value[]> {
    const found = new Map<string, Value[]>();
    walkFields(
      this.#object,
      (name, value) => {
        const full = this.#scope.prefix + name;
        const values = found.get(full);
        if (values === undefined) found.set(full, [value]);
        else values.push(value);
      },
      leads,
    );
    return found;
  }
}

function isAtOrBelow(name: string, other: string): boolean {
  return name.startsWith(other) && (name.length === other.length || name.charAt(other.length) === '.');
}
