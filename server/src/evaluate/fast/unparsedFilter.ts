/**
 * Tells of the events of files that are read as they come, compressed ones and arrays among them, which cannot satisfy a predicate,
 * without parsing them.
 */
import { once } from '../../base/once.js';
import type { EventBatch, EventSlice, FieldTable } from '../../events/event.js';
import type { Predicate } from '../predicate.js';
import { createSkimmer, skimPlan, type Skimmer } from './skimmer.js';

/** Room for a batch, which is a chunk of a file and what is left of the one before. */
const usualBytes = 1024 * 1024;
/** Larger batches, with huge events, are parsed. */
const mostBytes = 16 * 1024 * 1024;

export class UnparsedFilter {
  readonly #after: number;
  /** Made when it is first needed; undefined where there is no kernel, or no field that can be picked out. */
  readonly #skimmer: () => Skimmer | undefined;
  #seen = 0;
  /** Where in the batch the kernel's input begins. */
  #from = 0;

  /** `after`: bytes of events that are parsed first. */
  constructor(wanted: Predicate, fields: FieldTable, after: number) {
    this.#after = after;
    this.#skimmer = once(() => {
      const skimmer = createSkimmer(skimPlan(wanted, fields), usualBytes);
      return skimmer?.picksOut === true ? skimmer : undefined;
    });
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
    const kernel = before < this.#after || length > mostBytes ? undefined : this.#skimmer()?.kernel;
    if (kernel === undefined) return false;
    kernel.reserve(length);
    kernel.input.set(bytes.subarray(first.start, last.end));
    this.#from = first.start;
    return true;
  }

  /** Whether the event cannot matter. */
  take({ start, end }: EventSlice): boolean {
    return this.#skimmer()?.mayMatch(start - this.#from, end - this.#from) === false;
  }
}
