/** Lays out in the kernels' memory what is looked up in each event: values that lead to lists, literals, and kinds. See `server/kernels/probe.ts`. */
import type { Area } from './tables.js';

/** What the values of a field lead to: numbers of lists, from 1; 0 stands for none. */
export interface FieldLookup {
  readonly slot: number;
  /** Of any value. */
  readonly present: number;
  /** Of values that are not looked up. */
  readonly others: number;
  /** By text, in lower case; undefined where texts are not looked up. */
  readonly texts: ReadonlyMap<string, number> | undefined;
  /** By whole number. */
  readonly numbers: ReadonlyMap<number, number> | undefined;
  /** By literal; undefined where literals are not looked for. */
  readonly literals: { readonly automaton: WrittenAutomaton; readonly lists: readonly (number | undefined)[] } | undefined;
}

/** Finds literals in bytes. */
export interface Automaton {
  /** The class of each byte of a text, letters of both cases alike; 0 for what is in no literal. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** State after a state and a class. */
  readonly next: Uint32Array;
  /** The literals that end in a state. */
  readonly ends: readonly (readonly number[] | undefined)[];
}

/** An automaton in the kernels' memory, and the marks of its literals. */
export interface WrittenAutomaton {
  readonly address: number;
  readonly marks: number;
  /** How many there are. */
  readonly literals: number;
}

const wordBytes = 4;
const tableWords = 3;
const entryWords = 2;
const hashSeed = 0x811c9dc5;
const hashFactor = 0x01000193;

/** The text as it stands in JSON without escapes that it need not have. */
export function written(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What stands for a text in a table of them. */
interface HashedText {
  readonly hash: number;
  /** In bytes. */
  readonly length: number;
}

const encoder = new TextEncoder();

/** The same texts are looked up in events of many kinds, and hashed once. */
export class TextHashes {
  readonly #known = new Map<string, HashedText>();

  of(text: string): HashedText {
    let known = this.#known.get(text);
    if (known === undefined) this.#known.set(text, (known = hashOf(encoder.encode(written(text)))));
    return known;
  }

  /** Whether two of the texts, in lower case, have one hash: `probe` could not tell them apart. */
  collide(texts: Iterable<string>): boolean {
    const hashes = new Set<number>();
    let count = 0;
    for (const text of texts) {
      hashes.add(this.of(text).hash);
      count++;
    }
    return hashes.size < count;
  }
}

function hashOf(bytes: Uint8Array): HashedText {
  let hash = hashSeed;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, hashFactor);
  return { hash: hash >>> 0, length: bytes.length };
}

/** The address of a program for `probe`. `lists`: how many there are, the one that stands for none included. */
export function writeProgram(area: Area, fields: readonly FieldLookup[], lists: number, hashes: TextHashes): number {
  const words = [fields.length, area.take(lists * wordBytes)];
  for (const { slot, present, others, texts, numbers, literals } of fields) {
    words.push(slot, present, others, writeTable(area, texts, hashes), writeTable(area, numbers, hashes));
    words.push(literals?.automaton.address ?? 0, literals === undefined ? 0 : writeListOfEach(area, literals));
  }
  return writeWords(area, words);
}

/** Also of the literals that lead to nothing. */
function writeListOfEach(area: Area, { automaton, lists }: NonNullable<FieldLookup['literals']>): number {
  return writeWords(
    area,
    Array.from({ length: automaton.literals }, (_, literal) => lists[literal] ?? 0),
  );
}

/** Its address; 0 where there is none. */
function writeTable(area: Area, lists: ReadonlyMap<string | number, number> | undefined, hashes: TextHashes): number {
  if (lists === undefined) return 0;
  let size = 4;
  while (size < lists.size * 2) size *= 2;
  const words = new Uint32Array(tableWords + size * entryWords);
  let [least, greatest] = [Infinity, 0];
  for (const [key, list] of lists) {
    const { hash, length } = hashes.of(String(key));
    least = Math.min(least, length);
    greatest = Math.max(greatest, length);
    let place = ((hash ^ (hash >>> 15)) & (size - 1)) >>> 0;
    while (words[tableWords + place * entryWords + 1] !== 0) place = (place + 1) & (size - 1);
    words.set([hash, list], tableWords + place * entryWords);
  }
  words.set([size - 1, least, greatest]);
  return writeWords(area, words);
}

