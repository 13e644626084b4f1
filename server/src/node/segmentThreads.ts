/** Threads that go through a large file together with the main one. */
import { availableParallelism } from 'node:os';
import type { Helpers } from '../base/host.js';
import type { SkimPlan } from '../evaluate/fast/skimmer.js';
import { helperThreads } from './helperThreads.js';
import type { SegmentSetup } from './segmentMessages.js';
import { sharedNumbers } from './sharedParts.js';
import { WaitingThreads } from './waitingThreads.js';

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

export class SegmentThreads {
  readonly #threads: WaitingThreads;
  readonly #begun: () => void;

  /** `workerFile`: the bundle of `segmentWorker.ts`. `begun` is called when threads have begun. */
  constructor(workerFile: string, begun: () => void = () => undefined) {
    this.#threads = new WaitingThreads(workerFile);
    this.#begun = begun;
  }

  /** A file of that size is probably gone through soon. */
  expect(size: number): void {
    this.#threads.expect(threadsFor(size));
  }

  /** Undefined where the file is small, or there is one processor only. */
  start({ path, size, job, parts }: SharedJob, count = threadsFor(size)): Helpers | undefined {
    const setup: SegmentSetup = { path, size, job: job as SkimPlan, parts, shared: sharedNumbers() };
    const workers = this.#threads.begin(count, setup);
    if (workers.length === 0) return undefined;
    this.#begun();
    return helperThreads(workers, setup);
  }
}
