/** What is true of a condition before an event is looked at. */
import type { Leaf, Predicate } from './predicate.js';

/** Leaves whose truth is known without looking at the event. */
export type Known = (leaf: Leaf) => boolean | undefined;

/** What is left are the constants. */
export const nothingKnown: Known = () => undefined;

/** Truth of a condition where it follows from what is known. */
export function judge(predicate: Predicate, known: Known): boolean | undefined {
  switch (predicate.kind) {
    case 'and':
      return judgeAll(predicate.operands, known, false);
    case 'or':
      return judgeAll(predicate.operands, known, true);
    case 'not': {
      const operand = judge(predicate.operand, known);
      return operand === undefined ? undefined : !operand;
    }
    case 'fixed':
      return predicate.value;
    default:
      return known(predicate);
  }
}

/** `decisive`: the truth that one operand gives to the whole. */
function judgeAll(operands: readonly Predicate[], known: Known, decisive: boolean): boolean | undefined {
  let isOpen = false;
  for (const operand of operands) {
    const judged = judge(operand, known);
    if (judged === decisive) return decisive;
    isOpen ||= judged === undefined;
  }
  return isOpen ? undefined : !decisive;
}
