/** Runs a rule again as its author edits it or its sample: after a pause, quietly, and never on a text that is already another. */
import * as vscode from 'vscode';
import { runRequest, type RunResult } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { cancelledReason, endedReason, liveLimits, pauseReason } from '../liveWords.js';
import { clusterScheme } from '../names.js';
import { cursorIn, fileName, isRule, openDocument } from '../rules.js';
import type { Running } from '../runs.js';
import { isSettingOn, toggleSetting } from '../settings.js';
import { isOutdated, runParams } from './runRule.js';

const setting = 'liveRun';

/** So many milliseconds without an edit are a pause. */
const pauseMilliseconds = 250;

/** A run that takes longer than this shows in the status bar. */
const unnoticedMilliseconds = 500;

/** The command: turns live runs on or off. */
export function toggleLiveRuns(): Promise<void> {
  return toggleSetting(setting);
}

export function areLiveRunsOn(): boolean {
  return isSettingOn(setting);
}

/** Logs, and events of a cluster as they come. */
function isWrittenByUs({ uri: { scheme } }: vscode.TextDocument): boolean {
  return scheme === 'output' || scheme === clusterScheme;
}

interface Underway {
  readonly rule: string;
  readonly source: vscode.CancellationTokenSource;
  /** Known once it was looked for. */
  sample?: string;
  /** What the status bar shows of it. */
  shown?: Running;
}

export class LiveRuns implements vscode.Disposable {
  /** By the document that was edited. */
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Rules that wait for a run that was asked for to end. */
  private readonly waiting = new Map<string, vscode.Uri>();
  private readonly reasons = new Map<string, string>();
  private readonly troubles = new Map<string, string>();
  /** By rule, the sample on which a run took too long or was cancelled. */
  private readonly ended = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  private underway: Underway | undefined;

  /** Other rules are run live, or live runs were turned on or off. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly context: Context) {
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && !isWrittenByUs(document)) this.edited(document);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(`rulewright.${setting}`) && this.changed.fire()),
      context.runs.onDidProgress(() => this.makeWay()),
      context.runs.onDidRun((result) => void this.ran(result)),
    );
  }

  /** Why the rule is not run live although live runs are on: one sentence. */
  pausedBecause(rule: string): string | undefined {
    return areLiveRunsOn() ? this.reasons.get(rule) : undefined;
  }

  /** What kept the last live run of the rule from giving new results, such as errors in its query. */
  troubleOf(rule: string): string | undefined {
    return this.troubles.get(rule);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.underway?.source.cancel();
    vscode.Disposable.from(this.listening, this.changed).dispose();
  }

  private edited(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (this.underway?.rule === uri || this.underway?.sample === uri) this.underway.source.cancel();
    clearTimeout(this.timers.get(uri));
    const timer = setTimeout(() => {
      this.timers.delete(uri);
      if (areLiveRunsOn() && !document.isClosed) void this.follow(document);
    }, pauseMilliseconds);
    this.timers.set(uri, timer);
  }

  private async follow(document: vscode.TextDocument): Promise<void> {
    const rule = await this.ruleOf(document);
    if (rule !== undefined) await this.run(rule);
  }

  private async ruleOf(document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
    if (isRule(document)) return document.uri;
    const run = this.context.runs.ofSample(document.uri.toString());
    return run === undefined ? this.context.samples.ruleOf(document.uri) : vscode.Uri.parse(run.result.rule);
  }

  /** A run that was asked for goes first. */
  private makeWay(): void {
    const { running } = this.context.runs;
    if (running !== undefined && running !== this.underway?.shown) this.underway?.source.cancel();
    if (running !== undefined) return;
    const rules = [...this.waiting.values()];
    this.waiting.clear();
    for (const rule of rules) void this.run(rule);
  }

  private async ran({ rule, sample, status, milliseconds, cluster }: RunResult): Promise<void> {
    // How long a cluster took says nothing about a run here.
    if (cluster !== undefined) return;
    this.troubles.delete(rule);
    this.ended.delete(rule);
    if (sample === undefined) return;
    if (status === 'cancelled') this.end(rule, sample, cancelledReason(fileName(sample)));
    else await this.judge(rule, vscode.Uri.parse(sample), milliseconds);
  }

  /** No live run on the sample from now on, until the rule was run to its end. */
  private end(rule: string, sample: string, reason: string): void {
    this.ended.set(rule, sample);
    this.pause(rule, reason);
  }

