/** Whether two predicates are true for the same events: on events made for them, on those with small changes, and on others. */
import type { FieldTable } from '../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import type { Predicate } from '../../server/src/evaluate/predicate.js';
import type { MadeEvent, MadeJson } from '../../server/src/synthesis/madeEvent.js';
import { eventFor } from './eventFor.js';

/** A predicate and the text its spans are of. */
export interface Side {
  readonly predicate: Predicate;
  readonly text: string;
}

export interface Comparison {
  /** How many events were tried, and for how many of them both are true. */
  readonly tried: number;
  readonly matching: number;
  /** The first event for which only one is true, as JSON. */
  readonly difference: string | undefined;
}

/** `lines`: further events, as JSON. */
export function compareOnEvents(one: Side, other: Side, fields: FieldTable, lines: readonly string[]): Comparison {
  const [first, second] = [compilePredicate(one.predicate), compilePredicate(other.predicate)];
  const view = createView(fields);
  let tried = 0;
  let matching = 0;
  for (const line of new Set([...lines, ...madeFor(one, fields), ...madeFor(other, fields)])) {
    const event = parseJson(line);
    if (!isJsonObject(event)) throw new Error('an event is an object');
    view.reset(event);
    const isTrue = first(view);
    if (isTrue !== second(view)) return { tried, matching, difference: line };
    tried++;
    if (isTrue) matching++;
  }
  return { tried, matching, difference: undefined };
}

function madeFor({ predicate, text }: Side, fields: FieldTable): readonly string[] {
  return [predicate, { kind: 'not' as const, operand: predicate, span: predicate.span }].flatMap((wanted) => {
    const made = eventFor(wanted, fields, text);
    return made === undefined ? [] : [made, ...nearMisses(made)].map((event) => JSON.stringify(event));
  });
}

/** The event with one value left out or changed: in its letters, its end, with a second value beside it, of another kind. */
function nearMisses(event: MadeEvent): readonly MadeEvent[] {
  return Object.entries(event).flatMap(([key, value]) => {
    const without = Object.fromEntries(Object.entries(event).filter(([other]) => other !== key));
    return [without, ...changed(value).map((other) => ({ ...event, [key]: other }))];
  });
}

function changed(value: MadeJson): readonly MadeJson[] {
  if (typeof value === 'string') return [value.toUpperCase(), `${value}q`, `q${value}`, value.slice(1), [value, 'q'], '', '0'];
  if (typeof value === 'number') return [value + 1, value - 1, [value, value + 7], String(value)];
  if (typeof value === 'boolean') return [!value, [value, !value], String(value)];
  if (isList(value)) return [...value.map((_, index) => value.filter((__, other) => other !== index)), ['q']];
  return nearMisses(value);
}

function isList(value: MadeJson): value is readonly MadeJson[] {
  return Array.isArray(value);
}
