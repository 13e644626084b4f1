/** From a predicate to a closure over event views: built once per query, called once per event. */
import { assertNever } from '../base/invariant.js';
import type { EventView, Value } from '../events/event.js';
import { eachCombination, visibleValues } from './combinations.js';
import { valueTest, type ValueLeaf } from './leaves.js';
import { judge, nothingKnown } from './judge.js';
import { hasFieldsBelow } from './lowering.js';
import type { AnyField, Computed, Exists, FieldRef, NestedMatch, Predicate } from './predicate.js';

/** Throws `EvaluationError` where the search would fail on a cluster. */
export type EventTest = (view: EventView) => boolean;

/** How a leaf gets at the values of its field. */
export type ReadField = (field: FieldRef) => (view: EventView) => readonly Value[];

/** Fields of the query, by number. */
export const byId: ReadField =
  ({ id }) =>
  (view) =>
    view.values(id);

/** Fields that were found in the event itself. */
export const byName: ReadField =
  ({ name }) =>
  (view) =>
    view.valuesOf(name);

/** The test of one event. It throws `EvaluationError` where a script fails, which ends a search on a cluster too. `read`: where values come from. */
export function compilePredicate(predicate: Predicate, read: ReadField = byId): EventTest {
  switch (predicate.kind) {
    case 'and':
      return all(scriptsLast(predicate.operands).map((operand) => compilePredicate(operand, read)));
    case 'or':
      return any(scriptsLast(predicate.operands).map((operand) => compilePredicate(operand, read)));
    case 'not': {
      const test = compilePredicate(predicate.operand, read);
      return (view) => !test(view);
    }
    case 'fixed':
      return () => predicate.value;
    case 'exists':
      return compileExists(predicate, read);
    case 'equals':
    case 'wildcard':
    case 'regex':
    case 'range':
      return compileValueLeaf(predicate, read);
    case 'computed':
      return compileComputed(predicate, read);
    case 'nested':
      return compileNested(predicate, read);
    case 'anyField':
      return compileAnyField(predicate);
    default:
      return assertNever(predicate);
  }
}

/** Elasticsearch runs scripts only on what the other clauses leave over; so an error in one does not fail a search that never reaches it. */
export function scriptsLast(operands: readonly Predicate[]): readonly Predicate[] {
  return [...operands.filter((operand) => !hasScript(operand)), ...operands.filter(hasScript)];
}

/** Whether evaluating it can throw `EvaluationError`. Where constants decide, Elasticsearch leaves the scripts beside them out. */
export function hasScript(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'computed':
      return true;
    case 'and':
    case 'or':
      return predicate.operands.some(hasScript) && judge(predicate, nothingKnown) === undefined;
    case 'not':
    case 'nested':
      return hasScript(predicate.operand);
    default:
      return false;
  }
}

function all(tests: readonly EventTest[]): EventTest {
  return (view) => {
    for (const test of tests) if (!test(view)) return false;
    return true;
  };
}

function any(tests: readonly EventTest[]): EventTest {
  return (view) => {
    for (const test of tests) if (test(view)) return true;
    return false;
  };
}

function compileValueLeaf(leaf: ValueLeaf, read: ReadField): EventTest {
  const test = valueTest(leaf);
  const valuesOf = read(leaf.field);
  return (view) => {
    for (const value of valuesOf(view)) if (test(value)) return true;
    return false;
  };
}

function compileExists(leaf: Exists, read: ReadField): EventTest {
  const here = compileValueLeaf(leaf, read);
  if (!hasFieldsBelow(leaf.field)) return here;
  const prefix = `${leaf.field.name}.`;
  return (view) => here(view) || view.fieldsMatching((name) => name.startsWith(prefix)).length > 0;
}

function compileComputed({ fields, test }: Computed, read: ReadField): EventTest {
  const readers = fields.map((field) => visibleValues(field, read));
  return (view) => eachCombination(readers, view, test);
}

function compileNested({ path, operand }: NestedMatch, read: ReadField): EventTest {
  const test = compilePredicate(operand, read);
  return (view) => view.objects(path.id).some(test);
}

function compileAnyField(predicate: AnyField): EventTest {
  const leafFor = leafByName(predicate);
  return (view) => view.fieldsMatching(predicate.accepts, predicate.below).some((name) => leafFor(name)(view));
}

/** The leaf for each field name, built when the name is first met. */
function leafByName({ leaf }: AnyField): (name: string) => EventTest {
  const known = new Map<string, EventTest>();
  return (name) => {
    let test = known.get(name);
    if (test === undefined) {
      const predicate = leaf(name);
      test = predicate === undefined ? () => false : compilePredicate(predicate, byName);
      known.set(name, test);
    }
    return test;
  };
}
