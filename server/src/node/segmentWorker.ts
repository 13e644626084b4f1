/** Entry point of the threads that go through a large file: each takes the next part that nobody has begun, until there is none. */
import { openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { invariant } from '../base/invariant.js';
import { chunkBytes, type SkimmedSegment } from '../evaluate/fast/segment.js';
import { skimPart } from '../evaluate/fast/skimEvents.js';
import { createSkimmer } from '../evaluate/fast/skimmer.js';
import { randomAccess } from './randomAccess.js';
import { claimPart, shared, type SegmentAnswer, type SegmentSetup } from './segmentMessages.js';

const port = parentPort;
invariant(port !== null, 'the segment worker is started as a worker thread');

/** Milliseconds to wait for the main thread before looking again. */
const patience = 50;

// One file, and no more: a thread that waits for a message does not end.
port.once('message', (setup: SegmentSetup) => work(setup));

function work({ path, size, job, parts, shared: numbers }: SegmentSetup): void {
  const skimmer = createSkimmer(job, 2 * chunkBytes);
  invariant(skimmer !== undefined, 'what the main thread can do, this one can');
  const file = randomAccess(openSync(path, 'r'), size);
  let goesOn = true;
  while (goesOn && Atomics.load(numbers, shared.next) < parts) {
    const taken = Atomics.load(numbers, shared.taken);
    const part = claimPart(numbers, parts);
    if (part === undefined) Atomics.wait(numbers, shared.taken, taken, patience);
    else goesOn = answer(part, () => skimPart(file, part, skimmer));
  }
  file.close();
}

/** False where the part could not be read. */
function answer(part: number, skim: () => SkimmedSegment): boolean {
  let segment: SegmentAnswer['segment'];
  try {
    segment = skim();
  } catch {
    segment = undefined; // The main thread meets the same and tells why.
  }
  const message: SegmentAnswer = { part, segment };
  port?.postMessage(message, segment === undefined ? [] : [buffer(segment.bytes), buffer(segment.events)]);
  return segment !== undefined;
}

/** Handed over, not copied. */
function buffer(part: Uint8Array | Float64Array): ArrayBuffer {
  return part.buffer as ArrayBuffer;
}
