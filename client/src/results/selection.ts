/** The selected matches, by their places in the list: kept as ranges, so that all of very many cost no more than one. */
import type { PlaceRanges } from './messages.js';

type Range = readonly [from: number, to: number];

export class Selection {
  #ranges: readonly Range[] = [];
  /** Where a selection of several began. */
  #anchor = 0;

  get ranges(): PlaceRanges {
    return this.#ranges;
  }

  get size(): number {
    return this.#ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  has(place: number): boolean {
    return this.#ranges.some(([from, to]) => from <= place && place < to);
  }

  clear(): void {
    this.#ranges = [];
  }

  all(size: number): void {
    this.#ranges = size === 0 ? [] : [[0, size]];
  }

  only(place: number): void {
    this.#anchor = place;
    this.#ranges = [[place, place + 1]];
  }

  toggle(place: number): void {
    this.#anchor = place;
    this.#ranges = this.has(place) ? without(this.#ranges, place) : joined([...this.#ranges, [place, place + 1]]);
  }

  /** From where it began to here, and nothing else. */
  extend(place: number): void {
    this.#ranges = [[Math.min(this.#anchor, place), Math.max(this.#anchor, place) + 1]];
  }

  /** Where the next `extend` begins. */
  anchor(place: number): void {
    this.#anchor = place;
  }
}

function without(ranges: readonly Range[], place: number): readonly Range[] {
  return ranges.flatMap(([from, to]): readonly Range[] => {
    if (place < from || place >= to) return [[from, to]];
    const left: Range[] = [];
    if (from < place) left.push([from, place]);
    if (place + 1 < to) left.push([place + 1, to]);
    return left;
  });
}

function joined(ranges: readonly Range[]): readonly Range[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last !== undefined && last[1] >= from) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