const classBytes = 256;

/** In `probe.ts`, texts met lately and what was found in them. */
const keptTextsBytes = 2048 * 128;

/** Room for the texts that all automata have met lately. */
export function keptTexts(area: Area): number {
  return area.take(keptTextsBytes);
}

/** An automaton for `findLiterals`. `kept`: of `keptTexts`. */
export function writeAutomaton(
  area: Area,
  { classes, classCount, next, ends }: Automaton,
  literals: number,
  kept: number,
): WrittenAutomaton {
  const marks = area.take(literals * wordBytes);
  const endings = ends.map((numbers) => (numbers === undefined ? 0 : writeWords(area, [numbers.length, ...numbers])));
  const rowWords = classCount + 1;
  const rows = area.take(ends.length * rowWords * wordBytes);
  // Rows of states in which a literal ends stand after the others.
  const [plain, ending] = [0, 1].map((isEnding) => [...ends.keys()].filter((state) => Number(ends[state] !== undefined) === isEnding));
  const order = [...(plain ?? []), ...(ending ?? [])];
  const addressOf = new Uint32Array(order.length);
  for (const [row, state] of order.entries()) addressOf[state] = rows + row * rowWords * wordBytes;
  const words = new Uint32Array(area.memory.bytes.buffer, rows, ends.length * rowWords);
  for (const [row, state] of order.entries()) {
    words[row * rowWords] = endings[state] as number;
    for (let letter = 0; letter < classCount; letter++) {
      words[row * rowWords + 1 + letter] = addressOf[next[state * classCount + letter] as number] as number;
    }
  }
  const address = area.take(classBytes + 5 * wordBytes);
  area.memory.bytes.set(classes, address);
  setWords(area, address + classBytes, [rows, rows + (plain?.length ?? 0) * rowWords * wordBytes, marks, 0, kept]);
  return { address, marks, literals };
}

/** Of a key of a kind; events with longer ones are told apart by their values. */
const kindKeyBytes = 4096;
const kindEntryWords = 4;

/** A table of kinds in the kernels' memory. */
export interface KindTable {
  readonly address: number;
  readonly entries: number;
  /** Number of entries less one. */
  readonly mask: number;
  readonly key: number;
}

/** For `kindOf`, with room for at least so many kinds. */
export function writeKindTable(area: Area, slots: readonly number[], most: number): KindTable {
  let size = 4;
  while (size < most * 2) size *= 2;
  const entries = area.take(size * kindEntryWords * wordBytes);
  const key = area.take(kindKeyBytes);
  const address = writeWords(area, [slots.length, size - 1, entries, key, kindKeyBytes, ...slots]);
  return { address, entries, mask: size - 1, key };
}

/** The event of the last `kindOf` is of the kind with this number, from 1. */
export function addKind(area: Area, { entries, mask, key }: KindTable, kind: number): void {
  const { bytes, words } = area.memory;
  const [hash, length] = [words.getUint32(key, true), words.getUint32(key + wordBytes, true)];
  if (length === 0) return;
  const copy = area.take(length);
  bytes.copyWithin(copy, key + 2 * wordBytes, key + 2 * wordBytes + length);
  const entryOf = (place: number): number => entries + place * kindEntryWords * wordBytes;
  let place = (hash & mask) >>> 0;
  while (words.getUint32(entryOf(place) + 3 * wordBytes, true) !== 0) place = (place + 1) & mask;
  setWords(area, entryOf(place), [hash, copy, length, kind]);
}

function writeWords(area: Area, values: readonly number[] | Uint32Array): number {
  const at = area.take(values.length * wordBytes);
  setWords(area, at, values);
  return at;
}

function setWords(area: Area, at: number, values: readonly number[] | Uint32Array): void {
  new Uint32Array(area.memory.bytes.buffer, at, values.length).set(values);
}
