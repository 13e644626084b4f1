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
        return textAt(input, start + 1, end - 1);
      case openBrace:
        return noValues;
      case openBracket:
        return parsedAt(input, start, end);
      case lowerT:
        return isWord(input, start, end, 'true') ? onlyTrue : refuse();
      case lowerF:
        return isWord(input, start, end, 'false') ? onlyFalse : refuse();
      case lowerN:
        return isWord(input, start, end, 'null') ? noValues : refuse();
      case escapedQuote:
        return parsedAt(input, start, end);
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

/** Texts met lately: fields repeat few values, and comparing is faster than decoding. */
const keptTexts = 4096;
const longestKept = 64;
const texts: (readonly [string] | undefined)[] = Array.from({ length: keptTexts }, () => undefined);
/** Their bytes, for comparing with a text is slower. */
const keptBytes = new Uint8Array(keptTexts * longestKept);
const keptLengths = new Uint8Array(keptTexts);

/** The text without escapes that stands there, as the only value. */
function textAt(bytes: Uint8Array, start: number, end: number): readonly Value[] {
  const length = end - start;
  if (length > longestKept) return [decode(bytes, start, end)];
  let hash = length;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  const place = (hash ^ (hash >>> 12)) & (keptTexts - 1);
  const known = texts[place];
  if (known !== undefined && keptLengths[place] === length && isKept(bytes, start, place * longestKept, length)) return known;
  const found = [decode(bytes, start, end)] as const;
  texts[place] = found;
  keptLengths[place] = length;
  for (let at = 0; at < length; at++) keptBytes[place * longestKept + at] = bytes[start + at] as number;
  return found;
}

function isKept(bytes: Uint8Array, start: number, kept: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (bytes[start + at] !== keptBytes[kept + at]) return false;
  return true;
}

/** The values of lists and of texts with escapes met lately, by what stands there. */
const parsed = new WeakMap<readonly Value[], readonly Value[]>();

function parsedAt(bytes: Uint8Array, start: number, end: number): readonly Value[] {
  if (end - start > longestKept) return flat(parse(textOf(bytes, start, end)));
  const text = textAt(bytes, start, end);
  let values = parsed.get(text);
  if (values === undefined) {
    values = flat(parse(String(text[0])));
    parsed.set(text, values);
  }
  return values;
}

/** A control character makes the event invalid. */
function decode(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) < 0x20) refuse();
  return textOf(bytes, start, end);
}
