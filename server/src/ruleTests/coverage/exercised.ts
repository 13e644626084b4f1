/**
 * Which clauses an event exercises: those that are true of it and by which it matches, or without which it would match.
 *
 * A match exercises the clauses that make it one: of an `and` all operands, of an `or` those that are true. An event that does not match
 * exercises what stands in the way, where that is one clause alone: of `a and not (b or c)` the true ones of `b` and `c`, where `a` is
 * true. So each clause is exercised by being true where it counts, whether it asks for something or excludes it.
 */
import type { Clause, ClauseTree, LeafClause } from '../../evaluate/explain/clauses.js';
import type { Outcomes } from '../../evaluate/explain/outcomes.js';

/** Leaves by which an event that satisfies the tree does so; none where it does not. */
export function supportingLeaves({ root }: ClauseTree, outcomes: Outcomes): readonly LeafClause[] {
  return whereTrue(root, outcomes);
}

/** Leaves that alone keep an event from satisfying the tree, by being true; none where it does. */
export function blockingLeaves({ root }: ClauseTree, outcomes: Outcomes): readonly LeafClause[] {
  return whereFalse(root, outcomes);
}

function whereTrue(clause: Clause, outcomes: Outcomes): readonly LeafClause[] {
  if (outcomes[clause.index] !== true) return [];
  switch (clause.kind) {
    case 'leaf':
      return [clause];
    case 'not':
      return whereFalse(clause.operand, outcomes);
    case 'all':
    case 'any':
      return clause.operands.flatMap((operand) => whereTrue(operand, outcomes));
  }
}

function whereFalse(clause: Clause, outcomes: Outcomes): readonly LeafClause[] {
  if (outcomes[clause.index] !== false) return [];
  switch (clause.kind) {
    case 'leaf':
      return [];
    case 'not':
      return whereTrue(clause.operand, outcomes);
    case 'any':
      return clause.operands.flatMap((operand) => whereFalse(operand, outcomes));
    case 'all': {
      const [only, ...others] = clause.operands.filter(({ index }) => outcomes[index] !== true);
      return only === undefined || others.length > 0 ? [] : whereFalse(only, outcomes);
    }
  }
}

/** Leaves that stand under an odd number of negations: what they take is kept out. */
export function excludingLeaves({ root }: ClauseTree): ReadonlySet<LeafClause> {
  const found = new Set<LeafClause>();
  const visit = (clause: Clause, negated: boolean): void => {
    if (clause.kind === 'leaf') {
      if (negated) found.add(clause);
    } else if (clause.kind === 'not') visit(clause.operand, !negated);
    else for (const operand of clause.operands) visit(operand, negated);
  };
  visit(root, false);
  return found;
}
