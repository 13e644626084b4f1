/** Feeds bytes to the reader in chunks of any size and collects what comes out. */
import type { FailureKind } from '../../server/src/base/host.js';
import { noCancel } from '../../server/src/base/cancel.js';
import type { BadEvent } from '../../server/src/events/event.js';
import { parseEvent, type JsonObject } from '../../server/src/events/json.js';
import { readEvents } from '../../server/src/events/read.js';

export interface ReadFile {
  /** The text of each event, and where it stood. */
  readonly texts: readonly string[];
  readonly places: readonly { readonly line: number; readonly column: number; readonly offset: number }[];
  /** Its fields; those of broken events are left out. */
  readonly events: readonly JsonObject[];
  /** Of the splitter and of the parser, in file order. */
  readonly bad: readonly BadEvent[];
  readonly stopped: FailureKind | undefined;
}

export const chunkSizes = [1, 2, 3, 7, Infinity];

export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

export async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const step = Number.isFinite(size) ? size : Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length; at += step) yield bytes.slice(at, at + step);
}

export async function read(content: string | Uint8Array, chunkBytes = Infinity): Promise<ReadFile> {
  const texts: string[] = [];
  const places: { line: number; column: number; offset: number }[] = [];
  const events: JsonObject[] = [];
  const bad: BadEvent[] = [];
  let stopped: FailureKind | undefined;
  for await (const batch of readEvents(chunked(bytesOf(content), chunkBytes), noCancel)) {
    for (const slice of batch.events) {
      texts.push(new TextDecoder().decode(batch.bytes.subarray(slice.start, slice.end)));
      places.push({ line: slice.line, column: slice.column, offset: slice.offset });
      const parsed = parseEvent(batch.bytes, slice);
      if (parsed.ok) events.push(parsed.event);
      else bad.push(parsed.bad);
    }
    bad.push(...batch.bad);
    stopped = batch.stopped;
  }
  return { texts, places, events, bad: bad.sort((a, b) => a.line - b.line), stopped };
}

/** Reads in chunks of 1, 2, 3, 7 bytes and all at once; throws unless all give the same. */
export async function readInAllChunks(content: string | Uint8Array): Promise<ReadFile> {
  const [first, ...others] = await Promise.all(chunkSizes.map((size) => read(content, size)));
  const expected = JSON.stringify(first, bigintAsText);
  others.forEach((other, index) => {
    const actual = JSON.stringify(other, bigintAsText);
    if (actual !== expected) throw new Error(`chunks of ${chunkSizes[index + 1]} differ from chunks of 1:\n${actual}\n${expected}`);
  });
  return first as ReadFile;
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
