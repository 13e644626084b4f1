import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { NumberColumn } from '../../../server/src/evaluate/sequence/columns.js';

function columnOf(values: readonly number[], make: new (length: number) => Float64Array | Uint32Array | Uint16Array = Uint32Array) {
  const column = new NumberColumn(make);
  for (const value of values) column.push(value);
  return column;
}

test('a column gives what was put into it', () => {
  const runs = fc.array(fc.record({ length: fc.nat(3000), value: fc.constantFrom(0, 0, 1, 7) }), { maxLength: 8 });
  fc.assert(
    fc.property(runs, (parts) => {
      const values = parts.flatMap(({ length, value }) => Array.from({ length }, (_, index) => (value === 0 ? 0 : value + index)));
      const column = columnOf(values);
      expect([column.length, values.findIndex((value, index) => column.at(index) !== value)]).toEqual([values.length, -1]);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('numbers keep all their digits', () => {
  const values = [-1, 1.5, 2 ** 53 - 1, -8.64e15, 0];
  const column = columnOf(values, Float64Array);
  expect(values.map((_, index) => column.at(index))).toEqual(values);
});

describe('a column takes', () => {
  const zeros = (length: number): readonly number[] => new Array<number>(length).fill(0);
  const ones = (length: number): readonly number[] => new Array<number>(length).fill(1);
  it.each<[what: string, values: readonly number[], bytes: number]>([
    ['nothing while it is empty', [], 0],
    ['nothing for zeros', zeros(10_000), 0],
    ['little for few numbers', ones(16), 16 * 4],
    ['the double of what it is when it grows', ones(17), 32 * 4],
    ['whole blocks from then on', ones(4097), 2 * 4096 * 4],
    ['one block for one number far on', [...zeros(9000), 1, ...zeros(9000)], 4096 * 4],
    ['room up to a number in the first block', [...zeros(100), 1], 200 * 4],
  ])('%s', (_, values, bytes) => {
    expect(columnOf(values).bytes).toBe(bytes);
  });
});
