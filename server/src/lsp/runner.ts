/** Who does the heavy work: a worker thread on Node, later a web worker, the test's own thread in tests. */
import type { CancellationToken } from 'vscode-languageserver';
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
import type { ClusterRunBatch, ClusterWorkAnswer } from '../protocol/clusterWork.js';
import type { AlertsReport } from '../protocol/alerts.js';
import type { MatchDiffReport } from '../protocol/matchDiff.js';
import type { ExplainResult, RunResult } from '../protocol/protocol.js';
import type { ListedMatches, ListedMatchesParams } from '../protocol/results.js';
import type { RunTestsResult } from '../protocol/ruleTests.js';
import type { EventLinesResult, ExcerptResult } from '../protocol/sampleEvents.js';
import type { ScanReport } from '../protocol/scan.js';
import type { SequencesResult } from '../protocol/sequences.js';
import type { ClusterJob } from './clusterJob.js';
import type { SynthesizeResult } from '../protocol/synthesis.js';

export interface HearsOfCluster {
  readonly report: (progress: RunProgress) => void;
  readonly onBatch: (batch: ClusterRunBatch) => void;
}

export interface Runner {
  /** Runs a rule. Rejects with `Cancelled` when the run had to be ended by force. */
  run(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<RunResult>;
  /** Some of the matches of a run before; rejects with `Cancelled` like a run. */
  listed(params: ListedMatchesParams, token: CancellationToken): Promise<ListedMatches>;
  /** Judges one event. Rejects with `Cancelled` like a run. */
  explain(job: ExplainJob, token: CancellationToken): Promise<ExplainResult>;
  /** Where the sequences of a rule came to their end. Rejects with `Cancelled` like a run. */
  sequences(job: RunJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<SequencesResult>;
  /** The alerts that a rule would create. Rejects with `Cancelled` like a run. */
  alerts(job: AlertsJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<AlertsReport>;
  /** How rule tests go. Rejects with `Cancelled` like a run. */
  tests(job: TestsJob, token: CancellationToken): Promise<RunTestsResult>;
  /** Events or tests made for a rule. Rejects with `Cancelled` like a run. */
  synthesize(job: SynthesizeJob, token: CancellationToken): Promise<SynthesizeResult>;
  /** What became of a rule's matches since an earlier text of it. Rejects with `Cancelled` like a run. */
  matchDiff(job: MatchDiffJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<MatchDiffReport>;
  /** Which of many rules match a sample. Rejects with `Cancelled` like a run. */
  scan(job: ScanJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<ScanReport>;
  /** An event of a file with those around it. Rejects with `Cancelled` like a run. */
  excerpt(job: ExcerptJob, report: (progress: RunProgress) => void, token: CancellationToken): Promise<ExcerptResult>;
  /** The events in a text, each on one line. Rejects with `Cancelled` like a run. */
  eventLines(text: string, token: CancellationToken): Promise<EventLinesResult>;
  /** Work on a cluster or in Kibana; `hear` is told what a run finds as it comes. Rejects with `Cancelled` like a run. */
  cluster(job: ClusterJob, hear: HearsOfCluster, token: CancellationToken): Promise<ClusterWorkAnswer>;
  /** What an event file holds; undefined when it cannot be read. */
  readSample(source: Source, token: CancellationToken): Promise<EventSample | undefined>;
  /** Ends everything that is under way. */
  dispose(): void;
}
