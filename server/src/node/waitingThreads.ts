/** Threads that are started before there is work for them: they take as long to start as a command does until it comes to the work. */
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Each begins with the first message that it gets. */
export class WaitingThreads {
  readonly #file: string;
  readonly #options: WorkerOptions;
  readonly #waiting = new Set<Worker>();

  /** `file`: what they run. */
  constructor(file: string, options: WorkerOptions = {}) {
    this.#file = file;
    this.#options = options;
  }

  /** So many are probably needed soon. */
  expect(count: number): void {
    while (this.#waiting.size < count) {
      const worker = this.#start();
      if (worker === undefined) return;
      this.#waiting.add(worker);
      // They do not keep a process alive that does not come to need them.
      worker.unref();
      // One that ends before its time is none that waits; why it ended does not matter.
      worker.on('error', () => undefined);
      worker.once('exit', () => this.#waiting.delete(worker));
    }
  }

  /** Tells so many what to do, or as many as the system gives. */
  begin(count: number, setup: unknown): readonly Worker[] {
    this.expect(count);
    const workers = [...this.#waiting].slice(0, count);
    for (const worker of workers) {
      this.#waiting.delete(worker);
      worker.ref();
      worker.postMessage(setup);
    }
    return workers;
  }

  #start(): Worker | undefined {
    try {
      return new Worker(this.#file, this.#options);
    } catch {
      return undefined; // The system gives no more threads: those that there are do it.
    }
  }
}
