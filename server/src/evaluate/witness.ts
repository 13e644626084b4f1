/** Why an event matches: the clauses that are true for it and the values that satisfy them. Used for hits only, so it may allocate. */
import { assertNever } from '../base/invariant.js';
import type { EventView, FieldTable, Value } from '../events/event.js';
import { eachCombination, visibleValues } from './combinations.js';
import { byId, byName, compilePredicate, type ReadField } from './compile.js';
import { valueTest, type ValueLeaf } from './leaves.js';
import {
  EvaluationError,
  type AllOf,
  type AnyField,
  type AnyOf,
  type Computed,
  type FieldRef,
  type NestedMatch,
  type Predicate,
} from './predicate.js';
import type { SatisfiedClause } from './run.js';

/** The satisfied clauses of a true predicate; undefined where it is false. */
export type Witness = (view: EventView) => readonly SatisfiedClause[] | undefined;

/** How fields are read and called. A multi-field is called by the name that stands in the event. */
export interface FieldAccess {
  readonly read: ReadField;
  readonly nameOf: (field: FieldRef) => string;
}

const inEvent: FieldAccess = { read: byName, nameOf: ({ name }) => name };

const nothingToShow: readonly SatisfiedClause[] = [];

/** Clauses under `not` have no values that satisfy them: they are left out, as is what stands in a false branch of an `or`. */
export function compileWitness(predicate: Predicate, fields: FieldTable): Witness {
  return witnessOf(predicate, { read: byId, nameOf: ({ id, name }) => fields.names[id] ?? name });
}

function witnessOf(predicate: Predicate, access: FieldAccess): Witness {
  switch (predicate.kind) {
    case 'and':
      return witnessAll(predicate, access);
    case 'or':
      return witnessAny(predicate, access);
    case 'not':
    case 'fixed': {
      const test = compilePredicate(predicate, access.read);
      return (view) => (succeeds(() => test(view)) ? nothingToShow : undefined);
    }
    case 'exists':
    case 'equals':
    case 'wildcard':
    case 'regex':
    case 'range':
      return witnessValues(predicate, access);
    case 'computed':
      return witnessComputed(predicate, access);
    case 'nested':
      return witnessNested(predicate, access);
    case 'anyField':
      return witnessAnyField(predicate);
    default:
      return assertNever(predicate);
  }
}

/** A script that fails satisfies nothing: the event matched without it, or the search would have failed before. */
function succeeds(test: () => boolean): boolean {
  try {
    return test();
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function witnessAll({ operands }: AllOf, access: FieldAccess): Witness {
  const witnesses = operands.map((operand) => witnessOf(operand, access));
  return (view) => {
    const clauses: SatisfiedClause[] = [];
    for (const witness of witnesses) {
      const found = witness(view);
      if (found === undefined) return undefined;
      clauses.push(...found);
    }
    return clauses;
  };
}

function witnessAny({ operands }: AnyOf, access: FieldAccess): Witness {
  const witnesses = operands.map((operand) => witnessOf(operand, access));
  return (view) => {
    const found = witnesses.map((witness) => witness(view)).filter((clauses) => clauses !== undefined);
    return found.length === 0 ? undefined : found.flat();
  };
}

function witnessValues(leaf: ValueLeaf, access: FieldAccess): Witness {
  const isTrue = compilePredicate(leaf, access.read);
  const test = valueTest(leaf);
  const valuesOf = access.read(leaf.field);
  return (view) => {
    if (!isTrue(view)) return undefined;
    return [{ span: leaf.span, field: access.nameOf(leaf.field), values: valuesOf(view).filter(test) }];
  };
}

/** Choices tried to collect values; beyond it the first satisfying one is enough. */
const triedChoices = 10_000;

/** One clause for each field that has a value in some satisfying combination. */
function witnessComputed({ fields, test, span }: Computed, access: FieldAccess): Witness {
  const readers = fields.map((field) => visibleValues(field, access.read));
  return (view) => {
    const used = fields.map(() => new Set<Value>());
    let isTrue = false;
    let tried = 0;
    eachCombination(readers, view, (choice) => {
      tried++;
      if (succeeds(() => test(choice))) {
        isTrue = true;
        for (const [index, value] of choice.entries()) if (value !== null) used[index]?.add(value);
      }
      return isTrue && tried >= triedChoices;
    });
    if (!isTrue) return undefined;
    return fields
      .map(({ name }, index) => ({ span, field: name, values: [...(used[index] ?? [])] }))
      .filter(({ values }) => values.length > 0);
  };
}

function witnessNested({ path, operand }: NestedMatch, access: FieldAccess): Witness {
  const witness = witnessOf(operand, access);
  return (view) => {
    const found = view
      .objects(path.id)
      .map(witness)
      .filter((clauses) => clauses !== undefined);
    return found.length === 0 ? undefined : found.flat();
  };
}

function witnessAnyField({ accepts, below, leaf }: AnyField): Witness {
  return (view) => {
    const found = view.fieldsMatching(accepts, below).map((name) => {
      const predicate = leaf(name);
      return predicate === undefined ? undefined : witnessOf(predicate, inEvent)(view);
    });
    const satisfied = found.filter((clauses) => clauses !== undefined);
    return satisfied.length === 0 ? undefined : satisfied.flat();
  };
}
