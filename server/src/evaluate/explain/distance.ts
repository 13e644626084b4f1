/** How far an event is from matching: how many clauses would have to change. */
import { requiredClauses, type Clause, type ClauseTree } from './clauses.js';
import type { Distance } from './explained.js';
import type { Outcomes } from './outcomes.js';

/** Zero for an event that matches. What could not be evaluated counts as failing. */
export function distanceOf(tree: ClauseTree, outcomes: Outcomes): Distance {
  const clauses = requiredClauses(tree);
  let [failing, leaves] = [0, 0];
  for (const clause of clauses) {
    if (outcomes[clause.index] === true) continue;
    failing++;
    leaves += toTrue(clause, outcomes);
  }
  return { failing, leaves };
}

/** Negative where the first is nearer. */
export function compareDistances(a: Distance, b: Distance): number {
  return a.failing - b.failing || a.leaves - b.leaves;
}

/** Leaves to change until the clause is true. */
function toTrue(clause: Clause, outcomes: Outcomes): number {
  if (outcomes[clause.index] === true) return 0;
  switch (clause.kind) {
    case 'leaf':
      return 1;
    case 'not':
      return toFalse(clause.operand, outcomes);
    case 'all':
      return sum(clause.operands, (operand) => toTrue(operand, outcomes));
    case 'any':
      return least(clause.operands, (operand) => toTrue(operand, outcomes));
  }
}

function toFalse(clause: Clause, outcomes: Outcomes): number {
  if (outcomes[clause.index] === false) return 0;
  switch (clause.kind) {
    case 'leaf':
      return 1;
    case 'not':
      return toTrue(clause.operand, outcomes);
    case 'all':
      return least(clause.operands, (operand) => toFalse(operand, outcomes));
    case 'any':
      return sum(clause.operands, (operand) => toFalse(operand, outcomes));
  }
}

function sum(clauses: readonly Clause[], of: (clause: Clause) => number): number {
  return clauses.reduce((total, clause) => total + of(clause), 0);
}

function least(clauses: readonly Clause[], of: (clause: Clause) => number): number {
  return clauses.reduce((smallest, clause) => Math.min(smallest, of(clause)), Infinity);
}
