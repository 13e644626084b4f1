/** Answers what the events of a sample are: an excerpt of a large file, and the events in a text that was copied. */
import type { CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import {
  eventLinesRequest,
  excerptRequest,
  type EventLinesParams,
  type EventLinesResult,
  type ExcerptParams,
  type ExcerptResult,
} from '../protocol/sampleEvents.js';
import type { Guard } from './guard.js';
import { pacedWords, throttled, type RunParts } from './runs.js';

interface SampleEventParts extends Pick<RunParts, 'connection' | 'host' | 'runner'> {
  readonly guard: Guard;
}

export function answerSampleEvents(parts: SampleEventParts): void {
  const { connection, guard, runner } = parts;
  connection.onRequest(excerptRequest, (params: ExcerptParams, token: CancellationToken) => {
    const broken = notExcerpted('failed', 'The events could not be read; the Rulewright log says why');
    return guard.attempt({ what: 'excerpt', uri: params.sample }, broken, () => excerpt(params, parts, token));
  });
  connection.onRequest(eventLinesRequest, ({ text }: EventLinesParams, token: CancellationToken) => {
    const broken: EventLinesResult = { lines: [], bad: ['The text could not be read; the Rulewright log says why.'] };
    return guard.answer({ what: 'event lines', uri: '' }, broken, token, () => runner.eventLines(text, token));
  });
}

async function excerpt(
  { workDoneToken, sample, event, around }: ExcerptParams,
  { connection, host, runner }: SampleEventParts,
  token: CancellationToken,
): Promise<ExcerptResult> {
  const progress = connection.window.attachWorkDoneProgress(workDoneToken);
  progress.begin('Reading events', 0, undefined, true);
  try {
    const report = throttled(progress, host, (made, milliseconds) => pacedWords([], made, milliseconds));
    return await runner.excerpt({ sample, event, around }, report, token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return notExcerpted('cancelled', 'Reading the events was cancelled');
  } finally {
    progress.done();
  }
}

function notExcerpted(status: ExcerptResult['status'], message: string): ExcerptResult {
  return { status, message, text: '', events: [] };
}
