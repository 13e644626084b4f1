/** Runs in a worker of their own, kept warm between runs: a thread on Node, a web worker in a browser. */
import type { CancellationToken } from 'vscode-languageserver';
import { Cancelled } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import type { EventSample } from '../events/sample.js';
import type { RunProgress } from '../evaluate/run.js';
import type { Source } from '../evaluate/runRule.js';
import type { AlertsJob } from '../features/alerts.js';
import type { ExplainJob } from '../features/explainEvent.js';
import type { MatchDiffJob } from '../features/matchDiff.js';
import type { TestsJob } from '../features/ruleTests.js';
import type { RunJob } from '../features/run.js';
import type { ExcerptJob } from '../features/sampleEvents.js';
import type { ScanJob } from '../features/scan.js';
import type { SynthesizeJob } from '../features/synthesize.js';
import type { HearsOfCluster, Runner } from './runner.js';
import type { ClusterRunBatch, ClusterWorkAnswer } from '../protocol/clusterWork.js';
import type { AlertsReport } from '../protocol/alerts.js';
import type { MatchDiffReport } from '../protocol/matchDiff.js';
import type { ExplainResult, RunResult } from '../protocol/protocol.js';
import type { ListedMatches, ListedMatchesParams } from '../protocol/results.js';
import type { RunTestsResult } from '../protocol/ruleTests.js';
import type { EventLinesResult, ExcerptResult } from '../protocol/sampleEvents.js';
import type { ScanReport } from '../protocol/scan.js';
import type { SequencesResult } from '../protocol/sequences.js';
import type { SynthesizeResult } from '../protocol/synthesis.js';
import { closeFileRequest, openFileRequest, readFileRequest, type OpenFileResult, type ReadFileResult } from '../protocol/files.js';
import type { ClusterJob } from './clusterJob.js';
import type { AskEditor } from './editorFiles.js';
import type { WorkerAnswer, WorkerInput, WorkerRequest, WorkerTask } from './workerMessages.js';

/** A worker that has not stopped this many milliseconds after a cancel is ended. */
const defaultPatience = 2000;

interface Pending {
  readonly request: WorkerRequest;
  readonly report: (progress: RunProgress) => void;
  readonly onBatch: ((batch: ClusterRunBatch) => void) | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker that was started. */
export interface WorkerThread {
  /** Whether memory can be shared with it; browsers allow it in isolated pages only. */
  readonly sharesMemory: boolean;
  post(input: WorkerInput): void;
  terminate(): void;
}

/** Starts one. It hears of its answers, and of its end or failure. */
export type StartWorker = (hear: (answer: WorkerAnswer) => void, fail: (error: Error) => void) => WorkerThread;

export interface RunnerParts {
  readonly start: StartWorker;
  readonly log: Host['log'];
  /** Answers the worker's questions. */
  readonly ask: AskEditor;
  /** How long a worker has to stop after a cancel, in milliseconds. */
  readonly patience?: number;
}

export class WorkerRunner implements Runner {
  readonly #pending = new Map<number, Pending>();
  /** What the worker has open in the editor. */
  readonly #files = new Set<number>();
  #worker: WorkerThread | undefined;
  #lastId = 0;

  constructor(private readonly parts: RunnerParts) {}

