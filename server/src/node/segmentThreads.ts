/** Threads that go through a large file together with the main one. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../base/host.js';
import type { SkimPlan } from '../evaluate/fast/skimmer.js';
import { helperThreads } from './helperThreads.js';
import type { SegmentSetup } from './segmentMessages.js';
import { sharedNumbers } from './sharedParts.js';

/** A thread takes so long to start that smaller files are done without. */
const leastBytes = 256 * 1024 * 1024;
const bytesPerThread = 128 * 1024 * 1024;
const mostThreads = 7;

export interface SharedJob {
  readonly path: string;
  readonly size: number;
  readonly job: unknown;
  readonly parts: number;
}

/** Threads worth starting besides the main one. */
function threadsFor(size: number): number {
  return size < leastBytes ? 0 : Math.min(mostThreads, availableParallelism() - 1, Math.ceil(size / bytesPerThread));
}

/** Starts threads, beforehand where a large file is expected: they take as long to start as a command does until it comes to the file. */
export class SegmentThreads {
  readonly #workerFile: string;
  /** Started, and waiting for a file. */
  #waiting: Worker[] = [];

  /** `workerFile`: the bundle of `segmentWorker.ts`. */
  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  /** A file of that size is probably gone through soon. */
  expect(size: number): void {
    while (this.#waiting.length < threadsFor(size)) this.#waiting.push(this.#worker());
    // They do not keep a process alive that does not come to need them.
    for (const worker of this.#waiting) worker.unref();
  }

  /** Undefined where the file is small, or there is one processor only. */
  start({ path, size, job, parts }: SharedJob, count = threadsFor(size)): Helpers | undefined {
    if (count < 1) return undefined;
    const setup: SegmentSetup = { path, size, job: job as SkimPlan, parts, shared: sharedNumbers() };
    const workers = Array.from({ length: count }, () => this.#waiting.pop() ?? this.#worker());
    for (const worker of workers) {
      worker.ref();
      worker.postMessage(setup);
    }
    return helperThreads(workers, setup);
  }

  #worker(): Worker {
    return new Worker(this.#workerFile);
  }
}
