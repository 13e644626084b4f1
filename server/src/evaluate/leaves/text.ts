/** Leaves on keyword fields and their like: exact, whole text in the order of its bytes. */
import type { Value } from '../../events/event.js';
import { foldText } from '../../schema/textAnalysis.js';
import type { Constant } from '../predicate.js';
import { compareCodePoints, foldAscii } from '../text.js';
import { noValue, withinBounds, type FamilyLeaves, type Order } from './family.js';

/** Numbers and booleans are indexed as their text. */
export function textOf(value: Value): string {
  return typeof value === 'string' ? value : String(value);
}

function lowerTextOf(value: Value): string {
  return foldText(textOf(value));
}

function orderOf(read: (value: Value) => string): Order<string> {
  return {
    valueKey: read,
    constantKey: (constant: Constant) => (typeof constant === 'object' ? undefined : read(constant)),
    compare: compareCodePoints,
  };
}

/**
 * `ignoreAbove` is the longest value an index holds, in UTF-16 units. `lowercased`: it holds all in lower case.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/ignore-above
 */
export function textLeaves(ignoreAbove: number | undefined, lowercased?: true): FamilyLeaves {
  const read = lowercased === true ? lowerTextOf : textOf;
  const order = orderOf(read);
  const longest = ignoreAbove ?? Infinity;
  const visible = (value: Value): boolean => textOf(value).length <= longest;
  return {
    visible,
    equals: (constants, caseInsensitive) => {
      const fold = caseInsensitive ? foldAscii : (text: string) => text;
      const wanted = constants.map(order.constantKey).filter((text) => text !== undefined && text.length <= longest);
      const [only, ...others] = wanted.map((text) => fold(text ?? ''));
      if (only === undefined) return noValue;
      if (others.length === 0) return (value) => fold(read(value)) === only;
      const set = new Set([only, ...others]);
      return (value) => set.has(fold(read(value)));
    },
    within: (lower, upper) => {
      const inside = withinBounds(order, lower, upper);
      return (value) => visible(value) && inside(read(value));
    },
    matches: (test) => (value) => visible(value) && test(read(value)),
  };
}
