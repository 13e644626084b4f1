/**
 * Lines and values found in bytes by WebAssembly with SIMD: splitting, looking for literals, picking out the values of fields. Where the
 * surroundings have no WebAssembly there is no kernel, and callers take the plain path.
 */
import { kernelBase64 } from './kernelBytes.js';
import type { KindTable, WrittenAutomaton } from './lookups.js';
import { Area, writeKeyTree, writeLiterals, type KernelMemory, type Literal } from './tables.js';

/** What the compiled kernels export; described in `server/kernels`. */
interface KernelExports {
  readonly scan: (from: number, to: number, masks: number, buckets: number, out: number, capacity: number) => number;
  readonly everyLine: (from: number, to: number, out: number, capacity: number) => number;
  readonly resumeAt: () => number;
  readonly lineCount: () => number;
  readonly eventCount: () => number;
  readonly extract: (from: number, to: number, root: number, slots: number, mark: number) => number;
  readonly hasDottedKey: () => number;
  readonly probe: (program: number, slots: number, mark: number, out: number, capacity: number) => number;
  readonly findLiterals: (automaton: number, slots: number, slot: number, mark: number) => number;
  readonly kindOf: (table: number, slots: number, mark: number) => number;
}

/** The part of WebAssembly's interface that is used here. */
interface WasmApi {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const pageBytes = 65_536;
/** Literals and the tree of keys; a query that needs more goes without. */
const tablesFrom = pageBytes;
const tablesTo = 15 * pageBytes;
const recordsFrom = tablesTo;
const recordBytes = 16;
const mostRecords = pageBytes / recordBytes;
const wordBytes = 4;
/** Lists that one event can lead to. */
const mostFound = pageBytes / wordBytes;
/** In an automaton, the mark of the event that was last gone through. */
const walkedAt = 268;
const lookupsFrom = recordsFrom + pageBytes;
/** Readable after the last byte of the input, which vectors reach beyond. */
const margin = 64;

/** A line that has to be looked at. Offsets are into the input. */
export interface FoundLine {
  readonly start: number;
  readonly end: number;
  /** Lines before it in the same call. */
  readonly linesBefore: number;
  /** Lines before it in the same call that look like events. */
  readonly eventsBefore: number;
  /** Begins and ends like a JSON object, at its very first and last character. */
  readonly looksLikeEvent: boolean;
}

/** Of one call. */
export interface LineCounts {
  readonly lines: number;
  readonly events: number;
}

let compiled: object | undefined;

/**
 * Undefined where there is no WebAssembly with SIMD. The kernels have a memory of their own, for input of at least `inputBytes` and so
 * many pages of what is looked up.
 */
export function createKernel(inputBytes: number, lookupPages = 0): Kernel | undefined {
  const wasm = (globalThis as { readonly WebAssembly?: WasmApi }).WebAssembly;
  if (wasm === undefined) return undefined;
  try {
    compiled ??= new wasm.Module(decodeBase64(kernelBase64));
    const inputFrom = lookupsFrom + lookupPages * pageBytes;
    const memory = new wasm.Memory({ initial: inputFrom / pageBytes + pagesFor(inputBytes) });
    const { exports } = new wasm.Instance(compiled, { env: { memory } });
    return new Kernel(exports as KernelExports, memory, inputFrom);
  } catch {
    return undefined; // A runtime without SIMD, or one that may not compile: everything works without.
  }
}

function pagesFor(inputBytes: number): number {
  return Math.ceil((inputBytes + margin) / pageBytes);
}

/** One thread's kernels with their memory: literals, fields, and one stretch of input at a time. */
export class Kernel {
  /** The input. Growing replaces it. */
  input: Uint8Array;
  /** The input and a few bytes after it, so that words can be read up to its end. */
  readable: DataView;
  /** Start, end, kind and mark of the value of each field; see `server/kernels/extract.ts`. */
  slots: Uint32Array = new Uint32Array(0);
  /** What `probe`, `findLiterals` and `kindOf` go by is written here, and stays. */
  readonly lookups: Area;
  /** The lists that `probe` found, where lines are written too. */
  found: Uint32Array;
  /** All of the memory. */
  #words: Uint32Array;
  readonly #exports: KernelExports;
  readonly #memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  #records: Uint32Array;
  #literals: { readonly masks: number; readonly buckets: number } | undefined;
  #tree: { readonly root: number; readonly slots: number; readonly count: number } | undefined;
  #mark = 0;

