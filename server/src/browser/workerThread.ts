/** The run worker in a browser: a web worker that the language server's own worker starts. */
import type { WorkerAnswer } from '../lsp/workerMessages.js';
import type { StartWorker } from '../lsp/workerRunner.js';

/** `address`: of the bundle of `runWorker.ts`. */
export function webWorkers(address: string): StartWorker {
  return (hear, fail) => {
    const worker = new Worker(address, { name: 'Rulewright runs' });
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => hear(data);
    worker.onerror = ({ message }) => fail(new Error(`the run worker ended: ${message}`));
    return {
      sharesMemory: self.crossOriginIsolated,
      post: (input) => worker.postMessage(input),
      terminate: () => worker.terminate(),
    };
  };
}
