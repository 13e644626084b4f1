/** Rules from elsewhere as files in TOML: the text of a documentation page, and rule objects or exports of Kibana's. */
import * as vscode from 'vscode';
import { importRulesRequest, type ImportRulesParams, type ImportRulesResult } from '../../../server/src/protocol/ruleFiles.js';
import { asUri, type Commands, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { openUnsaved, ruleFolder, textOf, writeNew } from '../files.js';
import { refuse, tell } from '../notes.js';
import { fileName } from '../rules.js';
import { count, importedFiles } from '../words.js';

interface Source {
  /** As the user knows it. */
  readonly name: string;
  readonly text: string;
}

export function createImportPage(context: Context): Commands['rulewright.importRuleFromPage'] {
  return async (argument) => {
    if (!(await context.requireServer())) return undefined;
    const sources = await pageSources(argument);
    for (const source of sources) {
      const imported = await importFrom(context, 'page', source);
      if (imported.rules.length > 0) return openRule(context, imported);
    }
    const [only] = asUri(argument) === undefined ? [] : sources;
    if (only !== undefined) return refuse((await importFrom(context, 'page', only)).message ?? vscode.l10n.t('There is no rule'));
    return askForPage(context);
  };
}

async function askForPage(context: Context): Promise<vscode.Uri | undefined> {
  const choose = vscode.l10n.t('Choose File');
  const message = vscode.l10n.t(
    'Copy the whole text of a rule’s documentation page first: neither the active editor nor the clipboard has the text of one.',
  );
  if ((await vscode.window.showInformationMessage(message, choose)) !== choose) return undefined;
  const file = await chooseFile('Choose the text of a documentation page', { Text: ['txt', 'md'], 'All files': ['*'] });
  if (file === undefined) return undefined;
  const imported = await importFrom(context, 'page', await sourceOf(file));
  return imported.message === undefined ? openRule(context, imported) : refuse(imported.message);
}

export function createImportKibana(context: Context): Commands['rulewright.importRulesFromKibana'] {
  return async (argument, target) => {
    if (!(await context.requireServer())) return [];
    const file = asUri(argument) ?? activeJson() ?? (await chooseFile('Choose rules of Kibana’s', { 'Rules in JSON': ['ndjson', 'json'] }));
    if (file === undefined) return [];
    const imported = await importFrom(context, 'kibana', await sourceOf(file));
    if (imported.message !== undefined) {
      refuse(imported.message);
      return [];
    }
    if (imported.rules.length === 1 && target === undefined) {
      const opened = await openRule(context, imported);
      return opened === undefined ? [] : [opened];
    }
    const folder = asUri(target) ?? (await chooseFolder(count(imported.rules.length, 'rule')));
    return folder === undefined ? [] : writeRules(context, imported, folder);
  };
}

async function importFrom({ client }: Context, from: ImportRulesParams['from'], { name, text }: Source): Promise<ImportRulesResult> {
  const params: ImportRulesParams = { text, name, from, id: crypto.randomUUID() };
  return client.sendRequest<ImportRulesResult>(importRulesRequest, params);
}

async function pageSources(argument: UriArgument): Promise<readonly Source[]> {
  const given = asUri(argument);
  if (given !== undefined) return [await sourceOf(given)];
  const active = vscode.window.activeTextEditor?.document;
  const clipboard = { name: 'The clipboard', text: await vscode.env.clipboard.readText() };
  return active === undefined ? [clipboard] : [{ name: fileName(active.uri), text: active.getText() }, clipboard];
}

async function sourceOf(uri: vscode.Uri): Promise<Source> {
  return { name: fileName(uri), text: await textOf(uri) };
}

function activeJson(): vscode.Uri | undefined {
  const active = vscode.window.activeTextEditor?.document;
  return active !== undefined && /^(?:json|jsonl|jsonc)$/.test(active.languageId) ? active.uri : undefined;
}

async function chooseFile(title: string, filters: Record<string, string[]>): Promise<vscode.Uri | undefined> {
  return (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Import'), filters }))?.[0];
}

async function chooseFolder(what: string): Promise<vscode.Uri | undefined> {
  const folder = await ruleFolder();
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose a folder for {0}', what),
    openLabel: vscode.l10n.t('Import here'),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return chosen?.[0];
}

async function openRule(context: Context, { rules, notes }: ImportRulesResult): Promise<vscode.Uri | undefined> {
  const [rule] = rules;
  if (rule === undefined) return undefined;
  const opened = await openUnsaved(rule.text, { fileName: rule.fileName, folder: await ruleFolder() });
  tell(context, vscode.l10n.t('{0} is imported, and not saved yet.', rule.name), [...rule.notes, ...notes]);
  return opened;
}

async function writeRules(context: Context, { rules, notes }: ImportRulesResult, folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const written: vscode.Uri[] = [];
  for (const { fileName: name, text } of rules) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (await writeNew(uri, text)) written.push(uri);
  }
  const lost = rules.flatMap((rule) => rule.notes.map((note) => `${rule.fileName}: ${note}`));
  tell(context, importedFiles(written.length, rules.length, fileName(folder)), [...lost, ...notes]);
  return written;
}
