/** Whether a condition can be true at all: what is known of its clauses, carried up through `and`, `or` and `not`. */
import { assertNever } from '../../base/invariant.js';
import type { Problem } from '../../base/problem.js';
import type { Condition } from '../conditions/condition.js';

/** Over all events that there can be. */
type Truth = 'never' | 'always' | 'sometimes';

/** A clause that decides the truth of what it stands in. */
interface Cause {
  readonly clause: Condition;
  /** What other checks found there; none for `true` and `false`. */
  readonly problems: readonly Problem[];
}

export interface Judgement {
  readonly truth: Truth;
  /** In source order; none where the truth is `sometimes`. */
  readonly causes: readonly Cause[];
}

/** What is known of a clause by itself; undefined where it depends on the event, or on what it is made of. */
export type KnownTruth = (clause: Condition) => Judgement | undefined;

const dependsOnEvent: Judgement = { truth: 'sometimes', causes: [] };

/** A function that remembers its answers: it is asked about each part of a condition. */
export function createJudge(known: KnownTruth): (condition: Condition) => Judgement {
  const answers = new Map<Condition, Judgement>();
  const judge = (condition: Condition): Judgement => {
    const answer = answers.get(condition) ?? known(condition) ?? fromParts(condition, judge);
    answers.set(condition, answer);
    return answer;
  };
  return judge;
}

function fromParts(condition: Condition, judge: (condition: Condition) => Judgement): Judgement {
  switch (condition.kind) {
    case 'all':
      return combined(condition.operands.map(judge), 'never', 'always');
    case 'any':
      return combined(condition.operands.map(judge), 'always', 'never');
    case 'not':
      return negated(judge(condition.operand));
    case 'constant':
      return { truth: condition.value ? 'always' : 'never', causes: [{ clause: condition, problems: [] }] };
    case 'test':
    case 'other':
      return dependsOnEvent;
    default:
      return assertNever(condition);
  }
}

/** One operand that is `decisive` decides; else all must be `neutral`. */
function combined(operands: readonly Judgement[], decisive: Truth, neutral: Truth): Judgement {
  const deciding = operands.filter(({ truth }) => truth === decisive);
  if (deciding.length > 0) return { truth: decisive, causes: deciding.flatMap(({ causes }) => causes) };
  if (!operands.every(({ truth }) => truth === neutral)) return dependsOnEvent;
  return { truth: neutral, causes: operands.flatMap(({ causes }) => causes) };
}

function negated({ truth, causes }: Judgement): Judgement {
  return { truth: truth === 'never' ? 'always' : truth === 'always' ? 'never' : truth, causes };
}
