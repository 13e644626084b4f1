/** An event as many rules see it without its being parsed: the values of their fields, picked out of its bytes. */
import type { EventSlice, EventView, FieldId, Presence, Value } from '../events/event.js';
import { walkFields } from '../events/fieldPath.js';
import { parseEvent, parseJson } from '../events/json.js';
import type { Kernel } from '../events/kernels/kernel.js';
import { createLazyView, NeedsParsing, type LazyView } from '../events/lazyView.js';
import type { Instant } from '../events/time.js';
import type { JsonView } from '../events/view.js';

const noValues: readonly Value[] = Object.freeze([]);
const noNames: readonly string[] = Object.freeze([]);
const dot = 0x2e;

/** An object field of which all fields can be told. */
interface Below {
  readonly slot: number;
  /** The last part of its name. */
  readonly last: string;
  /** That with a dot after it, as bytes: what a key must have that names a field below it without an object. */
  readonly dotted: Uint8Array;
}

/** Undefined where the fields are too many. `below`: names of objects whose fields are asked for by pattern. */
export function createScanView(
  kernel: Kernel,
  fields: ReadonlyMap<FieldId, string>,
  below: readonly string[],
  parsed: JsonView,
): ScanView | undefined {
  const names = [...new Set(fields.values())];
  const lazy = createLazyView(kernel, fields);
  const encoder = new TextEncoder();
  const objects = below.map((name): [string, Below] => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    return [name, { slot: names.indexOf(name), last, dotted: encoder.encode(`${last}.`) }];
  });
  return lazy === undefined ? undefined : new ScanView(kernel, lazy, new Map(objects), parsed);
}

/** Throws `NeedsParsing` where the bytes do not tell; once `settle` was called it parses the event instead. */
export class ScanView implements EventView {
  readonly #kernel: Kernel;
  readonly #lazy: LazyView;
  readonly #below: ReadonlyMap<string, Below>;
  readonly #parsed: JsonView;
  readonly #dotted = new Map<string, boolean>();
  readonly #found = new Map<string, Map<string, Value[]>>();
  #slice: EventSlice | undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  #isSettled = false;
  #isParsed = false;

  constructor(kernel: Kernel, lazy: LazyView, below: ReadonlyMap<string, Below>, parsed: JsonView) {
    this.#kernel = kernel;
    this.#lazy = lazy;
    this.#below = below;
    this.#parsed = parsed;
  }

  /** Makes this the view of an event that stands at `start` of the kernel's input; false where it has to be parsed. */
  reset(bytes: Uint8Array, slice: EventSlice, start: number): boolean {
    this.#bytes = bytes;
    this.#slice = slice;
    this.#start = start;
    this.#end = start + slice.end - slice.start;
    this.#isSettled = false;
    this.#isParsed = false;
    if (this.#found.size > 0) this.#found.clear();
    if (this.#dotted.size > 0) this.#dotted.clear();
    return this.#lazy.reset(start, this.#end);
  }

  /** What was found out counts from now on: nothing throws any more. */
  settle(): void {
    this.#isSettled = true;
  }

  values(field: FieldId): readonly Value[] {
    if (this.#isParsed) return this.#parsed.values(field);
    if (!this.#isSettled) return this.#lazy.values(field);
    try {
      return this.#lazy.values(field);
    } catch (error) {
      if (!(error instanceof NeedsParsing)) throw error;
      return this.#parse().values(field);
    }
  }

  instant(field: FieldId): Instant | undefined {
    return this.#isParsed ? undefined : this.#lazy.instant(field);
  }

  objects(field: FieldId): readonly EventView[] {
    return this.#whole().objects(field);
  }

  fieldsMatching(accepts: (name: string) => boolean, below?: string): readonly string[] {
    const object = below === undefined ? undefined : this.#below.get(below);
    if (object === undefined || below === undefined || this.#isParsed || this.#hasDotted(object)) {
      return this.#whole().fieldsMatching(accepts, below);
    }
    if (!this.#isThere(object)) return noNames;
    const found = this.#found.get(below) ?? this.#fieldsOf(object, below);
    this.#found.set(below, found);
    return [...found.keys()].filter(accepts);
  }

  valuesOf(name: string): readonly Value[] {
    for (const found of this.#found.values()) if (found.has(name)) return found.get(name) ?? noValues;
    return this.#whole().valuesOf(name);
  }

  presence(field: FieldId): Presence {
    return this.#whole().presence(field);
  }

  #whole(): JsonView {
    if (!this.#isSettled) throw new NeedsParsing();
    return this.#parse();
  }

  #parse(): JsonView {
    if (!this.#isParsed && this.#slice !== undefined) {
      const parsed = parseEvent(this.#bytes, this.#slice);
      this.#parsed.reset(parsed.ok ? parsed.event : {}, parsed.ok ? parsed.metadata : undefined);
      this.#isParsed = true;
    }
    return this.#parsed;
  }

  /** The fields of an object are all in the object, unless a key with dots names one. */
  #hasDotted(object: Below): boolean {
    if (!this.#kernel.hasDottedKey) return false;
    const known = this.#dotted.get(object.last);
    if (known !== undefined) return known;
    const found = this.#findDotted(object);
    this.#dotted.set(object.last, found);
    return found;
  }

  #findDotted({ dotted }: Below): boolean {
    const { input } = this.#kernel;
    const last = dotted.length - 1;
    for (let at = input.indexOf(dot, this.#start + last); at !== -1 && at < this.#end; at = input.indexOf(dot, at + 1)) {
      let from = last - 1;
      while (from >= 0 && input[at - last + from] === dotted[from]) from--;
      if (from < 0) return true;
    }
    return false;
  }

  #isThere({ slot }: Below): boolean {
    return slot >= 0 && this.#kernel.slotKind(slot) !== undefined;
  }

  #fieldsOf({ slot }: Below, name: string): Map<string, Value[]> {
    const found = new Map<string, Value[]>();
    const { input } = this.#kernel;
    const text = new TextDecoder().decode(input.subarray(this.#kernel.slotStart(slot), this.#kernel.slotEnd(slot)));
    const value = parseJson(text);
    if (value === undefined) throw new NeedsParsing();
    walkFields({ [name]: value }, (full, each) => {
      const values = found.get(full);
      if (values === undefined) found.set(full, [each]);
      else values.push(each);
    });
    return found;
  }
}
