/** Zstandard, streamed: frames after each other, block by block, with the memory that a file may ask for bounded (RFC 8878). */
import { Decompress } from 'fzstd';
import { DamagedData, joinBytes, type Decoder } from './decoder.js';

/** Largest window a frame may ask for: what the `zstd` tool itself accepts without being told otherwise. */
const windowLimit = 128 * 1024 * 1024;
const blockLimit = 128 * 1024;
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const checksumFlag = 4;

const truncated = 'The Zstandard data ends before it is complete: the file is cut off; copy or download it again.';
const corrupt = 'The Zstandard data is damaged here, so the rest of the file cannot be read; copy or download it again.';
const followed = 'The Zstandard data is followed by something that is not Zstandard data; that part is not read.';
const needsDictionary = 'The Zstandard data needs a dictionary; compress the file again without one.';
const windowTooLarge = 'The Zstandard data needs a window above 128 MB; compress the file again without `--long` or `--ultra`.';

/** What is expected next in the raw data. */
type Expected =
  | { readonly kind: 'frame' }
  | { readonly kind: 'block'; readonly frame: Decompress; readonly hasChecksum: boolean }
  | { readonly kind: 'skip'; readonly bytes: number };

/** A decoder for Zstandard data. The content checksum, which few files carry, is not verified. */
export function zstdDecoder(): Decoder {
  return new ZstdDecoder();
}

/** Walks frames and blocks itself, so that at most one block (128 KB) is decompressed at a time: four bytes can expand to a whole one. */
class ZstdDecoder implements Decoder {
  #held: Uint8Array = new Uint8Array(0);
  #expected: Expected = { kind: 'frame' };
  #decoded: Uint8Array[] = [];
  #anyFrame = false;

  *push(chunk: Uint8Array): Iterable<Uint8Array> {
    this.#held = joinBytes(this.#held, chunk);
    while (this.#step()) yield* this.#takeDecoded();
  }

  *end(): Iterable<Uint8Array> {
    if (this.#held.length > 0 || this.#expected.kind !== 'frame') throw new DamagedData(truncated);
  }

  #takeDecoded(): readonly Uint8Array[] {
    const decoded = this.#decoded;
    this.#decoded = [];
    return decoded;
  }

  /** Handles one whole unit of the raw data; false when it has not all arrived. */
  #step(): boolean {
    const expected = this.#expected;
    if (expected.kind === 'frame') return this.#startFrame();
    if (expected.kind === 'block') return this.#readBlock(expected.frame, expected.hasChecksum);
    const skipped = Math.min(expected.bytes, this.#held.length);
    this.#held = this.#held.subarray(skipped);
    const left = expected.bytes - skipped;
    this.#expected = left === 0 ? { kind: 'frame' } : { kind: 'skip', bytes: left };
    return left === 0;
  }

  #startFrame(): boolean {
    const held = this.#held;
    if (held.length < 4) return false;
    const magic = readUnsigned(held, 0, 4);
    if (magic >= skippableMagic && magic <= skippableMagic + 15) {
      if (held.length < 8) return false;
      this.#expected = { kind: 'skip', bytes: readUnsigned(held, 4, 4) };
      this.#held = held.subarray(8);
      return true;
    }
    if (magic !== frameMagic) throw new DamagedData(this.#anyFrame ? followed : corrupt);
    const descriptor = held[4];
    if (descriptor === undefined) return false;
    const header = frameHeader(descriptor);
    if (held.length < header.length) return false;
    if (readUnsigned(held, header.dictionaryAt, header.dictionaryLength) !== 0) throw new DamagedData(needsDictionary);
    if (windowSize(held, header) > windowLimit) throw new DamagedData(windowTooLarge);
    const frame = new Decompress((bytes) => {
      if (bytes.length > 0) this.#decoded.push(bytes);
    });
    this.#anyFrame = true;
    this.#expected = { kind: 'block', frame, hasChecksum: (descriptor & checksumFlag) !== 0 };
    // The checksum is skipped here, so the decompressor must not wait for it.
    const unit = Uint8Array.from(held.subarray(0, header.length));
    unit[4] = descriptor & ~checksumFlag;
    this.#held = held.subarray(header.length);
    this.#decompress(frame, unit, false);
    return true;
  }

  #readBlock(frame: Decompress, hasChecksum: boolean): boolean {
    if (this.#held.length < 3) return false;
    const header = readUnsigned(this.#held, 0, 3);
    const isLast = (header & 1) === 1;
    const size = header >>> 3;
    if (size > blockLimit) throw new DamagedData(corrupt);
    const isRun = ((header >>> 1) & 3) === 1;
    const length = 3 + (isRun ? 1 : size);
    if (this.#held.length < length) return false;
    const unit = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.#decompress(frame, unit, isLast);
    if (isLast) this.#expected = { kind: 'skip', bytes: hasChecksum ? 4 : 0 };
    return true;
  }

  #decompress(frame: Decompress, unit: Uint8Array, isLast: boolean): void {
    try {
      frame.push(unit, isLast);
    } catch {
      throw new DamagedData(corrupt);
    }
  }
}

interface FrameHeader {
  readonly length: number;
  readonly isSingleSegment: boolean;
  readonly dictionaryAt: number;
  readonly dictionaryLength: number;
  readonly contentSizeLength: number;
}

function frameHeader(descriptor: number): FrameHeader {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryAt = isSingleSegment ? 5 : 6;
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeCode = descriptor >>> 6;
  const contentSizeLength = sizeCode === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeCode;
  return {
    length: dictionaryAt + dictionaryLength + contentSizeLength,
    isSingleSegment,
    dictionaryAt,
    dictionaryLength,
    contentSizeLength,
  };
}

function windowSize(bytes: Uint8Array, header: FrameHeader): number {
  if (header.isSingleSegment) {
    return readUnsigned(bytes, header.dictionaryAt + header.dictionaryLength, header.contentSizeLength);
  }
  const descriptor = bytes[5] ?? 0;
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** A little-endian unsigned number. */
function readUnsigned(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
