/** Answers which rules of the workspace match a sample: hands the rules' texts and the sample to the worker, passes progress on. */
import type { CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import type { ScanJob } from '../features/scan.js';
import { withoutScan } from '../features/scanReport.js';
import { scanRequest, type ScanParams, type ScanReport } from '../protocol/scan.js';
import type { Guard } from './guard.js';
import { throttled, type RunParts } from './runs.js';
import { fileKey } from './uris.js';
import type { Workspace } from './workspace.js';

export interface ScanParts extends Omit<RunParts, 'samples'> {
  readonly guard: Guard;
  readonly workspace: Pick<Workspace, 'files' | 'whenRead'>;
}

/** Unsaved text counts, as in a run. Every outcome is a result; only bugs throw. */
export function answerScan(parts: ScanParts): void {
  const { connection, guard } = parts;
  connection.onRequest(scanRequest, (params: ScanParams, token: CancellationToken) => {
    const fallback = withoutScan(params.sample.uri, 'failed', 'The scan ended unexpectedly; the Rulewright log says why');
    return guard.attempt({ what: 'scan', uri: params.sample.uri }, fallback, () => scan(params, parts, token));
  });
}

async function scan({ sample, workDoneToken }: ScanParams, parts: ScanParts, token: CancellationToken): Promise<ScanReport> {
  const { connection, runner, host } = parts;
  const progress = connection.window.attachWorkDoneProgress(workDoneToken);
  progress.begin('Scanning with all rules', 0, undefined, true);
  try {
    const rules = await ruleFiles(parts);
    if (rules.length === 0) return withoutScan(sample.uri, 'invalid', 'There are no rules in the folders that are open; open a folder with rules'); // prettier-ignore
    return await runner.scan({ rules, sample }, throttled(progress, host), token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return withoutScan(sample.uri, 'cancelled', 'The scan was cancelled');
  } finally {
    progress.done();
  }
}

/** Open files as they stand, whichever way the editor writes their URIs. */
async function ruleFiles({ workspace, documents }: ScanParts): Promise<ScanJob['rules']> {
  await workspace.whenRead();
  const open = new Map(documents.all().map((document) => [fileKey(document.uri), document]));
  return workspace.files().map((uri) => {
    const document = open.get(fileKey(uri));
    return document === undefined ? { uri } : { uri: document.uri, text: document.getText(), languageId: document.languageId };
  });
}
