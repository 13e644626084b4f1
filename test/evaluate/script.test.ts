import { describe, expect, it } from 'vitest';
import { compareScript, comparison, scriptAnd, scriptNot, scriptOr } from '../../server/src/evaluate/script/compare.js';
import { dynamicNumber, type ScriptValue } from '../../server/src/evaluate/script/value.js';
import { double, int, type ScriptNumber } from '../../server/src/schema/numbers/number.js';

const long = (value: bigint): ScriptNumber => ({ type: 'long', value });
const unsigned = (value: bigint): ScriptNumber => ({ type: 'unsignedLong', value });

describe('numbers of events', () => {
  it.each([
    [5, long(5n)],
    [5.5, double(5.5)],
    [9007199254740993n, long(9007199254740993n)],
    [2n ** 63n, unsigned(2n ** 63n)],
    [2n ** 64n, double(2 ** 64)],
  ])('%o becomes %o', (value, expected) => {
    expect(dynamicNumber(value)).toEqual(expected);
  });
});

describe('comparison', () => {
  const rows: readonly (readonly [left: ScriptValue, right: ScriptValue, expected: number | null])[] = [
    [int(1), double(1), 0],
    [int(1), long(2n), -1],
    [long(9007199254740993n), long(9007199254740992n), 1],
    [double(NaN), double(NaN), 0],
    [double(NaN), double(Infinity), 1],
    [double(-0), int(0), -1],
    ['a', 'b', -1],
    ['\u{1f600}', '\uffff', -1],
    ['1', int(1), null],
    [true, false, 1],
    [true, 'true', null],
    [null, int(1), null],
    [null, null, null],
  ];
  it.each(rows)('of %o and %o is %o', (left, right, expected) => {
    expect(compareScript(left, right)).toBe(expected);
  });

  it('gives null for null', () => {
    expect(comparison('==', null)).toBeNull();
    expect((['==', '!=', '<', '<=', '>', '>='] as const).map((operator) => comparison(operator, 0))).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('logic with null', () => {
  it.each([
    [[true, true], true, true],
    [[true, false], false, true],
    [[true, null], null, true],
    [[false, null], false, null],
    [[null, null], null, null],
    [[false, false], false, false],
  ])('%j: and %j, or %j', (operands, and, or) => {
    expect([scriptAnd(operands), scriptOr(operands)]).toEqual([and, or]);
  });

  it('keeps null under not', () => {
    expect([true, false, null].map(scriptNot)).toEqual([false, true, null]);
  });
});
