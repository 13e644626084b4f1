/** The rule at the cursor as Kibana imports it: on the clipboard, or in a file. */
import * as vscode from 'vscode';
import { exportRuleRequest, type ExportRuleParams, type ExportRuleResult } from '../../../server/src/protocol/ruleFiles.js';
import { asUri, type Commands, type UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { refuse, tell } from '../notes.js';
import { canWrite, cursorIn, fileName } from '../rules.js';
import { ruleFor } from './sample.js';

interface Exported extends ExportRuleResult {
  readonly rule: vscode.Uri;
  readonly text: string;
}

export function createCopyRule(context: Context): Commands['rulewright.copyRuleAsNdjson'] {
  return async (argument) => {
    const exported = await exportOf(context, argument);
    if (exported === undefined) return undefined;
    await vscode.env.clipboard.writeText(exported.text);
    tell(context, vscode.l10n.t('{0} is copied as Kibana imports it.', fileName(exported.rule)), exported.notes);
    return exported.text;
  };
}

export function createExportRule(context: Context): Commands['rulewright.exportRuleAsNdjson'] {
  return async (argument, target) => {
    const exported = await exportOf(context, argument);
    if (exported === undefined) return undefined;
    const { rule, text, notes } = exported;
    const uri = asUri(target) ?? (await vscode.window.showSaveDialog(saveOptions(exported)));
    if (uri === undefined) return undefined;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    tell(context, vscode.l10n.t('{0} is written to {1}.', fileName(rule), fileName(uri)), notes);
    return uri;
  };
}

function saveOptions({ rule, fileName: name }: Exported): vscode.SaveDialogOptions {
  const folder = canWrite(rule) ? vscode.Uri.joinPath(rule, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  return {
    title: vscode.l10n.t('Export rule for Kibana'),
    saveLabel: vscode.l10n.t('Export'),
    filters: { 'Export of Kibana': ['ndjson'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  };
}

async function exportOf(context: Context, argument: UriArgument): Promise<Exported | undefined> {
  const rule = await ruleFor(context, argument);
  if (rule === undefined || !(await context.requireServer())) return undefined;
  const position = cursorIn(rule);
  const params: ExportRuleParams = { rule: rule.toString(), ...(position === undefined ? {} : { position }) };
  const result = await context.client.sendRequest<ExportRuleResult>(exportRuleRequest, params);
  const { text } = result;
  return text === undefined ? refuse(result.message ?? vscode.l10n.t('The rule cannot be exported')) : { ...result, rule, text };
}
