/** An event as a query sees it, over its bytes: only the fields that are asked for are read. */
import type { EventView, FieldId, Presence, Value } from './event.js';
import { parseJson, type Json } from './json.js';
import type { Kernel } from './kernels/kernel.js';
import { usualInstant, type Instant } from './time.js';

/** What was asked for cannot be said without parsing the whole event. */
export class NeedsParsing extends Error {}

const noValues: readonly Value[] = Object.freeze([]);
const quote = 0x22;
const escapedQuote = quote | 0x100;
const openBrace = 0x7b;
const openBracket = 0x5b;
const lowerT = 0x74;
const lowerF = 0x66;
const lowerN = 0x6e;
const onlyTrue: readonly Value[] = Object.freeze([true]);
const onlyFalse: readonly Value[] = Object.freeze([false]);

/**
 * Keys at the top that may be a search hit's or an update's, whose event stands below them: such events are parsed. See `contentKey`.
 */
const wrappers = ['_source', 'fields', 'doc', '_id'];

/** Undefined where the fields are too many for the kernel. The view serves `values` of these fields only; all else throws `NeedsParsing`. */
export function createLazyView(kernel: Kernel, fields: ReadonlyMap<FieldId, string>): LazyView | undefined {
  const names = [...new Set(fields.values())];
  if (names.some((name) => wrappers.includes(name)) || !kernel.setFields(names, wrappers)) return undefined;
  return new LazyView(kernel, new Map([...fields].map(([id, name]) => [id, names.indexOf(name)])));
}

export class LazyView implements EventView {
  readonly #kernel: Kernel;
  /** By field; -1 where it has none. */
  readonly #slots: Int32Array;
  readonly #values: (readonly Value[] | undefined)[];
  /** The slots of which the values were read. */
  readonly #read: number[] = [];
  /** The slot that was last read as an instant, -1 for none in this event: many rules ask for the event's time. */
  #timed = -1;
  #instant: Instant | undefined;

  constructor(kernel: Kernel, slots: ReadonlyMap<FieldId, number>) {
    this.#kernel = kernel;
    this.#slots = new Int32Array(Math.max(0, ...slots.keys()) + 1).fill(-1);
    for (const [id, slot] of slots) this.#slots[id] = slot;
    this.#values = Array.from({ length: slots.size }, () => undefined);
  }

  /** Makes this the view of an event of the kernel's input; false where it has to be parsed. */
  reset(start: number, end: number): boolean {
    for (const slot of this.#read) this.#values[slot] = undefined;
    this.#read.length = 0;
    this.#timed = -1;
    return this.#kernel.extract(start, end);
  }

  values(field: FieldId): readonly Value[] {
    const slot = this.#slots[field] ?? -1;
    if (slot < 0) throw new NeedsParsing();
    const known = this.#values[slot];
    if (known !== undefined) return known;
    const values = this.#valuesAt(slot);
    this.#values[slot] = values;
    this.#read.push(slot);
    return values;
  }

  instant(field: FieldId): Instant | undefined {
    const slot = this.#slots[field] ?? -1;
    if (slot < 0 || this.#kernel.slotKind(slot) !== quote) return undefined;
    if (slot !== this.#timed) {
      this.#instant = usualInstant(this.#kernel.input, this.#kernel.slotStart(slot) + 1, this.#kernel.slotEnd(slot) - 1);
      this.#timed = slot;
    }
    return this.#instant;
  }

  objects(): readonly EventView[] {
    throw new NeedsParsing();
  }

  fieldsMatching(): readonly string[] {
    throw new NeedsParsing();
  }

  valuesOf(): readonly Value[] {
    throw new NeedsParsing();
  }

  presence(): Presence {
    throw new NeedsParsing();
  }

  #valuesAt(slot: number): readonly Value[] {
    const kind = this.#kernel.slotKind(slot);
    if (kind === undefined) return noValues;
    const { input } = this.#kernel;
    const start = this.#kernel.slotStart(slot);
    const end = this.#kernel.slotEnd(slot);
    switch (kind) {
      case quote:
        return textAt(this.#kernel, start + 1, end - 1);
      case openBrace:
        return noValues;
      case openBracket:
        return parsedAt(this.#kernel, start, end);
      case lowerT:
        return isWord(input, start, end, 'true') ? onlyTrue : refuse();
      case lowerF:
        return isWord(input, start, end, 'false') ? onlyFalse : refuse();
      case lowerN:
        return isWord(input, start, end, 'null') ? noValues : refuse();
      case escapedQuote:
        return parsedAt(this.#kernel, start, end);
      default:
        return numberAt(input, start, end);
    }
  }
}

const zero = 0x30;
const nine = 0x39;
/** Digits that a number holds whatever they are. */
const exactDigits = 15;

function numberAt(bytes: Uint8Array, start: number, end: number): readonly Value[] {
  const isShort = end - start <= exactDigits && (bytes[start] !== zero || end - start === 1);
  let number = 0;
  for (let at = start; isShort && at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < zero || byte > nine) break;
    number = number * 10 + byte - zero;
    if (at + 1 === end) return [number];
  }
  // In brackets, for digits beyond what a number holds are recognised between others.
  return flat(parse(`[${textOf(bytes, start, end)}]`));
}

function refuse(): never {
  throw new NeedsParsing();
}

function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return false;
  return true;
}

function parse(text: string): Json {
  return parseJson(text) ?? refuse();
}

function flat(value: Json): readonly Value[] {
  const values: Value[] = [];
  collect(value, values);
  return values;
}

/** Objects in an array are no values, nor is null. */
function collect(value: Json, values: Value[]): void {
  if (value === null) return;
  if (typeof value !== 'object') values.push(value);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) collect(item, values);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array, start: number, end: number): string {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    return refuse();
  }
}

