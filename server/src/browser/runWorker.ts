/** Entry point of the run worker in a browser. */
import { createEditorHost } from '../lsp/editorFiles.js';
import { createRunWorker } from '../lsp/runWorker.js';
import type { WorkerInput } from '../lsp/workerMessages.js';

declare const self: DedicatedWorkerGlobalScope;

const take = createRunWorker(
  (message) => self.postMessage(message),
  ({ ask, log }) => createEditorHost(ask, { log, now: () => Date.now() }),
);
self.onmessage = ({ data }: MessageEvent<WorkerInput>) => take(data);
