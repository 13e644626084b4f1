/** New files that commands make: where they belong, under a name that is free, and never over one that is there. */
import * as vscode from 'vscode';
import { canWrite, exists, isRule } from './rules.js';

/** Where a new rule belongs: beside the active one, else in `rules`, else in the opened folder; undefined where none is open. */
export async function ruleFolder(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && canWrite(active.uri) && isRule(active)) return vscode.Uri.joinPath(active.uri, '..');
  const folder = workspaceFolder(active?.uri);
  if (folder === undefined) return undefined;
  const rules = vscode.Uri.joinPath(folder, 'rules');
  return (await exists(rules)) ? rules : folder;
}

/** The opened folder that a file belongs to, the first one for files outside. */
export function workspaceFolder(file?: vscode.Uri): vscode.Uri | undefined {
  const own = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(file);
  return (own ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

/** Opens a rule that is not saved yet; saving puts it into `folder` under its name without a question. */
export async function openUnsaved(
  text: string,
  { fileName, folder, selection }: { fileName: string; folder: vscode.Uri | undefined; selection?: vscode.Range },
): Promise<vscode.Uri> {
  const document = await unsaved(text, fileName, folder);
  await vscode.window.showTextDocument(document, { preview: false, selection: selection ?? new vscode.Range(0, 0, 0, 0) });
  return document.uri;
}

/** With its text before it is shown: typing may begin at once. */
async function unsaved(text: string, fileName: string, folder: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  if (folder === undefined || !isSavedByName(folder)) return vscode.workspace.openTextDocument({ language: 'toml', content: text });
  const free = await freeUri(folder, fileName);
  const document = await vscode.workspace.openTextDocument(free.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

/** VS Code saves a new document of that name where the workspace is, and asks for a place for those that belong elsewhere. */
function isSavedByName({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' || scheme === vscode.workspace.workspaceFolders?.[0]?.uri.scheme;
}

/** A file of the folder that is not there: `a.toml`, else `a_2.toml`. */
export async function freeUri(folder: vscode.Uri, fileName: string): Promise<vscode.Uri> {
  const [, stem = fileName, ending = ''] = /^(.+?)(\.[^.]+)?$/.exec(fileName) ?? [];
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(folder, number === 1 ? fileName : `${stem}_${number}${ending}`);
    if (!(await exists(uri)) && !(await exists(uri.with({ scheme: 'untitled' })))) return uri;
  }
}

/** False where the file is there already, which is left alone. */
export async function writeNew(uri: vscode.Uri, text: string): Promise<boolean> {
  if (await exists(uri)) return false;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return true;
}

/** The text as it is in an editor, else in the file. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** The path of a file below a folder, such as `fields/acme.json`; undefined for files outside it. */
export function pathBelow(folder: vscode.Uri, file: vscode.Uri): string | undefined {
  const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return file.scheme === folder.scheme && file.path.startsWith(base) ? file.path.slice(base.length) : undefined;
}
