/** The results view in the panel: the matches of the last run as a grid, or, where there are none, the events that come nearest. */
import * as vscode from 'vscode';
import type { Position } from '../../../server/src/protocol/protocol.js';
import { listedMatchesRequest, type ListedMatches, type ListedMatchesParams } from '../../../server/src/protocol/results.js';
import type { EventPlace, MissPlace, SamplePlace } from '../commands.js';
import type { Context } from '../context.js';
import { resultsPage } from '../results/page.js';
import type { Chosen, FromPage, ToPage } from '../results/messages.js';
import { explainedDetails, seriesOf, shownDetails, shownRun } from '../results/shownRun.js';
import { fileName } from '../rules.js';
import type { Run } from '../runs.js';
import { panelMessage } from '../words.js';
import { placeOf } from './eventLinks.js';
import { explain } from './explain.js';
import { ResultPlaces } from './resultPlaces.js';

const viewId = 'rulewright.results';

export interface ResultsView extends vscode.Disposable {
  /** Brings the view to the front and the focus to it. */
  readonly show: () => Promise<void>;
  /** Brings the view to the front for the first results of a session; later it stays as the user has it. The focus stays where it is. */
  readonly showOnce: () => Promise<void>;
  /** Selects an event of the last run, or one of its matched values, in its file. */
  readonly goToEvent: (place: EventPlace | MissPlace | SamplePlace) => Promise<void>;
  /** What is filtered and selected; undefined before the view shows a run. */
  readonly chosen: () => Chosen | undefined;
  /** Matches of the last run, as they are asked for in pages. */
  readonly matches: (params: Omit<ListedMatchesParams, 'id'>) => Promise<ListedMatches>;
  /** Tells the user something where they are looking. */
  readonly say: (text: string) => void;
}

export function registerResults(context: Context, extensionUri: vscode.Uri): ResultsView {
  const page = new ResultsPage(context, extensionUri);
  let wasShown = false;
  const registered = vscode.window.registerWebviewViewProvider(viewId, page, { webviewOptions: { retainContextWhenHidden: true } });
  return {
    show: async () => {
      await vscode.commands.executeCommand(`${viewId}.focus`);
    },
    showOnce: async () => {
      if (!wasShown) await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
      wasShown = true;
    },
    goToEvent: (place) => page.places.goTo(place),
    chosen: () => page.chosen,
    matches: (params) => page.matches(params),
    say: (text) => page.post({ kind: 'say', text }),
    dispose: () => {
      vscode.Disposable.from(registered, page).dispose();
    },
  };
}

