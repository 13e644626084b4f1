/** Finds the values of an event of any shape by path: nested, with dots in its keys, or as the named lists of an exported event log. */
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';

/** What stands at the dotted path; undefined where nothing does. An empty path is the event itself. */
export function valueAt(event: Json | undefined, path: string): Json | undefined {
  if (path === '') return event;
  if (!isJsonObject(event)) return undefined;
  const whole = own(event, path);
  if (whole !== undefined) return whole;
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const inner = own(event, path.slice(0, dot));
    if (inner === undefined) continue;
    const found = valueAt(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A value as text; objects and lists as JSON. */
export function textOf(value: Json): string {
  if (typeof value === 'object') return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
  return String(value);
}

/** The keys under which programs that turn event logs into JSON write the name and the text of an element. */
const nameKeys = ['@Name', 'Name', '#attributes.Name'] as const;
const textKeys = ['#text', 'text', 'content', '$'] as const;

/**
 * An object with the values by name, where the value is or holds a list of named elements:
 * `{"Data": [{"@Name": "Image", "#text": "C:\\a.exe"}]}` → `{"Image": "C:\\a.exe"}`. Any other object stays as it is.
 */
export function namedValues(value: Json | undefined): JsonObject | undefined {
  const list = isJsonObject(value) ? value['Data'] : value;
  if (!Array.isArray(list)) return isJsonObject(value) ? value : undefined;
  const found: Record<string, Json> = {};
  for (const element of list as readonly Json[]) {
    const name = firstText(element, nameKeys);
    if (name !== undefined) found[name] = firstText(element, textKeys) ?? '';
  }
  return Object.keys(found).length === 0 && isJsonObject(value) ? value : found;
}

function firstText(element: Json, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = valueAt(element, key);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
}
