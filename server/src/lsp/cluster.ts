/** Answers requests for work on a cluster or in Kibana: hands the rule's text and the connection to the worker, passes progress on. */
import { grouped } from '../base/grouped.js';
import { ProgressType, type CancellationToken, type Connection, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isCancelled } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import type { ClusterFailure } from '../protocol/cluster.js';
import { clusterWorkRequest, type ClusterRunBatch, type ClusterWorkAnswer, type ClusterWorkParams } from '../protocol/clusterWork.js';
import type { Guard } from './guard.js';
import type { Runner } from './runner.js';
import { jobOf, throttled } from './runs.js';
import type { Samples } from './samples.js';

interface ClusterParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly host: Host;
  readonly runner: Runner;
  readonly samples: Samples;
  readonly guard: Guard;
}

/** Every outcome is an answer; only bugs throw, and nothing of the request is logged with them. */
export function answerClusterWork(parts: ClusterParts): void {
  const { connection, guard } = parts;
  connection.onRequest(clusterWorkRequest, (params: ClusterWorkParams, token: CancellationToken) => {
    const fallback = refused('server', 'This ended unexpectedly; the Rulewright log says why.');
    return guard.attempt({ what: 'cluster', uri: params.rule }, fallback, () => workFor(params, parts, token));
  });
}

async function workFor(params: ClusterWorkParams, parts: ClusterParts, token: CancellationToken): Promise<ClusterWorkAnswer> {
  const { profile, secrets, work, rule: uri, workDoneToken } = params;
  const found = work.kind === 'connect' ? undefined : await jobOf({ ...params, sample: { uri: '' } }, parts);
  if (found?.ok === false) return refused('configuration', `${found.message}.`);
  const { rule, ruleVersion } = found?.job ?? { rule: { uri, text: '' }, ruleVersion: undefined };
  const progress = parts.connection.window.attachWorkDoneProgress(workDoneToken);
  progress.begin('Asking the cluster', undefined, undefined, true);
  const report = throttled(progress, parts.host, ({ matches }) => (matches === 0 ? 'searching' : `${grouped(matches)} matches fetched`));
  try {
    return await parts.runner.cluster({ rule, ruleVersion, profile, secrets, work }, { report, onBatch: sender(params, parts) }, token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return refused('cancelled', 'Cancelled.');
  } finally {
    progress.done();
  }
}

const batches = new ProgressType<ClusterRunBatch>();

/** Hands on what a run finds, in order. */
function sender({ partialResultToken }: ClusterWorkParams, { connection, guard }: ClusterParts): (batch: ClusterRunBatch) => void {
  return (batch) => {
    if (partialResultToken === undefined) return;
    void guard.attempt({ what: 'cluster matches', uri: '' }, undefined, () => connection.sendProgress(batches, partialResultToken, batch));
  };
}

function refused(kind: ClusterFailure['kind'], message: string): ClusterWorkAnswer {
  return { ok: false, failure: { kind, message } };
}
