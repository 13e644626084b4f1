/** Numbers hashes of 128 bits in the order in which they come: 16 bytes for each, and the table in which they are looked up. */
import { NumberColumn } from './columns.js';

/** The table grows when it is fuller than the one share, and then is as full as the other. */
const fullest = 2 / 3;
const afterGrowth = 4 / 9;
const smallestTable = 16;

export class HashIndex {
  /** Four for each hash. */
  readonly #words = new NumberColumn(Uint32Array);
  /** Open addressing by the first word: the number of the hash and one, or 0. */
  #slots = new Uint32Array(smallestTable);

  get size(): number {
    return this.#words.length / 4;
  }

  /** What it takes in memory. */
  get bytes(): number {
    return this.#slots.byteLength + this.#words.bytes;
  }

  /** The number of the hash: `size` before, where it is a new one. Hashes are the same where all their words are. */
  number(hash: Uint32Array): number {
    let slot = this.#slotFor(hash[0] ?? 0);
    for (let held = this.#slots[slot] ?? 0; held !== 0; held = this.#slots[slot] ?? 0) {
      if (this.#isAt(held - 1, hash)) return held - 1;
      slot = this.#after(slot);
    }
    const number = this.size;
    for (const word of hash) this.#words.push(word);
    this.#slots[slot] = number + 1;
    if (this.size > this.#slots.length * fullest) this.#grow();
    return number;
  }

  #isAt(number: number, hash: Uint32Array): boolean {
    for (let word = 0; word < 4; word++) if (this.#words.at(4 * number + word) !== hash[word]) return false;
    return true;
  }

  /** Spreads the 2^32 first words over the slots, however many these are. */
  #slotFor(first: number): number {
    return Math.floor((first / 2 ** 32) * this.#slots.length);
  }

  #after(slot: number): number {
    return slot + 1 === this.#slots.length ? 0 : slot + 1;
  }

  #grow(): void {
    this.#slots = new Uint32Array(Math.ceil(this.size / afterGrowth));
    for (let number = 0; number < this.size; number++) {
      let slot = this.#slotFor(this.#words.at(4 * number));
      while (this.#slots[slot] !== 0) slot = this.#after(slot);
      this.#slots[slot] = number + 1;
    }
  }
}
