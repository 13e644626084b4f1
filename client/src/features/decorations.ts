/** Shows the results of the last runs inside the rule and the event file. All of it can be switched off with one setting. */
import * as vscode from 'vscode';
import type { RunHit } from '../../../server/src/protocol/protocol.js';
import type { Context } from '../context.js';
import { toRange } from '../rules.js';
import type { Run } from '../runs.js';
import { hasCounts, ruleLabel } from '../words.js';

const setting = 'inlineResults';

/** One look for results of the texts as they are, one for those from before the last edit. */
interface Look {
  readonly label: vscode.TextEditorDecorationType;
  readonly event: vscode.TextEditorDecorationType;
  readonly eventStart: vscode.TextEditorDecorationType;
  readonly value: vscode.TextEditorDecorationType;
}

export function registerDecorations(context: Context, extensionUri: vscode.Uri): vscode.Disposable {
  const looks = { fresh: createLook(extensionUri, false), stale: createLook(extensionUri, true) };
  const update = () => vscode.window.visibleTextEditors.forEach((editor) => decorate(editor, context, looks));
  return vscode.Disposable.from(
    ...[looks.fresh, looks.stale].flatMap((look) => Object.values<vscode.Disposable>({ ...look })),
    context.runs.onDidChange(update),
    vscode.window.onDidChangeVisibleTextEditors(update),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(`rulewright.${setting}`) && update()),
  );
}

/** The command: turns inline results on or off where the setting is set. */
export async function toggleInlineResults(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('rulewright');
  const inWorkspace = settings.inspect<boolean>(setting)?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update(setting, !isOn(), target);
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration('rulewright').get<boolean>(setting, true);
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

function decorate(editor: vscode.TextEditor, { runs }: Context, looks: { readonly fresh: Look; readonly stale: Look }): void {
  const uri = editor.document.uri.toString();
  const ofRule = isOn() ? runs.ofRule(uri) : undefined;
  const ofSample = isOn() ? runs.ofSample(uri) : undefined;
  for (const [name, look] of Object.entries(looks)) {
    const inLook = (run: Run | undefined) => (run !== undefined && run.stale === (name === 'stale') ? run : undefined);
    editor.setDecorations(look.label, labels(editor.document, inLook(ofRule)));
    const hits = inLook(ofSample)?.result.hits ?? [];
    editor.setDecorations(
      look.event,
      hits.map((hit) => toRange(hit.range)),
    );
    editor.setDecorations(
      look.eventStart,
      marked(hits).map((hit) => eventMark(editor.document, hit)),
    );
    editor.setDecorations(
      look.value,
      hits.flatMap((hit) => hit.matched.map(({ range }) => toRange(range))),
    );
  }
}

/** One hit for each place: an event can be in several sequences. */
function marked(hits: readonly RunHit[]): readonly RunHit[] {
  return [...new Map(hits.map((hit) => [`${hit.range.start.line}:${hit.range.start.character}`, hit])).values()];
}

function labels(document: vscode.TextDocument, run: Run | undefined): vscode.DecorationOptions[] {
  if (run?.result.queryRange === undefined || !hasCounts(run.result)) return [];
  const contentText = ruleLabel(run.result, run.stale);
  return [{ range: lineEnd(document, run.result.queryRange.start.line), renderOptions: { after: { contentText } } }];
}

function eventMark(document: vscode.TextDocument, hit: RunHit): vscode.DecorationOptions {
  return { range: lineEnd(document, hit.range.start.line), renderOptions: { after: { contentText: '✔ matches' } } };
}

function lineEnd(document: vscode.TextDocument, line: number): vscode.Range {
  const { end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  return new vscode.Range(end, end);
}
