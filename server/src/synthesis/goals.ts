/** What a search for values has settled so far: what is asked of each field, the values that answer it, and the scripts that hold. */
import type { FieldId, Value } from '../events/event.js';
import { valueTest, visibleTest, type ValueLeaf } from '../evaluate/leaves.js';
import type { Computed, FieldRef, Predicate } from '../evaluate/predicate.js';
import { candidatesOf } from './candidates.js';
import type { MadeValues } from './madeEvent.js';
import { products, says, type Choice } from './scriptChoices.js';

export interface ScriptGoal {
  readonly leaf: Computed;
  readonly wanted: boolean;
}

/** What is asked of one field. */
interface Demand {
  /** Each is satisfied by some value. */
  readonly some: readonly ValueLeaf[];
  /** None is satisfied by any value. */
  readonly none: readonly ValueLeaf[];
  readonly values: readonly Value[];
}

export interface Goals {
  readonly demands: ReadonlyMap<FieldId, Demand>;
  readonly scripts: readonly ScriptGoal[];
  /** The objects of nested fields. */
  readonly objects: ReadonlyMap<FieldId, readonly MadeValues[]>;
}

export const noDemands: Goals = { demands: new Map(), scripts: [], objects: new Map() };

const nothingAsked: Demand = { some: [], none: [], values: [] };

export function isValueLeaf(predicate: Predicate): predicate is ValueLeaf {
  return ['exists', 'equals', 'wildcard', 'regex', 'range'].includes(predicate.kind);
}

export function demandLeaf(state: Goals, leaf: ValueLeaf, wanted: boolean): Goals {
  const { id } = leaf.field;
  const demand = state.demands.get(id) ?? nothingAsked;
  const more = wanted ? { ...demand, some: [...demand.some, leaf] } : { ...demand, none: [...demand.none, leaf] };
  return { ...state, demands: new Map([...state.demands, [id, more]]) };
}

export function addObject(state: Goals, path: FieldId, object: MadeValues): Goals {
  return { ...state, objects: new Map([...state.objects, [path, [...(state.objects.get(path) ?? []), object]]]) };
}

/** With values for the touched fields; undefined where one of them cannot have what is asked of it. */
export function solveDemands(state: Goals, touched: ReadonlySet<FieldId>): Goals | undefined {
  if (touched.size === 0) return state;
  const demands = new Map(state.demands);
  for (const id of touched) {
    const demand = demands.get(id) ?? nothingAsked;
    const values = solve(demand);
    if (values === undefined) return undefined;
    demands.set(id, { ...demand, values });
  }
  return { ...state, demands };
}

export function valuesIn({ demands }: Goals, { id }: FieldRef): readonly Value[] {
  return demands.get(id)?.values ?? [];
}

const tests = new WeakMap<ValueLeaf, (value: Value) => boolean>();

function satisfies(leaf: ValueLeaf, value: Value): boolean {
  let test = tests.get(leaf);
  if (test === undefined) tests.set(leaf, (test = valueTest(leaf)));
  return test(value);
}

/** One value for all where there is one; otherwise as many as it takes. */
function solve({ some, none }: Demand): readonly Value[] | undefined {
  const isFree = (value: Value): boolean => !none.some((leaf) => satisfies(leaf, value));
  for (const leaf of some) {
    const beside = some.filter((other) => other !== leaf).map((other) => String(candidatesOf(other).next().value ?? ''));
    const fillings = beside.length === 0 ? [] : [beside.join(' '), [...beside].reverse().join(' '), ...beside];
    for (const value of candidatesOf(leaf, fillings)) {
      if (isFree(value) && some.every((other) => satisfies(other, value))) return [value];
    }
  }
  const values: Value[] = [];
  for (const leaf of some) {
    if (values.some((value) => satisfies(leaf, value))) continue;
    const value = first(candidatesOf(leaf), (candidate) => satisfies(leaf, candidate) && isFree(candidate));
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function first(candidates: Iterable<Value>, accepts: (value: Value) => boolean): Value | undefined {
  for (const value of candidates) if (accepts(value)) return value;
  return undefined;
}

export function holds({ leaf, wanted }: ScriptGoal, state: Goals): boolean {
  const lists = leaf.fields.map((field) => {
    const visible = valuesIn(state, field).filter(visibleTest(field));
    return visible.length === 0 ? [null] : visible;
  });
  let some = false;
  for (const choice of products(lists)) {
    const said = says(leaf, choice);
    if (said === undefined) return false;
    some ||= said;
  }
  return some === wanted;
}

/** The fields have the values of the choice, in the place of what they have where that still satisfies all, else beside it. */
export function takeChoice(state: Goals, fields: readonly FieldRef[], choice: Choice): Goals | undefined {
  for (const place of ['instead', 'beside'] as const) {
    const next = withChoice(state, fields, choice, place);
    if (next?.scripts.every((script) => holds(script, next)) === true) return next;
  }
  return undefined;
}

function withChoice(state: Goals, fields: readonly FieldRef[], choice: Choice, place: 'instead' | 'beside'): Goals | undefined {
  const demands = new Map(state.demands);
  for (const [index, { id }] of fields.entries()) {
    const value = choice[index] ?? null;
    const demand = demands.get(id) ?? nothingAsked;
    if (value === null) {
      if (demand.values.length > 0) return undefined;
      continue;
    }
    if (demand.none.some((leaf) => satisfies(leaf, value))) return undefined;
    const suffices = place === 'instead' && demand.some.every((leaf) => satisfies(leaf, value));
    demands.set(id, { ...demand, values: suffices ? [value] : [...new Set([...demand.values, value])] });
  }
  return { ...state, demands };
}
