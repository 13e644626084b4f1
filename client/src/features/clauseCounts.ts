/** Shows inside the rule how many events are left after each line of the query, and over a clause what the last run tells about it. */
import * as vscode from 'vscode';
import type { LineCount } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { clauseAt, clauseWords, lineCountWords } from '../explanationWords.js';
import { sentence } from '../markdown.js';
import { toRange } from '../rules.js';
import type { Run } from '../runs.js';
import { followEditors, isOn, lineEnd, warningColour } from './decorations.js';
import { marginAfter } from './lineEnds.js';

const selector = [{ language: 'eql' }, { language: 'kuery' }, { language: 'toml' }, { pattern: '**/*.{toml,json,ndjson}' }];

export function registerClauseCounts(context: Context): vscode.Disposable {
  const create = (color: vscode.ThemeColor) =>
    vscode.window.createTextEditorDecorationType({ after: { color, fontStyle: 'normal', fontWeight: 'normal' } });
  const looks = {
    alive: create(new vscode.ThemeColor('editorCodeLens.foreground')),
    dead: create(warningColour),
    stale: create(new vscode.ThemeColor('disabledForeground')),
  };
  const decorate = (editor: vscode.TextEditor) => {
    const run = isOn() ? context.runs.ofRule(editor.document.uri.toString()) : undefined;
    const lines = run?.result.explanation?.lines ?? [];
    // The number on the line of the label is in the label.
    const numbered = lines.filter(({ line }) => line !== run?.result.queryRange?.start.line);
    for (const [name, look] of Object.entries(looks)) {
      const shown = numbered.filter(({ isDead }) => name === (run?.stale === true ? 'stale' : isDead ? 'dead' : 'alive'));
      editor.setDecorations(
        look,
        shown.map((line) => numberAt(editor, line, lines)),
      );
    }
  };
  return vscode.Disposable.from(
    ...Object.values(looks),
    followEditors(context, decorate),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (document, position) => hoverOn(context.runs.ofRule(document.uri.toString()), position),
    }),
  );
}

function numberAt(editor: vscode.TextEditor, counted: LineCount, all: readonly LineCount[]): vscode.DecorationOptions {
  const { line } = counted;
  const margin = marginAfter(
    editor,
    line,
    all.map((each) => each.line),
  );
  return { range: lineEnd(editor.document, line), renderOptions: { after: { contentText: lineCountWords(counted), margin } } };
}

function hoverOn(run: Run | undefined, position: vscode.Position): vscode.Hover | undefined {
  const explanation = run?.result.explanation;
  const clause = explanation === undefined ? undefined : clauseAt(explanation, position);
  // What the whole query lets through stands in its label.
  if (run === undefined || explanation === undefined || clause === undefined) return undefined;
  if (clause.depth === 0 && clause.kind !== 'leaf') return undefined;
  const [first = '', ...others] = clauseWords(clause, explanation.events);
  const text = new vscode.MarkdownString();
  const lastRun = run.stale ? vscode.l10n.t('**Last run** (before the last edit)') : vscode.l10n.t('**Last run**');
  text.appendMarkdown(`${lastRun}: ${sentence(first)}\n\n`);
  for (const line of others) text.appendMarkdown(`- ${sentence(line)}\n`);
  return new vscode.Hover(text, toRange(clause.range));
}
