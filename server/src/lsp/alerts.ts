/** Answers which alerts a rule would create on its sample: hands the rule's text and the files to the worker, passes progress on. */
import type { CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import type { AlertsJob } from '../features/alerts.js';
import { withoutAlerts } from '../features/alertsReport.js';
import { alertsRequest, type AlertsParams, type AlertsReport } from '../protocol/alerts.js';
import type { Guard } from './guard.js';
import { jobOf, throttled, type RunParts } from './runs.js';

export interface AlertsParts extends RunParts {
  readonly guard: Guard;
}

/** Unsaved text counts, as in a run. Every outcome is a result; only bugs throw. */
export function answerAlerts(parts: AlertsParts): void {
  const { connection, guard } = parts;
  connection.onRequest(alertsRequest, (params: AlertsParams, token: CancellationToken) => {
    const fallback = withoutAlerts(params.rule, params.mode, 'failed', 'The run ended unexpectedly; the Rulewright log says why');
    return guard.attempt({ what: 'alerts', uri: params.rule }, fallback, () => alerts(params, parts, token));
  });
}

async function alerts(
  params: AlertsParams,
  { connection, documents, host, runner, samples }: AlertsParts,
  token: CancellationToken,
): Promise<AlertsReport> {
  const { rule, mode, ingestDelay, history, indicators, exceptions } = params;
  const found = await jobOf(params, { documents, host, samples });
  if (!found.ok) return withoutAlerts(rule, mode, found.status, found.message);
  const job: AlertsJob = {
    ...found.job,
    mode,
    ...(ingestDelay === undefined ? {} : { ingestDelay }),
    ...(history === undefined ? {} : { history }),
    ...(indicators === undefined ? {} : { indicators }),
    ...(exceptions === undefined ? {} : { exceptions }),
  };
  const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
  progress.begin('Running the rule', 0, undefined, true);
  try {
    return await runner.alerts(job, throttled(progress, host), token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return withoutAlerts(rule, mode, 'cancelled', 'The run was cancelled');
  } finally {
    progress.done();
  }
}
