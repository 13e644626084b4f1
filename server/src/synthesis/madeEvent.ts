/** Values of fields as the JSON of an event, and an event as the evaluator sees it. */
import type { FieldId, FieldTable, Value } from '../events/event.js';
import { isJsonObject, parseJson, type JsonObject } from '../events/json.js';
import { createView } from '../events/view.js';
import { compilePredicate } from '../evaluate/compile.js';
import { EvaluationError, type Predicate } from '../evaluate/predicate.js';
import { invariant } from '../base/invariant.js';

/** The values of each field that has some, and the objects of nested fields. */
export interface MadeValues {
  readonly values: ReadonlyMap<FieldId, readonly Value[]>;
  readonly objects: ReadonlyMap<FieldId, readonly MadeValues[]>;
}

export type MadeJson = string | number | boolean | readonly MadeJson[] | { readonly [key: string]: MadeJson };
export type MadeEvent = Readonly<Record<string, MadeJson>>;

/** Objects in objects. Below a field that has values itself the name stays dotted; above one that is there already stand both. */
export function eventOf(made: MadeValues, fields: FieldTable): MadeEvent {
  return objectOf(made, fields, '');
}

/** The fields of the object are named from `prefix` on. */
function objectOf({ values, objects }: MadeValues, fields: FieldTable, prefix: string): MadeEvent {
  const event: Record<string, MadeJson> = {};
  for (const [id, list] of values) putField(event, nameFrom(fields.names[id] ?? '', prefix), onlyOrList(list.map(jsonOf)));
  for (const [id, list] of objects) {
    const name = fields.names[id] ?? '';
    putField(event, nameFrom(name, prefix), onlyOrList(list.map((object) => objectOf(object, fields, `${name}.`))));
  }
  return event;
}

function nameFrom(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function onlyOrList(list: readonly MadeJson[]): MadeJson {
  return list.length === 1 ? (list[0] ?? '') : list;
}

function jsonOf(value: Value): MadeJson {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Adds a field by its dotted name. */
export function putField(event: Record<string, MadeJson>, name: string, value: MadeJson): void {
  put(event, name.split('.'), value);
}

function put(object: Record<string, MadeJson>, [key = '', ...rest]: readonly string[], value: MadeJson): void {
  const inner = object[key];
  if (rest.length === 0) object[key] = inner === undefined ? value : [inner, value];
  else if (inner === undefined) {
    const below: Record<string, MadeJson> = {};
    object[key] = below;
    put(below, rest, value);
  } else if (isObject(inner)) {
    const below = { ...inner };
    object[key] = below;
    put(below, rest, value);
  } else object[[key, ...rest].join('.')] = value;
}

function isObject(value: MadeJson): value is { readonly [key: string]: MadeJson } {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The event as it is read from a file. */
export function asRead(event: MadeEvent): JsonObject {
  const json = parseJson(JSON.stringify(event));
  invariant(isJsonObject(json), 'an event is an object');
  return json;
}

/** Whether the predicate is true for an event with the values; one that it fails on is not accepted. */
export function acceptedBy(predicate: Predicate, fields: FieldTable): (made: MadeValues) => boolean {
  const test = compilePredicate(predicate);
  const view = createView(fields);
  return (made) => {
    view.reset(asRead(eventOf(made, fields)));
    try {
      return test(view);
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  };
}
