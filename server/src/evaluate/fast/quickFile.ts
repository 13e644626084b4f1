/** Decides whether a file is gone through quickly, and opens it so. */
import { throwIfCancelled, type CancelToken } from '../../base/cancel.js';
import type { Outcome, RandomAccess } from '../../base/host.js';
import type { EventBatch, EventPlace, FieldTable } from '../../events/event.js';
import { FileMapper, type EventMapper } from '../../events/mapper.js';
import { readEvents } from '../../events/read.js';
import type { Predicate } from '../predicate.js';
import { canBeSkimmed, createSegmentSource, skimEvents } from './skimEvents.js';
import { skimPlan } from './skimmer.js';

/** How a file can be gone through quickly. */
export interface QuickAccess {
  readonly open: () => Promise<Outcome<RandomAccess>>;
  /** Smaller files are parsed as a whole: that takes no time, and every mistake in them is told. */
  readonly leastBytes: number;
}

const placesPerTurn = 500;

/** A file being gone through. */
export interface QuickFile {
  readonly size: number;
  readonly batches: (token: CancelToken) => AsyncGenerator<EventBatch, void, undefined>;
  close(): void;
}

/** Undefined where the file has to be read as it comes: not one event a line, compressed, small, or of another shape than rules ask for. */
export async function openQuickly(
  access: QuickAccess,
  wanted: Predicate,
  fields: FieldTable,
  mapper: EventMapper | undefined,
  token: CancelToken,
): Promise<QuickFile | undefined> {
  const file = await openSuitable(access);
  if (file === undefined) return undefined;
  // Before the first events are looked at: further threads begin meanwhile, and most files are not mapped.
  const segments = createSegmentSource(file, skimPlan(wanted, fields));
  const close = (): void => {
    segments?.dispose();
    file.close();
  };
  if (segments !== undefined && (await isTakenAsIs(file, mapper, token)))
    return { size: file.size, batches: (cancel) => skimEvents(file, segments, cancel), close };
  close();
  return undefined;
}

/** Only the events at these places, in their order. Undefined as for `openQuickly`. */
export async function openPlaces(
  access: QuickAccess,
  places: readonly EventPlace[],
  mapper: EventMapper | undefined,
  token: CancelToken,
): Promise<QuickFile | undefined> {
  const file = await openSuitable(access);
  if (file === undefined) return undefined;
  if (await isTakenAsIs(file, mapper, token))
    return { size: file.size, batches: (cancel) => eventsAt(file, places, cancel), close: () => file.close() };
  file.close();
  return undefined;
}

async function* eventsAt(
  file: RandomAccess,
  places: readonly EventPlace[],
  token: CancelToken,
): AsyncGenerator<EventBatch, void, undefined> {
  for (const [index, { offset, length, line, column }] of places.entries()) {
    if (index % placesPerTurn === placesPerTurn - 1) await file.turn();
    throwIfCancelled(token);
    const bytes = new Uint8Array(length);
    const read = file.read(bytes, offset);
    const slice = { start: 0, end: read, offset, length: read, line, column };
    yield { bytes, events: [slice], bad: [], bytesRead: offset + read };
  }
}

/** Large enough, and an event on each line. */
async function openSuitable(access: QuickAccess): Promise<RandomAccess | undefined> {
  const opened = await access.open();
  if (!opened.ok) return undefined; // Opening it the other way says why.
  const file = opened.value;
  if (file.size >= access.leastBytes && isSuitable(file)) return file;
  file.close();
  return undefined;
}

function isSuitable(file: RandomAccess): boolean {
  try {
    return canBeSkimmed(file);
  } catch {
    return false; // Reading it the other way says why.
  }
}

/** Whether its events go through no mapper. */
async function isTakenAsIs(file: RandomAccess, mapper: EventMapper | undefined, token: CancelToken): Promise<boolean> {
  try {
    return mapper === undefined || !(await isMapped(file, mapper, token));
  } catch {
    return false; // Reading it the other way says why.
  }
}

const chunkBytes = 1024 * 1024;

/** Decided by the first events, as always. */
async function isMapped(file: RandomAccess, mapper: EventMapper, token: CancelToken): Promise<boolean> {
  const decision = new FileMapper(mapper);
  for await (const batch of readEvents(chunksOf(file), token, 'ndjson')) {
    if (batch.events.length > 0) return decision.for(batch) !== undefined;
  }
  return false;
}

async function* chunksOf(file: RandomAccess): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; ;) {
    const chunk = new Uint8Array(chunkBytes);
    const length = file.read(chunk, position);
    if (length === 0) return;
    position += length;
    yield chunk.subarray(0, length);
  }
}
