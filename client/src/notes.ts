/** How commands say what they did and what was lost on the way: one sentence in a notification, all of it in the log. */
import * as vscode from 'vscode';
import type { Context } from './context.js';
import { outcome } from './words.js';

/** `done`: a sentence with its full stop. */
export function tell({ log }: Context, done: string, notes: readonly string[]): void {
  for (const note of notes) log.info(note);
  const showLog = 'Show Log';
  const offered = notes.length > 1 ? [showLog] : [];
  void vscode.window
    .showInformationMessage(outcome(done, notes), ...offered)
    .then((chosen) => (chosen === showLog ? log.show() : undefined));
}

/** Why nothing was done. */
export function refuse(message: string): undefined {
  void vscode.window.showWarningMessage(`${message.replace(/\.$/, '')}.`);
  return undefined;
}
