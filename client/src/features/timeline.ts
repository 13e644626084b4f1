/** The panel with the timeline of a rule's sequences: which events each stage has, what became of each sequence that began. */
import * as vscode from 'vscode';
import type { Position } from '../../../server/src/protocol/protocol.js';
import { sequencesRequest, type SequencesParams, type SequencesResult } from '../../../server/src/protocol/sequences.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { exists, fileName } from '../rules.js';
import { sampleSource } from '../samples.js';
import { timelinePage } from '../timeline/page.js';
import { pickSample, ruleFor } from './sample.js';

/** What is shown for a rule. */
type Shown = SequencesResult & { readonly sample: string };

export interface Timelines extends vscode.Disposable {
  readonly show: Commands['rulewright.showSequenceTimeline'];
}

export function registerTimeline(context: Context, extensionUri: vscode.Uri): Timelines {
  const panels = new Map<string, TimelinePanel>();
  const parts = vscode.Disposable.from(
    context.runs.onDidRun(({ rule }) => void panels.get(rule)?.refresh()),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) panels.forEach((panel) => panel.edited(document.uri.toString()));
    }),
  );
  return {
    show: async (argument, position) => {
      const rule = await ruleFor(context, argument);
      if (rule === undefined || !(await context.requireServer())) return false;
      const key = rule.toString();
      const known = panels.get(key);
      if (known !== undefined) {
        known.panel.reveal();
        return known.refresh();
      }
      const result = await sequencesOf(context, rule, position);
      if (result === undefined) return false;
      const panel = new TimelinePanel(context, rule, position, extensionUri);
      panels.set(key, panel);
      panel.panel.onDidDispose(() => panels.delete(key));
      panel.show(result);
      return true;
    },
    dispose: () => {
      parts.dispose();
      for (const { panel } of [...panels.values()]) panel.dispose();
    },
  };
}

class TimelinePanel {
  readonly panel: vscode.WebviewPanel;
  private readonly media: vscode.Uri;
  private shown: Shown | undefined;

  constructor(
    private readonly context: Context,
    private readonly rule: vscode.Uri,
    private readonly position: Position | undefined,
    extensionUri: vscode.Uri,
  ) {
    this.media = vscode.Uri.joinPath(extensionUri, 'client', 'media');
    this.panel = vscode.window.createWebviewPanel(
      'rulewright.timeline',
      vscode.l10n.t('Timeline of {0}', fileName(rule)),
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        localResourceRoots: [this.media],
      },
    );
    this.panel.webview.onDidReceiveMessage((message: unknown) => void this.goTo(message));
  }

  show(result: Shown): void {
    const { timeline, sample, fidelity } = result;
    if (timeline === undefined) return;
    const { webview } = this.panel;
    const resource = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.media, name)).toString();
    this.shown = result;
    webview.html = timelinePage(timeline, fidelity, {
      rule: fileName(this.rule),
      sample: fileName(sample),
      script: resource('timeline.mjs'),
      style: resource('timeline.css'),
      source: webview.cspSource,
      nonce: crypto.randomUUID(),
    });
  }

  async refresh(): Promise<boolean> {
    const result = await sequencesOf(this.context, this.rule, this.position);
    if (result !== undefined) this.show(result);
    return result !== undefined;
  }

  edited(uri: string): void {
    if (uri === this.rule.toString() || uri === this.shown?.sample) void this.panel.webview.postMessage({ stale: true });
  }

  private async goTo(message: unknown): Promise<void> {
    const sample = this.shown?.sample;
    const place = placeIn(message);
    if (sample === undefined || place === undefined) return;
    const viewColumn = this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    await this.context.previews.show(vscode.Uri.parse(sample), new vscode.Range(place, place), { viewColumn });
  }
}

function placeIn(message: unknown): vscode.Position | undefined {
  if (typeof message !== 'object' || message === null || !('line' in message) || !('character' in message)) return undefined;
  const { line, character } = message;
  return typeof line === 'number' && typeof character === 'number' ? new vscode.Position(line, character) : undefined;
}

/** The events that a cluster found, where the rule was run on one last. */
async function fromCluster({ runs }: Context, rule: vscode.Uri): Promise<vscode.Uri | undefined> {
  const { cluster, sample } = runs.ofRule(rule.toString())?.result ?? {};
  if (cluster === undefined || sample === undefined) return undefined;
  const uri = vscode.Uri.parse(sample);
  return (await exists(uri)) ? uri : undefined;
}

/** Undefined where there is nothing to show, which the user is told. */
async function sequencesOf(context: Context, rule: vscode.Uri, position: Position | undefined): Promise<Shown | undefined> {
  const chosen = (await fromCluster(context, rule)) ?? (await context.samples.of(rule.toString())) ?? (await pickSample(context, rule));
  if (chosen === undefined) return undefined;
  const { uri, text } = await sampleSource(chosen);
  const params: SequencesParams = {
    rule: rule.toString(),
    sample: { uri, ...(text === undefined ? {} : { text }) },
    ...(position === undefined ? {} : { position }),
  };
  const progress = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Rulewright: looking into sequences') };
  const result = await vscode.window.withProgress(progress, () => context.client.sendRequest<SequencesResult>(sequencesRequest, params));
  if (result.timeline === undefined) return refuse(result.message ?? vscode.l10n.t('The sequences could not be looked into'));
  return { ...result, sample: uri };
}
