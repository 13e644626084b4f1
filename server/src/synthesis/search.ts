/** From a predicate to values of fields that satisfy it: a bounded search over the branches of its `or`s. */
import type { FieldId, FieldTable } from '../events/event.js';
import { fieldFamily } from '../evaluate/lowering.js';
import type { AnyField, Exists, NestedMatch, Predicate } from '../evaluate/predicate.js';
import {
  addObject,
  demandLeaf,
  holds,
  isValueLeaf,
  noDemands,
  solveDemands,
  takeChoice,
  valuesIn,
  type Goals,
  type ScriptGoal,
} from './goals.js';
import type { MadeValues } from './madeEvent.js';
import { chooser, type Choose } from './regexSamples.js';
import { choicesOf, type Budget } from './scriptChoices.js';

/** What is looked for, and how a find is checked as a whole. */
export interface Search {
  readonly predicate: Predicate;
  readonly fields: FieldTable;
  /** Names of fields that an event may have, for patterns of names and for free text. */
  readonly names: readonly string[];
  /** The text the predicate's spans are of. */
  readonly text: string;
  readonly accepts: (values: MadeValues) => boolean;
  /** How often the search may begin anew with the branches in another order. */
  readonly tries?: number;
}

/** A predicate that is to be true, or false. */
interface Goal {
  readonly predicate: Predicate;
  readonly wanted: boolean;
}

/** Steps of one try. */
const mostSteps = 2_000;
const usualTries = 12;
/** Choices of values that are tried in scripts, in all tries together. */
const mostChoices = 400_000;

/** Undefined where none was found: the predicate may still have one. */
export function findValues(search: Search): MadeValues | undefined {
  const tries = search.tries ?? usualTries;
  const budget: Budget = { left: mostChoices };
  for (let seed = 0; seed < tries; seed++) {
    const found = new Try(search, seed === 0 ? undefined : chooser(seed), budget).run();
    if (found !== undefined) return found;
  }
  return undefined;
}

class Try {
  #steps = 0;

  constructor(
    readonly search: Search,
    readonly choose: Choose | undefined,
    readonly budget: Budget,
  ) {}

  run(): MadeValues | undefined {
    return this.#reach([{ predicate: this.search.predicate, wanted: true }], [], noDemands);
  }

  /** Satisfies the goals first, then one of the alternatives of each branch. */
  #reach(goals: readonly Goal[], branches: readonly (readonly Goal[])[], before: Goals): MadeValues | undefined {
    if (++this.#steps > mostSteps) return undefined;
    const open = [...branches];
    const units: Goal[] = [];
    for (const goal of goals) this.#split(goal, units, open);
    const state = this.#withUnits(before, units);
    if (state === undefined) return undefined;
    const [branch, ...rest] = open.sort((a, b) => a.length - b.length);
    if (branch === undefined) return this.#runScripts(state.scripts, { ...state, scripts: [] });
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

  /** Takes a goal apart: into leaves that all must hold, and branches of which one alternative must. */
  #split({ predicate, wanted }: Goal, units: Goal[], branches: (readonly Goal[])[]): void {
    if (predicate.kind === 'not') return this.#split({ predicate: predicate.operand, wanted: !wanted }, units, branches);
    if (predicate.kind === 'anyField' && wanted) return void branches.push(this.#someFields(predicate));
    if (predicate.kind === 'exists' && wanted && isObject(predicate)) return void branches.push(this.#someBelow(predicate));
    if (predicate.kind !== 'and' && predicate.kind !== 'or') return void units.push({ predicate, wanted });
    const goals = predicate.operands.map((operand) => ({ predicate: operand, wanted }));
    if ((predicate.kind === 'and') === wanted) for (const goal of goals) this.#split(goal, units, branches);
    else branches.push(goals);
  }

  /** The leaf on each of some fields that the pattern of names covers. */
  #someFields({ accepts, leaf }: AnyField): readonly Goal[] {
    const names = new Set([...preferred.filter(accepts), ...firstOf(this.search.names, accepts)]);
    return [...names].flatMap((name) => {
      const predicate = leaf(name);
      return predicate === undefined ? [] : [{ predicate, wanted: true }];
    });
  }

  /** An object has a value where a field below it has one. */
  #someBelow({ field, span }: Exists): readonly Goal[] {
    const prefix = `${field.name}.`;
    const known = firstOf(this.search.names, (name) => name.startsWith(prefix));
    return (known.length === 0 ? [`${prefix}name`] : known).map((name) => ({
      predicate: { kind: 'exists', field: { id: this.search.fields.intern(name), name, type: undefined, ignoreAbove: undefined }, span },
      wanted: true,
    }));
  }

