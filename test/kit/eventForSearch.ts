/** From a predicate to values of fields that satisfy it: a bounded search over the branches of its `or`s. */
import type { FieldId, FieldTable, Value } from '../../server/src/events/event.js';
import { visibleTest, valueTest, type ValueLeaf } from '../../server/src/evaluate/leaves.js';
import type { Computed, FieldRef, Predicate } from '../../server/src/evaluate/predicate.js';
import { chooser, type Choose } from './eventForRegex.js';
import { choicesOf, products, says } from './eventForScripts.js';
import { candidatesOf } from './eventForValues.js';

/** The values of each field that has some. */
export type FieldValues = ReadonlyMap<FieldId, readonly Value[]>;

/** What is looked for, and how a find is checked as a whole. */
export interface Search {
  readonly predicate: Predicate;
  readonly fields: FieldTable;
  /** The text the predicate's spans are of. */
  readonly text: string;
  readonly accepts: (values: FieldValues) => boolean;
}

/** A predicate that is to be true, or false. */
interface Goal {
  readonly predicate: Predicate;
  readonly wanted: boolean;
}

interface ScriptGoal {
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

interface State {
  readonly demands: ReadonlyMap<FieldId, Demand>;
  readonly scripts: readonly ScriptGoal[];
}

/** Steps of one try; then the next one starts with the branches in another order. */
const mostSteps = 2_000;
const tries = 12;

/** Undefined where none was found: the predicate may still have one. */
export function findValues(search: Search): FieldValues | undefined {
  for (let seed = 0; seed < tries; seed++) {
    const found = new Try(search, seed === 0 ? undefined : chooser(seed)).run();
    if (found !== undefined) return found;
  }
  return undefined;
}

class Try {
  #steps = 0;

  constructor(
    readonly search: Search,
    readonly choose: Choose | undefined,
  ) {}

  run(): FieldValues | undefined {
    return this.#reach([{ predicate: this.search.predicate, wanted: true }], [], { demands: new Map(), scripts: [] });
  }

  /** Satisfies the goals first, then one of the alternatives of each branch. */
  #reach(goals: readonly Goal[], branches: readonly (readonly Goal[])[], before: State): FieldValues | undefined {
    if (++this.#steps > mostSteps) return undefined;
    const open = [...branches];
    const units: Goal[] = [];
    for (const goal of goals) split(goal, units, open);
    const state = withUnits(before, units);
    if (state === undefined) return undefined;
    const [branch, ...rest] = open.sort((a, b) => a.length - b.length);
    if (branch === undefined) return this.#runScripts(state.scripts, state);
    for (const alternative of this.#ordered(branch)) {
      const found = this.#reach([alternative], rest, state);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ordered(branch: readonly Goal[]): readonly Goal[] {
    const { choose } = this;
    if (choose === undefined) return branch;
    return branch
      .map((goal) => ({ goal, rank: choose(1_000_000) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ goal }) => goal);
  }

  #runScripts(open: readonly ScriptGoal[], state: State): FieldValues | undefined {
    if (++this.#steps > mostSteps) return undefined;
    const [script, ...others] = [...open].sort((a, b) => Number(b.wanted) - Number(a.wanted));
    if (script === undefined) return this.#checked(state);
    if (holds(script, state)) return this.#runScripts(others, state);
    const { leaf, wanted } = script;
    const clause = this.search.text.slice(leaf.span.start, leaf.span.end);
    for (const choice of choicesOf(leaf, wanted, clause, (field) => valuesOf(state, field))) {
      const next = withChoice(state, leaf.fields, choice);
      if (next === undefined || !holds(script, next)) continue;
      const found = this.#runScripts(others, next);
      if (found !== undefined || this.#steps > mostSteps) return found;
    }
    return undefined;
  }

  #checked({ demands }: State): FieldValues | undefined {
    const values = new Map([...demands].filter(([, demand]) => demand.values.length > 0).map(([id, demand]) => [id, demand.values]));
    return this.search.accepts(values) ? values : undefined;
  }
}

/** Takes a goal apart: into leaves that all must hold, and branches of which one alternative must. */
function split({ predicate, wanted }: Goal, units: Goal[], branches: (readonly Goal[])[]): void {
  if (predicate.kind === 'not') return split({ predicate: predicate.operand, wanted: !wanted }, units, branches);
  if (predicate.kind !== 'and' && predicate.kind !== 'or') return void units.push({ predicate, wanted });
  const goals = predicate.operands.map((operand) => ({ predicate: operand, wanted }));
  if ((predicate.kind === 'and') === wanted) for (const goal of goals) split(goal, units, branches);
  else branches.push(goals);
}

/** Undefined where a field cannot have what is asked of it. */
function withUnits(state: State, units: readonly Goal[]): State | undefined {
  const demands = new Map(state.demands);
  const scripts = [...state.scripts];
  const touched = new Set<FieldId>();
  for (const { predicate, wanted } of units) {
    if (predicate.kind === 'fixed') {
      if (predicate.value !== wanted) return undefined;
    } else if (predicate.kind === 'computed') scripts.push({ leaf: predicate, wanted });
    else if (isValueLeaf(predicate)) {
      const { id } = predicate.field;
      const demand = demands.get(id) ?? { some: [], none: [], values: [] };
      demands.set(id, wanted ? { ...demand, some: [...demand.some, predicate] } : { ...demand, none: [...demand.none, predicate] });
      touched.add(id);
    } else if (wanted) return undefined;
  }
  for (const id of touched) {
    const demand = demands.get(id);
    const values = demand === undefined ? [] : solve(demand);
    if (demand === undefined || values === undefined) return undefined;
    demands.set(id, { ...demand, values });
  }
  return { demands, scripts };
}

function isValueLeaf(predicate: Predicate): predicate is ValueLeaf {
  return ['exists', 'equals', 'wildcard', 'regex', 'range'].includes(predicate.kind);
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

function valuesOf({ demands }: State, { id }: FieldRef): readonly Value[] {
  return demands.get(id)?.values ?? [];
}

function holds({ leaf, wanted }: ScriptGoal, state: State): boolean {
  const lists = leaf.fields.map((field) => {
    const visible = valuesOf(state, field).filter(visibleTest(field));
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

/** The fields have the values of the choice too, in its place where they can do without what they have. */
function withChoice(state: State, fields: readonly FieldRef[], choice: readonly (Value | null)[]): State | undefined {
  const demands = new Map(state.demands);
  for (const [index, { id }] of fields.entries()) {
    const value = choice[index] ?? null;
    const demand = demands.get(id) ?? { some: [], none: [], values: [] };
    if (value === null) {
      if (demand.values.length > 0) return undefined;
      continue;
    }
    if (demand.none.some((leaf) => satisfies(leaf, value))) return undefined;
    const suffices = demand.some.every((leaf) => satisfies(leaf, value));
    demands.set(id, { ...demand, values: suffices ? [value] : [...new Set([...demand.values, value])] });
  }
  return { ...state, demands };
}
