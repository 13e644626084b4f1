/** One item in the status bar: how many events match and in which file, or how far the run is. Shown where a rule can be run. */
import * as vscode from 'vscode';
import type { Context } from '../context.js';
import { fileName, isRule } from '../rules.js';
import { hasCounts, matchCount, statusText } from '../words.js';

export function registerStatusBar(context: Context): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('rulewright.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Rulewright';
  const update = () => show(item, context);
  update();
  return vscode.Disposable.from(
    item,
    context.runs.onDidChange(update),
    context.runs.onDidProgress(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  );
}

function show(item: vscode.StatusBarItem, { runs }: Context): void {
  const { running } = runs;
  if (running !== undefined) {
    const progress = running.percentage === undefined ? 'Running' : `${Math.round(running.percentage)} %`;
    return fill(
      item,
      `$(sync~spin) ${progress}`,
      `Running ${fileName(running.rule)} on ${fileName(running.sample)}`,
      'rulewright.showResults',
    );
  }
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return item.hide();
  const uri = document.uri.toString();
  const run = runs.ofRule(uri) ?? runs.ofSample(uri);
  if (run === undefined) {
    if (!isRule(document)) return item.hide();
    return fill(item, '$(beaker) Not run', `Choose the sample events of ${fileName(uri)}`, 'rulewright.pickSample');
  }
  const { result } = run;
  const sample = fileName(result.sample ?? '');
  if (!hasCounts(result)) return fill(item, '$(beaker) Not run', result.message ?? 'The rule was not run', 'rulewright.pickSample');
  const tooltip = `${fileName(result.rule)}: ${matchCount(result)} in ${sample}. Click to choose other sample events.`;
  fill(item, `$(beaker) ${statusText(result, sample)}`, tooltip, 'rulewright.pickSample');
}

function fill(item: vscode.StatusBarItem, text: string, tooltip: string, command: string): void {
  item.text = text;
  item.tooltip = tooltip;
  item.command = command;
  item.accessibilityInformation = { label: `Rulewright: ${text.replace(/\$\([^)]*\) /, '')}. ${tooltip}` };
  item.show();
}
