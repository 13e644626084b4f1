/** How the server reaches clusters: with the user's proxy, and for values to complete without asking the user. */
import * as vscode from 'vscode';
import type { ClusterProfile } from '../../../server/src/protocol/cluster.js';
import {
  clusterAccessRequest,
  type ClusterAccess,
  type ClusterAccessOptions,
  type ClusterAccessParams,
} from '../../../server/src/protocol/clusterAccess.js';
import { placeOfWork, withEditorProxy } from '../clusterProxy.js';
import type { Context } from '../context.js';
import { isSettingOn } from '../settings.js';
import { profilesNow } from './clusterProfiles.js';

const setting = 'clusterValues';

/** What goes into the client's options so that the server asks. */
export const clusterAccessOptions: ClusterAccessOptions = { givesClusterAccess: true };

/** The profile with the proxy that it is reached through. */
export function reachable({ secrets }: Pick<Context, 'secrets'>, profile: ClusterProfile, isForKibana: boolean): ClusterProfile {
  const http = vscode.workspace.getConfiguration('http');
  const settings = { proxy: http.get('proxy'), noProxy: http.get('noProxy'), proxySupport: http.get('proxySupport') };
  const found = withEditorProxy(profile, placeOfWork(profile, isForKibana), settings);
  secrets.hideProxy(found.proxy);
  return found;
}

/** Only what the user connected to before is given out, and only where it may be used. */
export function answerClusterAccess(context: Context, isOffered: () => boolean): vscode.Disposable {
  return context.client.onRequest(clusterAccessRequest, async ({ cluster }: ClusterAccessParams): Promise<ClusterAccess | null> => {
    const profile = isOffered() && isSettingOn(setting) ? profilesNow().find(({ name }) => name === cluster) : undefined;
    if (profile === undefined || (profile.url === undefined && profile.cloudId === undefined)) return null;
    const secrets = await context.secrets.of(profile);
    return secrets === undefined ? null : { profile: reachable(context, profile, false), secrets };
  });
}
