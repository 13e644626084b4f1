/** Runs a rule on its sample events: finds both, asks the server, shows progress, and says what came of it. */
import * as vscode from 'vscode';
import { runRequest, type Position, type RunParams, type RunResult, type runRuleCommand } from '../../../server/src/protocol/protocol.js';
import { asUri, type Commands } from '../commands.js';
import type { Context } from '../context.js';
import { fileName, openDocument } from '../rules.js';
import { sampleSource } from '../samples.js';
import { requestWithProgress } from './progress.js';
import { pickSample, ruleFor } from './sample.js';
import type { ResultsView } from './results.js';

export function createRunRule(context: Context, view: ResultsView): Commands[typeof runRuleCommand] {
  let latest: vscode.CancellationTokenSource | undefined;
  let asked = 0;
  let newest = 0;
  return async (ruleArgument, sampleArgument, positionArgument) => {
    const order = (asked += 1);
    const rule = await ruleFor(context, ruleArgument);
    if (rule === undefined || !(await context.requireServer())) return undefined;
    const sample = await sampleFor(context, rule, asUri(sampleArgument));
    // A run that was asked for later may have begun meanwhile.
    if (sample === undefined || order < newest) return undefined;
    newest = order;
    latest?.cancel();
    const source = (latest = new vscode.CancellationTokenSource());
    const isLatest = () => latest === source;
    try {
      const position = positionArgument ?? cursorIn(rule);
      const result = await run(context, { rule, sample, position, source, isLatest });
      if (isLatest()) await tell(context, view, result);
      return result;
    } catch (error) {
      if (!source.token.isCancellationRequested) sayItBroke(context, error);
      return undefined;
    } finally {
      if (isLatest()) latest = undefined;
      source.dispose();
    }
  };
}

/** The sample that was given, which is remembered, or the rule's own; where it has none, the user is asked. */
async function sampleFor(context: Context, rule: vscode.Uri, given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (given === undefined) return (await context.samples.of(rule.toString())) ?? pickSample(context, rule);
  await context.samples.choose(rule.toString(), given);
  return given;
}

interface Request {
  readonly rule: vscode.Uri;
  readonly sample: vscode.Uri;
  readonly position: Position | undefined;
  readonly source: vscode.CancellationTokenSource;
  /** False once a newer run took this one's place. */
  readonly isLatest: () => boolean;
}

function cursorIn(rule: vscode.Uri): Position | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== rule.toString()) return undefined;
  const { line, character } = editor.selection.active;
  return { line, character };
}

/** Sends the run, shows how far it is and keeps its result, unless a newer run took its place meanwhile. */
async function run(context: Context, { rule, sample, position, source, isLatest }: Request): Promise<RunResult> {
  const { params, version } = await runParams(rule, sample, position);
  const underway = { rule: params.rule, sample: sample.toString() };
  context.runs.progress({ ...underway, percentage: undefined });
  try {
    const result = await requestWithProgress<RunResult>(context, {
      method: runRequest,
      params,
      title: vscode.l10n.t('Running {0} on {1}', fileName(rule), fileName(sample)),
      source,
      onReport: ({ percentage }) => isLatest() && context.runs.progress({ ...underway, percentage }),
    });
    if (isLatest()) context.runs.add(result, isOutdated(result, version));
    return result;
  } finally {
    if (isLatest()) context.runs.progress(undefined);
  }
}

interface ShownRun {
  readonly params: RunParams;
  /** Of the sample's text; undefined where it is read from disk. */
  readonly version: number | undefined;
}

/** A run whose result is shown: in the rule, in the events, and in the panel. */
export async function runParams(rule: vscode.Uri, sample: vscode.Uri, position: Position | undefined): Promise<ShownRun> {
  const { version, ...events } = await sampleSource(sample);
  const wanted = { rule: rule.toString(), sample: events, explain: true, list: true };
  return { params: { ...wanted, ...(position === undefined ? {} : { position }) }, version };
}

/** Whether the texts that were run are no longer the ones on screen. */
export function isOutdated(result: RunResult, sampleVersion: number | undefined): boolean {
  const rule = openDocument(result.rule);
  const sample = result.sample === undefined ? undefined : openDocument(result.sample);
  const ruleChanged = rule !== undefined && result.ruleVersion !== undefined && rule.version !== result.ruleVersion;
  return ruleChanged || (sample !== undefined && sampleVersion !== undefined && sample.version !== sampleVersion);
}

/** What the user hears when a run ends; matches themselves show where they are. */
async function tell(context: Context, view: ResultsView, result: RunResult): Promise<void> {
  if (result.status === 'finished') await view.showOnce();
  else await tellFailure(context, result);
}

/** Why a rule was not run to its end, and what to do about it. */
export async function tellFailure(context: Context, result: Pick<RunResult, 'status' | 'message' | 'rule'>): Promise<void> {
  const message = result.message ?? 'The rule was not run.';
  switch (result.status) {
    case 'finished':
    case 'cancelled':
      return;
    case 'invalid':
      await goToFirstError(vscode.Uri.parse(result.rule));
      void vscode.window.showWarningMessage(message);
      return;
    case 'notEvaluated':
      void vscode.window.showInformationMessage(message);
      return;
    case 'failed':
    case 'noSample':
      await offerSample(context, vscode.Uri.parse(result.rule), message);
  }
}

/** The server went away or failed in a way it should not: the user learns that, and where the details are. */
export function sayItBroke(context: Context, error: unknown): void {
  context.log.error('The run ended unexpectedly.', error instanceof Error ? (error.stack ?? error.message) : String(error));
  context.pointToLog(vscode.l10n.t('The run ended unexpectedly. The Rulewright log has the details.'));
}

async function goToFirstError(rule: vscode.Uri): Promise<void> {
  const errors = vscode.languages.getDiagnostics(rule).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  const first = errors.sort((a, b) => a.range.start.compareTo(b.range.start))[0];
  if (first !== undefined) await vscode.window.showTextDocument(rule, { selection: first.range, preview: false });
}

async function offerSample(context: Context, rule: vscode.Uri, message: string): Promise<void> {
  const pick = vscode.l10n.t('Pick Sample Events');
  void vscode.window.showErrorMessage(message, pick).then((chosen) => (chosen === pick ? pickSample(context, rule) : undefined));
}
