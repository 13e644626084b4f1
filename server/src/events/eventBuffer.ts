/** The stretch of decompressed bytes that is being split into events, and the events found in it so far. */
import type { FailureKind } from '../base/host.js';
import type { BadEvent, EventBatch, EventSlice } from './event.js';

/** Positions (`position`, `keepFrom`, the arguments of `addEvent`) are offsets into the whole decompressed file. */
export class EventBuffer {
  // Grows with what is read: many files, and all tests, have but a few events.
  #bytes = new Uint8Array(0);
  #length = 0;
  #base = 0;
  #events: EventSlice[] = [];
  #bad: BadEvent[] = [];

  /** The offset in the file of the first byte held. */
  get base(): number {
    return this.#base;
  }

  /** The offset in the file just after the last byte held. */
  get end(): number {
    return this.#base + this.#length;
  }

  /** The bytes held; valid until the next `append` or `dropBefore`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      // Of a large file the next chunk comes before this one is used up.
      const larger = new Uint8Array(needed * 2);
      larger.set(this.bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  addEvent(from: number, to: number, line: number, column: number): void {
    const start = from - this.#base;
    this.#events.push({ start, end: to - this.#base, offset: from, length: to - from, line, column });
  }

  addBad(line: number, message: string): void {
    this.#bad.push({ line, message });
  }

  /** The text of a range of the file that is held, for messages and headers. */
  text(from: number, to: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(from - this.#base, Math.min(to - this.#base, this.#length)));
  }

  /** Everything found since the last batch. */
  takeBatch(bytesRead: number, stopped?: FailureKind): EventBatch {
    const batch = { bytes: this.bytes, events: this.#events, bad: this.#bad, bytesRead };
    this.#events = [];
    this.#bad = [];
    return stopped === undefined ? batch : { ...batch, stopped };
  }

  /** Forgets what stands before `offset`; call only when the last batch is no longer used. */
  dropBefore(offset: number): void {
    if (offset <= this.#base) return;
    this.#bytes.copyWithin(0, offset - this.#base, this.#length);
    this.#length -= offset - this.#base;
    this.#base = offset;
  }
}

/** Finds the events of one format. */
export interface Splitter {
  /** Scans what was appended to the buffer since the last call. */
  scan(): void;
  /** The end of the file is reached: reports what is unfinished. */
  finish(): void;
  /** The offset in the file from which bytes are still needed. */
  readonly keepFrom: number;
  /** The one-based line that has been reached. */
  readonly line: number;
}
