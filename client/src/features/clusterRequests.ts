/** Asks the server for work on a cluster: with its secrets, how far it is, and a notification that cancels it there too. */
import * as vscode from 'vscode';
import {
  clusterWorkRequest,
  type ClusterRunBatch,
  type ClusterWork,
  type ClusterWorkAnswer,
  type ClusterWorkParams,
  type ClusterWorkResults,
} from '../../../server/src/protocol/clusterWork.js';
import { failureText } from '../clusterWords.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { cursorIn } from '../rules.js';
import { reachable } from './clusterAccess.js';
import type { Chosen } from './clusterProfiles.js';
import { requestWithProgress } from './progress.js';

/** What came of it; undefined where nothing did, which was said unless the user cancelled. */
export async function askCluster<Kind extends ClusterWork['kind']>(
  context: Context,
  { profile, secrets }: Chosen,
  rule: vscode.Uri,
  title: string,
  work: Extract<ClusterWork, { readonly kind: Kind }>,
  onBatch?: (batch: ClusterRunBatch) => void,
): Promise<ClusterWorkResults[Kind] | undefined> {
  const position = cursorIn(rule);
  const params: ClusterWorkParams<Kind> = {
    profile: reachable(context, profile, work.kind.startsWith('kibana')),
    secrets,
    rule: rule.toString(),
    work,
    ...(position === undefined ? {} : { position }),
  };
  const source = new vscode.CancellationTokenSource();
  try {
    const onPart = onBatch === undefined ? {} : { onPart: (part: unknown) => onBatch(part as ClusterRunBatch) };
    const request = { method: clusterWorkRequest, params, title, source, ...onPart };
    const answer = await requestWithProgress<ClusterWorkAnswer<Kind>>(context, request);
    if (answer.ok) return answer.value;
    return answer.failure.kind === 'cancelled' ? undefined : refuse(context.secrets.scrub(failureText(answer.failure.message)));
  } catch (error) {
    if (source.token.isCancellationRequested) return undefined;
    context.log.error('The cluster could not be asked.', context.secrets.scrub(String(error)));
    context.pointToLog(vscode.l10n.t('The cluster could not be asked. The Rulewright log has the details.'));
    return undefined;
  } finally {
    source.dispose();
  }
}
