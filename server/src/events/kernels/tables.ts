/** Lays out in the kernels' memory what they look for: literals by the bytes that make them rare, and the keys on the way to fields. */

/** A text to look for in lines: printable ASCII. In lower case where `folds`, and then both cases are found. */
export interface Literal {
  readonly text: string;
  readonly folds: boolean;
}

/** The part of the memory that a table may use. */
export interface KernelMemory {
  readonly bytes: Uint8Array;
  readonly words: DataView;
  readonly from: number;
  readonly to: number;
}

/** Gives out parts of the memory, one after the other. They are all zeros. */
export class Area {
  #next: number;

  /** `memory` is to be replaced where the buffer behind it is. */
  constructor(public memory: KernelMemory) {
    this.#next = memory.from;
  }

  /** Throws `NoRoom` where nothing is left. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next = (at + bytes + 15) & ~15;
    if (this.#next > this.memory.to) throw new NoRoom();
    this.memory.bytes.fill(0, at, this.#next);
    return at;
  }

  text(text: string): number {
    const bytes = new TextEncoder().encode(text);
    const at = this.take(bytes.length + 1);
    this.memory.bytes.set(bytes, at);
    return at;
  }
}

class NoRoom extends Error {}

/** Undefined where what is written does not fit. */
export function orUndefined<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof NoRoom) return undefined;
    throw error;
  }
}

const windowBytes = 4;
const bucketCount = 8;
const patternBytes = 16;

/** A literal and where in it a window begins; one byte before it in the shortest. */
interface Pattern {
  readonly literal: Literal;
  readonly window: number;
}

/** As `scan` wants them. Undefined where they do not fit. */
export function writeLiterals(
  memory: KernelMemory,
  literals: readonly Literal[],
): { readonly masks: number; readonly buckets: number } | undefined {
  return orUndefined(() => {
    const area = new Area(memory);
    const masks = area.take(windowBytes * 16);
    const buckets = area.take(bucketCount * 8);
    const patterns = literals
      .flatMap((literal) => windowsOf(literal.text).map((window): Pattern => ({ literal, window })))
      .sort((a, b) => (windowText(a) < windowText(b) ? -1 : 1));
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      const own = patterns.filter((_, index) => Math.floor((index * bucketCount) / patterns.length) === bucket);
      const at = area.take(own.length * patternBytes);
      memory.words.setUint32(buckets + bucket * 8, own.length, true);
      memory.words.setUint32(buckets + bucket * 8 + 4, at, true);
      for (const [index, { literal, window }] of own.entries()) {
        const entry = [area.text(literal.text), literal.text.length, window, literal.folds ? 1 : 0];
        for (const [word, value] of entry.entries()) memory.words.setUint32(at + index * patternBytes + word * 4, value, true);
        addMasks(memory.bytes, masks, 1 << bucket, literal, window);
      }
    }
    return { masks, buckets };
  });
}

function windowText({ literal: { text }, window }: Pattern): string {
  return text.slice(Math.max(0, window), window + windowBytes);
}

/** Windows at an even and at an odd place of the text: at every other byte of an event stands one or the other. */
function windowsOf(text: string): readonly number[] {
  return [rarestWindow(text, 0) ?? 0, rarestWindow(text, 1) ?? -1];
}

/** What is often met in events, which tells little. */
const frequent = 'eatoisnrcl"_0123456789abdf.-:';

/** Where in the text the bytes of the window stand that are met least often, at `first` or a multiple of two bytes later. */
function rarestWindow(text: string, first: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (let at = first; at + windowBytes <= text.length; at += 2) {
    const commonness = [...text.slice(at, at + windowBytes)].reduce((sum, character) => sum + (frequent.includes(character) ? 3 : 1), 0);
    if (commonness < least) [best, least] = [at, commonness];
  }
  return best;
}

