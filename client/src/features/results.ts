/** The results view in the panel: the matches of the last run as a grid, or, where there are none, the events that come nearest. */
import * as vscode from 'vscode';
import type { Position } from '../../../server/src/protocol/protocol.js';
import { listedMatchesRequest, type ListedMatches, type ListedMatchesParams } from '../../../server/src/protocol/results.js';
import type { EventPlace, MissPlace } from '../commands.js';
import type { Context } from '../context.js';
import { explainRows } from './explainRows.js';
import { resultsPage } from '../results/page.js';
import type { FromPage, ToPage } from '../results/messages.js';
import { shownDetails, shownRun } from '../results/shownRun.js';
import { fileName } from '../rules.js';
import type { Run } from '../runs.js';
import { panelMessage } from '../words.js';
import { placeOf } from './eventLinks.js';
import { ResultPlaces } from './resultPlaces.js';
import type { Chosen } from './resultsCopy.js';

const viewId = 'rulewright.results';

export interface ResultsView extends vscode.Disposable {
  /** Brings the view to the front and the focus to it. */
  readonly show: () => Promise<void>;
  /** Brings the view to the front for the first results of a session; later it stays as the user has it. The focus stays where it is. */
  readonly showOnce: () => Promise<void>;
  /** Selects an event of the last run, or one of its matched values, in its file. */
  readonly goToEvent: (place: EventPlace | MissPlace) => Promise<void>;
  /** What is selected; undefined where no row is. */
  readonly chosen: () => Chosen | undefined;
  /** Tells the user something where they are looking. */
  readonly say: (text: string) => void;
}

export function registerResults(context: Context, extensionUri: vscode.Uri): ResultsView {
  const page = new ResultsPage(context, extensionUri);
  let wasShown = false;
  const registered = vscode.window.registerWebviewViewProvider(viewId, page);
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
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly context: Context,
    private readonly extensionUri: vscode.Uri,
  ) {
    const { runs } = context;
    this.places = new ResultPlaces(runs);
    this.listening = vscode.Disposable.from(
      this.places,
      runs.onDidChange(() => this.update()),
      runs.onDidProgress(() => this.update()),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const media = vscode.Uri.joinPath(this.extensionUri, 'client', 'media');
    const bundles = vscode.Uri.joinPath(this.extensionUri, 'dist', 'client');
    this.view = view;
    webview.options = { enableScripts: true, localResourceRoots: [media, bundles] };
    webview.onDidReceiveMessage((message: FromPage) => void this.take(message));
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

  /** A run that only moved or became stale keeps its rows, and with them what the user selected. */
  private update(): void {
    const { last } = this.context.runs;
    if (last?.result.listed?.id !== this.shown?.listed?.id || last === undefined || this.shown === undefined || !isSameRun(last, this.shown)) {
      this.showRun();
    } else this.post({ kind: 'status', headline: headlineOf(last), isDim: this.isDim(last) });
  }

  private showRun(): void {
    const { last } = this.context.runs;
    this.shown = last?.result;
    this.chosen = undefined;
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
        this.chosen = message.places.length === 0 ? undefined : { filter: message.filter, places: message.places };
        return;
      case 'details':
        return this.giveDetails(message.hit, message.position);
      case 'goToEvent':
        return this.places.goToHit(message.hit, message.position);
      case 'goToValue':
        return this.places.goTo({ hit: message.hit, value: message.value });
      case 'goToMiss':
        return this.places.goTo({ miss: message.miss });
      default:
        await runCommand(message, this.context.runs.last);
    }
  }

  private async giveMatches({ ask, filter, from, to }: FromPage & { readonly kind: 'ask' }): Promise<void> {
    const listed = await this.matches({ filter, from, to });
    if (listed.status === 'listed') return this.post({ kind: 'matches', ask, from, passing: listed.passing, matches: listed.matches });
    this.post({ kind: 'gone', ask, text: 'The matches are not kept any more: run the rule again to see them.' });
  }

  /** Of the run that is shown. */
  async matches(params: Omit<ListedMatchesParams, 'id'>): Promise<ListedMatches> {
    const id = this.shown?.listed?.id;
    const gone: ListedMatches = { status: 'gone', passing: 0, matches: [] };
    if (id === undefined || !(await this.context.ready())) return gone;
    return this.context.client.sendRequest<ListedMatches>(listedMatchesRequest, { id, ...params });
  }
}
