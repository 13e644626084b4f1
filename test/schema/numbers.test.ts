import { describe, expect, it } from 'vitest';
import { arithmetic, negate, type NumberOperator } from '../../server/src/schema/numbers/arithmetic.js';
import { double, int, ScriptError, type ScriptNumber } from '../../server/src/schema/numbers/number.js';

const long = (value: bigint): ScriptNumber => ({ type: 'long', value });
const float = (value: number): ScriptNumber => ({ type: 'float', value });
const unsigned = (value: bigint): ScriptNumber => ({ type: 'unsignedLong', value });

describe('arithmetic', () => {
  const rows: readonly (readonly [left: ScriptNumber, operator: NumberOperator, right: ScriptNumber, expected: ScriptNumber])[] = [
    [int(9), '/', int(4), int(2)],
    [int(-9), '/', int(4), int(-2)],
    [int(11), '%', int(-4), int(3)],
    [int(-11), '%', int(-4), int(-3)],
    [int(1), '+', long(1n), long(2n)],
    [long(9007199254740993n), '-', int(1), long(9007199254740992n)],
    [int(1), '+', unsigned(18446744073709551614n), unsigned(18446744073709551615n)],
    [int(1), '/', double(0), double(Infinity)],
    [float(Math.fround(0.1)), '+', int(1), float(Math.fround(Math.fround(0.1) + 1))],
    [float(1), '*', double(0.1), double(0.1)],
    [int(-2147483648), '/', int(-1), int(-2147483648)],
    [long(-(2n ** 63n)), '/', int(-1), long(-(2n ** 63n))],
  ];
  it.each(rows)('%o %s %o is %o', (left, operator, right, expected) => {
    expect(arithmetic(operator, left, right)).toEqual(expected);
  });

  it.each([
    [long(2n ** 63n - 1n), '+', int(1), '9223372036854775807 + 1 does not fit a 64-bit integer'],
    [unsigned(0n), '-', int(1), '0 - 1 does not fit an unsigned 64-bit integer'],
    [int(65536), '*', int(65536), '65536 * 65536 does not fit a 32-bit integer'],
    [int(5), '%', int(0), 'Division of 5 by zero'],
  ] as const)('%o %s %o fails: %s', (left, operator, right, message) => {
    expect(() => arithmetic(operator, left, right)).toThrow(new ScriptError(message));
  });

  it('negates, but not the least integer', () => {
    expect(negate(double(1.5))).toEqual(double(-1.5));
    expect(negate(int(5))).toEqual(int(-5));
    expect(() => negate(int(-2147483648))).toThrow(new ScriptError('-(-2147483648) does not fit a 32-bit integer'));
  });
});
