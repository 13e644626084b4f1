/** The run worker on Node: a thread. */
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer } from '../lsp/workerMessages.js';
import type { StartWorker } from '../lsp/workerRunner.js';

/** Given to the worker when it starts. */
export interface WorkerSetup {
  readonly assetsFolder: string;
}

/** `file`: the bundle of `runWorker.ts`; `assetsFolder`: what its host reads data from. */
export function workerThreads(file: string, assetsFolder: string): StartWorker {
  return (hear, fail) => {
    const setup: WorkerSetup = { assetsFolder };
    const worker = new Worker(file, { workerData: setup });
    worker.on('message', (answer: WorkerAnswer) => hear(answer));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the run worker ended with code ${code}`)));
    // A worker without work does not keep the server alive.
    worker.unref();
    return { sharesMemory: true, post: (input) => worker.postMessage(input), terminate: () => void worker.terminate() };
  };
}
