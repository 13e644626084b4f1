/** A run on a cluster while it goes on: its events go into their file, its matches into the results, as they come. */
import * as vscode from 'vscode';
import type { ClusterRunAnswer, ClusterRunBatch } from '../../../server/src/protocol/clusterWork.js';
import type { RunHit, RunResult } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { openDocument } from '../rules.js';
import type { ClusterFiles } from './clusterFiles.js';

interface Place {
  readonly rule: vscode.Uri;
  /** No other run has it. */
  readonly sample: vscode.Uri;
  /** How the cluster is called. */
  readonly cluster: string;
}

export class ComingRun {
  private hits: readonly RunHit[] = [];
  private soFar: RunResult | undefined;
  private readonly version: number | undefined;

  constructor(
    private readonly context: Pick<Context, 'runs'>,
    private readonly files: ClusterFiles,
    private readonly place: Place,
  ) {
    this.version = openDocument(place.rule)?.version;
  }

  take({ before, events, result }: ClusterRunBatch): void {
    const { runs } = this.context;
    const { rule, sample, cluster } = this.place;
    // Another run of the rule that was done meanwhile is what the user looks at.
    const isShown = this.soFar === undefined || runs.ofRule(rule.toString())?.result.sample === sample.toString();
    if (before === 0) this.files.put(sample, events);
    else this.files.append(sample, events);
    this.hits = before === 0 ? result.hits : [...this.hits, ...result.hits];
    this.soFar = { ...result, hits: this.hits, cluster };
    if (isShown) runs.grow(this.soFar, this.isStale());
  }

  /** Without an answer what came until then is the result; undefined where nothing came. */
  end(answer: ClusterRunAnswer | undefined): RunResult | undefined {
    const result: RunResult | undefined =
      answer === undefined
        ? this.soFar && { ...this.soFar, status: 'failed', message: vscode.l10n.t('The run ended before all matches were fetched') }
        : { ...answer.result, hits: this.hits, cluster: this.place.cluster };
    if (result === undefined) return undefined;
    if (this.soFar === undefined) this.files.put(this.place.sample, '');
    this.context.runs.add(result, this.isStale());
    return result;
  }

  private isStale(): boolean {
    return this.version !== openDocument(this.place.rule)?.version;
  }
}
