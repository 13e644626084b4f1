/**
 * Numbers the join keys of a run's candidates. Most keys of a large run belong to one event that waits for another in vain: of these
 * nothing is kept but 128 bits that stand for their text. The text is kept when a key comes a second time, for only then can it be asked
 * for: every match of two events has its key twice.
 *
 * Keys that differ stay apart. Their texts differ where any value of theirs does, or the kind of a value. The bits are those of a keyed
 * hash whose key is drawn anew for each table, so that nobody can make up events for it: among five million keys of a hundred characters,
 * the most of a run, the chance that any two have the same bits is below one in 2^70.
 */
import { invariant } from '../../base/invariant.js';
import { HashIndex } from './hashIndex.js';
import type { JoinTuple, KeyPart } from './joinKeys.js';
import { keyedHash, type HashText } from './keyedHash.js';

/** Texts are kept in blocks, so that few of many keys take little and none is copied. */
const blockBits = 8;
const blockSize = 1 << blockBits;

/** What a text takes besides its characters: a string and its place in a block. */
const textBytes = 32;

/** Of the keys that came more than once, so many are known by their parts: most events have one of a few keys, and a hash takes longer. */
const mostKnown = 1024;
const longestKnown = 256;
/** What each of them takes besides its parts. */
const knownBytes = 128;

/** The keys that begin with some parts. */
interface KnownKeys {
  /** The one that has no more parts. */
  key: number | undefined;
  readonly longer: Map<KeyPart, KnownKeys>;
}

export class JoinTable {
  readonly #index = new HashIndex();
  readonly #hash: HashText;
  readonly #words = new Uint32Array(4);
  readonly #keepsSingle: boolean;
  /** By key, in blocks. */
  readonly #texts: (string | undefined)[][] = [];
  #textCount = 0;
  #characters = 0;
  #known: KnownKeys = { key: undefined, longer: new Map() };
  #knownCount = 0;

  /** `keepsSingle`: keys that come only once are asked for as well. */
  constructor(keepsSingle: boolean, hash: HashText = keyedHash()) {
    this.#keepsSingle = keepsSingle;
    this.#hash = hash;
  }

  get size(): number {
    return this.#index.size;
  }

  /** Characters of all texts that are kept. */
  get characters(): number {
    return this.#characters;
  }

  /** What it takes in memory, about. */
  get bytes(): number {
    return this.#index.bytes + this.#textCount * textBytes + this.#characters + this.#knownCount * knownBytes;
  }

  intern(tuple: JoinTuple): number {
    const known = this.#knownKey(tuple);
    if (known !== undefined) return known;
    const text = textOfTuple(tuple);
    const before = this.size;
    this.#hash(text, this.#words);
    const key = this.#index.number(this.#words);
    if (key < before || this.#keepsSingle) this.#keepText(key, text);
    if (key < before && text.length <= longestKnown) this.#know(key, tuple);
    return key;
  }

  #knownKey(tuple: JoinTuple): number | undefined {
    let known: KnownKeys | undefined = this.#known;
    for (const part of tuple) {
      known = known.longer.get(part);
      if (known === undefined) return undefined;
    }
    return known.key;
  }

  #know(key: number, tuple: JoinTuple): void {
    if (this.#knownCount >= mostKnown) {
      this.#known = { key: undefined, longer: new Map() };
      this.#knownCount = 0;
    }
    let known = this.#known;
    for (const part of tuple) {
      const longer: KnownKeys = known.longer.get(part) ?? { key: undefined, longer: new Map() };
      known.longer.set(part, longer);
      known = longer;
    }
    known.key = key;
    this.#knownCount++;
  }

  #keepText(key: number, text: string): void {
    const block = (this.#texts[key >>> blockBits] ??= new Array<string | undefined>(blockSize));
    if (block[key & (blockSize - 1)] !== undefined) return;
    block[key & (blockSize - 1)] = text;
    this.#textCount++;
    this.#characters += text.length;
  }

  /** Of a key that came twice, or where single keys are kept too. */
  tuple(key: number): JoinTuple {
    const text = this.#texts[key >>> blockBits]?.[key & (blockSize - 1)];
    invariant(text !== undefined, 'the text of a join key is asked for that was not kept');
    return tupleOfText(text);
  }
}

/** Each part with its length before it; another text for another tuple. Joined, for a text put together by `+` keeps its pieces in memory. */
function textOfTuple(tuple: JoinTuple): string {
  const pieces: string[] = [];
  for (const part of tuple) {
    if (part === null) pieces.push('-');
    else pieces.push(String(part.length), ':', part);
  }
  return pieces.join('');
}

function tupleOfText(text: string): JoinTuple {
  const parts: KeyPart[] = [];
  for (let at = 0; at < text.length;) {
    const isNull = text.charAt(at) === '-';
    const start = isNull ? at + 1 : text.indexOf(':', at) + 1;
    const end = isNull ? start : start + Number(text.slice(at, start - 1));
    parts.push(isNull ? null : text.slice(start, end));
    at = end;
  }
  return parts;
}
