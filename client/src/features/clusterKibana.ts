/** The rule beside the one in Kibana, as a difference, and, after a question that shows it, in its place. */
import * as vscode from 'vscode';
import type { ClusterProfile } from '../../../server/src/protocol/cluster.js';
import type { ClusterWorkResults } from '../../../server/src/protocol/clusterWork.js';
import { failureText, writeQuestion } from '../clusterWords.js';
import type { Commands, UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { fileName } from '../rules.js';
import type { ClusterFiles } from './clusterFiles.js';
import { chooseCluster, type Chosen } from './clusterProfiles.js';
import { askCluster } from './clusterRequests.js';
import { ruleFor } from './sample.js';

type Compared = ClusterWorkResults['kibanaCompare'];

interface Shown extends Compared {
  readonly rule: vscode.Uri;
  readonly chosen: Chosen;
}

function hasKibana({ kibanaUrl, cloudId }: ClusterProfile): boolean {
  return kibanaUrl !== undefined || cloudId !== undefined;
}

export function createCompareWithKibana(context: Context, files: ClusterFiles): Commands['rulewright.compareWithKibana'] {
  return async (argument, cluster) => {
    const shown = await compare(context, argument, cluster);
    if (shown === undefined) return undefined;
    const { comparison, rule, chosen } = shown;
    const said = {
      same: vscode.l10n.t('{0} is as in Kibana on {1}.', comparison.name, chosen.profile.name),
      new: vscode.l10n.t('{0} is not in Kibana on {1}.', fileName(rule), chosen.profile.name),
      changed: undefined,
    }[comparison.status];
    if (said === undefined) await showDifference(shown, files);
    else void vscode.window.showInformationMessage(said);
    return comparison;
  };
}

export function createSendToKibana(context: Context, files: ClusterFiles): Commands['rulewright.sendToKibana'] {
  return async (argument, cluster) => {
    const shown = await compare(context, argument, cluster);
    if (shown === undefined) return false;
    const { comparison, kibana, rule, chosen } = shown;
    if (comparison.status === 'same') {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is as in Kibana already.', comparison.name));
      return false;
    }
    await showDifference(shown, files);
    const { question, detail } = writeQuestion(comparison, `${kibana.address} (${kibana.space})`);
    const write = comparison.status === 'new' ? vscode.l10n.t('Make Rule') : vscode.l10n.t('Replace Rule');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, write)) !== write) return false;
    const title = vscode.l10n.t('Writing {0} to Kibana', comparison.name);
    const written = await askCluster<'kibanaWrite'>(context, chosen, rule, title, { kind: 'kibanaWrite', shown: comparison });
    if (written === undefined) return false;
    if (written.failure !== undefined) {
      refuse(context.secrets.scrub(failureText(written.failure.message)));
      return false;
    }
    const done =
      comparison.status === 'new'
        ? vscode.l10n.t('{0} was made in Kibana, switched off.', written.name)
        : vscode.l10n.t('{0} was replaced in Kibana.', written.name);
    void vscode.window.showInformationMessage(
      comparison.notes.length === 0 && comparison.status === 'new' ? vscode.l10n.t('{0} was made in Kibana.', written.name) : done,
    );
    return true;
  };
}

async function compare(context: Context, argument: UriArgument, cluster: unknown): Promise<Shown | undefined> {
  const rule = await ruleFor(context, argument);
  if (rule === undefined || !(await context.requireServer())) return undefined;
  const chosen = await chooseCluster(context, cluster, hasKibana);
  if (chosen === undefined) return undefined;
  const title = vscode.l10n.t('Comparing {0} with Kibana', fileName(rule));
  const compared = await askCluster<'kibanaCompare'>(context, chosen, rule, title, { kind: 'kibanaCompare' });
  return compared === undefined ? undefined : { ...compared, rule, chosen };
}

/** The names end in no extension that a language claims: these are no rule files to be checked. */
async function showDifference({ deployed, local, rule, chosen, kibana }: Shown, files: ClusterFiles): Promise<void> {
  const { name } = chosen.profile;
  const sides = [deployed, local].map((text, side) => {
    const uri = files.place(name, `${fileName(rule)} (${side === 0 ? 'Kibana' : 'file'})`);
    files.put(uri, text);
    return uri;
  });
  await vscode.commands.executeCommand('vscode.diff', ...sides, `${fileName(rule)}: ${name} (${kibana.space}) ↔ file`);
}
