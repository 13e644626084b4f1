/** Entry point of the run worker: reads events and runs rules away from the server's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { isCancelled, type CancelToken } from '../base/cancel.js';
import { invariant } from '../base/invariant.js';
import type { RunProgress } from '../evaluate/run.js';
import { alertsJob } from '../features/alerts.js';
import { explainJob } from '../features/explainEvent.js';
import { readSample, runJob, type RunTools } from '../features/run.js';
import { sequencesJob } from '../features/sequenceDebug.js';
import { loadSchemas } from '../schema/load.js';
import { createNodeHost } from './host.js';
import type { WorkerAnswer, WorkerRequest, WorkerSetup, WorkerTask } from './workerMessages.js';

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
    const value = await perform(task, tools, (progress) => answer({ kind: 'progress', id, progress }), token);
    answer({ kind: 'done', id, value });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    answer({ kind: 'failed', id, cancelled: isCancelled(error), message });
  }
}

function perform(task: WorkerTask, tools: RunTools, report: (progress: RunProgress) => void, token: CancelToken): Promise<unknown> {
  switch (task.kind) {
    case 'run':
      return runJob(task.job, tools, report, token);
    case 'explain':
      return explainJob(task.job, tools, token);
    case 'sequences':
      return sequencesJob(task.job, tools, report, token);
    case 'alerts':
      return alertsJob(task.job, tools, report, token);
    case 'sample':
      return readSample(task.source, tools, token);
  }
}
