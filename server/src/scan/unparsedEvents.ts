/** Gives the rules of a scan events without parsing them, picked out of the bytes by the kernel; where that cannot be done, the plain way takes over. */
import type { EventBatch, EventSlice, FieldId, FieldTable } from '../events/event.js';
import { createKernel, type Kernel } from '../events/kernels/kernel.js';
import { NeedsParsing } from '../events/lazyView.js';
import { createView } from '../events/view.js';
import type { SeenEvent, UnparsedEvents } from '../evaluate/eventPass.js';
import type { Predicate } from '../evaluate/predicate.js';
import { EventBytes } from './eventBytes.js';
import { createScanView, type ScanView } from './scanView.js';

/** So many events are parsed first: mistakes in small files are all told, and starting the kernel pays only later. */
export const parsedFirst = 8192;
/** Room for a batch, which is a chunk of a file and what is left of the one before. */
const usualBytes = 1024 * 1024;
/** Larger batches, with huge events, are parsed. */
const mostBytes = 16 * 1024 * 1024;
/** Of 64 KB each, for what is looked up; what has no room there is looked up in values. */
const lookupPages = 256;

/** What looks at an event, by its view and its bytes. `settled` is called once it is certain that the view tells all that is asked. */
export type Look = (event: SeenEvent, bytes: EventBytes, settled: () => void) => void;

export class UnparsedScan implements UnparsedEvents {
  readonly #fields: FieldTable;
  readonly #below: readonly string[];
  readonly #look: Look;
  readonly #after: number;
  #kernel: Kernel | undefined;
  #view: ScanView | undefined;
  #lookups: EventBytes | undefined;
  #isTried = false;
  #events = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Where in the batch the kernel's input begins. */
  #from = 0;

  /** `after`: how many events are parsed first. */
  constructor(conditions: readonly Predicate[], fields: FieldTable, look: Look, after = parsedFirst) {
    this.#fields = fields;
    this.#look = look;
    this.#after = after;
    const below = new Set<string>();
    for (const condition of conditions) objectsBelow(condition, below);
    this.#below = [...below];
    for (const name of below) fields.intern(name);
  }

  begin({ bytes, events }: EventBatch): boolean {
    const [first] = events;
    const last = events.at(-1);
    this.#events += events.length;
    if (first === undefined || last === undefined || this.#events - events.length < this.#after) return false;
    const length = last.end - first.start;
    if (length > mostBytes || !this.#start()) return false;
    this.#kernel?.reserve(length);
    this.#kernel?.input.set(bytes.subarray(first.start, last.end));
    this.#bytes = bytes;
    this.#from = first.start;
    return true;
  }

  take(slice: EventSlice, file: number): boolean {
    const view = this.#view;
    if (this.#lookups === undefined || view?.reset(this.#bytes, slice, slice.start - this.#from) !== true) return false;
    try {
      this.#look({ view, slice, bytes: this.#bytes, file }, this.#lookups, () => view.settle());
      return true;
    } catch (error) {
      if (error instanceof NeedsParsing) return false;
      throw error;
    }
  }

  /** Whether there is a kernel that has room for the fields. */
  #start(): boolean {
    if (this.#isTried) return this.#view !== undefined;
    this.#isTried = true;
    this.#kernel = createKernel(usualBytes, lookupPages);
    if (this.#kernel === undefined) return false;
    const fields = new Map(this.#fields.names.map((name, id): [FieldId, string] => [id, name]));
    // These stand around an event or beside it, so only parsing tells.
    for (const [id, name] of fields) if (outside.has(name)) fields.delete(id);
    this.#view = createScanView(this.#kernel, fields, this.#below, createView(this.#fields));
    this.#lookups = new EventBytes(this.#kernel, new Map([...fields.keys()].map((id, slot) => [id, slot])));
    return this.#view !== undefined;
  }
}

const outside: ReadonlySet<string> = new Set(['_id', '_index', '_source', 'fields', 'doc']);

/** Names of objects whose fields are asked for by pattern. */
function objectsBelow(predicate: Predicate, found: Set<string>): void {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      for (const operand of predicate.operands) objectsBelow(operand, found);
      break;
    case 'not':
      objectsBelow(predicate.operand, found);
      break;
    case 'anyField':
      if (predicate.below !== undefined) found.add(predicate.below);
      break;
    default:
      break;
  }
}
