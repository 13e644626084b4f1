/** Marks in the event file the events that come nearest to matching, more quietly than those that match. */
import * as vscode from 'vscode';
import type { Context } from '../context.js';
import { markedMisses, type PlacedMiss } from '../explanationWords.js';
import type { Run } from '../runs.js';
import { followEditors, isOn, lineEnd } from './decorations.js';

export function registerNearMisses(context: Context, extensionUri: vscode.Uri): vscode.Disposable {
  const icon = (theme: string) => ({ gutterIconPath: vscode.Uri.joinPath(extensionUri, 'client', 'media', `miss-${theme}.svg`) });
  const create = (color: string) =>
    vscode.window.createTextEditorDecorationType({
      after: { margin: '0 0 0 3em', color: new vscode.ThemeColor(color) },
      light: icon('light'),
      dark: icon('dark'),
      gutterIconSize: 'contain',
    });
  const looks = { fresh: create('editorCodeLens.foreground'), stale: create('disabledForeground') };
  const decorate = (editor: vscode.TextEditor) => {
    const { sample, toDocument } = context.previews.shownIn(editor.document);
    const run = isOn() ? context.runs.ofSample(sample) : undefined;
    for (const [name, look] of Object.entries(looks)) {
      const marked = run === undefined || run.stale !== (name === 'stale') ? [] : unmatched(run);
      editor.setDecorations(
        look,
        marked.flatMap(({ miss, text }) => {
          const event = toDocument(miss.range);
          if (event === undefined) return [];
          return [{ range: lineEnd(editor.document, event.start.line), renderOptions: { after: { contentText: `≈ ${text}` } } }];
        }),
      );
    }
  };
  return vscode.Disposable.from(...Object.values(looks), followEditors(context, decorate));
}

/** One for each event that has no mark of its own: of a sequence, an event that misses one item can satisfy another. */
function unmatched({ result: { explanation, hits } }: Run): readonly PlacedMiss[] {
  const matching = new Set(hits.map(({ range }) => `${range.start.line}:${range.start.character}`));
  const misses = explanation === undefined ? [] : markedMisses(explanation);
  const byPlace = new Map<string, PlacedMiss>();
  for (const placed of misses) {
    const { line, character } = placed.miss.range.start;
    const place = `${line}:${character}`;
    if (!matching.has(place) && !byPlace.has(place)) byPlace.set(place, placed);
  }
  return [...byPlace.values()];
}