/** A text met lately, as the only value, and what it says as JSON once that was asked for. */
interface KeptText {
  readonly values: readonly [string];
  parsed: readonly Value[] | undefined;
}

/** Texts met lately: fields repeat few values, and comparing is faster than decoding. */
const keptTexts = 4096;
const longestKept = 64;
const texts: (KeptText | undefined)[] = Array.from({ length: keptTexts }, () => undefined);
/** Their bytes, for comparing with a text is slower. */
const keptBytes = new DataView(new ArrayBuffer(keptTexts * longestKept));
const keptLengths = new Uint8Array(keptTexts);

/** The text without escapes that stands there, as the only value. */
function textAt(kernel: Kernel, start: number, end: number): readonly Value[] {
  return (end - start > longestKept ? undefined : keptAt(kernel, start, end))?.values ?? [decode(kernel.input, start, end)];
}

function keptAt({ input, readable }: Kernel, start: number, end: number): KeptText {
  const length = end - start;
  let hash = length;
  for (let at = start; at < end; at += 4) hash = Math.imul(hash ^ wordAt(readable, at, end), 0x01000193);
  const place = (hash ^ (hash >>> 15)) & (keptTexts - 1);
  const known = texts[place];
  if (known !== undefined && keptLengths[place] === length && isKept(readable, start, end, place * longestKept)) return known;
  const found: KeptText = { values: [decode(input, start, end)], parsed: undefined };
  texts[place] = found;
  keptLengths[place] = length;
  for (let at = 0; at < length; at += 4) keptBytes.setUint32(place * longestKept + at, wordAt(readable, start + at, end), true);
  return found;
}

function isKept(words: DataView, start: number, end: number, kept: number): boolean {
  for (let at = start; at < end; at += 4) if (wordAt(words, at, end) !== keptBytes.getUint32(kept + at - start, true)) return false;
  return true;
}

/** The next four bytes, those before the end. */
function wordAt(words: DataView, at: number, end: number): number {
  const word = words.getUint32(at, true);
  return end - at >= 4 ? word : (word & ((1 << ((end - at) << 3)) - 1)) >>> 0;
}

/** The values of the list, or of the text with escapes, that stands there. */
function parsedAt(kernel: Kernel, start: number, end: number): readonly Value[] {
  if (end - start > longestKept) return flat(parse(textOf(kernel.input, start, end)));
  const kept = keptAt(kernel, start, end);
  return (kept.parsed ??= flat(parse(kept.values[0])));
}

/** A control character makes the event invalid. */
function decode(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) < 0x20) refuse();
  return textOf(bytes, start, end);
}
