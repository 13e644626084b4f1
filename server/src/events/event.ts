/**
 * What a query is evaluated over. The evaluator never sees an object: it sees the values of the fields it asked for, by number.
 *
 * Three different things are kept apart: a *missing* field is not in the event, a *null* one is there as JSON null, an *empty* one is
 * an array without values. All three have no value (`values` gives an empty list), as in an Elasticsearch index:
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/null-value
 */
import type { FailureKind } from '../base/host.js';
import type { Instant } from './time.js';

/** One value of a field as JSON has it. A bigint stands for an integer that a number cannot hold exactly. */
export type Value = string | number | bigint | boolean;

/** The number of a field, handed out by a `FieldTable`. */
export type FieldId = number;

/** What stands at a field: a value, or one of the ways in which it has none. `object`: only objects, with fields of their own. */
export type Presence = 'value' | 'object' | 'null' | 'empty' | 'absent';

/** One event, as the evaluator sees it. Valid until the next event is read. */
export interface EventView {
  /** All values of the field: nested, dotted and mixed keys are the same field, arrays are flattened, nulls dropped. */
  values(field: FieldId): readonly Value[];
  /** The objects under the field, flattened out of arrays, each as an event of its own whose fields keep their full names. For fields mapped as `nested`. */
  objects(field: FieldId): readonly EventView[];
  /**
   * The names of all fields with a value whose full name the test accepts. For wildcard field names and free text. Where all names that it
   * accepts are `below` or lie below it, only those need to be looked at.
   */
  fieldsMatching(accepts: (name: string) => boolean, below?: string): readonly string[];
  /** The values of a field that was not known when the query was compiled; for names from `fieldsMatching`. */
  valuesOf(name: string): readonly Value[];
  /** The only value of the field as an instant, where that can be told faster than by its values; else these have to be asked. */
  instant?(field: FieldId): Instant | undefined;
  /** Which kind of nothing a field without values is; for explanations. */
  presence(field: FieldId): Presence;
}

/** Where an event stands in its file: bytes of the *decompressed* file. */
export interface EventPlace {
  readonly offset: number;
  readonly length: number;
  /** One-based line of the event's first character. */
  readonly line: number;
  /** UTF-16 characters before the event on that line; 0 but for arrays and search responses. */
  readonly column: number;
}

/** An event as a range of the batch's buffer. */
export interface EventSlice extends EventPlace {
  /** Offsets into `EventBatch.bytes`. */
  readonly start: number;
  readonly end: number;
  /** Of `EventBatch.skipped`, those that stand before it. */
  readonly skippedBefore?: number;
}

/** A place in the file that holds no readable event. `message` says why and, where it can, what would be right. */
export interface BadEvent {
  readonly line: number;
  readonly message: string;
}

/** Whole events that arrived together, in file order. `bytes` may be reused once the next batch is asked for. */
export interface EventBatch {
  readonly bytes: Uint8Array;
  readonly events: readonly EventSlice[];
  readonly bad: readonly BadEvent[];
  /** Further events that stand between these and need not be looked at: they were counted, not parsed. */
  readonly skipped?: number;
  /** Bytes of the *raw* (possibly compressed) file consumed so far, for progress. */
  readonly bytesRead: number;
  /** Set on the last batch when the rest of the file, or all of it, cannot be read (damaged, binary, not UTF-8); the last of `bad` says why. */
  readonly stopped?: FailureKind;
}

/** The forms an event file comes in; found from its first bytes. */
export type EventFormat = 'ndjson' | 'array' | 'object' | 'searchResponse' | 'bulk' | 'auditd';

/** Numbers field names, so that per event only numbers are looked up. */
export class FieldTable {
  readonly #ids = new Map<string, FieldId>();
  readonly #names: string[] = [];

  /** The id of the dotted name; the same name always has the same id. */
  intern(name: string): FieldId {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#names.length;
    this.#ids.set(name, id);
    this.#names.push(name);
    return id;
  }

  /** All names, by id. */
  get names(): readonly string[] {
    return this.#names;
  }
}
