/** The raw bytes of an event file to the bytes of its text: gzip and Zstandard are found by their first bytes, all else passes through. */
import { isCancelled } from '../base/cancel.js';
import type { Failure } from '../base/host.js';
import { DamagedData, joinBytes, type Decoder } from './decoder.js';

/** Decompressed bytes, in order. */
export interface DecodedChunk {
  readonly bytes: Uint8Array;
  /** Bytes of the raw file taken so far. */
  readonly bytesRead: number;
  /** Set on the last chunk when the rest of the file cannot be read. */
  readonly failure: Failure | undefined;
}

/** Bytes needed to know a compression. */
const magicBytes = 4;
const nothing = new Uint8Array(0);

/**
 * Decompresses a file as it is read. Memory stays bounded however far the data expands. Damaged and truncated data, and a source that
 * fails while it is read, end the stream with a chunk that carries the failure, after all that could be read.
 */
export async function* decompress(source: AsyncIterable<Uint8Array>): AsyncGenerator<DecodedChunk, void, undefined> {
  let decoder: Decoder | undefined;
  let head: Uint8Array = nothing;
  let bytesRead = 0;
  try {
    for await (const chunk of readable(source)) {
      bytesRead += chunk.length;
      if (decoder === undefined) {
        head = joinBytes(head, chunk);
        if (head.length < magicBytes) continue;
        decoder = await decoderFor(compressionOf(head));
        for (const bytes of decoder.push(head)) yield { bytes, bytesRead, failure: undefined };
      } else {
        for (const bytes of decoder.push(chunk)) yield { bytes, bytesRead, failure: undefined };
      }
    }
    if (decoder === undefined) yield { bytes: head, bytesRead, failure: undefined };
    else for (const bytes of decoder.end()) yield { bytes, bytesRead, failure: undefined };
  } catch (error) {
    yield { bytes: nothing, bytesRead, failure: failureOf(error) };
  }
}

/** An error of the source itself, told apart from bugs on this side of it. */
class SourceFailed extends Error {}

async function* readable(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    if (isCancelled(error)) throw error;
    throw new SourceFailed(error instanceof Error ? error.message : String(error));
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof DamagedData) return { kind: 'damaged', message: error.message };
  if (error instanceof SourceFailed) return { kind: 'unreadable', message: `Reading the file failed: ${error.message}` };
  throw error;
}

/** Whether a file that begins so is compressed in one of the ways that are read. */
export function isCompressed(head: Uint8Array): boolean {
  return compressionOf(head) !== 'none';
}

type Compression = 'none' | 'gzip' | 'zstd';

function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : 'none';
}

/** The decoders build tables when they are loaded, which few files need. */
async function decoderFor(compression: Compression): Promise<Decoder> {
  switch (compression) {
    case 'gzip':
      return (await import('./gzip.js')).gzipDecoder();
    case 'zstd':
      return (await import('./zstd.js')).zstdDecoder();
    case 'none':
      return plainDecoder;
  }
}

const plainDecoder: Decoder = {
  push: (chunk) => [chunk],
  end: () => [],
};
