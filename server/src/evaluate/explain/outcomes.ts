/** Judges every clause of a query on an event, each on its own; built once per query, called once per event. */
import type { EventView } from '../../events/event.js';
import { compilePredicate, type EventTest } from '../compile.js';
import { EvaluationError } from '../predicate.js';
import type { Clause, ClauseTree } from './clauses.js';
import type { Outcome } from './explained.js';

/** The outcomes of one event, by the index of the clause. */
export type Outcomes = readonly Outcome[];

export interface Judge {
  /** The array is reused for the next event. */
  readonly outcomes: (view: EventView) => Outcomes;
  /** Why a clause could not be judged on the event; undefined where it can be. */
  readonly failure: (clause: Clause, view: EventView) => string | undefined;
}

/** The outcome of the root is always that of `compilePredicate`; `notEvaluated` where that throws. */
export function compileJudge({ root, all }: ClauseTree): Judge {
  const outcomes: Outcome[] = all.map(() => false);
  const tests = all.map(({ kind, predicate }) =>
    kind === 'leaf' ? compilePredicate(predicate) : lazily(() => compilePredicate(predicate)),
  );
  const judge = (clause: Clause, view: EventView): Outcome => {
    const outcome = judgeOne(clause, view);
    outcomes[clause.index] = outcome;
    return outcome;
  };
  const judgeOne = (clause: Clause, view: EventView): Outcome => {
    switch (clause.kind) {
      case 'leaf':
        return attempt(tests[clause.index], view);
      case 'not': {
        const inner = judge(clause.operand, view);
        return inner === 'notEvaluated' ? inner : !inner;
      }
      case 'all':
      case 'any': {
        let [someTrue, someFalse, someNot] = [false, false, false];
        for (const operand of clause.operands) {
          const outcome = judge(operand, view);
          if (outcome === 'notEvaluated') someNot = true;
          else if (outcome) someTrue = true;
          else someFalse = true;
        }
        // Whether a failing clause fails the whole depends on the order in which a search gets to the clauses.
        if (someNot) return attempt(tests[clause.index], view);
        return clause.kind === 'all' ? !someFalse : someTrue;
      }
    }
  };
  return {
    outcomes: (view) => {
      judge(root, view);
      return outcomes;
    },
    failure: ({ index }, view) => {
      try {
        tests[index]?.(view);
        return undefined;
      } catch (error) {
        if (error instanceof EvaluationError) return error.message;
        throw error;
      }
    },
  };
}

function attempt(test: EventTest | undefined, view: EventView): Outcome {
  try {
    return test?.(view) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return 'notEvaluated';
    throw error;
  }
}

function lazily(make: () => EventTest): EventTest {
  let made: EventTest | undefined;
  return (view) => (made ??= make())(view);
}
