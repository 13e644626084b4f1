/** The run worker's side of the server: reads events and runs rules away from the server's thread. Who starts it gives it its host. */
import { isCancelled, type CancelToken } from '../base/cancel.js';
import type { Host, LogLevel } from '../base/host.js';
import type { RunProgress } from '../evaluate/run.js';
import { alertsJob } from '../features/alerts.js';
import { explainJob } from '../features/explainEvent.js';
import { Lists } from '../features/listing.js';
import { matchDiffJob } from '../features/matchDiff.js';
import { testsJob } from '../features/ruleTests.js';
import { readSample, runJob, type RunTools } from '../features/run.js';
import { eventLinesJob, excerptJob } from '../features/sampleEvents.js';
import { scanJob } from '../features/scan.js';
import { sequencesJob } from '../features/sequenceDebug.js';
import { synthesizeJob } from '../features/synthesize.js';
import { loadSchemas } from '../schema/load.js';
import type { ClusterRunBatch, ClusterWorkAnswer } from '../protocol/clusterWork.js';
import type { ClusterJob } from './clusterJob.js';
import type { AskEditor } from './editorFiles.js';
import type { WorkerAnswer, WorkerInput, WorkerRequest, WorkerTask } from './workerMessages.js';

/** What the worker's host is made of. */
export interface WorkerSurroundings {
  readonly ask: AskEditor;
  readonly log: (level: LogLevel, message: string) => void;
}

/** Work on a cluster, which only Node can reach. */
export type WorkOnCluster = (working: {
  readonly job: ClusterJob;
  readonly tools: RunTools;
  readonly report: (progress: RunProgress) => void;
  readonly onBatch: (batch: ClusterRunBatch) => void;
  readonly token: CancelToken;
}) => Promise<ClusterWorkAnswer>;

const notReachable: WorkOnCluster = async () => {
  const message = 'Clusters are not reached from the web; open the rule in VS Code on the desktop, or on a remote host.';
  return { ok: false, failure: { kind: 'notRun', message } };
};

interface WorkerTools extends RunTools {
  readonly workOnCluster: WorkOnCluster;
  readonly onBatch: (batch: ClusterRunBatch) => void;
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Gives what takes the server's messages. `answer` sends one back. */
export function createRunWorker(
  answer: (message: WorkerAnswer) => void,
  createHost: (surroundings: WorkerSurroundings) => Host,
  workOnCluster: WorkOnCluster = notReachable,
): (input: WorkerInput) => void {
  const questions = createQuestions(answer);
  const host = createHost({ ask: questions.ask, log: (level, message) => answer({ kind: 'log', level, message }) });
  const schemas = loadSchemas(host);
  // Each task that needs them hears of the failure.
  schemas.catch(() => undefined);
  const unwanted = new Set<number>();
  const lists = new Lists();

  async function work(request: WorkerRequest): Promise<void> {
    const { id, task } = request;
    try {
      const tools: RunTools = { host, schemas: await schemas, lists };
      const value = await perform(
        task,
        { ...tools, workOnCluster, onBatch: (batch) => answer({ kind: 'batch', id, batch }) },
        (progress) => answer({ kind: 'progress', id, progress }),
        tokenOf(request, unwanted),
      );
      answer({ kind: 'done', id, value });
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      answer({ kind: 'failed', id, cancelled: isCancelled(error), message });
    } finally {
      unwanted.delete(id);
    }
  }

  return (input) => {
    if (input.kind === 'work') void work(input);
    else if (input.kind === 'cancel') unwanted.add(input.id);
    else questions.reply(input);
  };
}

function tokenOf({ id, cancelled }: WorkerRequest, unwanted: ReadonlySet<number>): CancelToken {
  return {
    get isCancellationRequested(): boolean {
      return cancelled === undefined ? unwanted.has(id) : Atomics.load(cancelled, 0) === 1;
    },
  };
}

interface Questions {
  readonly ask: AskEditor;
  reply(input: WorkerInput & { readonly kind: 'reply' }): void;
}

/** Questions for the editor, answered through the server's thread. */
function createQuestions(answer: (message: WorkerAnswer) => void): Questions {
  const open = new Map<number, Question>();
  let last = 0;
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        const question = (last += 1);
        open.set(question, { resolve: resolve as (value: unknown) => void, reject });
        answer({ kind: 'ask', question, method, params });
      }),
    reply({ question, value, error }) {
      const asked = open.get(question);
      open.delete(question);
      if (error === undefined) asked?.resolve(value);
      else asked?.reject(new Error(error));
    },
  };
}

async function perform(
  task: WorkerTask,
  tools: WorkerTools,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<unknown> {
  switch (task.kind) {
    case 'run':
      return runJob(task.job, tools, report, token);
    case 'listed':
      return tools.lists?.page(task.params);
    case 'explain':
      return explainJob(task.job, tools, token);
    case 'sequences':
      return sequencesJob(task.job, tools, report, token);
    case 'alerts':
      return alertsJob(task.job, tools, report, token);
    case 'tests':
      return testsJob(task.job, tools, token);
    case 'synthesize':
      return synthesizeJob(task.job, tools, token);
    case 'matchDiff':
      return matchDiffJob(task.job, tools, report, token);
    case 'scan':
      return scanJob(task.job, tools, report, token);
    case 'excerpt':
      return excerptJob(task.job, tools, report, token);
    case 'eventLines':
      return eventLinesJob(task.text, token);
    case 'cluster':
      return tools.workOnCluster({ job: task.job, tools, report, onBatch: tools.onBatch, token });
    case 'sample':
      return readSample(task.source, tools, token);
  }
}
