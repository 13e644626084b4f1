/** Columns of numbers that grow without being copied: what is kept for each candidate of a sequence costs its bytes and no more. */

type Numbers = Float64Array | Uint32Array | Uint16Array;

const blockBits = 12;
const blockSize = 1 << blockBits;

export class NumberColumn {
  readonly #blocks: Numbers[] = [];
  readonly #make: new (length: number) => Numbers;
  #length = 0;

  constructor(make: new (length: number) => Numbers) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length++;
    const block = (this.#blocks[at >>> blockBits] ??= new this.#make(blockSize));
    block[at & (blockSize - 1)] = value;
  }

  /** The value at an index below `length`. */
  at(index: number): number {
    return this.#blocks[index >>> blockBits]?.[index & (blockSize - 1)] ?? 0;
  }
}
