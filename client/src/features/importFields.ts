/** Takes descriptions of fields over into the project: from a file that has them, or from the sample events of the active rule. */
import * as vscode from 'vscode';
import { readFieldsRequest, type ReadFieldsParams, type ReadFieldsResult } from '../../../server/src/protocol/ruleFiles.js';
import { asUri, type Commands, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { freeUri, pathBelow, textOf } from '../files.js';
import { refuse, tell } from '../notes.js';
import { fileName, isRule } from '../rules.js';
import { count } from '../words.js';
import { changeConfiguration, projectFolder } from './configuration.js';

type Source = { readonly kind: 'file'; readonly uri: vscode.Uri } | { readonly kind: 'sample'; readonly sample: vscode.Uri };

export function createImportFields(context: Context): Commands['rulewright.importFields'] {
  return async (argument, givenPatterns) => {
    if (!(await context.requireServer())) return undefined;
    const folder = await projectFolder(context);
    const source = folder === undefined ? undefined : await sourceFor(context, argument);
    if (folder === undefined || source === undefined) return undefined;
    const params = await paramsFor(source);
    const read = await context.client.sendRequest<ReadFieldsResult>(readFieldsRequest, params);
    if (read.message !== undefined) return refuse(read.message);
    const given = typeof givenPatterns === 'string' ? givenPatterns : undefined;
    const patterns = read.namesIndices ? undefined : listed(given ?? (await askPatterns(read)));
    if (patterns?.length === 0) return undefined;
    const kept = await keep(context, folder, source, { ...params, ...(patterns === undefined ? {} : { indexPatterns: patterns }) });
    const change = { kind: 'fields' as const, file: kept, indexPatterns: source.kind === 'sample' ? undefined : patterns };
    const config = await changeConfiguration(context, folder, change);
    const known = patterns === undefined ? '' : ` for ${patterns.join(', ')}`;
    if (config !== undefined)
      tell(
        context,
        vscode.l10n.t(
          '{0} of {1} are known{2} from now on: {3} names the file.',
          count(read.count, 'field'),
          kept,
          known,
          fileName(config),
        ),
        [],
      );
    return config;
  };
}

async function sourceFor(context: Context, argument: UriArgument): Promise<Source | undefined> {
  const given = asUri(argument);
  if (given !== undefined) return { kind: 'file', uri: given };
  const active = vscode.window.activeTextEditor?.document;
  const sample = active !== undefined && isRule(active) ? await context.samples.of(active.uri.toString()) : undefined;
  const isOpen = active !== undefined && !isRule(active) && /^(?:json|jsonc|yaml)$/.test(active.languageId);
  const items: (vscode.QuickPickItem & { readonly source?: Source })[] = [
    ...(sample === undefined
      ? []
      : [
          {
            label: vscode.l10n.t('From {0}', fileName(sample)),
            detail: vscode.l10n.t('The fields of the sample events that no schema knows'),
            source: { kind: 'sample', sample } as const,
          },
        ]),
    ...(isOpen
      ? [
          {
            label: vscode.l10n.t('From {0}', fileName(active.uri)),
            detail: vscode.l10n.t('The active file'),
            source: { kind: 'file', uri: active.uri } as const,
          },
        ]
      : []),
    {
      label: vscode.l10n.t('From a file…'),
      detail: vscode.l10n.t('A mapping, an answer of _field_caps, a fields.yml, or fields by index pattern'),
    },
  ];
  const chosen = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Import fields') });
  if (chosen === undefined) return undefined;
  return chosen.source ?? chooseFile();
}

async function chooseFile(): Promise<Source | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose a description of fields'),
    openLabel: vscode.l10n.t('Import'),
    filters: { 'Fields in JSON or YAML': ['json', 'yml', 'yaml'] },
  });
  return files?.[0] === undefined ? undefined : { kind: 'file', uri: files[0] };
}

async function paramsFor(source: Source): Promise<ReadFieldsParams> {
  const active = vscode.window.activeTextEditor?.document;
  const rule = active !== undefined && isRule(active) ? { rule: active.uri.toString() } : {};
  if (source.kind === 'sample') return { source: { kind: 'sample' }, ...rule };
  return { source: { kind: 'file', uri: source.uri.toString(), text: await textOf(source.uri) }, ...rule };
}

async function askPatterns({ count: fields, indexPatterns }: ReadFieldsResult): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Import {0}', count(fields, 'field')),
    prompt: vscode.l10n.t('The indices that have these fields, separated by commas'),
    value: indexPatterns.join(', '),
    placeHolder: 'logs-acme.*',
    validateInput: (value) => (listed(value).length === 0 ? vscode.l10n.t('Name an index pattern') : undefined),
  });
}

function listed(patterns: string | undefined): readonly string[] {
  return (patterns ?? '').split(',').flatMap((pattern) => (pattern.trim() === '' ? [] : [pattern.trim()]));
}

/** The path that the configuration names: of a file of the project as it is, else of a copy in `fields`. */
async function keep(context: Context, folder: vscode.Uri, source: Source, params: ReadFieldsParams): Promise<string> {
  const below = source.kind === 'file' ? pathBelow(folder, source.uri) : undefined;
  if (below !== undefined) return below;
  const fields = vscode.Uri.joinPath(folder, 'fields');
  if (source.kind === 'file') return copyTo(folder, await freeUri(fields, fileName(source.uri)), await textOf(source.uri));
  const { text } = await context.client.sendRequest<ReadFieldsResult>(readFieldsRequest, params);
  const stem = fileName(source.sample).replace(/\.(?:gz|zst)$/, '').replace(/(?:\.events)?\.[a-z]+$/, ''); // prettier-ignore
  return copyTo(folder, await freeUri(fields, `${stem}.json`), text ?? '{}\n');
}

async function copyTo(folder: vscode.Uri, uri: vscode.Uri, text: string): Promise<string> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return pathBelow(folder, uri) ?? fileName(uri);
}
