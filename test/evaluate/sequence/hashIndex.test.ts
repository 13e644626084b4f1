import { describe, expect, it, test } from 'vitest';
import { HashIndex } from '../../../server/src/evaluate/sequence/hashIndex.js';

/** More than a block of a column holds, and than the table has room for at first. */
const count = 3000;

describe('hashes are numbered in the order in which they come', () => {
  const numbers = Array.from({ length: count }, (_, number) => number);
  it.each<[what: string, hashOf: (number: number) => readonly number[]]>([
    ['with other first words', (number) => [(number * 0x9e3779b1) >>> 0, 0, 0, 0]],
    ['with the same first word', (number) => [7, number, 0, 0]],
    ['that differ in the last word alone', (number) => [0, 0, 0, number]],
    ['that all belong to the last place of the table', (number) => [0xffffffff, 0xffffffff, 0xffffffff - number, 0]],
  ])('%s', (_, hashOf) => {
    const index = new HashIndex();
    const number = (each: number): number => index.number(Uint32Array.from(hashOf(each)));
    expect(numbers.map(number)).toEqual(numbers);
    expect(numbers.map(number)).toEqual(numbers);
    expect(index.size).toBe(count);
  });
});

test('a hash takes 22 to 25 bytes, but for the unused rest of the last block', () => {
  const index = new HashIndex();
  const each: number[] = [];
  for (let number = 0; number < 100_000; number++) {
    index.number(Uint32Array.of((number * 0x9e3779b1) >>> 0, number + 1, number + 1, number + 1));
    if (number > 50_000) each.push((index.bytes - 4096 * 4) / index.size);
  }
  expect([Math.min(...each) > 21.5, Math.max(...each) < 25.1]).toEqual([true, true]);
});
