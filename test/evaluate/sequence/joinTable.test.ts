import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { JoinTuple } from '../../../server/src/evaluate/sequence/joinKeys.js';
import { JoinTable } from '../../../server/src/evaluate/sequence/joinTable.js';
import type { HashText } from '../../../server/src/evaluate/sequence/keyedHash.js';

/** Among them all kinds of values, and texts that could be taken for one another. */
const tuples: readonly JoinTuple[] = [
  [],
  [null],
  [null, null],
  ['s'],
  ['snull'],
  ['s-'],
  ['s', null],
  [null, 's'],
  ['s1'],
  ['n1'],
  ['btrue'],
  ['strue'],
  ['d1970-01-01T00:00:00.000Z'],
  ['s1970-01-01T00:00:00.000Z'],
  ['i10.0.0.1'],
  ['s10.0.0.1'],
  ['n9007199254740993'],
  ['n9007199254740992'],
  ['sab', 'sc'],
  ['sa', 'sbc'],
  ['sab2:sc'],
  ['sa\0'],
  ['s\ud800'],
  ['s\udc00'],
  ['s\ufffd'],
  ['s\u00ff'],
  [`s${'x'.repeat(5000)}`],
  [`s${'x'.repeat(4999)}y`],
];

const numbers = tuples.map((_, number) => number);

describe('join keys', () => {
  /** Hashes that collide: their last word, or the one beside it, is all that tells texts apart. */
  const numbered = new Map<string, number>();
  const colliding =
    (word: number): HashText =>
    (text, words) => {
      if (!numbered.has(text)) numbered.set(text, numbered.size);
      words.fill(0)[word] = numbered.get(text) ?? 0;
    };

  it.each<[what: string, hash: HashText | undefined]>([
    ['by their own hash', undefined],
    ['by a hash of which only the first word differs', colliding(0)],
    ['by a hash of which only the third word differs', colliding(2)],
    ['by a hash of which only the last word differs', colliding(3)],
  ])('are told apart %s', (_, hash) => {
    const table = new JoinTable(false, hash);
    expect(tuples.map((tuple) => table.intern(tuple))).toEqual(numbers);
    for (let round = 0; round < 3; round++) expect(tuples.map((tuple) => table.intern([...tuple]))).toEqual(numbers);
    expect(numbers.map((key) => table.tuple(key))).toEqual(tuples);
    expect(table.size).toBe(tuples.length);
  });

  test('are the same where all their parts are', () => {
    const part = fc.option(fc.string({ unit: fc.constantFrom('s', '1', ':', '-', '\u00ff', '\u0100'), maxLength: 3 }));
    const tuple = fc.array(part, { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(tuple, { maxLength: 30 }), (all) => {
        const table = new JoinTable(true);
        const keys = all.map((each) => table.intern(each));
        const first = all.map((each) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)));
        expect(keys.map((key) => keys.indexOf(key))).toEqual(first);
        expect(keys.map((key) => table.tuple(key))).toEqual(all);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('are numbered on and on', () => {
    const table = new JoinTable(false);
    const keys = Array.from({ length: 10_000 }, (_, key) => key);
    expect(keys.map((key) => table.intern([`n${key}`]))).toEqual(keys);
    for (let round = 0; round < 3; round++) expect(keys.map((key) => table.intern([`n${key}`]))).toEqual(keys);
    expect(keys.filter((key) => table.tuple(key)[0] !== `n${key}`)).toEqual([]);
  });
});

describe('the text of a key', () => {
  test('is kept when it comes again', () => {
    const table = new JoinTable(false);
    const characters = [['sa'], ['sb'], ['sa'], ['sa']].map((tuple) => {
      table.intern(tuple);
      return table.characters;
    });
    expect(characters).toEqual([0, 0, '2:sa'.length, '2:sa'.length]);
    expect(() => table.tuple(1)).toThrow('the text of a join key is asked for that was not kept');
  });

  test('is kept at once where single keys are asked for', () => {
    const table = new JoinTable(true);
    expect([table.intern(['sa']), table.characters, table.tuple(0)]).toEqual([0, '2:sa'.length, ['sa']]);
  });
});

test('a key that came once takes 22 to 25 bytes, however long it is', () => {
  const table = new JoinTable(false);
  for (let key = 0; key < 50_000; key++) table.intern([`s${'x'.repeat(36)}`, `s${String(key).padStart(56)}`]);
  const each = table.bytes / table.size;
  expect([each > 21.5, each < 25.5]).toEqual([true, true]);
});