/** The two cases of a letter have the same low nibble. */
function addMasks(bytes: Uint8Array, masks: number, bit: number, { text }: Literal, window: number): void {
  for (let position = 0; position < windowBytes; position++) {
    const at = masks + position * 16;
    const code = text.charCodeAt(window + position);
    for (const nibble of Number.isNaN(code) ? everyNibble : [code & 15]) bytes[at + nibble] = (bytes[at + nibble] ?? 0) | bit;
  }
}

const everyNibble: readonly number[] = Array.from({ length: 16 }, (_, nibble) => nibble);

interface KeyNode {
  readonly keys: Map<string, KeyNode>;
  slot: number;
}

const givesUp = -2;
const noSlot = -1;
const entryBytes = 20;

/** As `extract` wants them, with a slot for each field. Undefined where they do not fit. */
export function writeKeyTree(
  memory: KernelMemory,
  fields: readonly string[],
  givesUpAt: readonly string[],
): { readonly root: number; readonly slots: number; readonly count: number } | undefined {
  return orUndefined(() => {
    const tree = new KeyTree();
    for (const [slot, name] of fields.entries()) tree.add(name, slot);
    for (const key of givesUpAt) tree.giveUpAt(key);
    const area = new Area(memory);
    const slots = area.take(Math.max(1, fields.length) * 16);
    return { root: writeNode(area, tree.root, new Map()), slots, count: fields.length };
  });
}

/** One node for each name on the way to a field, however its keys are written: so the tree grows with the fields, not with the ways to write them. */
class KeyTree {
  readonly root: KeyNode = { keys: new Map(), slot: noSlot };
  readonly #nodes = new Map<string, KeyNode>();

  /** `a.b.c` may be written with the keys `a`, `a.b` or `a.b.c` first, and so on below. */
  add(name: string, slot: number): void {
    const parts = name.split('.');
    for (let from = 0; from < parts.length; from++) {
      const above = from === 0 ? this.root : this.#node(parts.slice(0, from).join('.'));
      for (let to = from + 1; to <= parts.length; to++) {
        above.keys.set(parts.slice(from, to).join('.'), this.#node(parts.slice(0, to).join('.')));
      }
    }
    this.#node(name).slot = slot;
  }

  giveUpAt(key: string): void {
    const node = this.#node(key);
    node.slot = givesUp;
    this.root.keys.set(key, node);
  }

  #node(name: string): KeyNode {
    let node = this.#nodes.get(name);
    if (node === undefined) this.#nodes.set(name, (node = { keys: new Map(), slot: noSlot }));
    return node;
  }
}

/** The address of the node; the hash is that of `entryOf` in the kernel. */
function writeNode(area: Area, node: KeyNode, written: Map<KeyNode, number>): number {
  const known = written.get(node);
  if (known !== undefined) return known;
  const { keys } = node;
  const { bytes, words } = area.memory;
  let size = 4;
  while (size < keys.size * 2) size *= 2;
  const at = area.take(4 + size * entryBytes);
  written.set(node, at);
  words.setUint32(at, size - 1, true);
  for (const [key, below] of keys) {
    const text = area.text(key);
    const length = new TextEncoder().encode(key).length;
    const [first = 0, middle = 0, last = 0] = [bytes[text], bytes[text + (length >> 1)], bytes[text + length - 1]];
    const hash = (length + Math.imul(first, 0x9e3779b1) + Math.imul(last, 0x85ebca6b) + Math.imul(middle, 0xc2b2ae35)) >>> 0;
    let place = (hash ^ (hash >>> 15)) & (size - 1);
    while (words.getUint32(at + 4 + place * entryBytes, true) !== 0) place = (place + 1) & (size - 1);
    const entry = at + 4 + place * entryBytes;
    words.setUint32(entry, text, true);
    words.setUint32(entry + 4, length, true);
    words.setUint32(entry + 8, below.keys.size === 0 ? 0 : writeNode(area, below, written), true);
    words.setInt32(entry + 12, below.slot, true);
  }
  return at;
}
