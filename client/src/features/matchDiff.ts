/** Compares the matches of a rule with those of its text in git, in a read-only document beside it that follows the edits of the rule. */
import * as vscode from 'vscode';
import { matchDiffRequest, type MatchDiffParams, type MatchDiffReport } from '../../../server/src/protocol/matchDiff.js';
import type { Position } from '../../../server/src/protocol/protocol.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { matchDiffLinks, matchDiffText } from '../matchDiffWords.js';
import { refuse } from '../notes.js';
import { cursorIn, fileName, toRange } from '../rules.js';
import { sampleSource } from '../samples.js';
import { textInHead } from './gitText.js';
import { requestWithProgress } from './progress.js';
import { registerFollowingTexts, type FollowingTexts } from './readOnlyTexts.js';
import { sayItBroke, tellFailure } from './runRule.js';
import { pickSample, ruleFor } from './sample.js';

const scheme = 'rulewright-match-diff';
const beforeName = 'HEAD';

/** After the last key stroke: a comparison reads the whole sample, so it waits until one pauses. */
const followMilliseconds = 500;

/** What is shown for a rule. */
interface Shown {
  readonly uri: vscode.Uri;
  readonly rule: vscode.Uri;
  position: Position | undefined;
  report: MatchDiffReport | undefined;
  /** Why there is no newer one. */
  trouble: string | undefined;
  running: vscode.CancellationTokenSource | undefined;
}

export interface MatchDiffs extends vscode.Disposable {
  readonly compare: Commands['rulewright.compareMatches'];
}

export function registerMatchDiff(context: Context): MatchDiffs {
  const documents = new MatchDiffDocuments(context);
  return { compare: (rule, position) => documents.show(rule, position), dispose: () => documents.dispose() };
}

class MatchDiffDocuments {
  private readonly texts: FollowingTexts<Shown>;
  private readonly parts: vscode.Disposable;

  constructor(private readonly context: Context) {
    this.texts = registerFollowingTexts<Shown>({
      scheme,
      followMilliseconds,
      open: shownAt,
      textOf: (shown) => this.contentOf(shown),
      close: ({ running }) => running?.cancel(),
    });
    this.parts = vscode.Disposable.from(
      this.texts,
      vscode.languages.registerDocumentLinkProvider({ scheme }, { provideDocumentLinks: ({ uri }) => this.linksOf(uri) }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.follow(document.uri.toString());
      }),
    );
  }

  /** The document that shows it; undefined where there is nothing to show, which the user is told. */
  async show(argument: unknown, position?: Position): Promise<vscode.Uri | undefined> {
    const rule = await ruleFor(this.context, argument);
    if (rule === undefined || !(await this.context.requireServer())) return undefined;
    const shown = this.texts.of(uriOf(rule));
    shown.position = position ?? cursorIn(rule) ?? shown.position;
    const report = await this.run(shown, true);
    if (report?.status !== 'finished') return undefined;
    this.texts.update(shown.uri);
    await this.texts.showBeside(shown.uri);
    return shown.uri;
  }

  dispose(): void {
    this.parts.dispose();
  }

  /** The newest comparison counts. `isAsked`: the user is told what went wrong, and asked for what is missing. */
  private async run(shown: Shown, isAsked: boolean): Promise<MatchDiffReport | undefined> {
    shown.running?.cancel();
    const source = (shown.running = new vscode.CancellationTokenSource());
    try {
      const report = await this.request(shown, source, isAsked);
      if (shown.running !== source || report === undefined) return undefined;
      if (report.status === 'finished') Object.assign(shown, { report, trouble: undefined });
      else if (report.status !== 'cancelled') shown.trouble = report.message;
      if (isAsked) await tellFailure(this.context, report);
      return report;
    } catch (error) {
      if (isAsked && !source.token.isCancellationRequested) sayItBroke(this.context, error);
      return undefined;
    } finally {
      if (shown.running === source) shown.running = undefined;
      source.dispose();
    }
  }

  private async request(shown: Shown, source: vscode.CancellationTokenSource, isAsked: boolean): Promise<MatchDiffReport | undefined> {
    const { rule, position } = shown;
    const before = await textInHead(rule);
    if (!before.ok) {
      shown.trouble = before.message;
      return isAsked ? refuse(before.message) : undefined;
    }
    const sample = (await this.context.samples.of(rule.toString())) ?? (isAsked ? await pickSample(this.context, rule) : undefined);
    if (sample === undefined) return undefined;
    const { uri, text } = await sampleSource(sample);
    const params: MatchDiffParams = {
      rule: rule.toString(),
      beforeName,
      sample: { uri, ...(text === undefined ? {} : { text }) },
      ...(before.text === undefined ? {} : { before: before.text }),
      ...(position === undefined ? {} : { position }),
    };
    const title = vscode.l10n.t('Comparing matches of {0} with {1}', fileName(rule), beforeName);
    return requestWithProgress<MatchDiffReport>(this.context, { method: matchDiffRequest, params, title, source });
  }

  /** The text follows the rule and the sample as they are edited, while it is open. */
  private follow(uri: string): void {
    for (const shown of this.texts.all()) {
      if (uri !== shown.rule.toString() && uri !== shown.report?.sample) continue;
      this.texts.follow(shown.uri, () => {
        shown.position = cursorIn(shown.rule) ?? shown.position;
        void this.run(shown, false).then(() => this.texts.update(shown.uri));
      });
    }
  }

  private async contentOf(shown: Shown): Promise<string> {
    if (shown.report === undefined && shown.running === undefined && (await this.context.ready())) await this.run(shown, false);
    return matchDiffText(shown);
  }

  /** From the lines of events to the events. */
  private linksOf(uri: vscode.Uri): vscode.DocumentLink[] {
    const shown = this.texts.of(uri);
    const sample = shown.report?.sample;
    if (sample === undefined) return [];
    return matchDiffLinks(shown).map(({ range, event: { start } }) => {
      const target = vscode.Uri.parse(sample).with({ fragment: `L${start.line + 1},${start.character + 1}` });
      const link = new vscode.DocumentLink(toRange(range), target);
      link.tooltip = vscode.l10n.t('Go to the event');
      return link;
    });
  }
}

function shownAt(uri: vscode.Uri): Shown {
  const rule = vscode.Uri.parse(uri.query);
  return { uri, rule, position: undefined, report: undefined, trouble: undefined, running: undefined };
}

/** The name ends in no extension that a language claims. */
function uriOf(rule: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${fileName(rule)} (matches, ${beforeName} and now)`, query: rule.toString() });
}
