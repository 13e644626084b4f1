/** Who does the heavy work: a worker thread on Node, later a web worker, the test's own thread in tests. */
import type { CancellationToken } from 'vscode-languageserver';
import type { EventSample } from '../events/sample.js';
import type { RunProgress } from '../evaluate/run.js';
import type { Source } from '../evaluate/runRule.js';
import type { AlertsJob } from '../features/alerts.js';
import type { ExplainJob } from '../features/explainEvent.js';
import type { RunJob } from '../features/run.js';
import type { AlertsReport } from '../protocol/alerts.js';
import type { ExplainResult, RunResult } from '../protocol/protocol.js';
import type { SequencesResult } from '../protocol/sequences.js';

export interface Runner {
  /** Runs a rule. Rejects with `Cancelled` when the run had to be ended by force. */
  run(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<RunResult>;
  /** Judges one event. Rejects with `Cancelled` like a run. */
  explain(job: ExplainJob, token: CancellationToken): Promise<ExplainResult>;
  /** Where the sequences of a rule came to their end. Rejects with `Cancelled` like a run. */
  sequences(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<SequencesResult>;
  /** The alerts that a rule would create. Rejects with `Cancelled` like a run. */
  alerts(job: AlertsJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<AlertsReport>;
  /** What an event file holds; undefined when it cannot be read. */
  readSample(source: Source, token: CancellationToken): Promise<EventSample | undefined>;
  /** Ends everything that is under way. */
  dispose(): void;
}
