/** Which conditions say the same. Most of those beside one another differ at a glance, which is far cheaper than making their keys. */
import { conditionChildren, conditionKey, type Condition } from './condition.js';
import { lengthsOf } from './valueTexts.js';

/** Whether the two say the same in other words. */
export function saysTheSame(a: Condition, b: Condition): boolean {
  return glance(a) === glance(b) && conditionKey(a) === conditionKey(b);
}

interface ConditionIndex {
  /** Takes the condition in. Gives the one that was there before and says the same, if there is one; then it stays in its place. */
  readonly add: (condition: Condition) => Condition | undefined;
  /** The one that says the same. */
  readonly find: (condition: Condition) => Condition | undefined;
}

export function indexConditions(): ConditionIndex {
  const looks = new Map<string, Alike>();
  return {
    add: (condition) => {
      const look = glance(condition);
      const alike = looks.get(look);
      if (alike === undefined) {
        looks.set(look, { first: condition, byKey: undefined });
        return undefined;
      }
      const keys = keysOf(alike);
      const key = conditionKey(condition);
      const same = keys.get(key);
      if (same === undefined) keys.set(key, condition);
      return same;
    },
    find: (condition) => {
      const alike = looks.get(glance(condition));
      return alike === undefined ? undefined : keysOf(alike).get(conditionKey(condition));
    },
  };
}

/** Conditions that are equal at a glance. */
interface Alike {
  readonly first: Condition;
  /** All of them, once another one is held against the first. */
  byKey: Map<string, Condition> | undefined;
}

function keysOf(alike: Alike): Map<string, Condition> {
  return (alike.byKey ??= new Map([[conditionKey(alike.first), alike.first]]));
}

/** Places of the conditions that another one is like: about the same field, or else of the same kind. In their order, by what they are like. */
export function groupAlike(conditions: readonly Condition[]): readonly (readonly number[])[] {
  if (conditions.length < 2) return [];
  const groups = new Map<string, number[]>();
  conditions.forEach((condition, at) => {
    const subject = subjectOf(condition);
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [at]);
    else group.push(at);
  });
  return groups.size === conditions.length ? [] : [...groups.values()].filter(({ length }) => length > 1);
}

function subjectOf(condition: Condition): string {
  if (condition.kind === 'not') return subjectOf(condition.operand);
  return condition.kind === 'test' ? condition.field : condition.kind;
}

/** Equal for conditions that say the same, whatever the order of operands and values and however often each stands there. */
function glance(condition: Condition): string {
  switch (condition.kind) {
    case 'test':
      return `${condition.field} ${condition.relation} ${lengthsIn(condition)}`;
    case 'not':
      return condition.operand.kind === 'not' ? glance(condition.operand.operand) : `not ${glance(condition.operand)}`;
    default:
      return `${condition.kind} ${lengthsIn(condition)}`;
  }
}

/** Those of the shortest and of the longest value. */
function lengthsIn(condition: Condition): string {
  let [shortest, longest] = [Infinity, 0];
  const look = (part: Condition): void => {
    if (part.kind === 'test') {
      const [least, most] = lengthsOf(part);
      [shortest, longest] = [Math.min(shortest, least), Math.max(longest, most)];
    } else conditionChildren(part).forEach(look);
  };
  look(condition);
  return `${shortest} ${longest}`;
}
