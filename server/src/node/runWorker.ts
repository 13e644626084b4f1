/** Entry point of the run worker on Node. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../base/invariant.js';
import { withEditorFiles } from '../lsp/editorFiles.js';
import { createRunWorker } from '../lsp/runWorker.js';
import type { WorkerInput } from '../lsp/workerMessages.js';
import { createNodeHost } from './host.js';
import type { WorkerSetup } from './workerThread.js';

const port = parentPort;
invariant(port !== null, 'the run worker is started as a worker thread');
const { assetsFolder } = workerData as WorkerSetup;
const take = createRunWorker(
  (message) => port.postMessage(message),
  ({ ask, log }) => withEditorFiles(createNodeHost(assetsFolder, log), ask),
);
port.on('message', (input: WorkerInput) => take(input));
