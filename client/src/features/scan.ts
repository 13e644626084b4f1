/** Runs all rules of the workspace on one sample, and lists those that match; choosing one opens it and runs it on the sample. */
import * as vscode from 'vscode';
import { runRuleCommand } from '../../../server/src/protocol/protocol.js';
import { scanRequest, type ScannedRuleRow, type ScanParams, type ScanReport } from '../../../server/src/protocol/scan.js';
import { asUri, type Commands, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { fileName, isRule, openDocument } from '../rules.js';
import { sampleSource } from '../samples.js';
import { ruleDescription, rulePlace, scanTitle } from '../scanWords.js';
import { requestWithProgress } from './progress.js';
import { sayItBroke } from './runRule.js';
import { pickSample } from './sample.js';

interface RuleItem extends vscode.QuickPickItem {
  readonly row?: ScannedRuleRow;
}

export function createScanSample(context: Context): Commands['rulewright.scanSample'] {
  let running: vscode.CancellationTokenSource | undefined;
  return async (argument) => {
    if (!(await context.requireServer())) return undefined;
    const sample = await sampleFor(context, argument);
    if (sample === undefined) return undefined;
    running?.cancel();
    const source = (running = new vscode.CancellationTokenSource());
    try {
      const report = await request(context, sample, source);
      if (running === source) await show(context, sample, report);
      return report;
    } catch (error) {
      if (!source.token.isCancellationRequested) sayItBroke(context, error);
      return undefined;
    } finally {
      if (running === source) running = undefined;
      source.dispose();
    }
  };
}

/** The event file that is given or open; of a rule its sample, which the user is asked for where it has none. */
async function sampleFor(context: Context, argument: UriArgument): Promise<vscode.Uri | undefined> {
  const file = asUri(argument) ?? vscode.window.activeTextEditor?.document.uri;
  const document = file === undefined ? undefined : openDocument(file);
  if (file !== undefined && document !== undefined && !isRule(document)) return file;
  const last = context.runs.last?.result.rule;
  const rule = file ?? (last === undefined ? undefined : vscode.Uri.parse(last));
  if (rule !== undefined) return (await context.samples.of(rule.toString())) ?? pickSample(context, rule);
  void vscode.window.showInformationMessage(vscode.l10n.t('Open an event file first, or a rule that has a sample.'));
  return undefined;
}

async function request(context: Context, sample: vscode.Uri, source: vscode.CancellationTokenSource): Promise<ScanReport> {
  const { uri, text } = await sampleSource(sample);
  const params: ScanParams = { sample: { uri, ...(text === undefined ? {} : { text }) } };
  const title = vscode.l10n.t('Scanning {0} with all rules', fileName(sample));
  return requestWithProgress<ScanReport>(context, { method: scanRequest, params, title, source });
}

async function show(context: Context, sample: vscode.Uri, report: ScanReport): Promise<void> {
  if (report.status === 'cancelled') return;
  if (report.status !== 'finished') {
    void vscode.window.showErrorMessage(report.message ?? vscode.l10n.t('The sample was not scanned.'));
    return;
  }
  for (const { rule, name, message } of report.notRun) context.log.info(`Scan: ${name} (${rule}) was not run. ${message ?? ''}`);
  const items = itemsOf(report);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`${fileName(sample)}: ${scanTitle(report)}`);
    return;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: `${fileName(sample)}: ${scanTitle(report)}`,
    placeHolder: vscode.l10n.t('Open a rule and run it on the sample'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.row !== undefined) await open(picked.row, sample);
}

function itemsOf({ matching, notRun }: ScanReport): readonly RuleItem[] {
  const found = matching.map((row) => ({ row, label: row.name, description: ruleDescription(row), ...place(row) }));
  if (notRun.length === 0) return found;
  const others = notRun.map((row) => ({ row, label: row.name, description: row.message ?? '', ...place(row) }));
  return [...found, { kind: vscode.QuickPickItemKind.Separator, label: vscode.l10n.t('could not be run') }, ...others];
}

function place({ name, rule }: ScannedRuleRow): Pick<RuleItem, 'detail'> {
  return rulePlace(name, vscode.workspace.asRelativePath(vscode.Uri.parse(rule)));
}

async function open({ rule, position, matches }: ScannedRuleRow, sample: vscode.Uri): Promise<void> {
  const uri = vscode.Uri.parse(rule);
  const at = new vscode.Position(position.line, position.character);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
  if (matches > 0) await vscode.commands.executeCommand(runRuleCommand, uri, sample, position);
}
