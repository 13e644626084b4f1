/** Where numbers stand behind the lines of a query: below each other, without moving its text. */
import type * as vscode from 'vscode';

/** Numbers stand in one column behind the lines up to this one; longer lines have theirs right behind them. */
const lastColumn = 80;

/** Between the longest line and its number. */
const leastGap = 3;

/** A CSS margin for what stands behind a line, so that for all `lines` it begins in the same column. */
export function marginAfter(editor: vscode.TextEditor, line: number, lines: readonly number[]): string {
  const column = Math.max(0, ...lines.map((each) => widthOf(editor, each)).filter((width) => width <= lastColumn));
  return `0 0 0 ${Math.max(0, column - widthOf(editor, line)) + leastGap}ch`;
}

function widthOf({ document, options }: vscode.TextEditor, line: number): number {
  const tab = ' '.repeat(typeof options.tabSize === 'number' ? options.tabSize : 4);
  return document.lineAt(Math.min(line, document.lineCount - 1)).text.replaceAll('\t', tab).length;
}
