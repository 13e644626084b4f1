/** Copies the results to the clipboard and writes them to a file, in the formats that others read. */
import * as vscode from 'vscode';
import type { ListedMatch } from '../../../server/src/protocol/results.js';
import { asUri, type Commands } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { copyFormats, exportFormats, toText, type Format } from '../results/formats.js';
import type { PlaceRanges } from '../results/messages.js';
import { fileName } from '../rules.js';
import { count } from '../words.js';
import type { ResultsView } from './results.js';

/** Matches asked for at once. */
const batch = 5000;

const formatNames: Readonly<Record<Format, string>> = {
  tsv: 'TSV: tab-separated values, for spreadsheets',
  markdown: 'Markdown: a table',
  json: 'JSON: an array of objects',
  ndjson: 'NDJSON: one JSON object a line',
  csv: 'CSV: comma-separated values',
};

export function createCopyResults(context: Context, view: ResultsView): Commands['rulewright.copyResults'] {
  return async (argument, isHere) => {
    if (context.runs.last?.result.listed === undefined) return refuse(nothing);
    const format = copyFormats.find((each) => each === argument) ?? (await pickFormat('Copy results as', copyFormats));
    const isOnRow = isHere === true || typeof argument === 'object';
    const matches = format === undefined ? undefined : await matchesOf(view, isOnRow);
    if (format === undefined || matches === undefined) return undefined;
    const text = textOf(format, matches, context);
    await vscode.env.clipboard.writeText(text);
    view.say(`${count(matches.length, 'match', 'matches')} copied as ${shortName(format)}`);
    return text;
  };
}

export function createExportResults(context: Context, view: ResultsView): Commands['rulewright.exportResults'] {
  return async (argument, formatArgument) => {
    const result = context.runs.last?.result;
    if (result?.listed === undefined) return refuse(nothing);
    const format = exportFormats.find((each) => each === formatArgument) ?? (await pickFormat('Export results as', exportFormats));
    if (format === undefined) return undefined;
    const file = asUri(argument) ?? (await pickFile(vscode.Uri.parse(result.rule), format));
    const matches = file === undefined ? undefined : await matchesOf(view, false);
    if (file === undefined || matches === undefined) return undefined;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(textOf(format, matches, context)));
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} are written to {1}.', count(matches.length, 'match', 'matches'), fileName(file)),
    );
    return file;
  };
}

const nothing = vscode.l10n.t('There are no matches to copy: run a rule first');

function textOf(format: Format, matches: readonly ListedMatch[], { runs }: Context): string {
  const { columns = [], stages = [] } = runs.last?.result.listed ?? {};
  return toText(format, matches, { columns, isGrouped: stages.length > 0 });
}

/**
 * The matches that pass the filter, or those of them that are selected. One row is always selected where the mouse was: alone it counts
 * only where the command was given on it. Undefined when they are not kept any more, which the user is told.
 */
async function matchesOf(view: ResultsView, isOnRow: boolean): Promise<readonly ListedMatch[] | undefined> {
  const { filter, places, active } = view.chosen() ?? { filter: '', places: [], active: 0 };
  const selected = places.reduce((sum, [from, to]) => sum + to - from, 0);
  const here: PlaceRanges = selected === 0 ? [[active, active + 1]] : places;
  const wanted: PlaceRanges = isOnRow || selected > 1 ? here : [[0, Infinity]];
  const matches: ListedMatch[] = [];
  for (const [from, to] of wanted) {
    for (let next = from; next < to; next += batch) {
      const page = await view.matches({ filter, from: next, to: Math.min(to, next + batch) });
      if (page.status === 'gone') return refuse(vscode.l10n.t('The matches are not kept any more: run the rule again'));
      matches.push(...page.matches);
      if (next + batch >= page.passing) break;
    }
  }
  return matches;
}

async function pickFormat<F extends Format>(title: string, formats: readonly F[]): Promise<F | undefined> {
  const items = formats.map((format) => {
    const [label = format, description = ''] = formatNames[format].split(': ');
    return { label, description, format };
  });
  return (await vscode.window.showQuickPick(items, { title }))?.format;
}

function shortName(format: Format): string {
  return formatNames[format].split(':')[0] ?? format;
}

function pickFile(rule: vscode.Uri, format: Format): Thenable<vscode.Uri | undefined> {
  const stem = fileName(rule).replace(/\.[^.]*$/, '');
  const folder = rule.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(rule, '..');
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export results'),
    saveLabel: vscode.l10n.t('Export'),
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `${stem}.matches.${format}`) }),
    filters: { [shortName(format)]: [format] },
  });
}
