/** Entry point of the threads that go through a large file: each takes the next part that nobody has begun, until there is none. */
import { openSync } from 'node:fs';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { invariant } from '../base/invariant.js';
import { chunkBytes } from '../evaluate/fast/segment.js';
import { skimPart } from '../evaluate/fast/skimEvents.js';
import { Skimmer, warmKernel } from '../evaluate/fast/skimmer.js';
import { randomAccess } from './randomAccess.js';
import type { SegmentSetup } from './segmentMessages.js';
import { makeParts } from './sharedParts.js';

const port = parentPort;
invariant(port !== null, 'the segment worker is started as a worker thread');

// Before the main thread knows what to look for. What is compiled here need not be compiled there.
const kernel = warmKernel(2 * chunkBytes);

// One file, and no more: a thread that waits for a message does not end.
port.once('message', (setup: SegmentSetup) => void work(setup, port));

async function work(setup: SegmentSetup, answers: MessagePort): Promise<void> {
  const { path, size, job } = setup;
  invariant(kernel !== undefined, 'what the main thread can do, this one can');
  const skimmer = new Skimmer(job, kernel);
  const file = randomAccess(openSync(path, 'r'), size);
  await makeParts(
    answers,
    setup,
    (part) => skimPart(file, part, skimmer),
    ({ bytes, events }) => [buffer(bytes), buffer(events)],
  );
  file.close();
}

/** Handed over, not copied. */
function buffer(part: Uint8Array | Float64Array): ArrayBuffer {
  return part.buffer as ArrayBuffer;
}
