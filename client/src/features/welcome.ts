/** The way in for who has no rule at hand: an example that matches, beside its events, to read, run and change. */
import * as vscode from 'vscode';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { exampleScheme } from '../names.js';
import { exampleFiles, exampleUri } from './exampleFiles.js';

export function registerExample(extension: vscode.Uri): vscode.Disposable {
  const files = exampleFiles(vscode.Uri.joinPath(extension, 'rules', 'linux'));
  return vscode.workspace.registerFileSystemProvider(exampleScheme, files, { isCaseSensitive: true });
}

/** The rule at its query, its events beside it, and a run. */
export function createOpenExample(context: Context): Commands['rulewright.openExampleRule'] {
  return async () => {
    if (!(await context.requireServer())) return undefined;
    const rule = await vscode.workspace.openTextDocument(exampleUri('rule'));
    const events = await vscode.workspace.openTextDocument(exampleUri('events'));
    await context.samples.choose(rule.uri.toString(), events.uri);
    await vscode.window.showTextDocument(events, { viewColumn: vscode.ViewColumn.Two, preview: false, preserveFocus: true });
    const query = queryOf(rule);
    const editor = await vscode.window.showTextDocument(rule, { viewColumn: vscode.ViewColumn.One, preview: false, selection: query });
    await vscode.commands.executeCommand('rulewright.runRule', rule.uri, events.uri);
    editor.revealRange(query, vscode.TextEditorRevealType.AtTop);
    return rule.uri;
  };
}

/** The start of its first line. */
function queryOf(rule: vscode.TextDocument): vscode.Range {
  const start = rule.positionAt(Math.max(0, rule.getText().search(/^query = /m))).translate(1);
  return new vscode.Range(start, start);
}
