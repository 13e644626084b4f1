/** What a click on the status bar offers: other samples, other ways to run the rule, and where its results are. */
import * as vscode from 'vscode';
import { runRuleCommand } from '../../../server/src/protocol/protocol.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { fileName } from '../rules.js';
import { areLiveRunsOn, toggleLiveRuns, type LiveRuns } from './live.js';
import { pickSample, ruleFor } from './sample.js';

interface Action extends vscode.QuickPickItem {
  readonly run: () => unknown;
}

export function createShowRunOptions(context: Context, live: LiveRuns): Commands['rulewright.showRunOptions'] {
  return async (argument) => {
    const rule = await ruleFor(context, argument);
    if (rule === undefined || !(await context.requireServer())) return;
    const sample = await context.samples.of(rule.toString());
    if (sample === undefined) return runOnOther(context, rule);
    const title = `${fileName(rule)} on ${fileName(sample)}`;
    const picked = await vscode.window.showQuickPick(actions(context, { rule, sample, live }), {
      title,
      placeHolder: vscode.l10n.t('What to do'),
    });
    await picked?.run();
  };
}

interface Subject {
  readonly rule: vscode.Uri;
  readonly sample: vscode.Uri;
  readonly live: LiveRuns;
}

function actions(context: Context, { rule, sample, live }: Subject): readonly Action[] {
  const isLive = areLiveRunsOn();
  const paused = live.pausedBecause(rule.toString());
  return [
    item('play', `Run on ${fileName(sample)}`, () => vscode.commands.executeCommand(runRuleCommand, rule)),
    item('list-selection', 'Choose Other Sample Events…', () => runOnOther(context, rule)),
    item('search', 'Scan Sample with All Rules', () => vscode.commands.executeCommand('rulewright.scanSample', sample)),
    {
      ...item(isLive ? 'sync-ignored' : 'sync', isLive ? 'Turn Live Runs Off' : 'Turn Live Runs On', toggleLiveRuns),
      detail:
        paused ??
        (isLive
          ? vscode.l10n.t('The rule runs again as you type in it or in its sample')
          : vscode.l10n.t('Run the rule again as you type in it or in its sample')),
    },
    item('clippy', 'Paste Event into Sample', () => vscode.commands.executeCommand('rulewright.pasteEvent', rule)),
    item('list-flat', 'Show Results', () => vscode.commands.executeCommand('rulewright.showResults')),
  ];
}

function item(icon: string, label: string, run: () => unknown): Action {
  return { label, iconPath: new vscode.ThemeIcon(icon), run };
}

async function runOnOther(context: Context, rule: vscode.Uri): Promise<void> {
  const sample = await pickSample(context, rule);
  if (sample !== undefined) await vscode.commands.executeCommand(runRuleCommand, rule, sample);
}
