/** Columns of numbers that grow without being copied: what is kept for each candidate of a sequence costs its bytes and no more. */

type Numbers = Float64Array | Uint32Array | Uint16Array;

const blockBits = 12;
const blockSize = 1 << blockBits;
/** What a column of few numbers starts with: many rules have few candidates each. */
const smallestBlock = 16;

/** Blocks in which all numbers are 0 take nothing: what is rarely there costs where it is. */
export class NumberColumn {
  readonly #blocks: (Numbers | undefined)[] = [];
  readonly #make: new (length: number) => Numbers;
  #length = 0;
  #bytes = 0;

  constructor(make: new (length: number) => Numbers) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  /** What the numbers take in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  push(value: number): void {
    const at = this.#length++;
    if (value !== 0) this.#blockFor(at)[at & (blockSize - 1)] = value;
  }

  /** The value at an index below `length`. */
  at(index: number): number {
    return this.#blocks[index >>> blockBits]?.[index & (blockSize - 1)] ?? 0;
  }

  /** A block with room at the index. */
  #blockFor(at: number): Numbers {
    const [index, place] = [at >>> blockBits, at & (blockSize - 1)];
    const block = this.#blocks[index];
    if (block !== undefined && place < block.length) return block;
    // Only the first block ever starts smaller and is copied.
    const larger = new this.#make(index > 0 ? blockSize : Math.min(blockSize, Math.max(smallestBlock, 2 * place)));
    if (block !== undefined) larger.set(block);
    while (this.#blocks.length < index) this.#blocks.push(undefined);
    this.#blocks[index] = larger;
    this.#bytes += larger.byteLength - (block?.byteLength ?? 0);
    return larger;
  }
}