  /** Whether the rule can be run live on the sample; what keeps it from that is remembered. */
  private async judge(rule: string, sample: vscode.Uri, milliseconds: number | undefined): Promise<boolean> {
    const facts = await sampleFacts(sample);
    const reason = facts === undefined ? undefined : pauseReason({ ...facts, name: fileName(sample), milliseconds });
    this.pause(rule, reason);
    return facts !== undefined && reason === undefined;
  }

  private pause(rule: string, reason: string | undefined): void {
    if (this.reasons.get(rule) === reason) return;
    if (reason === undefined) this.reasons.delete(rule);
    else this.reasons.set(rule, reason);
    this.changed.fire();
  }

  private async run(rule: vscode.Uri): Promise<void> {
    const { running } = this.context.runs;
    if (running !== undefined && running !== this.underway?.shown) {
      this.waiting.set(rule.toString(), rule);
      return;
    }
    this.underway?.source.cancel();
    const underway: Underway = { rule: rule.toString(), source: new vscode.CancellationTokenSource() };
    this.underway = underway;
    try {
      await this.request(underway, rule);
    } catch (error) {
      if (!underway.source.token.isCancellationRequested) this.context.log.error('A live run ended unexpectedly.', String(error));
    } finally {
      if (this.underway === underway) this.underway = undefined;
      underway.source.dispose();
    }
  }

  private async request(underway: Underway, rule: vscode.Uri): Promise<void> {
    const { client, runs, samples, ready } = this.context;
    const { token } = underway.source;
    const sample = (await ready()) ? await samples.of(underway.rule) : undefined;
    const before = runs.ofRule(underway.rule);
    if (sample === undefined || !isVisible([rule, sample]) || (before?.stale === false && before.result.sample === sample.toString()))
      return;
    underway.sample = sample.toString();
    if (this.ended.get(underway.rule) === underway.sample) return;
    const milliseconds = before?.result.sample === underway.sample ? before.result.milliseconds : undefined;
    if (!(await this.judge(underway.rule, sample, milliseconds))) return;
    const { params, version } = await runParams(rule, sample, cursorIn(rule) ?? before?.result.queryRange?.start);
    if (token.isCancellationRequested) return;
    const watching = this.watch(underway, fileName(sample));
    try {
      const result = await client.sendRequest<RunResult>(runRequest, params, token);
      if (!token.isCancellationRequested) this.take(result, version);
    } finally {
      watching.dispose();
    }
  }

  /** Shows a run that takes its time, and ends one that takes too long. */
  private watch(underway: Underway, sample: string): vscode.Disposable {
    const { runs } = this.context;
    const noticed = setTimeout(() => {
      underway.shown = { rule: underway.rule, sample: underway.sample ?? '', percentage: undefined };
      runs.progress(underway.shown);
    }, unnoticedMilliseconds);
    const tooLong = setTimeout(() => {
      underway.source.cancel();
      this.end(underway.rule, underway.sample ?? '', endedReason(sample));
    }, liveLimits.patience);
    return new vscode.Disposable(() => {
      clearTimeout(noticed);
      clearTimeout(tooLong);
      if (underway.shown !== undefined && runs.running === underway.shown) runs.progress(undefined);
    });
  }

  /** Results of before stay, as such, while the rule cannot be run. */
  private take(result: RunResult, sampleVersion: number | undefined): void {
    if (result.status === 'finished') this.context.runs.add(result, isOutdated(result, sampleVersion), true);
    else {
      this.troubles.set(result.rule, result.message ?? 'The rule was not run');
      this.changed.fire();
    }
  }
}

/** Where nobody looks nothing has to be run. */
function isVisible(uris: readonly vscode.Uri[]): boolean {
  const wanted = uris.map(String);
  return vscode.window.visibleTextEditors.some(({ document }) => wanted.includes(document.uri.toString()));
}

/** Undefined where the file is not there. */
async function sampleFacts(sample: vscode.Uri): Promise<{ readonly bytes: number; readonly isUnsaved: boolean } | undefined> {
  const open = openDocument(sample);
  const isUnsaved = open?.isDirty === true || sample.scheme !== 'file';
  if (open !== undefined && isUnsaved) return { bytes: open.getText().length, isUnsaved };
  return vscode.workspace.fs.stat(sample).then(
    ({ size }) => ({ bytes: size, isUnsaved }),
    () => undefined,
  );
}
