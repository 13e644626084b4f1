/** The lines of a stretch of a file that are worth parsing, taken out of it: what one thread does at a time. */
import type { RandomAccess } from '../../base/host.js';
import { limits } from '../../base/limits.js';
import type { BadEvent } from '../../events/event.js';
import { explainLine } from '../../events/explain.js';
import type { FoundLine, Kernel } from '../../events/kernels/kernel.js';
import { tooLong, trimLine } from '../../events/lines.js';
import type { Skimmer } from './skimmer.js';

/** Bytes of a file that are gone through at a time by one thread. */
export const segmentBytes = 4 * 1024 * 1024;
/** Bytes that are read at once. */
export const chunkBytes = 512 * 1024;

/** Bytes that are read at first for the end of a line that goes on beyond the segment. */
const tailBytes = 16 * 1024;

const newline = 0x0a;
const openBrace = 0x7b;

/** What is left of a stretch of a file. Plain data that can be handed from thread to thread. */
export interface SkimmedSegment {
  /** The texts of the events, one after the other. */
  readonly bytes: Uint8Array;
  /** For each event six numbers; see `eventNumbers`. */
  readonly events: Float64Array;
  /** Lines are counted from 0 at the start of the segment. */
  readonly bad: readonly BadEvent[];
  readonly lines: number;
  /** Events that were left out. */
  readonly skipped: number;
}

/** Numbers of an event in `SkimmedSegment.events`: where it starts and ends in `bytes`, its offset in the file, line, column, and the events left out before it. */
export const eventNumbers = 6;

/** Goes through the lines that begin in `from` to `to` of the file. Throws where reading fails. */
export function skimSegment(file: RandomAccess, from: number, to: number, skimmer: Skimmer, readBytes = chunkBytes): SkimmedSegment {
  const taken = new Taken(skimmer);
  const reader = new LineReader(file, skimmer.kernel, { from, to, readBytes });
  for (let stretch = reader.next(); stretch !== undefined; stretch = reader.next()) taken.stretch(stretch);
  return taken.segment();
}

/** Whole lines in the kernel's input. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Of the first byte of the input, in the file. */
  readonly offset: number;
  /** The only line is too long: its text has been dropped. */
  readonly isTooLong: boolean;
}

/** Reads into the kernel's input, always up to the end of a line. */
class LineReader {
  readonly #file: RandomAccess;
  readonly #kernel: Kernel;
  readonly #to: number;
  readonly #readBytes: number;
  /** The next byte to read. */
  #position: number;
  /** Bytes at the start of the input that have been read, and of these the first that were handed out or passed over. */
  #held = 0;
  #handedOut = 0;
  /** Of the bytes held, so many at the start have no newline among them. */
  #searched = 0;
  #nextTail = tailBytes;
  /** The rest of a line that began before the segment, or is too long, is passed over. */
  #skipping: boolean;
  #isTooLong = false;
  #ended = false;

  constructor(
    file: RandomAccess,
    kernel: Kernel,
    { from, to, readBytes }: { readonly from: number; readonly to: number; readonly readBytes: number },
  ) {
    this.#file = file;
    this.#kernel = kernel;
    this.#to = to;
    this.#readBytes = readBytes;
    // A line that begins at `from` is known by the newline before it.
    this.#position = Math.max(0, from - 1);
    this.#skipping = from > 0;
  }

