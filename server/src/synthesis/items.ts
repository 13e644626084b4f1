/** Values for the events of one sequence or sample: each satisfies its item, and all have the same join keys. */
import type { FieldId, FieldTable, Value } from '../events/event.js';
import type { Predicate } from '../evaluate/predicate.js';
import type { JoinKey } from '../evaluate/sequence/joinKeys.js';
import type { QueryItem, SampleQuery, SequenceQuery } from '../evaluate/sequence/query.js';
import { acceptedBy, type MadeValues } from './madeEvent.js';
import { findValues } from './search.js';
import { usualValues } from './usualValues.js';

/** What a search in the query of a rule needs besides the predicate. */
export interface SearchContext {
  readonly fields: FieldTable;
  readonly names: readonly string[];
  /** Of the query. */
  readonly text: string;
  /** What the rule's filters ask of each event. */
  readonly filter: Predicate | undefined;
}

/** Values for each item that is no missing event, in order; or why there are none. */
export type FoundItems =
  | { readonly ok: true; readonly items: readonly QueryItem[]; readonly values: readonly MadeValues[] }
  | { readonly ok: false; readonly reason: 'notFound' | 'noCommonKey' };

/** With `apart` no event satisfies `until` or what stands in a missing event as well. */
export function findItems(query: SequenceQuery | SampleQuery, context: SearchContext, apart: boolean): FoundItems {
  const items = query.items.filter(({ missing }) => !missing);
  const others = apart ? unwanted(query) : [];
  const predicates = items.map((item) => conditionOf(item, [...others, ...filterOf(context)]));
  const found: MadeValues[] = [];
  for (const predicate of predicates) {
    const values = valuesFor(predicate, context);
    if (values === undefined) return { ok: false, reason: 'notFound' };
    found.push(values);
  }
  const keyed = withKeys(items, found, predicates, context.fields);
  return keyed === undefined ? { ok: false, reason: 'noCommonKey' } : { ok: true, items, values: keyed };
}

function unwanted(query: SequenceQuery | SampleQuery): readonly Predicate[] {
  const until = query.kind === 'sequence' && query.until !== undefined ? [query.until] : [];
  return [...query.items.filter(({ missing }) => missing), ...until].map(({ predicate }) => ({
    kind: 'not',
    operand: predicate,
    span: predicate.span,
  }));
}

export function filterOf({ filter }: SearchContext): readonly Predicate[] {
  return filter === undefined ? [] : [filter];
}

/** What stands in the item, what holds for it because of its join keys, and more. */
export function conditionOf({ predicate, inherited }: QueryItem, more: readonly Predicate[] = []): Predicate {
  return allOf([predicate, ...inherited, ...more]);
}

export function allOf(operands: readonly Predicate[]): Predicate {
  const [first] = operands;
  if (first === undefined) return { kind: 'fixed', value: true, span: { start: 0, end: 0 } };
  return operands.length === 1 ? first : { kind: 'and', operands, span: first.span };
}

export function valuesFor(predicate: Predicate, { fields, names, text }: SearchContext, tries?: number): MadeValues | undefined {
  return findValues({ predicate, fields, names, text, accepts: acceptedBy(predicate, fields), ...(tries === undefined ? {} : { tries }) });
}

/** The same values in the keys of all items, and each item still satisfied. */
function withKeys(
  items: readonly QueryItem[],
  found: readonly MadeValues[],
  predicates: readonly Predicate[],
  fields: FieldTable,
): readonly MadeValues[] | undefined {
  const tests = predicates.map((predicate) => acceptedBy(predicate, fields));
  let current = found;
  for (const position of items[0]?.keys.keys() ?? []) {
    const keys = items.map((item) => item.keys[position]);
    const present = keys.flatMap((key, index) => (key?.field === undefined ? [] : [...(current[index]?.values.get(key.field.id) ?? [])]));
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
function withKey(made: MadeValues, id: FieldId | undefined, value: Value): MadeValues {
  if (id === undefined) return made;
  const before = made.values.get(id) ?? [];
  return { ...made, values: new Map([...made.values, [id, before.includes(value) ? before : [...before, value]]]) };
}

/** The values with the join keys of `keyed`, an event of the same item. */
export function withKeysOf(made: MadeValues, { keys }: QueryItem, keyed: MadeValues): MadeValues {
  const values = new Map(made.values);
  for (const { field } of keys) {
    const given = field === undefined ? undefined : keyed.values.get(field.id);
    if (field !== undefined && given !== undefined) values.set(field.id, given);
  }
  return { ...made, values };
}

function firstOf<T, R>(list: readonly T[], attempt: (element: T) => R | undefined): R | undefined {
  for (const element of list) {
    const result = attempt(element);
    if (result !== undefined) return result;
  }
  return undefined;
}
