/** Lays out in the kernels' memory what is looked up in each event: values that lead to lists, and literals. See `server/kernels/probe.ts`. */
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
}

/** Finds literals in bytes. */
export interface Automaton {
  /** The class of each ASCII character, letters of both cases alike; 0 for what is in no literal. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** State after a state and a class. */
  readonly next: Uint32Array;
  /** The literals that end in a state. */
  readonly ends: readonly (readonly number[] | undefined)[];
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

/** The address of a program for `probe`. */
export function writeProgram(area: Area, fields: readonly FieldLookup[]): number {
  const tableOf = (lists: ReadonlyMap<string | number, number> | undefined): number =>
    lists === undefined
      ? 0
      : writeTable(
          area,
          Array.from(lists, ([key, list]) => [written(String(key)), list]),
        );
  const words = [fields.length];
  for (const { slot, present, others, texts, numbers } of fields) words.push(slot, present, others, tableOf(texts), tableOf(numbers));
  return writeWords(area, words);
}

function writeTable(area: Area, lists: readonly (readonly [string, number])[]): number {
  const keys = lists.map(([text, list]) => ({ bytes: new TextEncoder().encode(text), list }));
  let size = 4;
  while (size < keys.length * 2) size *= 2;
  const lengths = keys.map(({ bytes }) => bytes.length);
  const words = new Uint32Array(tableWords + size * entryWords);
  words.set([size - 1, Math.min(...lengths), Math.max(...lengths)]);
  for (const { bytes, list } of keys) {
    const hash = hashOf(bytes);
    let place = ((hash ^ (hash >>> 15)) & (size - 1)) >>> 0;
    while (words[tableWords + place * entryWords + 1] !== 0) place = (place + 1) & (size - 1);
    words.set([hash, list], tableWords + place * entryWords);
  }
  return writeWords(area, words);
}

/** Whether two of the texts, in lower case, have one hash: `probe` could not tell them apart. */
export function collide(texts: Iterable<string>): boolean {
  const hashes = Array.from(texts, (text) => hashOf(new TextEncoder().encode(written(text))));
  return new Set(hashes).size < hashes.length;
}

function hashOf(bytes: Uint8Array): number {
  let hash = hashSeed;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, hashFactor);
  return hash >>> 0;
}

const classBytes = 256;
const mostStates = 0x7fff;
const endsHere = 0x8000;

/** The address of an automaton for `findLiterals`; undefined where it has too many states. */
export function writeAutomaton(area: Area, { classes, classCount, next, ends }: Automaton, literals: number): number | undefined {
  if (ends.length > mostStates) return undefined;
  const { words, bytes } = area.memory;
  const states = area.take(next.length * 2);
  for (const [index, state] of next.entries()) {
    words.setUint16(states + index * 2, ends[state] === undefined ? state : state | endsHere, true);
  }
  const endings = writeWords(
    area,
    ends.map((numbers) => (numbers === undefined ? 0 : writeWords(area, [numbers.length, ...numbers]))),
  );
  const marks = area.take(literals * wordBytes);
  const at = area.take(classBytes + 4 * wordBytes);
  bytes.set(classes, at);
  for (const [index, word] of [classCount, states, endings, marks].entries())
    words.setUint32(at + classBytes + index * wordBytes, word, true);
  return at;
}

function writeWords(area: Area, values: readonly number[] | Uint32Array): number {
  const at = area.take(values.length * wordBytes);
  for (const [index, value] of values.entries()) area.memory.words.setUint32(at + index * wordBytes, value, true);
  return at;
}
