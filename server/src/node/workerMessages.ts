/** What the server and its run worker say to each other. Plain data, copied between the threads. */
import type { LogLevel } from '../base/host.js';
import type { RunProgress } from '../evaluate/run.js';
import type { Source } from '../evaluate/runRule.js';
import type { AlertsJob } from '../features/alerts.js';
import type { ExplainJob } from '../features/explainEvent.js';
import type { RunJob } from '../features/run.js';

/** Given to the worker when it starts. */
export interface WorkerSetup {
  readonly assetsFolder: string;
}

export type WorkerTask =
  | { readonly kind: 'run'; readonly job: RunJob }
  | { readonly kind: 'explain'; readonly job: ExplainJob }
  | { readonly kind: 'sequences'; readonly job: RunJob }
  | { readonly kind: 'alerts'; readonly job: AlertsJob }
  | { readonly kind: 'sample'; readonly source: Source };

export interface WorkerRequest {
  readonly id: number;
  readonly task: WorkerTask;
  /** Shared memory: 1 once the work is no longer wanted. It is seen at once, also by a loop that never waits. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

export type WorkerAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: RunProgress }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly cancelled: boolean; readonly message: string }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string };
