/** Lets the user choose the events that a rule is run on: files of the workspace, unsaved documents, or any file. */
import * as vscode from 'vscode';
import { asUri, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { eventFileGlob, eventFileRank, looksLikeEvents } from '../names.js';
import { fileName, isRule, openDocument } from '../rules.js';

/** More files than anyone reads through; typing narrows them down, Browse finds the rest. */
const listedFiles = 2000;

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
  readonly browse?: true;
  readonly none?: true;
}

/** The command: chooses the sample of the given or active rule and remembers it. */
export function createPickSample(context: Context): (argument?: UriArgument) => Promise<vscode.Uri | undefined> {
  return async (argument) => {
    const rule = await ruleFor(context, argument);
    return rule === undefined ? undefined : pickSample(context, rule);
  };
}

/**
 * The rule that a command is about: the one it was given or the active editor's; of an event file the rule that it is the sample of;
 * else the last one run.
 */
export async function ruleFor(context: Context, argument: UriArgument): Promise<vscode.Uri | undefined> {
  const file = asUri(argument) ?? vscode.window.activeTextEditor?.document.uri;
  const document = file === undefined ? undefined : openDocument(file);
  const isEventFile = document !== undefined && !isRule(document);
  const rule = file !== undefined && isEventFile ? await context.samples.ruleOf(file) : file;
  if (rule !== undefined) return rule;
  const last = context.runs.last?.result.rule;
  if (last !== undefined) return vscode.Uri.parse(last);
  void vscode.window.showInformationMessage(vscode.l10n.t('Open a rule first: a detection rule in TOML, an .eql or a .kuery file.'));
  return undefined;
}

/** Asks for the sample of a rule and remembers it. Undefined when the user chose none. */
export async function pickSample(context: Context, rule: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (!(await context.requireServer())) return undefined;
  const sample = await pickEventFile(rule, {
    title: vscode.l10n.t('Sample events for {0}', fileName(rule)),
    placeHolder: vscode.l10n.t('A file of events: NDJSON, JSON, a search response or a bulk body'),
    openLabel: vscode.l10n.t('Use as sample'),
    current: context.samples.of(rule.toString()),
    currentLabel: vscode.l10n.t('current sample'),
  });
  if (!(sample instanceof vscode.Uri)) return undefined;
  await context.samples.choose(rule.toString(), sample);
  return sample;
}

export interface EventFileQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** On the button of the dialog. */
  readonly openLabel: string;
  readonly current: Promise<vscode.Uri | undefined>;
  /** What is said of it. */
  readonly currentLabel: string;
  /** The choice to have no file, where there is one. */
  readonly none?: string;
}

/** Undefined when the user chose nothing; `none` when that was the choice. */
export async function pickEventFile(rule: vscode.Uri, question: EventFileQuestion): Promise<vscode.Uri | 'none' | undefined> {
  const { title, placeHolder, openLabel } = question;
  const picked = await vscode.window.showQuickPick(fileItems(rule, question), { title, placeHolder, matchOnDescription: true });
  if (picked?.none === true) return 'none';
  return picked?.browse === true ? browse(rule, openLabel) : picked?.uri;
}

async function fileItems(rule: vscode.Uri, { current: asked, currentLabel, none }: EventFileQuestion): Promise<FileItem[]> {
  const folder = rule.path.slice(0, rule.path.lastIndexOf('/'));
  const [current, files] = await Promise.all([
    asked,
    vscode.workspace.findFiles(eventFileGlob, '{**/node_modules/**,**/.*/**}', listedFiles),
  ]);
  const isCurrent = (uri: vscode.Uri) => uri.toString() === current?.toString();
  // The one in use first, so that Enter alone changes nothing.
  const rank = (uri: vscode.Uri) => (isCurrent(uri) ? -1 : eventFileRank(uri.path, folder));
  const sorted = [...files].sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
  const toItem = (uri: vscode.Uri): FileItem => ({
    uri,
    label: fileName(uri),
    description: [place(uri), isCurrent(uri) ? currentLabel : ''].filter(Boolean).join(' · '),
    iconPath: new vscode.ThemeIcon('json'),
  });
  const noFile = none === undefined ? [] : [{ none: true, label: none, iconPath: new vscode.ThemeIcon('circle-slash') } as const];
  const ofFiles = [...untitledEvents().map(toItem), ...sorted.map(toItem)];
  return [
    ...(current === undefined ? [...noFile, ...ofFiles] : [...ofFiles, ...noFile]),
    { kind: vscode.QuickPickItemKind.Separator, label: '' },
    { browse: true, label: vscode.l10n.t('Browse…'), iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true },
  ];
}

function untitledEvents(): readonly vscode.Uri[] {
  return vscode.workspace.textDocuments
    .filter((document) => document.isUntitled && !isRule(document) && looksLikeEvents(document.getText()))
    .map((document) => document.uri);
}

function place(uri: vscode.Uri): string {
  if (uri.scheme === 'untitled') return vscode.l10n.t('not saved');
  const relative = vscode.workspace.asRelativePath(uri);
  return relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
}

async function browse(rule: vscode.Uri, openLabel: string): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose a file of events'),
    openLabel,
    ...(rule.scheme === 'untitled' ? {} : { defaultUri: vscode.Uri.joinPath(rule, '..') }),
    filters: { Events: ['ndjson', 'jsonl', 'json', 'gz', 'zst'], 'All files': ['*'] },
  });
  return files?.[0];
}
