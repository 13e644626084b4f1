/** Adds the events on the clipboard, such as those copied from Kibana, to the sample of a rule; makes one where the rule has none. */
import * as vscode from 'vscode';
import { eventLinesRequest, type EventLinesParams, type EventLinesResult } from '../../../server/src/protocol/sampleEvents.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { freeUri, writeNew } from '../files.js';
import { isCompressed } from '../names.js';
import { refuse } from '../notes.js';
import { appendedTo, pastedEvents } from '../pasteWords.js';
import { fileName, openDocument } from '../rules.js';
import { ruleFor } from './sample.js';

/** More is a file to be saved, not a text to be pasted. */
const largestText = 10 * 1024 * 1024;

export function createPasteEvent(context: Context): Commands['rulewright.pasteEvent'] {
  return async (argument) => {
    const rule = await ruleFor(context, argument);
    if (rule === undefined || !(await context.requireServer())) return undefined;
    const { lines, bad } = await copiedEvents(context);
    for (const message of bad) context.log.info(`Paste Event: ${message}`);
    const [first] = bad;
    if (lines.length === 0) return refuse(first === undefined ? vscode.l10n.t('The clipboard holds no event; copy one as JSON first') : vscode.l10n.t('The clipboard holds no event. {0}', first)); // prettier-ignore
    const sample = await context.samples.of(rule.toString());
    const target = sample === undefined ? await newSample(context, rule, lines) : await append(sample, lines);
    if (target === undefined) return undefined;
    const show = vscode.l10n.t('Show');
    const { uri, line } = target;
    const said = pastedEvents({ events: lines.length, sample: fileName(uri), line, isNew: sample === undefined, bad: bad.length });
    void vscode.window.showInformationMessage(said, show).then((chosen) => {
      const range = new vscode.Range(line, 0, line, 0);
      return chosen === show ? context.previews.show(uri, range) : undefined;
    });
    return uri;
  };
}

async function copiedEvents({ client }: Context): Promise<EventLinesResult> {
  const text = await vscode.env.clipboard.readText();
  if (text.length > largestText) return { lines: [], bad: ['It is larger than 10 MB: save it as a file and choose it as sample.'] };
  if (text.trim() === '') return { lines: [], bad: [] };
  const params: EventLinesParams = { text };
  return client.sendRequest<EventLinesResult>(eventLinesRequest, params);
}

interface Pasted {
  readonly uri: vscode.Uri;
  /** Zero-based, of the first event. */
  readonly line: number;
}

/** Beside the rule, which then runs on it by its name; for a rule without a file a document without one. */
async function newSample({ samples }: Context, rule: vscode.Uri, lines: readonly string[]): Promise<Pasted> {
  const text = lines.map((line) => `${line}\n`).join('');
  if (rule.scheme === 'untitled') {
    const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content: text });
    await vscode.window.showTextDocument(document, { preview: false, preserveFocus: true, viewColumn: vscode.ViewColumn.Beside });
    await samples.choose(rule.toString(), document.uri);
    return { uri: document.uri, line: 0 };
  }
  const uri = await freeUri(vscode.Uri.joinPath(rule, '..'), `${fileName(rule).replace(/\.[^.]+$/, '')}.events.ndjson`);
  await writeNew(uri, text);
  await samples.choose(rule.toString(), uri);
  return { uri, line: 0 };
}

/** As an edit, which can be undone; saved where the file had no unsaved edits. */
async function append(sample: vscode.Uri, lines: readonly string[]): Promise<Pasted | undefined> {
  const name = fileName(sample);
  if (isCompressed(name)) return refuse(vscode.l10n.t('{0} is compressed, so no event can be added to it; choose another sample', name));
  if (openDocument(sample) === undefined && sample.scheme !== 'untitled') {
    const { size } = await vscode.workspace.fs.stat(sample);
    if (size > largestText)
      return refuse(vscode.l10n.t('{0} is larger than 10 MB, so no event is added to it; choose another sample', name));
  }
  const document = await vscode.workspace.openTextDocument(sample);
  const added = appendedTo(document.getText(), lines);
  if (added === undefined)
    return refuse(
      vscode.l10n.t('{0} is one JSON value rather than lines of events, so none can be added to it; choose another sample', name),
    );
  const hadEdits = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.insert(sample, end, added.text);
  if (!(await vscode.workspace.applyEdit(edit))) return refuse(vscode.l10n.t('{0} could not be changed', name));
  if (!hadEdits && !document.isUntitled) await document.save();
  return { uri: sample, line: end.line + added.linesBefore };
}
