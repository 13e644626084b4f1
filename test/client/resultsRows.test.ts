/** The grid of results, without its drawing: which row shows what, what keys do, what is selected, which pages are asked for. */
import { describe, expect, it, test } from 'vitest';
import { gridKey, type PressedKey } from '../../client/src/results/gridKeys.js';
import { Pages, pageSize } from '../../client/src/results/pages.js';
import { RowMap } from '../../client/src/results/rowMap.js';
import { Selection } from '../../client/src/results/selection.js';
import type { ListedMatch } from '../../server/src/protocol/results.js';

describe('rows', () => {
  const shown = (map: RowMap) => Array.from({ length: map.rows }, (_, row) => [map.at(row)?.place, map.at(row)?.stage]);

  test('of single events: one each', () => {
    expect(shown(new RowMap(3, 0))).toEqual([
      [0, undefined],
      [1, undefined],
      [2, undefined],
    ]);
  });

  test('of sequences: one for each and one for each stage; folded ones have none below', () => {
    const map = new RowMap(3, 2);
    expect(map.fold(1, true)).toBe(true);
    expect(shown(map)).toEqual([
      [0, undefined],
      [0, 0],
      [0, 1],
      [1, undefined],
      [2, undefined],
      [2, 0],
      [2, 1],
    ]);
    expect([0, 1, 2].map((place) => [map.rowOf(place), map.isFolded(place)])).toEqual([
      [0, false],
      [3, true],
      [4, false],
    ]);
    expect([map.fold(1, true), map.fold(1, false), map.rows]).toEqual([false, true, 9]);
  });

  test('more of them at the end leave those before as they were', () => {
    const map = new RowMap(2, 1);
    map.fold(0, true);
    expect(shown(map.grown(3))).toEqual([
      [0, undefined],
      [1, undefined],
      [1, 0],
      [2, undefined],
      [2, 0],
    ]);
  });

  test('out of bounds there is nothing', () => {
    const map = new RowMap(2, 1);
    expect([map.at(-1), map.at(4), new RowMap(0, 0).at(0)]).toEqual([undefined, undefined, undefined]);
  });

  it('finds any of 100,000 after folding every third', () => {
    const map = new RowMap(100_000, 2);
    for (let place = 99_999; place >= 0; place -= 3) map.fold(place, true);
    for (const place of [0, 1, 3, 49_999, 99_998, 99_999]) expect(map.at(map.rowOf(place))).toEqual({ place, stage: undefined });
    expect(map.rows).toBe(300_000 - 2 * 33_334);
  });
});

describe('keys', () => {
  const map = new RowMap(3, 2);
  map.fold(2, true);
  const press = (key: string, active: number, more: Partial<PressedKey> = {}) =>
    gridKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, { active, map, inView: 4 });
  const move = (row: number, isExtending = false) => ({ kind: 'move', row, isExtending });

  test.each([
    ['ArrowDown', 0, {}, move(1)],
    ['ArrowDown', 6, {}, move(6)],
    ['ArrowDown', 0, { shiftKey: true }, move(1, true)],
    ['ArrowUp', 0, {}, move(0)],
    ['PageDown', 1, {}, move(5)],
    ['PageUp', 6, {}, move(2)],
    ['Home', 5, {}, move(0)],
    ['End', 0, { ctrlKey: true }, move(6)],
    ['Enter', 1, {}, { kind: 'open' }],
    [' ', 1, {}, { kind: 'toggle' }],
    ['a', 1, { ctrlKey: true }, { kind: 'all' }],
    ['A', 1, { metaKey: true }, { kind: 'all' }],
    ['a', 1, {}, { kind: 'type', text: 'a' }],
    ['c', 1, { ctrlKey: true }, undefined],
    ['ArrowLeft', 0, {}, { kind: 'fold', folded: true }],
    ['ArrowLeft', 2, {}, move(0)],
    ['ArrowLeft', 6, {}, undefined],
    ['ArrowRight', 0, {}, move(1)],
    ['ArrowRight', 6, {}, { kind: 'fold', folded: false }],
    ['ArrowRight', 1, {}, undefined],
    ['Tab', 1, {}, undefined],
    ['F1', 1, {}, undefined],
  ])('%j on row %i with %j', (key, active, more, expected) => {
    expect(press(key, active, more)).toEqual(expected);
  });
});

describe('selection', () => {
  const after = (act: (selection: Selection) => void) => {
    const selection = new Selection();
    act(selection);
    return [selection.ranges, selection.size];
  };

  test.each<readonly [string, (selection: Selection) => void, readonly (readonly [number, number])[], number]>([
    ['one', (s) => s.only(4), [[4, 5]], 1],
    ['several, one after the other', (s) => [3, 1, 2].forEach((place) => s.toggle(place)), [[1, 4]], 3],
    [
      'one taken out of the middle',
      (s) => (s.all(5), s.toggle(2)),
      [
        [0, 2],
        [3, 5],
      ],
      4,
    ],
    ['from where it began upwards', (s) => (s.only(5), s.extend(2)), [[2, 6]], 4],
    ['and back down', (s) => (s.only(5), s.extend(2), s.extend(6)), [[5, 7]], 2],
    ['from where the focus was', (s) => (s.anchor(3), s.extend(4)), [[3, 5]], 2],
    ['all of none', (s) => s.all(0), [], 0],
    ['cleared', (s) => (s.all(9), s.clear()), [], 0],
  ])('%s', (_, act, ranges, size) => {
    expect(after(act)).toEqual([ranges, size]);
  });
});

describe('pages', () => {
  const match = (number: number): ListedMatch => ({ number, events: [] });
  const page = (number: number) => Array.from({ length: pageSize }, (_, index) => match(number * pageSize + index));

  it('are asked for once, when a place of theirs is looked at', () => {
    const asked: number[] = [];
    const pages = new Pages((from) => asked.push(from));
    for (const place of [250, 251, 299, 300]) expect(pages.at(place)).toBe(undefined);
    expect(asked).toEqual([200, 300]);
    pages.add(200, page(2));
    expect([pages.at(250)?.number, asked.length]).toEqual([250, 2]);
  });

  it('of a list that grew are kept, and one that was not full is asked for where it has more', () => {
    const asked: number[] = [];
    const before = new Pages(() => expect.unreachable());
    before.add(0, page(0));
    before.add(100, page(1).slice(0, 20));
    const pages = before.grown((from) => asked.push(from));
    expect([pages.at(99)?.number, pages.at(119)?.number, pages.at(120), pages.at(121), asked]).toEqual([
      99,
      119,
      undefined,
      undefined,
      [100],
    ]);
    pages.add(100, page(1));
    expect(pages.at(121)?.number).toBe(121);
  });

  it('can be asked for again', () => {
    const asked: number[] = [];
    const pages = new Pages((from) => asked.push(from));
    pages.add(100, page(1));
    pages.again(150);
    pages.again(150);
    expect(asked).toEqual([100]);
  });

  it('those not seen for long are forgotten', () => {
    const asked: number[] = [];
    const pages = new Pages((from) => asked.push(from));
    for (let number = 0; number < 60; number++) pages.add(number * pageSize, page(number));
    expect([pages.at(59 * pageSize)?.number, pages.at(0), asked]).toEqual([59 * pageSize, undefined, [0]]);
  });
});
