/** Answers what became of a rule's matches since an earlier text of it: hands both texts and the sample to the worker, passes progress on. */
import type { CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import type { MatchDiffJob } from '../features/matchDiff.js';
import { withoutMatchDiff } from '../features/matchDiffReport.js';
import { matchDiffRequest, type MatchDiffParams, type MatchDiffReport } from '../protocol/matchDiff.js';
import type { Guard } from './guard.js';
import { jobOf, throttled, type RunParts } from './runs.js';

export interface MatchDiffParts extends RunParts {
  readonly guard: Guard;
}

/** Unsaved text counts, as in a run. Every outcome is a result; only bugs throw. */
export function answerMatchDiff(parts: MatchDiffParts): void {
  const { connection, guard } = parts;
  connection.onRequest(matchDiffRequest, (params: MatchDiffParams, token: CancellationToken) => {
    const fallback = withoutMatchDiff(params.rule, 'failed', 'The comparison ended unexpectedly; the Rulewright log says why');
    return guard.attempt({ what: 'match diff', uri: params.rule }, fallback, () => matchDiff(params, parts, token));
  });
}

async function matchDiff(
  params: MatchDiffParams,
  { connection, documents, host, runner, samples }: MatchDiffParts,
  token: CancellationToken,
): Promise<MatchDiffReport> {
  const { rule, before, beforeName } = params;
  const found = await jobOf(params, { documents, host, samples });
  if (!found.ok) return withoutMatchDiff(rule, found.status, found.message);
  const job: MatchDiffJob = { ...found.job, beforeName, ...(before === undefined ? {} : { before }) };
  const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
  progress.begin('Comparing matches', 0, undefined, true);
  try {
    return await runner.matchDiff(job, throttled(progress, host), token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return withoutMatchDiff(rule, 'cancelled', 'The comparison was cancelled');
  } finally {
    progress.done();
  }
}
