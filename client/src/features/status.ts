/** What Rulewright makes of the active rule, in the editor's language status and, with all that can be done about it, as a list. */
import * as vscode from 'vscode';
import { State } from 'vscode-languageclient';
import { statusRequest, type StatusParams, type StatusResult } from '../../../server/src/protocol/status.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { configFileName } from '../names.js';
import { fileName, isRule } from '../rules.js';
import { versionOf } from './support.js';

export interface Status extends vscode.Disposable {
  readonly show: Commands['rulewright.showStatus'];
}

interface StatusItem extends vscode.QuickPickItem {
  readonly command: string;
}

export function registerStatus(context: Context, { extension }: vscode.ExtensionContext): Status {
  const item = vscode.languages.createLanguageStatusItem('rulewright.languageStatus', []);
  item.name = 'Rulewright';
  const update = () => void fill(item, context);
  update();
  const parts = vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidOpenTextDocument(update),
    context.client.onDidChangeState(update),
    context.samples.onDidChange(update),
  );
  return {
    show: async () => {
      const items = await itemsOf(context, versionOf(extension));
      void vscode.window.showQuickPick(items, { title: vscode.l10n.t('Rulewright status') }).then((chosen) => {
        if (chosen !== undefined) return vscode.commands.executeCommand(chosen.command);
      });
      return items.map(({ label, description = '' }) => `${label.replace(/^\$\([^)]*\) /, '')}: ${description}`);
    },
    dispose: () => {
      parts.dispose();
    },
  };
}

async function fill(item: vscode.LanguageStatusItem, context: Context): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isRule(document)) {
    item.selector = [];
    return;
  }
  item.selector = { language: document.languageId, scheme: document.uri.scheme };
  item.busy = context.client.state === State.Starting;
  const isStopped = context.client.state === State.Stopped;
  item.severity = isStopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  item.command = isStopped
    ? { title: vscode.l10n.t('Restart'), command: 'rulewright.restartServer' }
    : { title: vscode.l10n.t('Show status'), command: 'rulewright.showStatus' };
  item.text = serverText(context);
  const status = await statusOf(context, document);
  if (status?.fields === undefined || document !== vscode.window.activeTextEditor?.document) return;
  item.text = status.fields;
  item.detail = vscode.l10n.t('profile {0}', status.profile);
}

function serverText({ client }: Context): string {
  if (client.state === State.Running) return vscode.l10n.t('Language server running');
  return client.state === State.Starting ? vscode.l10n.t('Language server starting') : vscode.l10n.t('Language server stopped');
}

async function statusOf({ client }: Context, document: vscode.TextDocument): Promise<StatusResult | undefined> {
  if (client.state !== State.Running) return undefined;
  const params: StatusParams = { rule: document.uri.toString() };
  return client.sendRequest<StatusResult>(statusRequest, params);
}

async function itemsOf(context: Context, version: string): Promise<readonly StatusItem[]> {
  const document = vscode.window.activeTextEditor?.document;
  const rule = document !== undefined && isRule(document) ? document : undefined;
  const status = rule === undefined ? undefined : await statusOf(context, rule);
  return [
    {
      label: `$(server-process) Rulewright ${version}`,
      description: serverText(context),
      detail: vscode.l10n.t('Restart it'),
      command: 'rulewright.restartServer',
    },
    ...(status === undefined ? [] : ruleItems(status)),
    {
      label: `$(output) ${vscode.l10n.t('Log')}`,
      description: vscode.l10n.t('what Rulewright did and what failed'),
      command: 'rulewright.showLog',
    },
    {
      label: `$(report) ${vscode.l10n.t('Report')}`,
      description: vscode.l10n.t('what is wrong, with versions and nothing of rules'),
      command: 'rulewright.reportIssue',
    },
  ];
}

function ruleItems({ fields, profile, folder, sample }: StatusResult): readonly StatusItem[] {
  return [
    {
      label: `$(symbol-field) ${vscode.l10n.t('Fields')}`,
      description: fields ?? vscode.l10n.t('not known yet'),
      detail: vscode.l10n.t('Import fields of your own'),
      command: 'rulewright.importFields',
    },
    {
      label: `$(settings-gear) ${vscode.l10n.t('Profile')}`,
      description: folder === undefined ? profile : `${profile} · ${vscode.workspace.asRelativePath(vscode.Uri.parse(folder))}`,
      detail: vscode.l10n.t('Open {0}', configFileName),
      command: 'rulewright.openConfiguration',
    },
    {
      label: `$(beaker) ${vscode.l10n.t('Sample')}`,
      description: sample === undefined ? vscode.l10n.t('none yet') : fileName(sample),
      detail: vscode.l10n.t('Pick sample events'),
      command: 'rulewright.pickSample',
    },
  ];
}
