/** Answers where the sequences of a rule came to their end: hands the rule's text and the sample to the worker. */
import type { CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import { sequencesRequest, type SequencesParams, type SequencesResult } from '../protocol/sequences.js';
import type { Guard } from './guard.js';
import { jobOf, type RunParts } from './runs.js';

export interface SequencesParts extends RunParts {
  readonly guard: Guard;
}

/** Unsaved text counts, as in a run. Every outcome is a result; only bugs throw. */
export function answerSequences(parts: SequencesParts): void {
  const { connection, guard } = parts;
  connection.onRequest(sequencesRequest, (params: SequencesParams, token: CancellationToken) => {
    const fallback = withoutTimeline(params.rule, 'failed', 'The sequences could not be looked into; the Rulewright log says why');
    return guard.attempt({ what: 'sequences', uri: params.rule }, fallback, () => sequences(params, parts, token));
  });
}

async function sequences(
  params: SequencesParams,
  { documents, host, runner, samples }: SequencesParts,
  token: CancellationToken,
): Promise<SequencesResult> {
  const found = await jobOf(params, { documents, host, samples });
  if (!found.ok) return withoutTimeline(params.rule, found.status, found.message);
  try {
    return await runner.sequences(found.job, () => undefined, token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return withoutTimeline(params.rule, 'cancelled', 'The run was cancelled');
  }
}

function withoutTimeline(rule: string, status: SequencesResult['status'], message: string): SequencesResult {
  return { status, message, rule, ruleVersion: undefined, sample: undefined, timeline: undefined, fidelity: [] };
}
