/** Shows the results of the last runs inside the rule and the event file. All of it can be switched off with one setting. */
import * as vscode from 'vscode';
import type { Context } from '../context.js';
import type { Run } from '../runs.js';
import { isSettingOn, toggleSetting } from '../settings.js';
import { lineCountWords, nearestWords } from '../explanationWords.js';
import { hasCounts, ruleLabel } from '../words.js';
import { nearestLink } from './eventLinks.js';
import { marginAfter } from './lineEnds.js';

const setting = 'inlineResults';

/** Of what lets nothing through. */
export const warningColour = new vscode.ThemeColor('editorWarning.foreground');

/** One look for results of the texts as they are, one for those from before the last edit. */
interface Look {
  readonly label: vscode.TextEditorDecorationType;
  readonly event: vscode.TextEditorDecorationType;
  readonly eventStart: vscode.TextEditorDecorationType;
  readonly value: vscode.TextEditorDecorationType;
}

export function registerDecorations(context: Context, extensionUri: vscode.Uri): vscode.Disposable {
  const looks = { fresh: createLook(extensionUri, false), stale: createLook(extensionUri, true) };
  return vscode.Disposable.from(
    ...[looks.fresh, looks.stale].flatMap((look) => Object.values<vscode.Disposable>({ ...look })),
    followEditors(context, (editor) => decorate(editor, context, looks)),
  );
}

/** While someone types fast, marks that are set arrive behind the text that they were for: so many milliseconds later they are set again. */
const settleMilliseconds = 50;

/** Decorates the editors on screen whenever what they show may be another. */
export function followEditors({ runs, previews }: Context, decorateEditor: (editor: vscode.TextEditor) => void): vscode.Disposable {
  const update = () => vscode.window.visibleTextEditors.forEach(decorateEditor);
  let settling: ReturnType<typeof setTimeout> | undefined;
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(settling) },
    runs.onDidChange(update),
    previews.onDidRead(update),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
      clearTimeout(settling);
      settling = setTimeout(update, settleMilliseconds);
    }),
    vscode.window.onDidChangeVisibleTextEditors(update),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(`rulewright.${setting}`) && update()),
  );
}

/** The command: turns inline results on or off. */
export function toggleInlineResults(): Promise<void> {
  return toggleSetting(setting);
}

/** Whether results are to be shown inside the rule and the event file. */
export function isOn(): boolean {
  return isSettingOn(setting);
}

function createLook(extensionUri: vscode.Uri, stale: boolean): Look {
  const mark = new vscode.ThemeColor(stale ? 'disabledForeground' : 'testing.iconPassed');
  const muted = new vscode.ThemeColor(stale ? 'disabledForeground' : 'editorCodeLens.foreground');
  const icon = (theme: 'light' | 'dark') =>
    vscode.Uri.joinPath(extensionUri, 'client', 'media', stale ? 'match-stale.svg' : `match-${theme}.svg`);
  const create = vscode.window.createTextEditorDecorationType;
  return {
    label: create({
      after: { margin: '0 0 0 3em', color: muted, fontStyle: 'normal' },
      rangeBehavior: vscode.DecorationRangeBehavior.OpenClosed,
    }),
    event: create({
      isWholeLine: true,
      borderStyle: 'solid',
      borderWidth: '0 0 0 3px',
      borderColor: mark,
      overviewRulerColor: mark,
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
    eventStart: create({
      after: { margin: '0 0 0 3em', color: muted },
      light: { gutterIconPath: icon('light') },
      dark: { gutterIconPath: icon('dark') },
      gutterIconSize: 'contain',
    }),
    value: create({
      textDecoration: 'underline 2px',
      borderRadius: '2px',
      ...(stale ? {} : { backgroundColor: new vscode.ThemeColor('editor.wordHighlightBackground') }),
    }),
  };
}

function decorate(editor: vscode.TextEditor, { runs, previews }: Context, looks: { readonly fresh: Look; readonly stale: Look }): void {
  const uri = editor.document.uri.toString();
  const ofRule = isOn() ? runs.ofRule(uri) : undefined;
  const { sample, toDocument } = previews.shownIn(editor.document);
  const ofSample = isOn() ? runs.ofSample(sample) : undefined;
  for (const [name, look] of Object.entries(looks)) {
    const inLook = (run: Run | undefined) => (run !== undefined && run.stale === (name === 'stale') ? run : undefined);
    editor.setDecorations(look.label, labels(editor, inLook(ofRule)));
    const hits = inLook(ofSample)?.result.hits ?? [];
    const events = hits.flatMap((hit) => toDocument(hit.range) ?? []);
    editor.setDecorations(look.event, events);
    editor.setDecorations(look.eventStart, eventMarks(editor.document, events));
    editor.setDecorations(
      look.value,
      hits.flatMap((hit) => hit.matched.flatMap(({ range }) => toDocument(range) ?? [])),
    );
  }
}

/** One for each place: an event can be in several sequences. */
function eventMarks(document: vscode.TextDocument, events: readonly vscode.Range[]): vscode.DecorationOptions[] {
  const places = new Map(events.map(({ start }) => [`${start.line}:${start.character}`, start.line]));
  return [...places.values()].map((line) => ({ range: lineEnd(document, line), renderOptions: { after: { contentText: '✔ matches' } } }));
}

function labels(editor: vscode.TextEditor, run: Run | undefined): vscode.DecorationOptions[] {
  if (run?.result.queryRange === undefined || !hasCounts(run.result)) return [];
  const { line } = run.result.queryRange.start;
  const nearest = nearestWords(run.result);
  const label = [ruleLabel(run.result, run), nearest].filter((part) => part !== undefined).join('; ');
  return [
    {
      range: lineEnd(editor.document, line),
      renderOptions: { after: { contentText: label, ...numberBefore(label, editor, run) } },
      ...(nearest === undefined ? {} : { hoverMessage: nearestLink(run.result) }),
    },
  ];
}

/** A query that begins on the line of its label may have its first number there, in the column of the others. */
function numberBefore(label: string, editor: vscode.TextEditor, { result, stale }: Run): vscode.ThemableDecorationAttachmentRenderOptions {
  const lines = result.explanation?.lines ?? [];
  const counted = lines.find(({ line }) => line === result.queryRange?.start.line);
  if (counted === undefined) return {};
  const margin = marginAfter(
    editor,
    counted.line,
    lines.map(({ line }) => line),
  );
  const contentText = `${lineCountWords(counted)}${'\u00a0'.repeat(4)}${label}`;
  return { contentText, margin, ...(counted.isDead && !stale ? { color: warningColour } : {}) };
}

/** Where what is said about a line stands. */
export function lineEnd(document: vscode.TextDocument, line: number): vscode.Range {
  const { end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  return new vscode.Range(end, end);
}
