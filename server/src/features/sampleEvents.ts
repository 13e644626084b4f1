/** Events of samples as text: an excerpt of a file that no editor opens, and what was copied as lines to add. It happens in a worker, like runs. */
import type { CancelToken } from '../base/cancel.js';
import { limits } from '../base/limits.js';
import type { EventBatch, EventSlice } from '../events/event.js';
import { eventJson, parseEvent } from '../events/json.js';
import { readEvents } from '../events/read.js';
import type { RunProgress } from '../evaluate/run.js';
import type { Position, Range } from '../protocol/protocol.js';
import type { EventLinesResult, ExcerptResult } from '../protocol/sampleEvents.js';
import { eventRange } from './eventRange.js';
import type { RunTools } from './run.js';

/** Plain data: it crosses to the worker. */
export interface ExcerptJob {
  readonly sample: string;
  /** In the event that is meant. */
  readonly event: Position;
  readonly around: number;
}

/** Bytes of an event around it; a longer one is left out. */
const longestNeighbour = 256 * 1024;

interface FoundEvent {
  readonly text: string;
  readonly range: Range;
}

/** Reads no further than it has to. */
export async function excerptJob(
  { sample, event, around }: ExcerptJob,
  { host }: Pick<RunTools, 'host'>,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<ExcerptResult> {
  const stream = await host.openStream(sample);
  if (!stream.ok) return notFound(stream.failure.message);
  const finder = new ExcerptFinder({ line: event.line + 1, column: event.character }, around);
  let events = 0;
  for await (const batch of readEvents(stream.value.chunks, token)) {
    events += batch.events.length;
    if (finder.take(batch)) break;
    report({ events, matches: 0, bytesRead: batch.bytesRead, totalBytes: stream.value.size });
  }
  const { found } = finder;
  return found.length === 0 ? notFound(`Line ${event.line + 1} holds no event; the file may have changed since the run`) : excerptOf(found);
}

function notFound(message: string): ExcerptResult {
  return { status: 'failed', message, text: '', events: [] };
}

function excerptOf(found: readonly FoundEvent[]): ExcerptResult {
  let line = 0;
  const events = found.map(({ text, range }) => {
    const placed = { line, range };
    line += text.split('\n').length;
    return placed;
  });
  return { status: 'finished', message: undefined, text: found.map(({ text }) => `${text}\n`).join(''), events };
}

class ExcerptFinder {
  /** The last events up to the wanted place, the wanted one at the end; of earlier batches as text. */
  readonly #before: FoundEvent[] = [];
  readonly #after: FoundEvent[] = [];
  #seenAfter = 0;

  constructor(
    private readonly wanted: Pick<EventSlice, 'line' | 'column'>,
    private readonly around: number,
  ) {}

  /** Empty where the place is before the first event or in none. */
  get found(): readonly FoundEvent[] {
    const event = this.#before.at(-1);
    if (event === undefined || event.range.end.line < this.wanted.line - 1) return [];
    return [...this.#before.slice(0, -1).filter(({ text }) => text.length <= longestNeighbour), event, ...this.#after];
  }

  /** True once nothing more is needed. */
  take({ bytes, events }: EventBatch): boolean {
    const firstAfter = events.findIndex((slice) => this.#isAfter(slice));
    const before = firstAfter === -1 ? events : events.slice(0, firstAfter);
    this.#before.push(...before.slice(-this.around - 1).map((slice) => textOf(bytes, slice)));
    this.#before.splice(0, this.#before.length - this.around - 1);
    if (firstAfter === -1) return false;
    const after = events.slice(firstAfter, firstAfter + this.around - this.#seenAfter);
    this.#seenAfter += after.length;
    this.#after.push(...after.filter(({ length }) => length <= longestNeighbour).map((slice) => textOf(bytes, slice)));
    return this.#seenAfter >= this.around;
  }

  #isAfter({ line, column }: EventSlice): boolean {
    return line > this.wanted.line || (line === this.wanted.line && column > this.wanted.column);
  }
}

function textOf(bytes: Uint8Array, slice: EventSlice): FoundEvent {
  const text = new TextDecoder().decode(bytes.subarray(slice.start, slice.end));
  return { text, range: eventRange({ line: slice.line, column: slice.column, text }) };
}

/** Integers keep their exact value. Much of what is no event is counted, not listed. */
export async function eventLinesJob(text: string, token: CancelToken): Promise<EventLinesResult> {
  const lines: string[] = [];
  const bad: string[] = [];
  for await (const batch of readEvents(once(new TextEncoder().encode(text)), token)) {
    for (const slice of batch.events) {
      const parsed = parseEvent(batch.bytes, slice);
      if (parsed.ok) lines.push(eventJson(parsed.event));
      else bad.push(`Line ${parsed.bad.line}: ${parsed.bad.message}`);
    }
    bad.push(...batch.bad.map(({ line, message }) => `Line ${line}: ${message}`));
  }
  const unlisted = bad.length - limits.listedBadLines;
  return { lines, bad: unlisted > 0 ? [...bad.slice(0, limits.listedBadLines), `And ${unlisted} more.`] : bad };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
