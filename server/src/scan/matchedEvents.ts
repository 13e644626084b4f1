/** Counts the different events that matches of all rules have among them, in eight bytes an event. */
import { NumberColumn } from '../evaluate/sequence/columns.js';
import type { ScanHit } from './scanResult.js';

type Place = Pick<ScanHit, 'file' | 'offset'>;

export class MatchedEvents {
  /** Offsets of the events that were added in order, by file. */
  readonly #inOrder: NumberColumn[] = [];
  readonly #later = new Set<string>();
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** An event that comes after all that were added so: in the order of the files. */
  addNext({ file, offset }: Place): void {
    (this.#inOrder[file] ??= new NumberColumn(Float64Array)).push(offset);
    this.#count++;
  }

  /** Any event, once all others have been added in order. */
  add({ file, offset }: Place): void {
    const offsets = this.#inOrder[file];
    if (offsets !== undefined && has(offsets, offset)) return;
    const key = `${file} ${offset}`;
    if (this.#later.has(key)) return;
    this.#later.add(key);
    this.#count++;
  }
}

function has(ascending: NumberColumn, wanted: number): boolean {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending.at(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low < ascending.length && ascending.at(low) === wanted;
}
