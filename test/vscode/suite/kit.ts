/** What the tests in the extension host share: the workspace's files, editors, and waiting for what comes by itself. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RulewrightApi } from '../../../client/src/extension.js';
import type { RunResult } from '../../../server/src/protocol/protocol.js';

export type { RunResult };

export function file(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a workspace folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/**
 * A document without a file. VS Code fills a new one from the backup of a closed one of the same name while that is still being
 * discarded, so that the content is set once more where it is another.
 */
export async function openNew(language: string, content: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }), { preview: false });
  const { document } = editor;
  if (document.getText() !== content) {
    const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
    await editor.edit((edit) => edit.replace(whole, content));
  }
  assert.deepEqual([document.languageId, document.getText()], [language, content]);
  return editor;
}

export function extension(): vscode.Extension<RulewrightApi> {
  const found = vscode.extensions.getExtension<RulewrightApi>('rulewright.rulewright');
  assert.ok(found, 'the extension is installed');
  return found;
}

/** Runs the command and gives its result, which has to come. */
export async function run(rule?: vscode.Uri, sample?: vscode.Uri): Promise<RunResult> {
  const result = await vscode.commands.executeCommand<RunResult | undefined>('rulewright.runRule', rule, sample);
  assert.ok(result, 'the run has a result');
  return result;
}

/** The lines of the matching events as editors number them. */
export function matchingLines(result: RunResult): readonly number[] {
  return result.hits.map((hit) => hit.range.start.line + 1);
}

/** The diagnostics of a file, once there are as many as there should be. */
export function diagnostics(uri: vscode.Uri, count: number): Promise<readonly vscode.Diagnostic[]> {
  return until(`${count} diagnostics of ${uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(uri);
    return found.length === count ? found : undefined;
  });
}

/** What it is known by, whether it leads to a page or not. */
export function codeOf(diagnostic: vscode.Diagnostic | undefined): string {
  const code = diagnostic?.code;
  return String(typeof code === 'object' ? code.value : code);
}

/**
 * What the providers of a feature answer, once they answer something: VS Code has none until the server runs, and asks each for a new
 * document only after it has heard of it.
 */
export async function provided<T>(command: string, isAnswer: (answer: T) => boolean, ...parameters: readonly unknown[]): Promise<T> {
  const started = Date.now();
  for (;;) {
    const answer = await vscode.commands.executeCommand<T | undefined>(command, ...parameters);
    if (answer !== undefined && isAnswer(answer)) return answer;
    if (Date.now() - started > 30_000) throw new Error(`timed out: ${command}, which answers ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const isFilled = (list: readonly unknown[]): boolean => list.length > 0;

export async function completions(uri: vscode.Uri, position: vscode.Position): Promise<readonly string[]> {
  const list = await completionList(uri, position);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

export function completionList(uri: vscode.Uri, position: vscode.Position): Promise<vscode.CompletionList> {
  return provided('vscode.executeCompletionItemProvider', ({ items }) => isFilled(items), uri, position);
}

export async function until<T>(what: string, read: () => T | undefined | false, milliseconds = 30_000): Promise<T> {
  const started = Date.now();
  for (;;) {
    const value = read();
    if (value !== undefined && value !== false) return value;
    if (Date.now() - started > milliseconds) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Puts the workspace back: unsaved texts are thrown away, all editors closed. VS Code's own documents, such as its settings, are its own. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isUntitled || vscode.workspace.getWorkspaceFolder(document.uri) === undefined) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  while (vscode.window.activeTextEditor !== undefined) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** Replaces the first occurrence of a text in an open document, without saving. */
export async function replace(editor: vscode.TextEditor, before: string, after: string): Promise<void> {
  const start = editor.document.getText().indexOf(before);
  assert.notEqual(start, -1, `the text has ${before}`);
  const range = new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(start + before.length));
  assert.ok(await editor.edit((edit) => edit.replace(range, after)));
}

/** Writes a file of the workspace, as another program would. */
export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** Removes a file or folder of the workspace, where it is there. */
export async function remove(uri: vscode.Uri): Promise<void> {
  if (await exists(uri)) await vscode.workspace.fs.delete(uri, { recursive: true });
}
