/** Connections to Elasticsearch, what went wrong with one, and what a search on it found: plain data that the client may show and store. */

/** How to reach a cluster. There is no secret in it: it may stand in settings. */
export interface ClusterProfile {
  /** As the user calls it. */
  readonly name: string;
  /** `https://host:9200`, with a path where a proxy asks for one. Exactly one of `url` and `cloudId` is set. */
  readonly url?: string;
  readonly cloudId?: string;
  /** A file with the certificate of the authority that signed the cluster's. */
  readonly caFile?: string;
  /** SHA-256 fingerprint of that certificate, in place of the file. */
  readonly caFingerprint?: string;
  /** `http://proxy:3128`. */
  readonly proxy?: string;
  /** Of Kibana: `https://kibana:5601`, with its base path. A cloud id tells it too. */
  readonly kibanaUrl?: string;
  /** Kibana's space, by its id; the default one where it is left out. */
  readonly space?: string;
}

/** What proves who asks. Kept apart from the profile, and never written anywhere. */
export type ClusterSecrets =
  | { readonly kind: 'none' }
  /** The base64 form that Kibana and Elasticsearch give out as `encoded`. */
  | { readonly kind: 'apiKey'; readonly apiKey: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

export type ClusterFailureKind =
  | 'configuration'
  | 'credentials'
  | 'forbidden'
  | 'missing'
  /** What is to be made is there already. */
  | 'exists'
  | 'tls'
  | 'unreachable'
  | 'proxy'
  | 'timeout'
  | 'busy'
  | 'memory'
  | 'shards'
  | 'version'
  | 'product'
  | 'answer'
  | 'query'
  | 'server'
  | 'cancelled'
  | 'notRun';

/** An expected failure: `message` is one sentence for the user that names what failed and what to do next; no secret stands in it. */
export interface ClusterFailure {
  readonly kind: ClusterFailureKind;
  readonly message: string;
}

export type ClusterOutcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ClusterFailure };

export type ClusterEngine = 'elasticsearch' | 'opensearch';

/** A cluster that answered. */
export interface ClusterInfo {
  /** Of the profile. */
  readonly profile: string;
  /** Without user names, passwords and the like. */
  readonly address: string;
  /** As the cluster calls itself; undefined where the credentials may not ask. */
  readonly clusterName: string | undefined;
  readonly engine: ClusterEngine;
  readonly version: string | undefined;
  readonly serverless: boolean;
}

export type ClusterValue = string | number | bigint | boolean;

/** An event that a search on a cluster found. */
export interface ClusterHit {
  readonly index: string;
  readonly id: string;
  /** The event's `_source` as JSON on one line. */
  readonly text: string;
  /** As the event has it. */
  readonly timestamp: string | undefined;
  /** The fields that tell most about the event, those of the query first. */
  readonly columns: readonly { readonly field: string; readonly values: readonly ClusterValue[] }[];
  /** Zero-based numbers of the match and of the event in it, where the query asks for sequences or samples. */
  readonly sequence?: { readonly index: number; readonly stage: number; readonly joinKeys: readonly string[] };
}

/** What a threshold or new_terms rule finds: a combination of values. */
export interface ClusterGroup {
  readonly terms: readonly { readonly field: string; readonly value: ClusterValue }[];
  /** Events that have it; of a new_terms rule 1, its first one. */
  readonly count: number;
  /** Different values of the field of `threshold.cardinality`. */
  readonly cardinality?: number;
  /** ISO 8601. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** How a search on a cluster ended. Every status but `finished` has a message. */
export interface ClusterRunSummary {
  /** `partial`: some shards failed, or the time was up: there may be more matches. */
  readonly status: 'finished' | 'partial' | 'cancelled' | 'failed';
  readonly message: string | undefined;
  readonly failure: ClusterFailure | undefined;
  readonly matchesWhat: 'event' | 'sequence' | 'sample' | 'group' | 'new value';
  /** `more`: the cluster has more than were fetched; `total` then is what it counted. */
  readonly matches: number;
  readonly total: number | undefined;
  readonly more: boolean;
  /** Indices that the patterns stand for, counted. */
  readonly indices: number;
  /** The time that was searched; ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly notes: readonly string[];
  readonly milliseconds: number;
}

/** What a run on a cluster reports, in order; the summary is last and always comes. */
export type ClusterRunUpdate =
  | { readonly kind: 'hits'; readonly hits: readonly ClusterHit[] }
  | { readonly kind: 'groups'; readonly groups: readonly ClusterGroup[] }
  /** `total`: what the cluster counted, where it did. */
  | { readonly kind: 'progress'; readonly text: string; readonly matches: number; readonly total?: number }
  | { readonly kind: 'summary'; readonly summary: ClusterRunSummary };
