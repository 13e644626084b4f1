/** An event file's bytes to batches of events, whatever its form and compression. */
import { throwIfCancelled, type CancelToken } from '../base/cancel.js';
import { succeed, type FailureKind } from '../base/host.js';
import { auditdSplitter } from './auditdLines.js';
import { decompress } from './decompress.js';
import { EventBuffer, type Splitter } from './eventBuffer.js';
import type { EventBatch, EventFormat } from './event.js';
import { bulkSplitter, ndjsonSplitter } from './lines.js';
import { sniffBytes, sniffFormat } from './sniff.js';
import { structureSplitter } from './structure.js';

/** The most bytes that are scanned at once. */
const scannedBytes = 1024 * 1024;
/** Bytes of finished events that make a batch: less than are scanned, for the last event of these is hardly ever finished. */
const batchBytes = 768 * 1024;

/**
 * Reads the events of a file: NDJSON, a JSON array, pretty-printed objects, a search response, a bulk body or an audit log, plain or compressed with
 * gzip or zstd. A batch holds somewhat less than 1 MB; memory does not grow with the file. What cannot be read is in `bad`, the rest still flows; when
 * nothing more can be read the last batch has `stopped`. Throws `Cancelled` between chunks; leaving the loop closes `stream`. `format`
 * where it is known.
 */
export async function* readEvents(
  stream: AsyncIterable<Uint8Array>,
  token: CancelToken,
  format?: EventFormat,
): AsyncGenerator<EventBatch, void, undefined> {
  const reader = new Reader(format);
  let bytesRead = 0;
  for await (const chunk of decompress(stream)) {
    throwIfCancelled(token);
    bytesRead = chunk.bytesRead;
    for (let at = 0; at < chunk.bytes.length; at += scannedBytes) {
      throwIfCancelled(token);
      if (reader.push(chunk.bytes.subarray(at, at + scannedBytes))) yield reader.takeBatch(bytesRead);
      if (reader.stopped !== undefined) return;
    }
    if (chunk.failure !== undefined) {
      reader.end();
      reader.stop(chunk.failure.kind, chunk.failure.message);
      yield reader.takeBatch(bytesRead);
      return;
    }
  }
  throwIfCancelled(token);
  reader.end();
  yield reader.takeBatch(bytesRead);
}

/** Finds the format, then splits; says when a batch is full. */
class Reader {
  readonly #buffer = new EventBuffer();
  readonly #known: EventFormat | undefined;
  #splitter: Splitter | undefined;
  #taken = 0;
  stopped: FailureKind | undefined;

  constructor(known: EventFormat | undefined) {
    this.#known = known;
  }

  /** Takes decompressed bytes; true when a batch is ready. */
  push(bytes: Uint8Array): boolean {
    this.#buffer.dropBefore(this.#taken);
    this.#buffer.append(bytes);
    if (this.#splitter === undefined && this.#buffer.end >= sniffBytes) this.#start(false);
    this.#splitter?.scan();
    return this.stopped !== undefined || (this.#splitter !== undefined && this.#splitter.keepFrom - this.#buffer.base >= batchBytes);
  }

  /** The last bytes have been pushed. */
  end(): void {
    if (this.stopped !== undefined) return;
    this.#buffer.dropBefore(this.#taken);
    if (this.#splitter === undefined) this.#start(true);
    this.#splitter?.scan();
    this.#splitter?.finish();
  }

  /** Nothing more can be read. */
  stop(kind: FailureKind, message: string): void {
    this.stopped ??= kind;
    this.#buffer.addBad(this.#splitter?.line ?? 1, message);
  }

  takeBatch(bytesRead: number): EventBatch {
    this.#taken = this.#splitter?.keepFrom ?? this.#buffer.base;
    return this.#buffer.takeBatch(bytesRead, this.stopped);
  }

  #start(isWhole: boolean): void {
    const format = this.#known === undefined ? sniffFormat(this.#buffer.bytes, isWhole) : succeed(this.#known);
    if (!format.ok) {
      this.stop(format.failure.kind, format.failure.message);
      return;
    }
    const head = this.#buffer.bytes;
    if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) this.#buffer.dropBefore(3);
    this.#splitter = splitters[format.value](this.#buffer);
  }
}

const splitters = {
  ndjson: ndjsonSplitter,
  bulk: bulkSplitter,
  array: structureSplitter,
  object: structureSplitter,
  searchResponse: structureSplitter,
  auditd: auditdSplitter,
};
