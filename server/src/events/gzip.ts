/** Gzip, streamed: one or several members after each other, with their checksums verified (RFC 1952). */
import { Gunzip, type FlateError } from 'fflate';
import { DamagedData, joinBytes, type Decoder } from './decoder.js';

/** Compressed bytes handed to the decompressor at once. Deflate expands at most 1032 times, so what comes out stays below 17 MB. */
const sliceBytes = 16 * 1024;

/** Raw bytes kept to look back at: a member's checksum is met only when the header of the next member is complete. */
const recentBytes = 1024;

const trailerBytes = 8;
const invalidHeaderCode = 6;

const truncated = 'The gzip data ends before it is complete: the file is cut off; copy or download it again.';
const corrupt = 'The gzip data is damaged here, so the rest of the file cannot be read; copy or download it again.';
const checksumDiffers =
  'The checksum of the gzip data is wrong: the file is damaged or cut off, and so may be the events read from it; copy or download it again.';
const followed = 'The gzip data is followed by something that is not gzip data; that part is not read.';

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

function updateCrc(crc: number, bytes: Uint8Array): number {
  let value = crc;
  for (let index = 0; index < bytes.length; index++) {
    value = (crcTable[(value ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
  }
  return value;
}

/** A decoder for gzip data. */
export function gzipDecoder(): Decoder {
  return new GzipDecoder();
}

class GzipDecoder implements Decoder {
  #decoded: Uint8Array[] = [];
  #anyDecoded = false;
  /** The checksum register of the current member. */
  #crc = -1;
  /** The last raw bytes taken, and how many were taken in all. */
  #recent: Uint8Array = new Uint8Array(0);
  #taken = 0;
  readonly #gunzip = new Gunzip((bytes) => this.#accept(bytes));

  constructor() {
    this.#gunzip.onmember = (start) => this.#verifyMember(start);
  }

  *push(chunk: Uint8Array): Iterable<Uint8Array> {
    for (let at = 0; at < chunk.length; at += sliceBytes) {
      const slice = chunk.subarray(at, at + sliceBytes);
      this.#recent = joinBytes(this.#recent.slice(-recentBytes), slice);
      this.#taken += slice.length;
      yield* this.#feed(slice, false);
    }
  }

  *end(): Iterable<Uint8Array> {
    yield* this.#feed(new Uint8Array(0), true);
    this.#verifyMember(this.#taken);
  }

  *#feed(slice: Uint8Array, isLast: boolean): Iterable<Uint8Array> {
    let damage: DamagedData | undefined;
    try {
      this.#gunzip.push(slice, isLast);
    } catch (error) {
      damage = error instanceof DamagedData ? error : new DamagedData(this.#explain(error as Partial<FlateError>, isLast));
    }
    const decoded = this.#decoded;
    this.#decoded = [];
    yield* decoded;
    if (damage !== undefined) throw damage;
  }

  #explain(error: Partial<FlateError>, isLast: boolean): string {
    if (isLast) return truncated;
    return error.code === invalidHeaderCode && this.#anyDecoded ? followed : corrupt;
  }

  #accept(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#anyDecoded = true;
    this.#crc = updateCrc(this.#crc, bytes);
    this.#decoded.push(bytes);
  }

  /** Compares the checksum of the member that ended where the raw data has `next`. */
  #verifyMember(next: number): void {
    const at = this.#recent.length - (this.#taken - next) - trailerBytes;
    const crc = (this.#crc ^ -1) >>> 0;
    this.#crc = -1;
    if (at < 0) {
      if (this.#taken < trailerBytes) throw new DamagedData(truncated);
      return;
    }
    const stored = [3, 2, 1, 0].reduce((value, byte) => value * 256 + (this.#recent[at + byte] ?? 0), 0);
    if (stored !== crc) throw new DamagedData(checksumDiffers);
  }
}