  /** Undefined where a field cannot have what is asked of it. */
  #withUnits(before: Goals, units: readonly Goal[]): Goals | undefined {
    let state: Goals | undefined = before;
    const touched = new Set<FieldId>();
    for (const { predicate, wanted } of units) {
      if (predicate.kind === 'fixed') {
        if (predicate.value !== wanted) return undefined;
      } else if (predicate.kind === 'computed') state = { ...state, scripts: [...state.scripts, { leaf: predicate, wanted }] };
      else if (isValueLeaf(predicate)) {
        state = demandLeaf(state, predicate, wanted);
        touched.add(predicate.field.id);
      } else if (predicate.kind === 'nested' && wanted) {
        const object = this.#objectFor(predicate);
        if (object === undefined) return undefined;
        state = addObject(state, predicate.path.id, object);
      }
      // That nothing in a nested field or in all fields matches is only checked in the end.
    }
    return solveDemands(state, touched);
  }

  /** An object of its own for each condition on a nested field. */
  #objectFor({ operand }: NestedMatch): MadeValues | undefined {
    return new Try({ ...this.search, predicate: operand, accepts: () => true }, this.choose, this.budget).run();
  }

  /** `state.scripts` are those that hold already, and are to stay so. */
  #runScripts(open: readonly ScriptGoal[], state: Goals): MadeValues | undefined {
    if (++this.#steps > mostSteps) return undefined;
    const [script, ...others] = [...open].sort((a, b) => Number(b.wanted) - Number(a.wanted));
    if (script === undefined) return this.#checked(state);
    const done = { ...state, scripts: [...state.scripts, script] };
    if (holds(script, state)) return this.#runScripts(others, done);
    const { leaf, wanted } = script;
    const clause = this.search.text.slice(leaf.span.start, leaf.span.end);
    for (const choice of choicesOf(leaf, wanted, clause, (field) => valuesIn(state, field), this.budget)) {
      if (++this.#steps > mostSteps) return undefined;
      const next = takeChoice(done, leaf.fields, choice);
      if (next === undefined) continue;
      const found = this.#runScripts(others, next);
      if (found !== undefined || this.#steps > mostSteps) return found;
    }
    return undefined;
  }

  #checked({ demands, objects }: Goals): MadeValues | undefined {
    const values = new Map([...demands].filter(([, demand]) => demand.values.length > 0).map(([id, demand]) => [id, demand.values]));
    const made = { values, objects };
    return this.search.accepts(made) ? made : undefined;
  }
}

/** Fields tried for a pattern of names. */
const mostNames = 8;

/** A query may be about thousands of fields. */
function firstOf(names: readonly string[], accepts: (name: string) => boolean): readonly string[] {
  const first: string[] = [];
  for (const name of names) {
    if (first.length === mostNames) break;
    if (accepts(name)) first.push(name);
  }
  return first;
}

/** Where people would look for a word that may stand in any field. */
const preferred = ['message', 'process.command_line', 'process.name', 'user.name'];

function isObject({ field }: Exists): boolean {
  const family = fieldFamily(field.type);
  return family === 'object' || family === 'nested' || family === 'flattened';
}
