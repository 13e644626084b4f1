/** Threads that go through a large file together with the main one. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../base/host.js';
import type { SkimPlan } from '../evaluate/fast/skimmer.js';
import { claimPart, shared, type SegmentAnswer, type SegmentSetup } from './segmentMessages.js';

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
    const numbers = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    const setup: SegmentSetup = { path, size, job: job as SkimPlan, parts, shared: numbers };
    const workers = Array.from({ length: count }, () => this.#waiting.pop() ?? this.#worker());
    for (const worker of workers) {
      worker.ref();
      worker.postMessage(setup);
    }
    return new Threads(workers, numbers, parts);
  }

  #worker(): Worker {
    return new Worker(this.#workerFile);
  }
}

class Threads implements Helpers {
  readonly #workers: Set<Worker>;
  readonly #numbers: Int32Array<SharedArrayBuffer>;
  readonly #parts: number;
  readonly #done = new Map<number, SegmentAnswer['segment']>();
  #wake: () => void = () => undefined;

  constructor(workers: readonly Worker[], numbers: Int32Array<SharedArrayBuffer>, parts: number) {
    this.#workers = new Set(workers);
    this.#numbers = numbers;
    this.#parts = parts;
    for (const worker of workers) {
      worker.on('message', ({ part, segment }: SegmentAnswer) => {
        // A part that a thread failed at is left to the main one.
        if (segment === undefined) this.#lose(worker);
        else this.#done.set(part, segment);
        this.#wake();
      });
      worker.on('error', () => this.#lose(worker));
      worker.on('exit', () => this.#lose(worker));
    }
  }

  get isBusy(): boolean {
    return this.#workers.size > 0;
  }

  claim(): number | undefined {
    return claimPart(this.#numbers, this.#parts);
  }

  take(part: number): unknown {
    const segment = this.#done.get(part);
    this.#done.delete(part);
    Atomics.store(this.#numbers, shared.taken, part);
    Atomics.notify(this.#numbers, shared.taken);
    return segment;
  }

  wait(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  dispose(): void {
    for (const worker of this.#workers) void worker.terminate();
    this.#workers.clear();
  }

  #lose(worker: Worker): void {
    this.#workers.delete(worker);
    this.#wake();
  }
}
