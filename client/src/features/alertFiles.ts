/** Asks for the files that a rule's alerts need beside its sample: earlier events, indicators, exceptions. */
import * as vscode from 'vscode';
import type { AlertsFile } from '../../../server/src/protocol/alerts.js';
import type { AlertFileKind, AlertFiles } from '../alertFiles.js';
import { exists, fileName } from '../rules.js';
import { sampleSource } from '../samples.js';
import { pickEventFile } from './sample.js';

/** Undefined when the user chose nothing; else what is remembered now. */
export async function pickAlertFile(files: AlertFiles, rule: vscode.Uri, kind: AlertFileKind): Promise<readonly string[] | undefined> {
  const key = rule.toString();
  const [known] = (await files.of(key, kind)) ?? [];
  const current = known === undefined ? undefined : vscode.Uri.parse(known);
  const picked = kind === 'exceptions' ? await pickExceptions(rule, current) : await pickEvents(rule, kind, current);
  if (picked === undefined) return undefined;
  const chosen = picked === 'none' ? [] : [picked.toString()];
  await files.choose(key, kind, chosen);
  return chosen;
}

function pickEvents(rule: vscode.Uri, kind: 'history' | 'indicators', current: vscode.Uri | undefined): ReturnType<typeof pickEventFile> {
  const shared = { current: Promise.resolve(current), currentLabel: vscode.l10n.t('chosen before') };
  return kind === 'history'
    ? pickEventFile(rule, {
        ...shared,
        title: vscode.l10n.t('History for {0}', fileName(rule)),
        placeHolder: vscode.l10n.t('A file of earlier events: what is in them is not new'),
        openLabel: vscode.l10n.t('Use as history'),
        none: vscode.l10n.t('None: everything is new'),
      })
    : pickEventFile(rule, {
        ...shared,
        title: vscode.l10n.t('Indicators for {0}', fileName(rule)),
        placeHolder: vscode.l10n.t('A file of indicators, as they are in the indices that the rule names'),
        openLabel: vscode.l10n.t('Use as indicators'),
      });
}

async function pickExceptions(rule: vscode.Uri, current: vscode.Uri | undefined): Promise<vscode.Uri | 'none' | undefined> {
  if (current !== undefined) {
    const items = [
      { label: fileName(current), description: vscode.l10n.t('chosen before'), pick: 'same' as const },
      { label: vscode.l10n.t('None: no exceptions'), pick: 'none' as const },
      { label: vscode.l10n.t('Browse…'), pick: 'other' as const },
    ];
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Exceptions for {0}', fileName(rule)) });
    if (picked?.pick !== 'other') return picked?.pick === 'same' ? current : picked?.pick;
  }
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose a file of exceptions'),
    openLabel: vscode.l10n.t('Use as exceptions'),
    ...(rule.scheme === 'untitled' ? {} : { defaultUri: vscode.Uri.joinPath(rule, '..') }),
    filters: { Exceptions: ['ndjson', 'json', 'toml'], 'All files': ['*'] },
  });
  return chosen?.[0];
}

interface KindItem extends vscode.QuickPickItem {
  readonly alertFile: AlertFileKind;
}

/** Changes what was chosen before. True when something was chosen. */
export async function pickAlertFiles(files: AlertFiles, rule: vscode.Uri): Promise<boolean> {
  const itemOf = async (kind: AlertFileKind, label: string, detail: string): Promise<KindItem> => {
    const known = await files.of(rule.toString(), kind);
    const description =
      known === undefined ? vscode.l10n.t('not chosen') : known.map((uri) => fileName(uri)).join(', ') || vscode.l10n.t('none');
    return { alertFile: kind, label, detail, description };
  };
  const items = await Promise.all([
    itemOf('history', 'History', 'Earlier events, for rules of type new_terms'),
    itemOf('indicators', 'Indicators', 'For rules of type threat_match'),
    itemOf('exceptions', 'Exceptions', 'Exception lists as Kibana exports them, or as TOML'),
  ]);
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Files for the alerts of {0}', fileName(rule)) });
  return picked !== undefined && (await pickAlertFile(files, rule, picked.alertFile)) !== undefined;
}

export const fileExists = (uri: string): Promise<boolean> => exists(vscode.Uri.parse(uri));

/** As a request takes them: with their texts where the editor holds them unsaved. */
export async function alertsFiles(uris: readonly string[]): Promise<readonly AlertsFile[]> {
  return Promise.all(
    uris.map(async (each) => {
      const { uri, text } = await sampleSource(vscode.Uri.parse(each));
      return text === undefined ? { uri } : { uri, text };
    }),
  );
}
