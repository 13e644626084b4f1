/** Makes sample events and tests for a rule: opened where its author looks at them, saved only where that was chosen. */
import * as vscode from 'vscode';
import { synthesizeRequest, type SynthesizeParams, type SynthesizeResult } from '../../../server/src/protocol/synthesis.js';
import type { Commands, UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { openUnsaved, writeNew } from '../files.js';
import { generatedSamples } from '../generateWords.js';
import { refuse, tell } from '../notes.js';
import { canWrite, cursorIn, exists, fileName } from '../rules.js';
import { ruleFor } from './sample.js';

interface Generated extends SynthesizeResult {
  readonly rule: vscode.Uri;
  readonly text: string;
}

type Target = 'untitled' | 'file';

export function createGenerateEvents(context: Context): Commands['rulewright.generateSampleEvents'] {
  return async (argument, target) => {
    const made = await generate(context, argument, 'events');
    if (made === undefined) return undefined;
    const file = vscode.Uri.parse(made.file, true);
    const chosen = target === 'file' || target === 'untitled' ? target : await askTarget(made.rule, file);
    if (chosen === undefined) return undefined;
    const events = await openEvents(made.text, file, chosen);
    if (events === undefined) return refuse(vscode.l10n.t('{0} exists already; it was left as it is', fileName(file)));
    await context.samples.choose(made.rule.toString(), events);
    tell(context, vscode.l10n.t('{0} for {1}; they are its sample events now.', generatedSamples(made), fileName(made.rule)), made.notes);
    return events;
  };
}

export function createGenerateTests(context: Context): Commands['rulewright.generateRuleTests'] {
  return async (argument) => {
    const made = await generate(context, argument, 'tests');
    if (made === undefined) return undefined;
    const file = vscode.Uri.parse(made.file, true);
    const isFree = canWrite(made.rule) && !(await exists(file));
    const folder = isFree ? vscode.Uri.joinPath(file, '..') : undefined;
    const document = await openUnsaved(made.text, { fileName: fileName(file), folder });
    tell(context, vscode.l10n.t('{0} for {1}, a test for each.', generatedSamples(made), fileName(made.rule)), made.notes);
    return document;
  };
}

/** Never asks where there is but one answer. */
async function askTarget(rule: vscode.Uri, file: vscode.Uri): Promise<Target | undefined> {
  if (!canWrite(rule) || (await exists(file))) return 'untitled';
  const items: readonly (vscode.QuickPickItem & { readonly target: Target })[] = [
    { label: vscode.l10n.t('In a New Document'), detail: vscode.l10n.t('To look at; save it where you like'), target: 'untitled' },
    { label: vscode.l10n.t('As {0}', fileName(file)), detail: vscode.l10n.t('Beside the rule, which then runs on it'), target: 'file' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sample events for {0}', fileName(rule)) });
  return chosen?.target;
}

/** Undefined where the file is there already. */
async function openEvents(text: string, file: vscode.Uri, target: Target): Promise<vscode.Uri | undefined> {
  if (target === 'file' && !(await writeNew(file, text))) return undefined;
  const document =
    target === 'file'
      ? await vscode.workspace.openTextDocument(file)
      : await vscode.workspace.openTextDocument({ language: 'jsonl', content: text });
  await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
  return document.uri;
}

async function generate(context: Context, argument: UriArgument, form: SynthesizeParams['form']): Promise<Generated | undefined> {
  const rule = await ruleFor(context, argument);
  if (rule === undefined || !(await context.requireServer())) return undefined;
  const position = cursorIn(rule);
  const params: SynthesizeParams = { rule: rule.toString(), form, ...(position === undefined ? {} : { position }) };
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Making sample events') },
    () => context.client.sendRequest<SynthesizeResult>(synthesizeRequest, params),
  );
  const { text } = result;
  return text === undefined ? refuse(result.message ?? vscode.l10n.t('No events could be made for this rule')) : { ...result, rule, text };
}
