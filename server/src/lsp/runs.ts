/** Answers requests to run a rule: finds its text and its sample, hands both to the worker, passes progress on. */
import { grouped } from '../base/grouped.js';
import type { CancellationToken, Connection, TextDocuments, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isCancelled } from '../base/cancel.js';
import type { Host } from '../base/host.js';
import { LineIndex } from '../base/lines.js';
import type { RunProgress } from '../evaluate/run.js';
import type { Source } from '../evaluate/runRule.js';
import type { RunJob } from '../features/run.js';
import type { RunParams, RunResult } from '../protocol/protocol.js';
import type { Runner } from './runner.js';
import type { Samples } from './samples.js';

/** Progress is shown at most this often. */
const reportEvery = 100;

export interface RunParts {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly host: Host;
  readonly runner: Runner;
  readonly samples: Samples;
}

/** Runs the rule's text as it stands in the editor, saved or not. Every outcome is a result; only bugs throw. */
export async function runOnSample(
  params: RunParams,
  { connection, runner, host, documents, samples }: RunParts,
  token: CancellationToken,
): Promise<RunResult> {
  const found = await jobOf(params, { documents, host, samples });
  if (!found.ok) return notRun(params.rule, found.status, found.message);
  const { explain, list } = params;
  const job: RunJob = { ...found.job, ...(explain === undefined ? {} : { explain }), ...(list === undefined ? {} : { list }) };
  const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
  progress.begin('Running the rule', 0, undefined, true);
  try {
    return await runner.run(job, throttled(progress, host), token);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return { ...notRun(params.rule, 'cancelled', 'The run was cancelled'), ruleVersion: job.ruleVersion, sample: job.sample.uri };
  } finally {
    progress.done();
  }
}

type FoundJob =
  | { readonly ok: true; readonly job: Pick<RunJob, 'rule' | 'ruleVersion' | 'sample'> }
  | { readonly ok: false; readonly status: RunResult['status']; readonly message: string };

/** What is run on what. */
export async function jobOf(
  params: Pick<RunParams, 'rule' | 'position' | 'sample'>,
  { documents, host, samples }: Pick<RunParts, 'documents' | 'host' | 'samples'>,
): Promise<FoundJob> {
  const rule = await ruleText(params.rule, documents, host);
  if (!rule.ok) return { ok: false, status: 'failed', message: rule.message };
  const sample = params.sample ?? (await chosenSample(params.rule, samples));
  if (sample === undefined)
    return { ok: false, status: 'noSample', message: 'This rule has no sample events yet; pick an event file to run it on' };
  const offset = params.position === undefined ? undefined : new LineIndex(rule.rule.text).offsetAt(params.position);
  return { ok: true, job: { rule: { ...rule.rule, ...(offset === undefined ? {} : { offset }) }, ruleVersion: rule.version, sample } };
}

type RuleText =
  | { readonly ok: true; readonly rule: RunJob['rule']; readonly version: number | undefined }
  | { readonly ok: false; readonly message: string };

async function ruleText(uri: string, documents: TextDocuments<TextDocument>, host: Host): Promise<RuleText> {
  const open = documents.get(uri);
  if (open !== undefined) return { ok: true, rule: { uri, text: open.getText(), languageId: open.languageId }, version: open.version };
  const read = await host.readText(uri);
  return read.ok ? { ok: true, rule: { uri, text: read.value }, version: undefined } : { ok: false, message: read.failure.message };
}

async function chosenSample(rule: string, samples: Samples): Promise<Source | undefined> {
  const uri = await samples.of(rule);
  return uri === undefined ? undefined : { uri };
}

/** Reports of a run as they are passed on to the editor: now and then. `words` is told the milliseconds since the first one was possible. */
export function throttled(progress: WorkDoneProgressReporter, host: Pick<Host, 'now'>, words = runWords): (made: RunProgress) => void {
  const started = host.now();
  let last = -Infinity;
  return (made) => {
    if (host.now() - last < reportEvery) return;
    last = host.now();
    const { bytesRead, totalBytes } = made;
    const message = words(made, last - started);
    if (totalBytes === undefined || totalBytes === 0) progress.report(message);
    else progress.report(Math.min(100, Math.floor((100 * bytesRead) / totalBytes)), message);
  };
}

/** `52,310 events, 12 matches, 85 MB/s, 4 s left` */
function runWords(made: RunProgress, milliseconds: number): string {
  const { events, matches } = made;
  return pacedWords([`${grouped(events)} events`, `${grouped(matches)} matches`], made, milliseconds);
}

/** Milliseconds after which the pace says something about the rest. */
const warmUp = 1000;
const megabyte = 1024 * 1024;

/** Also how fast it goes and how long it will take, once that can be told. */
export function pacedWords(words: readonly string[], { bytesRead, totalBytes }: RunProgress, milliseconds: number): string {
  if (milliseconds < warmUp || bytesRead === 0) return words.join(', ');
  const perSecond = (1000 * bytesRead) / milliseconds;
  const pace = `${Math.max(1, Math.round(perSecond / megabyte))} MB/s`;
  const left = totalBytes === undefined ? [] : [`${Math.ceil(Math.max(0, totalBytes - bytesRead) / perSecond)} s left`];
  return [...words, pace, ...left].join(', ');
}

/** The result of a rule that was not run. */
export function notRun(rule: string, status: RunResult['status'], message: string): RunResult {
  return {
    status,
    message,
    rule,
    ruleVersion: undefined,
    sample: undefined,
    queryRange: undefined,
    events: 0,
    matches: 0,
    hits: [],
    unreadable: [],
    unreadableCount: 0,
    fidelity: [],
    milliseconds: 0,
  };
}
