/** Which documents are rules, which are event files, and which belong together by name. */
import * as vscode from 'vscode';
import type { Position } from '../../server/src/protocol/protocol.js';
import { isRuleJson, isRuleToml, ruleNamesOf } from './names.js';

/** Whether the document is a rule: EQL, KQL, TOML with a rule's tables, or JSON with its keys. The server decides in detail; this is what the editor offers. */
export function isRule(document: vscode.TextDocument): boolean {
  if (document.languageId === 'eql' || document.languageId === 'kuery') return true;
  if (/\.(?:json|ndjson)$/.test(document.uri.path)) return isRuleJson(document.getText());
  const isToml = document.languageId === 'toml' || document.uri.path.endsWith('.toml');
  return isToml && isRuleToml(document.getText());
}

/** Whether a Markdown document has a query in a fenced block. */
export function hasQueryBlock(document: vscode.TextDocument): boolean {
  return document.languageId === 'markdown' && /^[ \t]*(?:`{3,}|~{3,})\s*(?:eql|kql|kuery)\b/im.test(document.getText());
}

/** The rule beside an event file whose name says so: `a.toml` for `a.events.ndjson`. */
export async function ruleBeside(sample: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.joinPath(sample, '..');
  for (const name of ruleNamesOf(fileName(sample))) {
    const rule = vscode.Uri.joinPath(folder, name);
    if (await exists(rule)) return rule;
  }
  return undefined;
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  if (openDocument(uri) !== undefined) return true;
  if (uri.scheme === 'untitled') return false;
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Whether VS Code can read files of the URI's scheme, which it cannot for unsaved and generated documents. */
export function canRead({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** Whether files can be written beside it, as far as the scheme tells: not beside a revision of a file. */
export function canWrite({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

export function openDocument(uri: vscode.Uri | string): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

/** The last part of a URI's path, as people name a file. */
export function fileName(uri: vscode.Uri | string): string {
  const { path } = typeof uri === 'string' ? vscode.Uri.parse(uri) : uri;
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where the cursor is in a document that is on screen. */
export function cursorIn(document: vscode.Uri): Position | undefined {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document.uri.toString() === document.toString());
  if (editor === undefined) return undefined;
  const { line, character } = editor.selection.active;
  return { line, character };
}

/** A protocol range as the editor's. */
export function toRange({
  start,
  end,
}: {
  start: { line: number; character: number };
  end: { line: number; character: number };
}): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
