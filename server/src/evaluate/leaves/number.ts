/** Leaves on numeric fields: compared by exact value, also beyond what a double holds. */
import type { Value } from '../../events/event.js';
import type { Constant } from '../predicate.js';
import { orderedLeaves, type FamilyLeaves } from './family.js';

/** A bigint only for integers that a number cannot hold exactly. */
export type Numeric = number | bigint;

const integerText = /^[+-]?\d+$/;
const decimalText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number a text stands for, exact; undefined when it is none. */
export function parseNumber(text: string): Numeric | undefined {
  if (integerText.test(text)) return shrink(BigInt(text.replace('+', '')));
  return decimalText.test(text) ? Number(text) : undefined;
}

/** The same value as a number where that loses nothing. */
function shrink(value: bigint): Numeric {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** JavaScript compares numbers with bigints by their exact values. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a numeric field indexes for a value; undefined for what is no number, and for one beyond all doubles (`1e400`), which no index takes. */
export function numberOf(value: Value): Numeric | undefined {
  const number = typeof value === 'string' ? parseNumber(value) : value;
  if (typeof number === 'boolean') return undefined;
  return typeof number === 'number' && !Number.isFinite(number) ? undefined : number;
}

function constantNumber(constant: Constant): Numeric | undefined {
  return typeof constant === 'object' ? undefined : numberOf(constant);
}

/** What an integer field indexes: the fraction is cut off. https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/coerce */
export function integerOf(value: Value): Numeric | undefined {
  const number = numberOf(value);
  return typeof number === 'number' ? Math.trunc(number) : number;
}

/** What a field of type `float` makes of a number: single precision. */
export function singleOf(number: Numeric | undefined): number | undefined {
  const single = Math.fround(Number(number));
  return Number.isFinite(single) ? single : undefined;
}

export const integerLeaves: FamilyLeaves = orderedLeaves({ valueKey: integerOf, constantKey: constantNumber, compare: compareNumbers });

export const decimalLeaves: FamilyLeaves = orderedLeaves({ valueKey: numberOf, constantKey: constantNumber, compare: compareNumbers });

/** Type `float`: value and constant are both rounded to single precision. */
export const singleLeaves: FamilyLeaves = orderedLeaves({
  valueKey: (value) => singleOf(numberOf(value)),
  constantKey: (constant) => singleOf(constantNumber(constant)),
  compare: compareNumbers,
});
