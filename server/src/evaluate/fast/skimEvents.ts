/**
 * The events of a file that may matter for a predicate, all others only counted: the same batches that reading and parsing everything
 * gives, without most of the work. For plain files with an event on each line; other files are read as they come.
 */
import { throwIfCancelled, type CancelToken } from '../../base/cancel.js';
import type { RandomAccess } from '../../base/host.js';
import { sharedWork, type SharedWork } from '../../base/sharedWork.js';
import type { EventBatch, EventSlice } from '../../events/event.js';
import { isCompressed } from '../../events/decompress.js';
import { sniffBytes, sniffFormat } from '../../events/sniff.js';
import { chunkBytes, eventNumbers, segmentBytes, skimSegment, type SkimmedSegment } from './segment.js';
import { isPlainData } from './relax.js';
import { createSkimmer, type SkimPlan, type Skimmer } from './skimmer.js';

/** Whether the file can be skimmed: plain text with an event on each line. */
export function canBeSkimmed(file: RandomAccess): boolean {
  const head = new Uint8Array(sniffBytes);
  const length = file.read(head, 0);
  const bytes = head.subarray(0, length);
  if (isCompressed(bytes)) return false;
  const format = sniffFormat(bytes, length >= file.size);
  return format.ok && format.value === 'ndjson';
}

/** What goes through the segments of a file. */
export type SegmentSource = SharedWork<SkimmedSegment>;

/** Segments after which other work has its turn. */
const segmentsPerTurn = 4;

/** On this thread, and on others where the file is large enough; undefined where there is no kernel. */
export function createSegmentSource(file: RandomAccess, plan: SkimPlan): SegmentSource | undefined {
  // Before this thread gets ready itself.
  const helpers = isPlainData(plan.predicate) ? file.startHelpers?.(plan, Math.ceil(file.size / segmentBytes)) : undefined;
  const skimmer = createSkimmer(plan, 2 * chunkBytes);
  if (skimmer === undefined) {
    helpers?.dispose();
    return undefined;
  }
  let gone = 0;
  return sharedWork(
    (segment) => skimPart(file, segment, skimmer),
    helpers,
    async () => {
      gone++;
      if (gone % segmentsPerTurn === 0) await file.turn();
    },
  );
}

/** What any thread does with one segment of a file. */
export function skimPart(file: RandomAccess, segment: number, skimmer: Skimmer): SkimmedSegment {
  return skimSegment(file, segment * segmentBytes, (segment + 1) * segmentBytes, skimmer);
}

/** Throws `Cancelled` between segments. A file that cannot be read further ends with a batch that says so. */
export async function* skimEvents(
  file: RandomAccess,
  segments: SegmentSource,
  token: CancelToken,
): AsyncGenerator<EventBatch, void, undefined> {
  let lines = 1;
  for (let segment = 0; segment * segmentBytes < file.size; segment++) {
    if (segment % segmentsPerTurn === segmentsPerTurn - 1) await file.turn();
    throwIfCancelled(token);
    let skimmed: SkimmedSegment;
    try {
      skimmed = await segments.take(segment);
    } catch (error) {
      const message = `Reading the file failed: ${error instanceof Error ? error.message : String(error)}`;
      const bytesRead = segment * segmentBytes;
      yield { bytes: new Uint8Array(0), events: [], bad: [{ line: lines, message }], bytesRead, stopped: 'unreadable' };
      return;
    }
    yield batchOf(skimmed, lines, Math.min(file.size, (segment + 1) * segmentBytes));
    lines += skimmed.lines;
  }
}

function batchOf({ bytes, events, bad, skipped }: SkimmedSegment, lines: number, bytesRead: number): EventBatch {
  const slices: EventSlice[] = [];
  for (let at = 0; at < events.length; at += eventNumbers) {
    const [start = 0, end = 0, offset = 0, line = 0, column = 0, skippedBefore = 0] = events.subarray(at, at + eventNumbers);
    slices.push({ start, end, offset, length: end - start, line: lines + line, column, skippedBefore });
  }
  return { bytes, events: slices, bad: bad.map(({ line, message }) => ({ line: lines + line, message })), skipped, bytesRead };
}