class ResultsPage implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly places: ResultPlaces;
  chosen: Chosen | undefined;
  private view: vscode.WebviewView | undefined;
  private shown: Run['result'] | undefined;
  /** The event of the row with the focus, by itself: the row before is not asked about any more. */
  private judging: vscode.CancellationTokenSource | undefined;
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly context: Context,
    private readonly extensionUri: vscode.Uri,
  ) {
    const { runs } = context;
    this.places = new ResultPlaces(context);
    this.listening = vscode.Disposable.from(
      this.places,
      runs.onDidChange(() => this.update()),
      runs.onDidProgress(() => this.update()),
      runs.onDidRun(() => this.showRun()),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const media = vscode.Uri.joinPath(this.extensionUri, 'client', 'media');
    const bundles = vscode.Uri.joinPath(this.extensionUri, 'dist', 'client');
    this.view = view;
    webview.options = { enableScripts: true, localResourceRoots: [media, bundles] };
    webview.onDidReceiveMessage((message: FromPage) => this.take(message).catch((error: unknown) => this.sayItBroke(error)));
    view.onDidDispose(() => (this.view = undefined));
    webview.html = resultsPage({
      script: webview.asWebviewUri(vscode.Uri.joinPath(bundles, 'results.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(media, 'results.css')).toString(),
      source: webview.cspSource,
      nonce: crypto.randomUUID(),
    });
  }

  post(message: ToPage): void {
    void this.view?.webview.postMessage(message);
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** A run that only became stale keeps its rows, and with them what the user selected. */
  private update(): void {
    const { last } = this.context.runs;
    if (last?.result.rule !== this.shown?.rule || last?.isComing === true) this.showRun();
    else if (last !== undefined) this.post({ kind: 'status', headline: headlineOf(last), isDim: this.isDim(last) });
  }

  private showRun(): void {
    const { last } = this.context.runs;
    const before = this.shown;
    this.shown = last?.result;
    if (before === undefined || last === undefined || seriesOf(last.result) !== seriesOf(before)) this.chosen = undefined;
    const run = last === undefined ? undefined : shownRun(last.result, headlineOf(last));
    this.post({ kind: 'run', run, isDim: last !== undefined && this.isDim(last) });
  }

  /** What is shown is not of the texts as they are, or about to be another. */
  private isDim({ stale, result }: Run): boolean {
    return stale || this.context.runs.running?.rule === result.rule;
  }

  private async take(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.showRun();
      case 'ask':
        return this.giveMatches(message);
      case 'select':
        this.chosen = message;
        return;
      case 'details':
        return this.giveDetails(message.hit, message.position);
      case 'goToEvent':
      case 'goToValue':
      case 'goToMiss':
        return this.places.goTo(message);
      default:
        await runCommand(message, this.context.runs.last);
    }
  }

  private sayItBroke(error: unknown): void {
    this.context.log.error('The results could not be shown.', error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.post({ kind: 'say', text: 'The results could not be shown; the Rulewright log has the details.' });
  }

  private async giveMatches({ ask, filter, from, to }: FromPage & { readonly kind: 'ask' }): Promise<void> {
    const listed = await this.matches({ filter, from, to });
    if (listed.status === 'listed') return this.post({ kind: 'matches', ask, from, passing: listed.passing, matches: listed.matches });
    this.post({ kind: 'gone', ask, text: 'The matches are not kept any more: run the rule again to see them.' });
  }

  private async giveDetails(hit: number, position: Position): Promise<void> {
    const result = this.context.runs.last?.result;
    const known = result?.hits[hit];
    // A hit has no values of clauses that are negated, and none of an event that was mapped: they stand nowhere in the file.
    if (known !== undefined && known.matched.length > 0) return this.post({ kind: 'details', hit, details: shownDetails(known) });
    const place = result === undefined ? undefined : placeOf(result, this.places.now(position));
    if (place === undefined) return;
    this.judging?.cancel();
    const source = (this.judging = new vscode.CancellationTokenSource());
    const { event, message } = await explain(this.context, place, source.token);
    if (!source.token.isCancellationRequested) this.post({ kind: 'details', hit, details: explainedDetails(event, position, message) });
  }

  /** Of the run that is shown. */
  async matches(params: Omit<ListedMatchesParams, 'id'>): Promise<ListedMatches> {
    const id = this.shown?.listed?.id;
    const gone: ListedMatches = { status: 'gone', passing: 0, matches: [] };
    if (id === undefined || !(await this.context.ready())) return gone;
    return this.context.client.sendRequest<ListedMatches>(listedMatchesRequest, { id, ...params });
  }
}

function headlineOf(run: Run): string {
  const { result } = run;
  return panelMessage(result, { rule: fileName(result.rule), sample: fileName(result.sample ?? '') }, run);
}

type CommandMessage = Exclude<FromPage, { readonly kind: 'ready' | 'ask' | 'select' | 'details' | 'goToEvent' | 'goToValue' | 'goToMiss' }>;

/** What the page offers that is a command of the extension besides. */
async function runCommand(message: CommandMessage, last: Run | undefined): Promise<void> {
  const { executeCommand } = vscode.commands;
  switch (message.kind) {
    case 'explain':
      await executeCommand('rulewright.explainEvent', { hit: message.hit, position: message.position });
      return;
    case 'explainMiss':
      await executeCommand('rulewright.explainEvent', { miss: message.miss });
      return;
    case 'exclude':
    case 'keep': {
      const { hit, stage, values } = message;
      await executeCommand(message.kind === 'exclude' ? 'rulewright.excludeValue' : 'rulewright.keepValue', { hit, stage, values });
      return;
    }
    case 'copy':
      await executeCommand('rulewright.copyResults', 'tsv', true);
      return;
    case 'timeline':
      await executeCommand('rulewright.showSequenceTimeline', last?.result.rule);
      return;
    case 'run':
      await executeCommand('rulewright.runRule');
  }
}
