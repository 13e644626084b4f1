/** One item in the status bar: how many events match and in which file, or how far the run is. Shown where a rule can be run. */
import * as vscode from 'vscode';
import type { Context } from '../context.js';
import { fileName, isRule } from '../rules.js';
import type { Run } from '../runs.js';
import { hasCounts, matchCount, statusText } from '../words.js';
import type { LiveRuns } from './live.js';

interface Shown {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
  /** What it tells is of texts that have changed since. */
  readonly isStale?: boolean;
}

export function registerStatusBar(context: Context, live: LiveRuns): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('rulewright.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Rulewright';
  const update = () => {
    const shown = toShow(context, live);
    if (shown === undefined) item.hide();
    else fill(item, shown);
  };
  update();
  return vscode.Disposable.from(
    item,
    context.runs.onDidChange(update),
    context.runs.onDidProgress(update),
    live.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  );
}

function toShow({ runs, previews }: Context, live: LiveRuns): Shown | undefined {
  const { running } = runs;
  if (running !== undefined) {
    const progress = running.percentage === undefined ? vscode.l10n.t('Running') : `${Math.round(running.percentage)} %`;
    const tooltip = vscode.l10n.t('Running {0} on {1}', fileName(running.rule), fileName(running.sample));
    return { text: `$(sync~spin) ${progress}`, tooltip, command: 'rulewright.showResults' };
  }
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return undefined;
  const uri = document.uri.toString();
  const run = runs.ofRule(uri) ?? runs.ofSample(previews.shownIn(document).sample);
  if (run !== undefined) return ofRun(run, live);
  const tooltip = live.troubleOf(uri) ?? `Choose the sample events of ${fileName(uri)} and run it`;
  return isRule(document) ? { text: `$(beaker) ${vscode.l10n.t('Not run')}`, tooltip, command } : undefined;
}

const command = 'rulewright.showRunOptions';

function ofRun({ result, stale }: Run, live: LiveRuns): Shown {
  if (!hasCounts(result))
    return { text: `$(beaker) ${vscode.l10n.t('Not run')}`, tooltip: result.message ?? vscode.l10n.t('The rule was not run'), command };
  const sample = fileName(result.sample ?? '');
  const paused = live.pausedBecause(result.rule);
  const trouble = stale ? live.troubleOf(result.rule) : undefined;
  const sentences = [
    `${fileName(result.rule)}: ${matchCount(result)} in ${sample}${stale ? ' before the last edit' : ''}.`,
    ...(trouble === undefined ? [] : [vscode.l10n.t('Not run since: {0}', trouble)]),
    ...(paused === undefined ? [] : [paused]),
    vscode.l10n.t('Click for other samples and ways to run.'),
  ];
  const text = `$(beaker) ${statusText(result, sample)}${paused === undefined ? '' : ` · ${vscode.l10n.t('not live')}`}`;
  return { text, tooltip: sentences.join(' '), command, isStale: stale };
}

function fill(item: vscode.StatusBarItem, { text, tooltip, command: clicked, isStale }: Shown): void {
  item.text = text;
  item.tooltip = tooltip;
  item.command = clicked;
  item.color = isStale === true ? new vscode.ThemeColor('disabledForeground') : undefined;
  item.accessibilityInformation = { label: `Rulewright: ${text.replace(/\$\([^)]*\) /, '')}. ${tooltip}` };
  item.show();
}
