/**
 * Tells of the events of files that are read as they come, compressed ones and arrays among them, which cannot satisfy a predicate,
 * without parsing them.
 */
import type { EventBatch, EventSlice, FieldTable } from '../../events/event.js';
import type { Predicate } from '../predicate.js';
import { createSkimmer, skimPlan, type Skimmer } from './skimmer.js';

/** Room for a batch, which is a chunk of a file and what is left of the one before. */
const usualBytes = 1024 * 1024;
/** Larger batches, with huge events, are parsed. */
const mostBytes = 16 * 1024 * 1024;

export class UnparsedFilter {
  readonly #wanted: Predicate;
  readonly #fields: FieldTable;
  readonly #after: number;
  /** Undefined until it is needed; null where there is no kernel. */
  #skimmer: Skimmer | null | undefined;
  #seen = 0;
  /** Where in the batch the kernel's input begins. */
  #from = 0;

  /** `after`: bytes of events that are parsed first. */
  constructor(wanted: Predicate, fields: FieldTable, after: number) {
    this.#wanted = wanted;
    this.#fields = fields;
    this.#after = after;
  }

  /** The events of this batch come next. False where they are to be parsed. */
  begin({ bytes, events, skipped }: EventBatch): boolean {
    const [first] = events;
    const last = events.at(-1);
    // What was skimmed has been looked at.
    if (first === undefined || last === undefined || skipped !== undefined) return false;
    const length = last.end - first.start;
    const before = this.#seen;
    this.#seen += length;
    if (before < this.#after || length > mostBytes) return false;
    this.#skimmer ??= createSkimmer(skimPlan(this.#wanted, this.#fields), usualBytes) ?? null;
    if (this.#skimmer?.picksOut !== true) return false;
    this.#skimmer.kernel.reserve(length);
    this.#skimmer.kernel.input.set(bytes.subarray(first.start, last.end));
    this.#from = first.start;
    return true;
  }

  /** Whether the event cannot matter. */
  take({ start, end }: EventSlice): boolean {
    return this.#skimmer?.mayMatch(start - this.#from, end - this.#from) === false;
  }
}
