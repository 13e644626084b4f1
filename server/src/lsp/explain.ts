/** Answers why an event does or does not match a rule: hands the rule's text and the sample to the worker. */
import type { CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import { explainRequest, type ExplainParams, type ExplainResult } from '../protocol/protocol.js';
import type { Guard } from './guard.js';
import { jobOf, type RunParts } from './runs.js';

interface ExplainParts extends RunParts {
  readonly guard: Guard;
}

/** Unsaved text counts, as in a run. Every outcome is a result; only bugs throw. */
export function answerExplain(parts: ExplainParts): void {
  const { connection, guard } = parts;
  connection.onRequest(explainRequest, (params: ExplainParams, token: CancellationToken) => {
    const fallback = notExplained(params.rule, 'failed', 'The event could not be judged; the Rulewright log says why');
    return guard.attempt({ what: 'explain', uri: params.rule }, fallback, () => explain(params, parts, token));
  });
}

async function explain(
  params: ExplainParams,
  { documents, host, runner, samples }: ExplainParts,
  token: CancellationToken,
): Promise<ExplainResult> {
  const found = await jobOf(params, { documents, host, samples });
  if (!found.ok) return notExplained(params.rule, found.status, found.message);
  try {
    return await runner.explain({ ...found.job, event: params.event }, token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return notExplained(params.rule, 'cancelled', 'The explanation was cancelled');
  }
}

function notExplained(rule: string, status: ExplainResult['status'], message: string): ExplainResult {
  return { status, message, rule, ruleVersion: undefined, sample: undefined, event: undefined };
}
