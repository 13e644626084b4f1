/** A connected cluster as the searches use it: one request at a time, its answer as JSON, everything that can go wrong as a value. */
import type { CancelToken } from '../base/cancel.js';
import type { JsonObject } from '../events/json.js';
import type { ClusterInfo, ClusterOutcome } from '../protocol/cluster.js';
import type { ClientRequest } from './client.js';

export interface SendOptions {
  /** Milliseconds this request may take; that of the connection where it is left out. */
  readonly timeout?: number;
  /** What the request is for, as messages call it: `the search`. */
  readonly purpose?: string;
}

export interface Cluster {
  readonly info: ClusterInfo;
  /** Milliseconds one request may take where nothing else is said. */
  readonly timeout: number;
  /** Sends a request and waits where the cluster says that it is busy. Never throws; a cancelled token ends it with the failure `cancelled`. */
  send(request: ClientRequest, token: CancelToken, options?: SendOptions): Promise<ClusterOutcome<JsonObject>>;
  /** Takes the secrets of the connection out of what the cluster says. */
  readonly scrub: (text: string) => string;
  close(): Promise<void>;
}
