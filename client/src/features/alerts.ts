/** Shows the alerts that a rule would create, in a read-only document beside it that follows the rule's runs, and compares two runs. */
import * as vscode from 'vscode';
import { alertsRequest, type AlertsParams, type AlertsReport } from '../../../server/src/protocol/alerts.js';
import type { Position } from '../../../server/src/protocol/protocol.js';
import { AlertFiles } from '../alertFiles.js';
import { alertLenses, alertsText, type AlertsState } from '../alertWords.js';
import { asUri, type Commands, type SamplePlace, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { cursorIn, fileName, openDocument } from '../rules.js';
import { sampleSource } from '../samples.js';
import { alertsFiles, fileExists, pickAlertFile, pickAlertFiles } from './alertFiles.js';
import { requestWithProgress } from './progress.js';
import { registerTexts, type ReadOnlyTexts } from './readOnlyTexts.js';
import { sayItBroke, tellFailure } from './runRule.js';
import { pickSample, ruleFor } from './sample.js';

const scheme = 'rulewright-alerts';

type Mode = AlertsParams['mode'];

/** The rules whose alerts are kept; older ones are forgotten. */
const keptRules = 10;

/** What is shown for a rule in one mode. */
interface Shown {
  readonly rule: vscode.Uri;
  readonly mode: Mode;
  position: Position | undefined;
  ingestDelay: number | undefined;
  state: AlertsState;
  previous: AlertsReport | undefined;
  running: vscode.CancellationTokenSource | undefined;
}

export interface Alerts extends vscode.Disposable {
  readonly showAlerts: Commands['rulewright.showAlerts'];
  readonly replaySchedule: Commands['rulewright.replaySchedule'];
  readonly compareAlerts: Commands['rulewright.compareAlerts'];
  readonly pickAlertFiles: Commands['rulewright.pickAlertFiles'];
}

export function registerAlerts(context: Context, state: vscode.Memento): Alerts {
  const alerts = new AlertDocuments(context, new AlertFiles(state, fileExists));
  return {
    showAlerts: (rule, position) => alerts.show('window', rule, position),
    replaySchedule: (rule, position, ingestDelay) => alerts.show('replay', rule, position, ingestDelay),
    compareAlerts: (rule) => alerts.compare(rule),
    pickAlertFiles: (rule) => alerts.pickFiles(rule),
    dispose: () => alerts.dispose(),
  };
}

class AlertDocuments {
  private readonly shown = new Map<string, Shown>();
  private readonly texts: ReadOnlyTexts;
  private readonly parts: vscode.Disposable;

  constructor(
    private readonly context: Context,
    private readonly files: AlertFiles,
  ) {
    this.texts = registerTexts(scheme, (uri) => this.contentOf(uri));
    this.parts = vscode.Disposable.from(
      this.texts,
      vscode.languages.registerCodeLensProvider({ scheme }, { provideCodeLenses: ({ uri }) => this.lensesOf(uri) }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.edited(document.uri.toString());
      }),
      context.runs.onDidRun(({ rule, status }) => {
        if (status === 'finished' && context.runs.ofRule(rule)?.isLive === false) this.rerun(rule);
      }),
    );
  }

  async show(mode: Mode, argument: UriArgument, position?: Position, ingestDelay?: number): Promise<vscode.Uri | undefined> {
    const rule = await this.ruleOf(argument);
    if (rule === undefined || !(await this.context.requireServer())) return undefined;
    const shown = this.known(rule, mode);
    shown.position = position ?? cursorIn(rule) ?? shown.position;
    shown.ingestDelay = ingestDelay;
    const report = await this.run(shown, true);
    if (report?.status !== 'finished') return undefined;
    const uri = uriOf(shown, 'current');
    await this.texts.showBeside(uri);
    return uri;
  }

  async compare(argument: UriArgument): Promise<boolean> {
    const rule = await this.ruleOf(argument);
    if (rule === undefined) return false;
    const active = placeOf(vscode.window.activeTextEditor?.document.uri);
    const ofRule = [...this.shown.values()].filter((each) => each.rule.toString() === rule.toString());
    const compared = ofRule.filter(({ previous }) => previous !== undefined);
    const shown = compared.find(({ mode }) => mode === active?.mode) ?? compared.at(-1);
    if (shown === undefined) {
      refuse(vscode.l10n.t('{0} has no two runs to compare yet. Show its alerts, change it, and show them again', fileName(rule)));
      return false;
    }
    const title =
      shown.mode === 'replay'
        ? vscode.l10n.t('{0}: replay, last run ↔ now', fileName(rule))
        : vscode.l10n.t('{0}: alerts, last run ↔ now', fileName(rule));
    await vscode.commands.executeCommand('vscode.diff', uriOf(shown, 'previous'), uriOf(shown, 'current'), title);
    return true;
  }

  async pickFiles(argument: UriArgument): Promise<boolean> {
    const rule = await this.ruleOf(argument);
    if (rule === undefined || !(await pickAlertFiles(this.files, rule))) return false;
    this.rerun(rule.toString());
    return true;
  }

  dispose(): void {
    for (const { running } of this.shown.values()) running?.cancel();
    this.parts.dispose();
  }

  /** Of a document with alerts the rule that they are of. */
  private ruleOf(argument: UriArgument): Promise<vscode.Uri | undefined> {
    const given = asUri(argument) ?? vscode.window.activeTextEditor?.document.uri;
    return ruleFor(this.context, placeOf(given)?.rule ?? argument);
  }

  private known(rule: vscode.Uri, mode: Mode): Shown {
    const key = `${mode} ${rule.toString()}`;
    const state = { report: undefined, trouble: undefined, stale: false };
    const shown = this.shown.get(key) ?? { rule, mode, position: undefined, ingestDelay: undefined, state, previous: undefined, running: undefined }; // prettier-ignore
    this.shown.delete(key);
    this.shown.set(key, shown);
    const [oldest] = this.shown.keys();
    if (this.shown.size > keptRules && oldest !== undefined) this.shown.delete(oldest);
    return shown;
  }

  /** The newest run of a rule counts. Undefined where there is nothing to tell: the user chose nothing, or a newer run began. */
  private async run(shown: Shown, isAsked: boolean): Promise<AlertsReport | undefined> {
    shown.running?.cancel();
    const source = (shown.running = new vscode.CancellationTokenSource());
    try {
      const report = await this.request(shown, source, isAsked);
      if (shown.running !== source || report === undefined) return undefined;
      this.take(shown, report);
      if (isAsked) await this.tell(shown, report);
      return report;
    } catch (error) {
      if (!source.token.isCancellationRequested) sayItBroke(this.context, error);
      return undefined;
    } finally {
      if (shown.running === source) shown.running = undefined;
      source.dispose();
    }
  }

  /** Asks the user for what the type of the rule needs, where that is wanted. */
  private async request(shown: Shown, source: vscode.CancellationTokenSource, isAsked: boolean): Promise<AlertsReport | undefined> {
    const { rule, mode, position, ingestDelay } = shown;
    const key = rule.toString();
    const sample = (await this.context.samples.of(key)) ?? (isAsked ? await pickSample(this.context, rule) : undefined);
    if (sample === undefined) return undefined;
    const gone = await this.files.missing(key, 'exceptions');
    if (gone !== undefined) {
      return refuse(
        vscode.l10n.t('The exceptions in {0} are no longer there. Choose others with "Rulewright: Pick Files for Alerts"', fileName(gone)),
      );
    }
    const { uri, text } = await sampleSource(sample);
    const of = async (kind: 'history' | 'indicators' | 'exceptions') => {
      const files = await this.files.of(key, kind);
      return files === undefined ? {} : { [kind]: await alertsFiles(files) };
    };
    const ask = async (more: Pick<AlertsParams, 'history'> = {}) => {
      const params: AlertsParams = {
        rule: key,
        mode,
        sample: { uri, ...(text === undefined ? {} : { text }) },
        ...(position === undefined ? {} : { position }),
        ...(ingestDelay === undefined ? {} : { ingestDelay }),
        ...(await of('history')),
        ...(await of('indicators')),
        ...(await of('exceptions')),
        ...more,
      };
      const title =
        mode === 'replay'
          ? vscode.l10n.t('Replaying the schedule of {0} on {1}', fileName(rule), fileName(sample))
          : vscode.l10n.t('Alerts of {0} on {1}', fileName(rule), fileName(sample));
      return requestWithProgress<AlertsReport>(this.context, { method: alertsRequest, params, title, source });
    };
    const report = await ask();
    if (report.status === 'noHistory') {
      const chosen = isAsked ? await pickAlertFile(this.files, rule, 'history') : undefined;
      return chosen === undefined ? ask({ history: [] }) : ask();
    }
    if (report.status === 'noIndicators' && isAsked) {
      return (await pickAlertFile(this.files, rule, 'indicators')) === undefined ? undefined : ask();
    }
    return report;
  }

  /** Why there are no alerts, and what to do about it. */
  private async tell({ rule }: Shown, { status, message }: AlertsReport): Promise<void> {
    const key = rule.toString();
    const chosen = await Promise.all((['history', 'indicators', 'exceptions'] as const).map((kind) => this.files.of(key, kind)));
    if (status === 'failed' && chosen.some((files) => files !== undefined && files.length > 0)) {
      const [sample, others] = ['Pick Sample Events', 'Pick Files for Alerts'];
      void vscode.window.showErrorMessage(message ?? vscode.l10n.t('The rule was not run.'), sample, others).then(async (picked) => {
        if (picked === sample) await pickSample(this.context, rule);
        else if (picked === others) await this.pickFiles(rule);
      });
    } else if (status !== 'noHistory' && status !== 'noIndicators') await tellFailure(this.context, { status, message, rule: key });
  }

  private take(shown: Shown, report: AlertsReport): void {
    const { state } = shown;
    if (report.status === 'finished') {
      shown.previous = state.report ?? shown.previous;
      const open = openDocument(shown.rule);
      const stale = open !== undefined && report.ruleVersion !== undefined && open.version !== report.ruleVersion;
      shown.state = { report, trouble: undefined, stale };
    } else if (report.status !== 'cancelled') {
      shown.state = { ...state, trouble: report.message ?? 'The rule was not run' };
    }
    this.update(shown);
  }

  private update(shown: Shown): void {
    this.texts.update(uriOf(shown, 'previous'));
    this.texts.update(uriOf(shown, 'current'));
  }

  private edited(uri: string): void {
    for (const shown of this.shown.values()) {
      const { report, stale } = shown.state;
      if (report === undefined || stale || (uri !== report.rule && uri !== report.sample)) continue;
      shown.state = { ...shown.state, stale: true };
      this.update(shown);
    }
  }

  private rerun(rule: string): void {
    for (const shown of this.shown.values()) {
      const isOpen = openDocument(uriOf(shown, 'current')) !== undefined;
      if (shown.rule.toString() === rule && isOpen) void this.run(shown, false);
    }
  }

  /** Runs the rule where VS Code opens the document again after a restart. */
  private async contentOf(uri: vscode.Uri): Promise<string> {
    const place = placeOf(uri);
    if (place === undefined) return '';
    const shown = this.known(vscode.Uri.parse(place.rule), place.mode);
    if (place.which === 'previous') {
      return alertsText({
        report: shown.previous,
        trouble: shown.previous === undefined ? 'There is no run before' : undefined,
        stale: false,
      });
    }
    const isNew = shown.state.report === undefined && shown.state.trouble === undefined;
    if (isNew && shown.running === undefined && (await this.context.ready())) await this.run(shown, false);
    const { state } = shown;
    const trouble = state.report === undefined ? (state.trouble ?? 'The rule was not run; show its alerts again') : state.trouble;
    return alertsText({ ...state, trouble });
  }

  private lensesOf(uri: vscode.Uri): vscode.CodeLens[] {
    const place = placeOf(uri);
    if (place?.which !== 'current') return [];
    const { state } = this.known(vscode.Uri.parse(place.rule), place.mode);
    const sample = state.report?.sample;
    return alertLenses(state).map(({ line, title, event }) => {
      const goTo =
        event === undefined || sample === undefined
          ? { command: '' }
          : {
              command: 'rulewright.goToEvent',
              arguments: [{ sample, range: event, viewColumn: vscode.ViewColumn.One } satisfies SamplePlace],
            };
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, ...goTo });
    });
  }
}

interface Place {
  readonly rule: string;
  readonly mode: Mode;
  readonly which: 'current' | 'previous';
}

/** The name ends as files in which JSON has comments do. */
function uriOf({ rule, mode }: Pick<Shown, 'rule' | 'mode'>, which: Place['which']): vscode.Uri {
  const what = `${mode === 'replay' ? 'replay' : 'alerts'}${which === 'previous' ? ' before' : ''}`;
  const place: Place = { rule: rule.toString(), mode, which };
  return vscode.Uri.from({ scheme, path: `/${fileName(rule)} (${what}).jsonc`, query: JSON.stringify(place) });
}

function placeOf(uri: vscode.Uri | undefined): Place | undefined {
  return uri?.scheme === scheme ? (JSON.parse(uri.query) as Place) : undefined;
}
