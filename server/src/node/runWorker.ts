/** Entry point of the run worker on Node. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../base/invariant.js';
import { diskFiles } from '../cli/clusterFiles.js';
import { KeptConnections } from '../elastic/keptConnections.js';
import { withEditorFiles } from '../lsp/editorFiles.js';
import { createRunWorker } from '../lsp/runWorker.js';
import type { WorkerInput } from '../lsp/workerMessages.js';
import { cacheFolder } from './userFolders.js';
import { runClusterJob, type LoadElastic } from './clusterRunner.js';
import { createNodeHost } from './host.js';
import type { WorkerSetup } from './workerThread.js';

const port = parentPort;
invariant(port !== null, 'the run worker is started as a worker thread');
const { assetsFolder } = workerData as WorkerSetup;
/** The build puts the bundle with the client of Elasticsearch one folder up. */
const loadElastic: LoadElastic = async () =>
  createRequire(import.meta.filename)('../elasticClient.cjs') as Awaited<ReturnType<LoadElastic>>;

const kept = { ...diskFiles, cacheFolder: cacheFolder() };
const connections = new KeptConnections();

const take = createRunWorker(
  (message) => port.postMessage(message),
  ({ ask, log }) => withEditorFiles(createNodeHost(assetsFolder, log), ask),
  (working) => runClusterJob({ ...working, load: loadElastic, kept, connections }),
);
port.on('message', (input: WorkerInput) => take(input));
