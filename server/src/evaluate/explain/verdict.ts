/** One event judged by a query, clause by clause: what is true, what is not, on which values, and why. */
import type { EventView, FieldTable, Value } from '../../events/event.js';
import { compileWitness, type Witness } from '../witness.js';
import type { Clause, ClauseTree, LeafClause, Wildcards } from './clauses.js';
import type { JudgedField, Outcome, Reason, Verdict } from './explained.js';
import type { Judge, Outcomes } from './outcomes.js';
import { reasonOf } from './reasons.js';

/** The verdict on the event that `outcomes` belongs to. May allocate: it is for the few events that are shown. */
export type GiveVerdict = (view: EventView, outcomes: Outcomes) => Verdict;

export function compileVerdict({ root, wildcards }: ClauseTree, fields: FieldTable, judge: Judge): GiveVerdict {
  const witnesses = new Map<number, Witness>();
  const witnessOf = ({ index, predicate }: LeafClause): Witness => {
    const witness = witnesses.get(index) ?? compileWitness(predicate, fields);
    witnesses.set(index, witness);
    return witness;
  };
  const verdictOf = (clause: Clause, view: EventView, outcomes: Outcomes): Verdict => {
    const { index, span, kind } = clause;
    const outcome = outcomes[index] ?? false;
    const operandsOf = clause.kind === 'leaf' ? [] : clause.kind === 'not' ? [clause.operand] : clause.operands;
    const operands = operandsOf.map((operand) => verdictOf(operand, view, outcomes));
    const judged = clause.kind === 'leaf' ? fieldsOf(clause, view, outcome, witnessOf, fields) : [];
    const reason =
      outcome === 'notEvaluated'
        ? notEvaluated(judge.failure(clause, view))
        : outcome
          ? undefined
          : whyFalse(clause, operands, view, wildcards);
    return { clause: index, span, kind, outcome, operands, fields: judged, reason };
  };
  return (view, outcomes) => verdictOf(root, view, outcomes);
}

function notEvaluated(failure: string | undefined): Reason {
  return { kind: 'notEvaluated', why: failure ?? 'a clause of it cannot be evaluated' };
}

function whyFalse(clause: Clause, operands: readonly Verdict[], view: EventView, wildcards: Wildcards): Reason | undefined {
  if (clause.kind === 'leaf') return reasonOf(clause, view, wildcards);
  if (clause.kind !== 'not') return undefined;
  return { kind: 'excluded', values: operands.flatMap(({ fields }) => fields.flatMap(({ satisfying }) => satisfying)) };
}

/** Values listed of one field. */
const mostValues = 10;

function fieldsOf(
  clause: LeafClause,
  view: EventView,
  outcome: Outcome,
  witnessOf: (clause: LeafClause) => Witness,
  table: FieldTable,
): readonly JudgedField[] {
  const satisfied = new Map<string, Set<Value>>();
  if (outcome === true) {
    for (const { field, values } of witnessOf(clause)(view) ?? []) {
      const known = satisfied.get(field) ?? new Set();
      for (const value of values) known.add(value);
      satisfied.set(field, known);
    }
  }
  const named = clause.fields.map(({ id, name }) => judgedField(name, view.values(id), satisfied.get(table.names[id] ?? name)));
  const names = new Set(clause.fields.flatMap(({ id, name }) => [name, table.names[id] ?? name]));
  const found = [...satisfied].filter(([field]) => !names.has(field)).map(([field, values]) => judgedField(field, [...values], values));
  return [...named, ...found];
}

function judgedField(field: string, values: readonly Value[], satisfying: ReadonlySet<Value> = new Set()): JudgedField {
  const isCut = values.length > mostValues;
  const first = values.filter((value) => satisfying.has(value));
  const ordered = isCut ? [...first, ...values.filter((value) => !satisfying.has(value))].slice(0, mostValues) : values;
  return { field, values: ordered, more: values.length - ordered.length, satisfying: ordered.filter((value) => satisfying.has(value)) };
}