  next(): Stretch | undefined {
    this.#kernel.input.copyWithin(0, this.#handedOut, this.#held);
    this.#held -= this.#handedOut;
    this.#handedOut = 0;
    this.#searched = 0;
    while (!this.#ended) {
      const base = this.#position - this.#held;
      // The line that is begun here, or goes on here, leaves none to begin in this segment.
      if (!this.#isTooLong && base + this.#handedOut >= this.#to) return undefined;
      this.#fill();
      const stretch = this.#skipping ? this.#skip(base) : this.#whole(base);
      if (stretch !== undefined) return stretch;
    }
    return undefined;
  }

  #fill(): void {
    const { input } = this.#kernel;
    const wanted = this.#bytesToRead();
    if (this.#held + wanted + 1 > input.length) this.#kernel.reserve(this.#held * 2 + wanted + 1);
    const read = this.#file.read(this.#kernel.input.subarray(this.#held, this.#held + wanted), this.#position);
    this.#position += read;
    this.#held += read;
    this.#ended = read === 0;
    // The last line need not have a newline.
    if (this.#ended && (this.#held > this.#handedOut || this.#isTooLong)) this.#kernel.input[this.#held++] = newline;
  }

  /** To the end of the segment; what is wanted beyond it is most often the rest of one line. */
  #bytesToRead(): number {
    if (this.#position < this.#to) return Math.min(this.#readBytes, this.#to - this.#position);
    const bytes = Math.min(this.#readBytes, this.#nextTail);
    this.#nextTail *= 2;
    return bytes;
  }

  /** The whole lines held that begin in the segment. */
  #whole(base: number): Stretch | undefined {
    const { input } = this.#kernel;
    const start = this.#handedOut;
    const searched = Math.max(this.#searched, start);
    const found = input.subarray(searched, this.#held).lastIndexOf(newline);
    if (found === -1) {
      this.#searched = this.#held;
      if (this.#held - start > limits.eventBytes) this.#dropLong();
      return undefined;
    }
    let end = searched + found + 1;
    if (base + end > this.#to) {
      const last = input.indexOf(newline, Math.max(start, this.#to - base - 1));
      if (last !== -1 && last < end) {
        end = last + 1;
        this.#ended = true;
      }
    }
    this.#handedOut = end;
    return { start, end, offset: base, isTooLong: false };
  }

  #dropLong(): void {
    this.#skipping = true;
    this.#isTooLong = true;
    this.#held = 0;
    this.#handedOut = 0;
    this.#searched = 0;
  }

  /** Up to the end of the line that is passed over, and on from there; where it was too long, a stretch says so first. */
  #skip(base: number): Stretch | undefined {
    const found = this.#kernel.input.subarray(0, this.#held).indexOf(newline);
    if (found === -1) {
      this.#held = 0;
      return undefined;
    }
    this.#skipping = false;
    this.#handedOut = found + 1;
    if (this.#isTooLong) {
      this.#isTooLong = false;
      return { start: 0, end: found + 1, offset: base, isTooLong: true };
    }
    return base + this.#handedOut >= this.#to ? undefined : this.#whole(base);
  }
}

/** Collects what is left of a segment. */
class Taken {
  readonly #skimmer: Skimmer;
  #bytes = new Uint8Array(16 * 1024);
  #length = 0;
  readonly #events: number[] = [];
  readonly #bad: BadEvent[] = [];
  #lines = 0;
  /** Events by their looks, taken ones included; and how many of these were taken. */
  #regular = 0;
  #regularTaken = 0;

  constructor(skimmer: Skimmer) {
    this.#skimmer = skimmer;
  }

  stretch({ start, end, offset, isTooLong }: Stretch): void {
    if (isTooLong) {
      this.#bad.push({ line: this.#lines++, message: tooLong });
      return;
    }
    const counts = this.#skimmer.lines(start, end, (line) => {
      if (line.looksLikeEvent) {
        this.#add(line, offset, 0);
        this.#regularTaken++;
      } else this.#irregular(line, offset);
    });
    this.#lines += counts.lines;
    this.#regular += counts.events;
  }

  segment(): SkimmedSegment {
    return {
      bytes: this.#bytes.slice(0, this.#length),
      events: Float64Array.from(this.#events),
      bad: this.#bad,
      lines: this.#lines,
      skipped: this.#regular - this.#regularTaken,
    };
  }

  #add({ start, end, linesBefore, eventsBefore }: FoundLine, offset: number, column: number): void {
    const length = end - start;
    if (this.#length + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length + length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(this.#skimmer.kernel.input.subarray(start, end), this.#length);
    const skipped = this.#regular + eventsBefore - this.#regularTaken;
    this.#events.push(this.#length, this.#length + length, offset + start, this.#lines + linesBefore, column, skipped);
    this.#length += length;
  }

  /** White space around the event, a byte order mark, or no event at all. */
  #irregular(line: FoundLine, offset: number): void {
    const { input } = this.#skimmer.kernel;
    const trimmed = trimLine(input, line.start, line.end);
    if (trimmed === undefined) return;
    const number = this.#lines + line.linesBefore;
    if (trimmed.to - trimmed.from > limits.eventBytes) this.#bad.push({ line: number, message: tooLong });
    else if (input[trimmed.from] === openBrace) this.#add({ ...line, start: trimmed.from, end: trimmed.to }, offset, trimmed.column);
    else this.#bad.push({ line: number, message: explainLine(new TextDecoder().decode(input.subarray(trimmed.from, trimmed.to))) });
  }
}