  constructor(
    exports: KernelExports,
    memory: { readonly buffer: ArrayBuffer; grow(pages: number): number },
    private readonly inputFrom: number,
  ) {
    this.#exports = exports;
    this.#memory = memory;
    this.input = new Uint8Array(0);
    this.readable = new DataView(memory.buffer);
    this.#records = new Uint32Array(0);
    this.found = this.#records;
    this.#words = this.#records;
    this.lookups = new Area(this.#tables(lookupsFrom, inputFrom));
    this.#view();
  }

  /** Makes room for so many bytes of input; what is there stays. */
  reserve(bytes: number): void {
    if (bytes <= this.input.length) return;
    this.#memory.grow(pagesFor(bytes - this.input.length));
    this.#view();
  }

  /** Which literals `lines` looks for; undefined for all lines. False where they do not fit. */
  setLiterals(literals: readonly Literal[] | undefined): boolean {
    this.#literals = undefined;
    if (literals === undefined) return true;
    // The tree of keys stands before them, for it is set once.
    const written = writeLiterals(this.#tables(Math.floor((tablesFrom + tablesTo) / 2), tablesTo), literals);
    this.#literals = written;
    return written !== undefined;
  }

  /** The fields that `extract` looks for, by slot, and keys at which it gives up. False where they do not fit. */
  setFields(names: readonly string[], givesUpAt: readonly string[]): boolean {
    this.#tree = writeKeyTree(this.#tables(tablesFrom, Math.floor((tablesFrom + tablesTo) / 2)), names, givesUpAt);
    this.#view();
    return this.#tree !== undefined;
  }

  /**
   * Calls `found` for the lines of `from` to `to`, which is just after a newline, that hold one of the literals or do not look like
   * events. Empty lines are passed over.
   */
  lines(from: number, to: number, found: (line: FoundLine) => void): LineCounts {
    let [lines, events, at] = [0, 0, this.inputFrom + from];
    const end = this.inputFrom + to;
    while (at < end) {
      const count =
        this.#literals === undefined
          ? this.#exports.everyLine(at, end, recordsFrom, mostRecords)
          : this.#exports.scan(at, end, this.#literals.masks, this.#literals.buckets, recordsFrom, mostRecords);
      at = this.#exports.resumeAt();
      const counted = { lines: this.#exports.lineCount(), events: this.#exports.eventCount() };
      for (let index = 0; index < count; index++) found(this.#record(index, lines, events));
      lines += counted.lines;
      events += counted.events;
    }
    return { lines, events };
  }

  /** Finds the values of the fields in an event of the input; false where the event has to be parsed instead. */
  extract(start: number, end: number): boolean {
    if (this.#tree === undefined) return false;
    this.#mark = this.#mark === 0xffffffff ? 1 : this.#mark + 1;
    return this.#exports.extract(this.inputFrom + start, this.inputFrom + end, this.#tree.root, this.#tree.slots, this.#mark) !== 0;
  }

  /** Whether the extracted event has a key with a dot; those inside values without fields do not count. */
  get hasDottedKey(): boolean {
    return this.#exports.hasDottedKey() !== 0;
  }

  /** Lists that the values of the extracted event lead to: how many of `found` are theirs, -1 where they are too many. */
  probe(program: number): number {
    return this.#exports.probe(program, this.#tree?.slots ?? 0, this.#mark, recordsFrom, mostFound);
  }

  /** Looks for literals in the slot of the extracted event, once; false where its bytes do not tell. */
  findLiterals({ address }: WrittenAutomaton, slot: number): boolean {
    if (this.#words[(address + walkedAt) / wordBytes] === this.#mark) return true;
    return this.#exports.findLiterals(address, this.#tree?.slots ?? 0, slot, this.#mark) !== 0;
  }

  /** Whether the literal was found in the extracted event. */
  hasLiteral({ marks }: WrittenAutomaton, literal: number): boolean {
    return this.#words[marks / wordBytes + literal] === this.#mark;
  }

  /** The number of the kind of the extracted event; 0 where it is not known. */
  kindOf({ address }: KindTable): number {
    return this.#exports.kindOf(address, this.#tree?.slots ?? 0, this.#mark);
  }

  /** Where the value in the slot stands in the input, and its first byte; undefined where the event has none. */
  slotKind(slot: number): number | undefined {
    const at = slot * 4;
    return this.slots[at + 3] === this.#mark ? this.slots[at + 2] : undefined;
  }

  slotStart(slot: number): number {
    return (this.slots[slot * 4] ?? 0) - this.inputFrom;
  }

  slotEnd(slot: number): number {
    return (this.slots[slot * 4 + 1] ?? 0) - this.inputFrom;
  }

  #record(index: number, lines: number, events: number): FoundLine {
    const at = index * 4;
    const flags = this.#records[at + 3] ?? 0;
    return {
      start: (this.#records[at] ?? 0) - this.inputFrom,
      end: (this.#records[at + 1] ?? 0) - this.inputFrom,
      linesBefore: lines + (this.#records[at + 2] ?? 0),
      eventsBefore: events + (flags & 0x7fffffff),
      looksLikeEvent: flags < 0x80000000,
    };
  }

  #tables(from: number, to: number): KernelMemory {
    return { bytes: new Uint8Array(this.#memory.buffer), words: new DataView(this.#memory.buffer), from, to };
  }

  #view(): void {
    const { buffer } = this.#memory;
    this.input = new Uint8Array(buffer, this.inputFrom, buffer.byteLength - this.inputFrom - margin);
    this.readable = new DataView(buffer, this.inputFrom);
    this.#records = new Uint32Array(buffer, recordsFrom, mostRecords * 4);
    this.found = this.#records;
    this.#words = new Uint32Array(buffer);
    this.lookups.memory = this.#tables(lookupsFrom, this.inputFrom);
    if (this.#tree !== undefined) this.slots = new Uint32Array(buffer, this.#tree.slots, this.#tree.count * 4);
  }
}

function decodeBase64(text: string): Uint8Array {
  const { atob } = globalThis as unknown as { readonly atob: (text: string) => string };
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
