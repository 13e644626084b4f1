/** The project's `rulewright.config.json`: opened, begun where there is none, and changed without losing a comment. */
import * as vscode from 'vscode';
import {
  changeConfigRequest,
  projectRequest,
  type ChangeConfigParams,
  type ChangeConfigResult,
  type ProjectParams,
  type ProjectResult,
} from '../../../server/src/protocol/ruleFiles.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { workspaceFolder, writeNew } from '../files.js';
import { configFileName } from '../names.js';
import { refuse } from '../notes.js';
import { canWrite, exists } from '../rules.js';

export function createOpenConfiguration(context: Context): Commands['rulewright.openConfiguration'] {
  return async () => {
    if (!(await context.requireServer())) return undefined;
    const folder = await projectFolder(context);
    if (folder === undefined) return undefined;
    const config = await changeConfiguration(context, folder);
    if (config !== undefined) await vscode.window.showTextDocument(config, { preview: false });
    return config;
  };
}

/** The folder of the active file's configuration, or the opened folder where there is none yet. */
export async function projectFolder({ client }: Context): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const opened = workspaceFolder(active);
  if (opened === undefined) return refuse(vscode.l10n.t('Open a folder first: a configuration belongs to one'));
  const isInside = active !== undefined && canWrite(active) && vscode.workspace.getWorkspaceFolder(active) !== undefined;
  const params: ProjectParams = { uri: isInside ? active.toString() : `${opened.toString()}/` };
  const { folder } = await client.sendRequest<ProjectResult>(projectRequest, params);
  const found = folder === undefined ? undefined : vscode.Uri.parse(folder);
  // A configuration above the opened folder is not ours to change.
  return found !== undefined && `${found.path}/`.startsWith(opened.path) ? found : opened;
}

/** Begins the file where there is none. The file; undefined, with a message, where it could not be changed. */
export async function changeConfiguration(
  { client }: Context,
  folder: vscode.Uri,
  change?: ChangeConfigParams['change'],
): Promise<vscode.Uri | undefined> {
  const uri = vscode.Uri.joinPath(folder, configFileName);
  const document = (await exists(uri)) ? await vscode.workspace.openTextDocument(uri) : undefined;
  const params: ChangeConfigParams = { text: document?.getText(), ...(change === undefined ? {} : { change }) };
  const result = await client.sendRequest<ChangeConfigResult | null>(changeConfigRequest, params);
  if (result === null) return refuse(vscode.l10n.t('{0} could not be changed; the Rulewright log says why', configFileName));
  if (document === undefined) await writeNew(uri, result.text);
  else if (document.getText() !== result.text) await replaceText(document, result.text);
  return uri;
}

/** Saved as well, unless the user has edits of their own that are not. */
async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const hadEdits = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  if (!hadEdits) await document.save();
}
