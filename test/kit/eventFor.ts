/** Makes events for a query: one that an event query matches, or those that make up one sequence or sample. */
import type { FieldId, FieldTable, Value } from '../../server/src/events/event.js';
import { isJsonObject, parseJson, type JsonObject } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import { EvaluationError, type Predicate } from '../../server/src/evaluate/predicate.js';
import type { JoinKey, QueryItem, SampleQuery, SequenceQuery } from '../../server/src/evaluate/sequence/query.js';
import { findValues, type FieldValues } from './eventForSearch.js';
import { usualValues } from './eventForValues.js';

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
export type MadeEvent = Readonly<Record<string, Json>>;

/** An event the predicate is true for; undefined where the search finds none. `text`: what the predicate's spans are of. */
export function eventFor(predicate: Predicate, fields: FieldTable, text: string): MadeEvent | undefined {
  const values = valuesFor(predicate, fields, text);
  return values === undefined ? undefined : eventOf(values, fields);
}

function valuesFor(predicate: Predicate, fields: FieldTable, text: string): FieldValues | undefined {
  return findValues({ predicate, fields, text, accepts: acceptedBy(predicate, fields) });
}

/** The values as an event, and that event as the query sees it. */
function acceptedBy(predicate: Predicate, fields: FieldTable): (values: FieldValues) => boolean {
  const test = compilePredicate(predicate);
  const view = createView(fields);
  return (values) => {
    view.reset(asRead(eventOf(values, fields)));
    try {
      return test(view);
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  };
}

function asRead(event: MadeEvent): JsonObject {
  const json = parseJson(JSON.stringify(event));
  if (!isJsonObject(json)) throw new Error('an event is an object');
  return json;
}

/** Objects in objects. Below a field that has values itself the name stays dotted; above one that is there already stand both. */
function eventOf(values: FieldValues, fields: FieldTable): MadeEvent {
  const event: Record<string, Json> = {};
  for (const [id, list] of values) {
    const json = list.map(jsonOf);
    put(event, (fields.names[id] ?? '').split('.'), json.length === 1 ? (json[0] ?? '') : json);
  }
  return event;
}

function jsonOf(value: Value): Json {
  return typeof value === 'bigint' ? Number(value) : value;
}

function put(object: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json): void {
  const inner = object[key];
  if (rest.length === 0) object[key] = inner === undefined ? value : [inner, value];
  else if (inner === undefined) put((object[key] = {}), rest, value);
  else if (typeof inner === 'object' && !Array.isArray(inner)) put(inner as Record<string, Json>, rest, value);
  else object[[key, ...rest].join('.')] = value;
}

const second = 1000;
const start = Date.parse('2024-05-06T07:08:00.000Z');

/** The times of the events lie a second apart; the last event, long after the others, only tells that time went on. */
export function eventsFor(query: SequenceQuery | SampleQuery, fields: FieldTable, text: string): readonly MadeEvent[] | undefined {
  const items = query.items.filter(({ missing }) => !missing);
  const found: FieldValues[] = [];
  for (const item of items) {
    const values = valuesFor(wholeOf(item), fields, text);
    if (values === undefined) return undefined;
    found.push(values);
  }
  const keyed = withKeys(items, found, fields);
  if (keyed === undefined) return undefined;
  const maxspan = (query.kind === 'sequence' ? query.maxspan : undefined) ?? Infinity;
  const timed = keyed.flatMap((values, index) => Array.from({ length: items[index]?.runs ?? 1 }, () => eventOf(values, fields)));
  const step = Math.max(1, Math.min(second, Math.floor(maxspan / (timed.length + 1))));
  const events = timed.map((event, index) => ({ ...event, '@timestamp': timeText(start + index * step) }));
  const later = start + (maxspan === Infinity ? 0 : maxspan) + 3600 * second;
  return [...events, { '@timestamp': timeText(later) }];
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function wholeOf({ predicate, inherited }: QueryItem): Predicate {
  return inherited.length === 0 ? predicate : { kind: 'and', operands: [predicate, ...inherited], span: predicate.span };
}

/** The same values in the keys of all items, and each item still satisfied. */
function withKeys(items: readonly QueryItem[], found: readonly FieldValues[], fields: FieldTable): readonly FieldValues[] | undefined {
  const tests = items.map((item) => acceptedBy(wholeOf(item), fields));
  let current = found;
  for (const position of items[0]?.keys.keys() ?? []) {
    const keys = items.map((item) => item.keys[position]);
    const present = keys.flatMap((key, index) => (key?.field === undefined ? [] : [...(current[index]?.get(key.field.id) ?? [])]));
    const next = firstOf([...present, ...keys.flatMap(usualKeys)], (value) => {
      const tried = current.map((values, index) => withKey(values, keys[index]?.field?.id, value));
      return tried.every((values, index) => tests[index]?.(values) === true) ? tried : undefined;
    });
    if (next === undefined) return undefined;
    current = next;
  }
  return current;
}

function usualKeys(key: JoinKey | undefined): readonly Value[] {
  return key?.field === undefined ? [] : usualValues(key.field);
}

/** The key's value is the only one where it can be, beside the others where it must. */
function withKey(values: FieldValues, id: FieldId | undefined, value: Value): FieldValues {
  if (id === undefined) return values;
  const before = values.get(id) ?? [];
  return new Map([...values, [id, before.includes(value) ? before : [...before, value]]]);
}

function firstOf<T, R>(list: readonly T[], attempt: (element: T) => R | undefined): R | undefined {
  for (const element of list) {
    const result = attempt(element);
    if (result !== undefined) return result;
  }
  return undefined;
}
