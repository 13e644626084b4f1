/** Settings of ours that are on or off: read, and switched by commands. */
import * as vscode from 'vscode';

/** `setting`: its name without `rulewright.`; all of these are on by default. */
export function isSettingOn(setting: string): boolean {
  return vscode.workspace.getConfiguration('rulewright').get<boolean>(setting, true);
}

/** Where the setting is set: in the workspace, else for the user. */
export async function toggleSetting(setting: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('rulewright');
  const inWorkspace = settings.inspect<boolean>(setting)?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update(setting, !isSettingOn(setting), target);
}
