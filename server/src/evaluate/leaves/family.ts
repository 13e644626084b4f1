/** How the values of one family of field types are seen, compared and ordered: what every leaf is built from when a query is compiled. */
import type { Value } from '../../events/event.js';
import type { Bound, Constant } from '../predicate.js';
import type { TextTest } from '../text.js';

export type ValueTest = (value: Value) => boolean;

export interface FamilyLeaves {
  /** Whether an index holds the value at all: not when it is too long or cannot be read as the type. */
  readonly visible: ValueTest;
  /** Equal to one of the constants. Constants that cannot be read as the type are equal to nothing. */
  readonly equals: (constants: readonly Constant[], caseInsensitive: boolean) => ValueTest;
  /** Between the bounds. */
  readonly within: (lower: Bound | undefined, upper: Bound | undefined) => ValueTest;
  /** Accepted by a test of its text. */
  readonly matches: (test: TextTest) => ValueTest;
}

export const noValue: ValueTest = () => false;

/** Values that become keys with an order. */
export interface Order<K> {
  readonly valueKey: (value: Value) => K | undefined;
  readonly constantKey: (constant: Constant) => K | undefined;
  /** Negative, zero or positive. */
  readonly compare: (a: K, b: K) => number;
}

/** The leaves of a family that is all about order: numbers, dates, versions, booleans. */
export function orderedLeaves<K>(order: Order<K>): FamilyLeaves {
  const { valueKey, compare } = order;
  return {
    visible: (value) => valueKey(value) !== undefined,
    equals: (constants) => {
      const keys = constants.map(order.constantKey).filter((key) => key !== undefined);
      if (keys.length === 0) return noValue;
      return onKey(valueKey, (key) => keys.some((wanted) => compare(key, wanted) === 0));
    },
    within: (lower, upper) => onKey(valueKey, withinBounds(order, lower, upper)),
    matches: (test) => (value) => test(String(value)),
  };
}

function onKey<K>(valueKey: (value: Value) => K | undefined, test: (key: K) => boolean): ValueTest {
  return (value) => {
    const key = valueKey(value);
    return key !== undefined && test(key);
  };
}

/** A bound that cannot be read as the type lets nothing through. */
export function withinBounds<K>(
  { constantKey, compare }: Order<K>,
  lower: Bound | undefined,
  upper: Bound | undefined,
): (key: K) => boolean {
  const low = lower === undefined ? undefined : constantKey(lower.value);
  const high = upper === undefined ? undefined : constantKey(upper.value);
  if ((lower !== undefined && low === undefined) || (upper !== undefined && high === undefined)) return () => false;
  const leastAbove = lower?.inclusive === true ? 0 : 1;
  const leastBelow = upper?.inclusive === true ? 0 : 1;
  return (key) =>
    (low === undefined || Math.sign(compare(key, low)) >= leastAbove) &&
    (high === undefined || Math.sign(compare(high, key)) >= leastBelow);
}
