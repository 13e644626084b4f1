/** What the server and its run worker say to each other. Plain data, copied between the threads. */
import type { LogLevel } from '../base/host.js';
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
import type { ClusterRunBatch } from '../protocol/clusterWork.js';
import type { FileRequests } from '../protocol/files.js';
import type { ListedMatchesParams } from '../protocol/results.js';
import type { ClusterJob } from './clusterJob.js';
import type { FileMethod } from './editorFiles.js';

export type WorkerTask =
  | { readonly kind: 'run'; readonly job: RunJob }
  | { readonly kind: 'listed'; readonly params: ListedMatchesParams }
  | { readonly kind: 'explain'; readonly job: ExplainJob }
  | { readonly kind: 'sequences'; readonly job: RunJob }
  | { readonly kind: 'alerts'; readonly job: AlertsJob }
  | { readonly kind: 'tests'; readonly job: TestsJob }
  | { readonly kind: 'synthesize'; readonly job: SynthesizeJob }
  | { readonly kind: 'matchDiff'; readonly job: MatchDiffJob }
  | { readonly kind: 'scan'; readonly job: ScanJob }
  | { readonly kind: 'excerpt'; readonly job: ExcerptJob }
  | { readonly kind: 'eventLines'; readonly text: string }
  | { readonly kind: 'cluster'; readonly job: ClusterJob }
  | { readonly kind: 'sample'; readonly source: Source };

export interface WorkerRequest {
  readonly kind: 'work';
  readonly id: number;
  readonly task: WorkerTask;
  /** Shared memory, where there is such a thing: 1 once the work is no longer wanted. It is seen at once, also by a loop that never waits. */
  readonly cancelled: Int32Array<SharedArrayBuffer> | undefined;
}

export type WorkerInput =
  | WorkerRequest
  /** The work is no longer wanted. Heard when the work next waits for something. */
  | { readonly kind: 'cancel'; readonly id: number }
  /** The answer to a question; `error` where there is none. */
  | { readonly kind: 'reply'; readonly question: number; readonly value?: unknown; readonly error?: string };

export type WorkerAnswer =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: RunProgress }
  /** Of a run on a cluster. */
  | { readonly kind: 'batch'; readonly id: number; readonly batch: ClusterRunBatch }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly cancelled: boolean; readonly message: string }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string }
  /** A question for the editor. */
  | { readonly kind: 'ask'; readonly question: number; readonly method: FileMethod; readonly params: FileRequests[FileMethod]['params'] };
