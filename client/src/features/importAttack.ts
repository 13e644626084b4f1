/** Another version of MITRE ATT&CK for the project: read from a STIX bundle, kept in its compact form, and named in the configuration. */
import * as vscode from 'vscode';
import { readAttackRequest, type ReadAttackParams, type ReadAttackResult } from '../../../server/src/protocol/ruleFiles.js';
import { asUri, type Commands } from '../commands.js';
import type { Context } from '../context.js';
import { refuse, tell } from '../notes.js';
import { fileName } from '../rules.js';
import { count } from '../words.js';
import { changeConfiguration, projectFolder } from './configuration.js';

export function createImportAttack(context: Context): Commands['rulewright.importAttack'] {
  return async (argument) => {
    if (!(await context.requireServer())) return undefined;
    const folder = await projectFolder(context);
    const bundle = folder === undefined ? undefined : (asUri(argument) ?? (await chooseBundle()));
    if (folder === undefined || bundle === undefined) return undefined;
    const params: ReadAttackParams = { uri: bundle.toString() };
    const { text, version, techniques, message } = await context.client.sendRequest<ReadAttackResult>(readAttackRequest, params);
    if (text === undefined) return refuse(message ?? vscode.l10n.t('{0} has no ATT&CK', fileName(bundle)));
    const file = `attack/attack-v${version.replace(/[^\w.]/g, '_')}.json`;
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, file), new TextEncoder().encode(text));
    const config = await changeConfiguration(context, folder, { kind: 'attack', file });
    if (config !== undefined)
      tell(
        context,
        vscode.l10n.t(
          'Rules are checked against ATT&CK {0}, with {1}: {2} names it.',
          version,
          count(techniques, 'technique'),
          fileName(config),
        ),
        [],
      );
    return config;
  };
}

async function chooseBundle(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose a STIX bundle of MITRE ATT&CK'),
    openLabel: vscode.l10n.t('Import'),
    filters: { 'STIX bundle': ['json'] },
  });
  return files?.[0];
}
