/** What the decompressors of event files have in common: bytes in, bytes out, and a way to say that the data is damaged. */

/**
 * Decompresses one stream. Each piece that comes out is small enough to be handled at once, however well the data was compressed.
 * Both methods throw `DamagedData` when the compressed data is not right; what was readable before has been handed out by then.
 */
export interface Decoder {
  /** Takes the next bytes of the compressed stream. */
  push(chunk: Uint8Array): Iterable<Uint8Array>;
  /** Says that the compressed stream has ended. */
  end(): Iterable<Uint8Array>;
}

/** The compressed data cannot be read further. `message` is one sentence for the user. */
export class DamagedData extends Error {}

/** The two arrays after each other; one of them itself where the other is empty. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
