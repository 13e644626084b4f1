/** Entry point of the run worker: reads events and runs rules away from the server's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { isCancelled } from '../base/cancel.js';
import { invariant } from '../base/invariant.js';
import { readSample, runJob, type RunTools } from '../features/run.js';
import { loadSchemas } from '../schema/load.js';
import { createNodeHost } from './host.js';
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from './workerMessages.js';

const port = parentPort;
invariant(port !== null, 'the run worker is started as a worker thread');
const answer = (message: WorkerAnswer): void => port.postMessage(message);

const host = createNodeHost((workerData as WorkerSetup).assetsFolder, (level, message) => answer({ kind: 'log', level, message }));
const schemas = loadSchemas(host);
// Each task that needs them hears of the failure.
schemas.catch(() => undefined);

port.on('message', (request: WorkerRequest) => void work(request));

async function work({ id, task, cancelled }: WorkerRequest): Promise<void> {
  const token = {
    get isCancellationRequested(): boolean {
      return Atomics.load(cancelled, 0) === 1;
    },
  };
  try {
    const tools: RunTools = { host, schemas: await schemas };
    const value =
      task.kind === 'run'
        ? await runJob(task.job, tools, (progress) => answer({ kind: 'progress', id, progress }), token)
        : await readSample(task.source, tools, token);
    answer({ kind: 'done', id, value });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    answer({ kind: 'failed', id, cancelled: isCancelled(error), message });
  }
}
