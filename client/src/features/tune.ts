/** Excludes a value of a match from the rule, or keeps only matches with it: shows first what that does, then writes it. */
import * as vscode from 'vscode';
import type { RunHit } from '../../../server/src/protocol/protocol.js';
import { tuneRequest, type TuneParams, type TuneResult } from '../../../server/src/protocol/tuning.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { fileName, openDocument, toRange } from '../rules.js';
import type { Run } from '../runs.js';
import { hiddenWords, removedWords } from '../tuneWords.js';

type Mode = TuneParams['mode'];

interface FieldValue {
  readonly field: string;
  readonly value: string;
}

/** A match of a run, and the one of its values that is meant, where that is known. */
interface Match {
  readonly run: Run;
  /** Of an event of a sequence or sample. */
  readonly stage: number | undefined;
  readonly known: FieldValue | undefined;
  readonly values: readonly FieldValue[];
}

export function createTune(context: Context, mode: Mode): Commands['rulewright.excludeValue'] {
  return async (argument) => {
    const match = matchOf(context, argument);
    if (match === undefined) {
      refuse(vscode.l10n.t('Run a rule first, and choose one of its matches: in the results, or with the cursor in the event file.'));
      return false;
    }
    const wanted = await chosenValue(match, mode);
    if (wanted === undefined || !(await context.requireServer())) return false;
    return propose(context, match, wanted, mode);
  };
}

/** Of what a menu or a link passes: a row of the results or one of its cells, or the place of a match in the last run of a rule. */
function matchOf({ runs }: Context, argument: unknown): Match | undefined {
  if (typeof argument !== 'object' || argument === null || !('hit' in argument)) return matchAtCursor(runs);
  const { hit: index, value, field, rule, stage, values } = argument as Readonly<Record<string, unknown>>;
  const run = typeof rule === 'string' ? runs.ofRule(rule) : runs.last;
  if (run === undefined || typeof index !== 'number') return undefined;
  const hit = run.result.hits[index];
  const known = typeof field === 'string' && typeof value === 'string' ? { field, value } : undefined;
  if (hit !== undefined) return matchIn(run, hit, known ?? (typeof value === 'number' ? hit.matched[value] : undefined));
  const isStaged = run.result.unit !== undefined && typeof stage === 'number';
  const listed = Array.isArray(values) ? values.filter(isFieldValue) : [];
  return known === undefined && listed.length === 0 ? undefined : { run, stage: isStaged ? stage : undefined, known, values: listed };
}

function isFieldValue(value: unknown): value is FieldValue {
  if (typeof value !== 'object' || value === null || !('field' in value) || !('value' in value)) return false;
  return typeof value.field === 'string' && typeof value.value === 'string';
}

function matchIn(run: Run, hit: RunHit, known: FieldValue | undefined): Match {
  return { run, stage: hit.sequence?.stage, known, values: valuesOf(hit) };
}

function matchAtCursor(runs: Context['runs']): Match | undefined {
  const editor = vscode.window.activeTextEditor;
  const run = editor === undefined ? undefined : runs.ofSample(editor.document.uri.toString());
  if (editor === undefined || run === undefined) return undefined;
  const position = editor.selection.active;
  const hit = run.result.hits.find(({ range }) => toRange(range).contains(position));
  const known = hit?.matched.find(({ range }) => toRange(range).contains(position));
  return hit === undefined ? undefined : matchIn(run, hit, known);
}

async function chosenValue({ known, values }: Match, mode: Mode): Promise<FieldValue | undefined> {
  if (known !== undefined) return known;
  const items = values.map((each) => ({ label: each.field, description: each.value, each }));
  const picked = await vscode.window.showQuickPick(items, {
    title: mode === 'exclude' ? vscode.l10n.t('Exclude which value?') : vscode.l10n.t('Keep only which value?'),
    placeHolder: vscode.l10n.t('A field of this match and its value'),
    matchOnDescription: true,
  });
  return picked?.each;
}

/** Each once: those that made it match first. Of several values of a field only the matched ones are known one by one. */
function valuesOf({ matched, columns }: RunHit): readonly FieldValue[] {
  const fields = new Set(matched.map(({ field }) => field));
  const others = columns.filter(({ field, value }) => !fields.has(field) && field !== '@timestamp' && !value.includes(', '));
  const byText = new Map([...matched, ...others].map(({ field, value }) => [`${field} ${value}`, { field, value }]));
  return [...byText.values()];
}

interface Proposal extends vscode.QuickPickItem {
  readonly accept: () => Thenable<boolean>;
}

/** Enter makes the change that is shown first. */
async function propose(context: Context, { run, stage }: Match, { field, value }: FieldValue, mode: Mode): Promise<boolean> {
  const { rule, sample } = run.result;
  const params: TuneParams = {
    rule,
    field,
    value,
    mode,
    ...(sample === undefined ? {} : { sample: sampleOf(sample) }),
    ...(run.result.queryRange === undefined ? {} : { position: run.result.queryRange.start }),
    ...(stage === undefined ? {} : { stage }),
  };
  const asked = context.client.sendRequest<TuneResult>(tuneRequest, params);
  const progress = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Rulewright: comparing matches') };
  const result = await vscode.window.withProgress(progress, () => asked);
  if (result.message !== undefined) {
    refuse(result.message);
    return false;
  }
  const picked = await vscode.window.showQuickPick(proposals(vscode.Uri.parse(rule), result, mode), {
    title: `${mode === 'exclude' ? 'Exclude' : 'Keep only'} ${field}: ${value}`,
    placeHolder: vscode.l10n.t('Enter makes the change, Escape leaves the rule as it is'),
    matchOnDetail: true,
  });
  return picked === undefined ? false : picked.accept();
}

/** The text where the editor holds it unsaved. */
function sampleOf(uri: string): NonNullable<TuneParams['sample']> {
  const document = openDocument(uri);
  return document?.isDirty === true || document?.isUntitled === true ? { uri, text: document.getText() } : { uri };
}

function proposals(rule: vscode.Uri, result: TuneResult, mode: Mode): Proposal[] {
  const { preview, exception } = result;
  const effect = preview === undefined ? ['there are no sample events to compare on'] : [removedWords(preview), hiddenWords(preview)];
  const detail = effect.filter((part) => part !== undefined).join('; ');
  const isRisky = preview !== undefined && preview.hidden > 0;
  const write = {
    label: `$(${isRisky ? 'warning' : mode === 'exclude' ? 'remove' : 'filter'}) ${vscode.l10n.t('Write into {0}', fileName(rule))}`,
    description: result.clause,
    detail,
    accept: () => apply(rule, result),
  };
  if (exception === undefined) return [write];
  const copy = async (): Promise<boolean> => {
    await vscode.env.clipboard.writeText(exception);
    void vscode.window.showInformationMessage(vscode.l10n.t('The exception item is on the clipboard.'));
    return false;
  };
  return [
    write,
    { label: vscode.l10n.t('$(copy) Copy as Kibana exception item'), description: vscode.l10n.t('the rule stays as it is'), accept: copy },
  ];
}

async function apply(rule: vscode.Uri, { edits, ruleVersion }: TuneResult): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(rule);
  if (ruleVersion !== undefined && document.version !== ruleVersion) {
    refuse(vscode.l10n.t('The rule was edited meanwhile, so nothing was changed.'));
    return false;
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(rule, toRange(range), newText);
  return vscode.workspace.applyEdit(edit);
}
