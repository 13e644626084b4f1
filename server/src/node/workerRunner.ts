/** Runs in a worker thread of their own, kept warm between runs. */
import { Worker } from 'node:worker_threads';
import type { CancellationToken } from 'vscode-languageserver';
import { Cancelled } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import type { EventSample } from '../events/sample.js';
import type { RunProgress } from '../evaluate/run.js';
import type { Source } from '../evaluate/runRule.js';
import type { AlertsJob } from '../features/alerts.js';
import type { ExplainJob } from '../features/explainEvent.js';
import type { RunJob } from '../features/run.js';
import type { Runner } from '../lsp/runner.js';
import type { AlertsReport } from '../protocol/alerts.js';
import type { ExplainResult, RunResult } from '../protocol/protocol.js';
import type { SequencesResult } from '../protocol/sequences.js';
import type { WorkerAnswer, WorkerRequest, WorkerSetup, WorkerTask } from './workerMessages.js';

/** A worker that has not stopped this many milliseconds after a cancel is ended. */
const defaultPatience = 2000;

interface Pending {
  readonly request: WorkerRequest;
  readonly report: (progress: RunProgress) => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerRunner implements Runner {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** `workerFile`: the bundle of `runWorker.ts`; `assetsFolder`: what its host reads data from. */
  constructor(
    private readonly workerFile: string,
    private readonly assetsFolder: string,
    private readonly host: Pick<Host, 'log'>,
    private readonly patience = defaultPatience,
  ) {}

  run(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<RunResult> {
    return this.#ask({ kind: 'run', job }, report, token);
  }

  explain(job: ExplainJob, token: CancellationToken): Promise<ExplainResult> {
    return this.#ask({ kind: 'explain', job }, () => undefined, token);
  }

  sequences(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<SequencesResult> {
    return this.#ask({ kind: 'sequences', job }, report, token);
  }

  alerts(job: AlertsJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<AlertsReport> {
    return this.#ask({ kind: 'alerts', job }, report, token);
  }

  readSample(source: Source, token: CancellationToken): Promise<EventSample | undefined> {
    return this.#ask({ kind: 'sample', source }, () => undefined, token);
  }

  dispose(): void {
    const ended = this.#worker;
    this.#fail(new Cancelled());
    void ended?.terminate();
  }

  async #ask<T>(task: WorkerTask, report: (progress: RunProgress) => void, token: CancellationToken): Promise<T> {
    const id = (this.#lastId += 1);
    const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const request: WorkerRequest = { id, task, cancelled };
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      Atomics.store(cancelled, 0, 1);
      timer = setTimeout(() => this.#force(id), this.patience);
    };
    const listening = token.onCancellationRequested(cancel);
    // A token that was cancelled before may never say so again.
    if (token.isCancellationRequested) cancel();
    try {
      const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { request, report, resolve, reject }));
      this.#worker ??= this.#start();
      this.#worker.postMessage(request);
      return (await answer) as T;
    } finally {
      listening.dispose();
      clearTimeout(timer);
    }
  }

  #start(): Worker {
    const setup: WorkerSetup = { assetsFolder: this.assetsFolder };
    const worker = new Worker(this.workerFile, { workerData: setup });
    worker.on('message', (answer: WorkerAnswer) => this.#hear(answer));
    worker.on('error', (error) => worker === this.#worker && this.#fail(error));
    worker.on('exit', (code) => worker === this.#worker && this.#fail(new Error(`the run worker ended with code ${code}`)));
    // A worker without work does not keep the server alive.
    worker.unref();
    return worker;
  }

  #hear(answer: WorkerAnswer): void {
    if (answer.kind === 'log') {
      this.host.log(answer.level, answer.message);
      return;
    }
    const job = this.#pending.get(answer.id);
    if (answer.kind === 'progress') {
      job?.report(answer.progress);
      return;
    }
    this.#pending.delete(answer.id);
    if (answer.kind === 'done') job?.resolve(answer.value);
    else job?.reject(answer.cancelled ? new Cancelled() : new Error(answer.message));
  }

  /** The worker is gone and with it all it worked on; the next request starts another. */
  #fail(error: Error): void {
    this.#worker = undefined;
    for (const job of this.#pending.values()) job.reject(error);
    this.#pending.clear();
  }

  /** Ends the worker for the sake of one job that does not stop; the others begin anew in the next one. */
  #force(id: number): void {
    const stuck = this.#pending.get(id);
    if (stuck === undefined) return;
    this.#pending.delete(id);
    stuck.reject(new Cancelled());
    const ended = this.#worker;
    this.#worker = this.#pending.size === 0 ? undefined : this.#start();
    void ended?.terminate();
    for (const { request } of this.#pending.values()) this.#worker?.postMessage(request);
  }
}
