/** What the server asks of the editor to complete values from a cluster. The editor says in its `initializationOptions` that it answers. */
import type { ClusterProfile, ClusterSecrets } from './cluster.js';

/** The `initializationOptions` of an editor that answers the request below; other editors are never asked. */
export interface ClusterAccessOptions {
  readonly givesClusterAccess: true;
}

/** Request, server to client: how to reach a cluster. The user is not asked; null where nothing is to be sent there. */
export const clusterAccessRequest = 'rulewright/clusterAccess';

export interface ClusterAccessParams {
  /** As a project's configuration calls it. */
  readonly cluster: string;
}

/** For one question: it is not kept, not logged and in no answer. */
export interface ClusterAccess {
  readonly profile: ClusterProfile;
  readonly secrets: ClusterSecrets;
}
