/** Leaves on keyword fields and their like: exact, whole text in the order of its bytes. */
import type { Value } from '../../events/event.js';
import type { Constant } from '../predicate.js';
import { compareCodePoints, foldAscii } from '../text.js';
import { noValue, withinBounds, type FamilyLeaves, type Order } from './family.js';

/** Numbers and booleans are indexed as their text. */
export function textOf(value: Value): string {
  return typeof value === 'string' ? value : String(value);
}

const order: Order<string> = {
  valueKey: textOf,
  constantKey: (constant: Constant) => (typeof constant === 'object' ? undefined : textOf(constant)),
  compare: compareCodePoints,
};

/**
 * `ignoreAbove` is the longest value an index holds, in UTF-16 units.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/ignore-above
 */
export function textLeaves(ignoreAbove: number | undefined): FamilyLeaves {
  const longest = ignoreAbove ?? Infinity;
  const visible = (value: Value): boolean => textOf(value).length <= longest;
  return {
    visible,
    equals: (constants, caseInsensitive) => {
      const fold = caseInsensitive ? foldAscii : (text: string) => text;
      const wanted = constants.map(order.constantKey).filter((text) => text !== undefined && text.length <= longest);
      const [only, ...others] = wanted.map((text) => fold(text ?? ''));
      if (only === undefined) return noValue;
      if (others.length === 0) return (value) => fold(textOf(value)) === only;
      const set = new Set([only, ...others]);
      return (value) => set.has(fold(textOf(value)));
    },
    within: (lower, upper) => {
      const inside = withinBounds(order, lower, upper);
      return (value) => visible(value) && inside(textOf(value));
    },
    matches: (test) => (value) => visible(value) && test(textOf(value)),
  };
}
