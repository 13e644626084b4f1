/** What helps when something is wrong with Rulewright itself: its log, a fresh server, and a report that holds nothing of anyone's rules. */
import * as vscode from 'vscode';
import { State } from 'vscode-languageclient';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { issueBody } from '../supportWords.js';

export function createShowLog({ log }: Context): Commands['rulewright.showLog'] {
  return () => {
    log.show();
  };
}

export function createRestartServer(context: Context): Commands['rulewright.restartServer'] {
  return async () => {
    const isRunning = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Restarting the Rulewright language server') },
      () => context.restart(),
    );
    if (!isRunning) context.pointToLog(vscode.l10n.t('The Rulewright language server did not start. The Rulewright log has the details.'));
    return isRunning;
  };
}

/** Of this extension, as its manifest has it. */
export function versionOf({ packageJSON }: vscode.Extension<unknown>): string {
  const { version } = packageJSON as { readonly version: string };
  return version;
}

/** VS Code's own reporter adds what it knows of the system and lets the user read everything before it is sent. */
export function createReportIssue({ client }: Context, { extension }: vscode.ExtensionContext): Commands['rulewright.reportIssue'] {
  return async () => {
    const body = issueBody({
      version: versionOf(extension),
      editor: `${vscode.env.appName} ${vscode.version}`,
      host: [vscode.env.appHost, vscode.env.remoteName].filter((name) => name !== undefined).join(', '),
      server: client.state === State.Running ? 'running' : 'not running',
      isTrusted: vscode.workspace.isTrusted,
      folders: vscode.workspace.workspaceFolders?.length ?? 0,
    });
    await vscode.commands.executeCommand('workbench.action.openIssueReporter', { extensionId: extension.id, issueBody: body });
  };
}
