/** On the main thread: the threads that take part in some work, and what they made of it. */
import type { Worker } from 'node:worker_threads';
import type { Helpers } from '../base/host.js';
import { claimPart, shared, type PartAnswer, type SharedParts } from './sharedParts.js';

/** `workers` were told of the work already. They end by themselves when there is none left. */
export function helperThreads(workers: readonly Worker[], sharing: SharedParts): Helpers {
  return new HelperThreads(workers, sharing);
}

class HelperThreads implements Helpers {
  readonly #workers: Set<Worker>;
  readonly #sharing: SharedParts;
  readonly #made = new Map<number, unknown>();
  /** Whether one ended before its time, perhaps with a part that nobody else will make. */
  #isReduced = false;
  #wake: () => void = () => undefined;

  constructor(workers: readonly Worker[], sharing: SharedParts) {
    this.#workers = new Set(workers);
    this.#sharing = sharing;
    for (const worker of workers) {
      worker.on('message', ({ part, made }: PartAnswer) => {
        if (made === undefined) this.#end(worker, true);
        else this.#made.set(part, made);
        this.#wake();
      });
      worker.on('error', () => this.#end(worker, true));
      worker.on('exit', (code) => this.#end(worker, code !== 0));
    }
  }

  get isBusy(): boolean {
    return this.#workers.size > 0 && !this.#isReduced;
  }

  claim(): number | undefined {
    return claimPart(this.#sharing);
  }

  take(part: number): unknown {
    const made = this.#made.get(part);
    this.#made.delete(part);
    Atomics.store(this.#sharing.shared, shared.taken, part);
    Atomics.notify(this.#sharing.shared, shared.taken);
    return made;
  }

  wait(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  dispose(): void {
    for (const worker of this.#workers) void worker.terminate();
    this.#workers.clear();
  }

  #end(worker: Worker, isEarly: boolean): void {
    this.#workers.delete(worker);
    this.#isReduced ||= isEarly;
    this.#wake();
  }
}
