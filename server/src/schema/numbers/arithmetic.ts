/**
 * Arithmetic as Elasticsearch's scripts do it: Java's widening (double, float, unsigned long, long, int), division of whole numbers that
 * cuts off, and failures where Java's exact operations overflow.
 */
import { double, fitsType, isIntegral, numberText, ScriptError, type ScriptInteger, type ScriptNumber } from './number.js';

export type NumberOperator = '+' | '-' | '*' | '/' | '%';

export function arithmetic(operator: NumberOperator, left: ScriptNumber, right: ScriptNumber): ScriptNumber {
  if (isIntegral(left) && isIntegral(right)) return wholeArithmetic(operator, left, right);
  const isDouble = left.type === 'double' || right.type === 'double';
  const result = decimalArithmetic[operator](Number(left.value), Number(right.value));
  return isDouble ? double(result) : { type: 'float', value: Math.fround(result) };
}

const decimalArithmetic: Readonly<Record<NumberOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const exactArithmetic: Readonly<Record<NumberOperator, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function wholeArithmetic(operator: NumberOperator, left: ScriptInteger, right: ScriptInteger): ScriptNumber {
  const type = widest(left.type, right.type);
  const isDivision = operator === '/' || operator === '%';
  if (isDivision && right.value === 0n) throw new ScriptError(`Division of ${numberText(left)} by zero`);
  const value = exactArithmetic[operator](left.value, right.value);
  if (fitsType(value, type)) return { type, value };
  // Java's division has one case that overflows (the least number by -1), and it wraps around.
  if (isDivision && type !== 'unsignedLong') return { type, value: BigInt.asIntN(type === 'int' ? 32 : 64, value) };
  throw new ScriptError(`${numberText(left)} ${operator} ${numberText(right)} does not fit ${typeNames[type]}`);
}

const typeNames: Readonly<Record<ScriptInteger['type'], string>> = {
  int: 'a 32-bit integer',
  long: 'a 64-bit integer',
  unsignedLong: 'an unsigned 64-bit integer',
};

function widest(a: ScriptInteger['type'], b: ScriptInteger['type']): ScriptInteger['type'] {
  if (a === 'unsignedLong' || b === 'unsignedLong') return 'unsignedLong';
  return a === 'long' || b === 'long' ? 'long' : 'int';
}

export function negate(number: ScriptNumber): ScriptNumber {
  if (!isIntegral(number)) return { type: number.type, value: -number.value };
  const value = -number.value;
  if (!fitsType(value, number.type)) throw new ScriptError(`-(${numberText(number)}) does not fit ${typeNames[number.type]}`);
  return { type: number.type, value };
}
