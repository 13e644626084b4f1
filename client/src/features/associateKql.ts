/** Offers what the extension never takes by itself: `.kql` files, which belong to Kusto elsewhere, as KQL in this workspace. */
import * as vscode from 'vscode';

export async function associateKql(): Promise<void> {
  const files = vscode.workspace.getConfiguration('files');
  const associations = files.inspect<Record<string, string>>('associations')?.workspaceValue ?? {};
  await files.update('associations', { ...associations, '*.kql': 'kuery' }, vscode.ConfigurationTarget.Workspace);
}