  run(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<RunResult> {
    return this.#ask({ kind: 'run', job }, report, token);
  }

  listed(params: ListedMatchesParams, token: CancellationToken): Promise<ListedMatches> {
    return this.#ask({ kind: 'listed', params }, () => undefined, token);
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

  tests(job: TestsJob, token: CancellationToken): Promise<RunTestsResult> {
    return this.#ask({ kind: 'tests', job }, () => undefined, token);
  }

  synthesize(job: SynthesizeJob, token: CancellationToken): Promise<SynthesizeResult> {
    return this.#ask({ kind: 'synthesize', job }, () => undefined, token);
  }

  matchDiff(job: MatchDiffJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<MatchDiffReport> {
    return this.#ask({ kind: 'matchDiff', job }, report, token);
  }

  scan(job: ScanJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<ScanReport> {
    return this.#ask({ kind: 'scan', job }, report, token);
  }

  excerpt(job: ExcerptJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<ExcerptResult> {
    return this.#ask({ kind: 'excerpt', job }, report, token);
  }

  eventLines(text: string, token: CancellationToken): Promise<EventLinesResult> {
    return this.#ask({ kind: 'eventLines', text }, () => undefined, token);
  }

  cluster(job: ClusterJob, { report, onBatch }: HearsOfCluster, token: CancellationToken): Promise<ClusterWorkAnswer> {
    return this.#ask({ kind: 'cluster', job }, report, token, onBatch);
  }

  readSample(source: Source, token: CancellationToken): Promise<EventSample | undefined> {
    return this.#ask({ kind: 'sample', source }, () => undefined, token);
  }

  dispose(): void {
    this.#fail(new Cancelled());
  }

  async #ask<T>(
    task: WorkerTask,
    report: (progress: RunProgress) => void,
    token: CancellationToken,
    onBatch?: Pending['onBatch'],
  ): Promise<T> {
    const id = (this.#lastId += 1);
    const worker = (this.#worker ??= this.#start());
    const cancelled = worker.sharesMemory ? new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) : undefined;
    const request: WorkerRequest = { kind: 'work', id, task, cancelled };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => {
      if (cancelled === undefined) this.#worker?.post({ kind: 'cancel', id });
      else Atomics.store(cancelled, 0, 1);
      timer = setTimeout(() => this.#force(id), this.parts.patience ?? defaultPatience);
    };
    const listening = token.onCancellationRequested(cancel);
    // A token that was cancelled before may never say so again.
    if (token.isCancellationRequested) cancel();
    try {
      const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { request, report, onBatch, resolve, reject }));
      worker.post(request);
      return (await answer) as T;
    } finally {
      listening.dispose();
      clearTimeout(timer);
    }
  }

  #start(): WorkerThread {
    const worker: WorkerThread = this.parts.start(
      (answer) => this.#hear(answer, worker),
      (error) => worker === this.#worker && this.#fail(error),
    );
    return worker;
  }

  #hear(answer: WorkerAnswer, worker: WorkerThread): void {
    switch (answer.kind) {
      case 'log':
        this.parts.log(answer.level, answer.message);
        return;
      case 'ask':
        void this.#answer(answer, worker);
        return;
      case 'progress':
        this.#pending.get(answer.id)?.report(answer.progress);
        return;
      case 'batch':
        this.#pending.get(answer.id)?.onBatch?.(answer.batch);
        return;
      case 'done':
        this.#settle(answer.id)?.resolve(answer.value);
        return;
      case 'failed':
        this.#settle(answer.id)?.reject(answer.cancelled ? new Cancelled() : new Error(answer.message));
        return;
    }
  }

  #settle(id: number): Pending | undefined {
    const job = this.#pending.get(id);
    this.#pending.delete(id);
    return job;
  }

  async #answer(asked: WorkerAnswer & { readonly kind: 'ask' }, worker: WorkerThread): Promise<void> {
    const { question } = asked;
    try {
      const value = await this.parts.ask(asked.method, asked.params);
      const isGone = worker !== this.#worker;
      this.#follow(asked, value, isGone);
      if (!isGone) worker.post({ kind: 'reply', question, value });
    } catch (error) {
      if (worker === this.#worker) worker.post({ kind: 'reply', question, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Notes which files are open. One that was opened for a worker that is gone is closed again. */
  #follow({ method, params }: WorkerAnswer & { readonly kind: 'ask' }, value: unknown, isGone: boolean): void {
    if (method === openFileRequest) {
      const opened = value as OpenFileResult | undefined;
      if (opened?.kind !== 'opened') return;
      if (isGone) this.#close(opened.file);
      else this.#files.add(opened.file);
    } else if ('file' in params) {
      const isOver = method === closeFileRequest || (method === readFileRequest && (value as ReadFileResult | undefined)?.isLast !== false);
      if (isOver) this.#files.delete(params.file);
    }
  }

  #close(file: number): void {
    // Nothing is left to be done where even that fails: the editor is gone, or its file.
    this.parts.ask(closeFileRequest, { file }).catch(() => undefined);
  }

  /** The worker is gone and with it all it worked on; the next request starts another. */
  #fail(error: Error): void {
    this.#end();
    for (const job of this.#pending.values()) job.reject(error);
    this.#pending.clear();
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const file of this.#files) this.#close(file);
    this.#files.clear();
  }

  /** Ends the worker for the sake of one job that does not stop; the others begin anew in the next one. */
  #force(id: number): void {
    const stuck = this.#settle(id);
    if (stuck === undefined) return;
    this.#end();
    stuck.reject(new Cancelled());
    if (this.#pending.size === 0) return;
    this.#worker = this.#start();
    for (const { request } of this.#pending.values()) this.#worker.post(request);
  }
}
