/** The request between the editor and the language server for work on a cluster or in Kibana: its name and payloads. */
import type { ClusterFailure, ClusterGroup, ClusterInfo, ClusterProfile, ClusterSecrets } from './cluster.js';
import type { KibanaInfo, RuleComparison, RuleWriting } from './kibana.js';
import type { Position, RunResult } from './protocol.js';

/** Request, client to server. Of an open rule its unsaved text counts. Cancelling it ends the work on the cluster too. */
export const clusterWorkRequest = 'rulewright/clusterWork';

export interface ClusterWorkParams<Kind extends ClusterWork['kind'] = ClusterWork['kind']> {
  readonly profile: ClusterProfile;
  /** For this work alone: they are not kept, not logged and in no answer. */
  readonly secrets: ClusterSecrets;
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
  readonly work: Extract<ClusterWork, { readonly kind: Kind }>;
  /** `$/progress` reports go to this token. */
  readonly workDoneToken?: string | number;
  /** What a run finds comes as `$/progress` reports to this token, each a `ClusterRunBatch`. */
  readonly partialResultToken?: string | number;
}

/** Dates or date maths; as the rule says where they are left out. */
export interface ClusterWindow {
  readonly from?: string;
  readonly to?: string;
  /** Milliseconds that all of it may take. */
  readonly timeout: number;
}

export type ClusterWork =
  /** Who answers. Of no rule. */
  | { readonly kind: 'connect' }
  /** `sample`: the URI under which the editor will show the events. */
  | ({ readonly kind: 'run'; readonly size: number; readonly sample: string } & ClusterWindow)
  /** `remove` and `hash`: patterns of fields. */
  | ({
      readonly kind: 'samples';
      readonly which: 'matches' | 'near' | 'random';
      readonly size: number;
      readonly remove: readonly string[];
      readonly hash: readonly string[];
    } & ClusterWindow)
  | { readonly kind: 'fields' }
  /** Values of a keyword field that begin so. Of no rule. */
  | { readonly kind: 'values'; readonly patterns: readonly string[]; readonly field: string; readonly prefix: string }
  | ({ readonly kind: 'compare'; readonly events: number } & ClusterWindow)
  | { readonly kind: 'kibanaCompare' }
  /** `shown`: the comparison that the user agreed to; where it is another by now, nothing is written. */
  | { readonly kind: 'kibanaWrite'; readonly shown: RuleComparison };

/** What comes of each kind of work. */
export interface ClusterWorkResults {
  readonly connect: { readonly cluster: ClusterInfo | undefined; readonly kibana: KibanaInfo | undefined };
  readonly run: ClusterRunAnswer;
  readonly samples: { readonly text: string; readonly count: number; readonly notes: readonly string[] };
  /** `text`: a file for the configuration. */
  readonly fields: { readonly text: string; readonly count: number; readonly source: string; readonly patterns: readonly string[] };
  /** `isWhole`: there are no others. */
  readonly values: { readonly values: readonly string[]; readonly isWhole: boolean };
  readonly compare: ClusterComparison;
  /** The texts: what is compared, in the same layout; `deployed` is empty where Kibana has no such rule. */
  readonly kibanaCompare: {
    readonly kibana: KibanaInfo;
    readonly comparison: RuleComparison;
    readonly deployed: string;
    readonly local: string;
  };
  readonly kibanaWrite: RuleWriting;
}

export type ClusterWorkAnswer<Kind extends ClusterWork['kind'] = ClusterWork['kind']> =
  { readonly ok: true; readonly value: ClusterWorkResults[Kind] } | { readonly ok: false; readonly failure: ClusterFailure };

/** Matches of a run on a cluster, as they come. */
export interface ClusterRunBatch {
  /** Events that came before these; 0 also where the run had to begin anew, and what came before counts no more. */
  readonly before: number;
  /** Search hits, one on each line; all of them in order are the text of `result.sample`. */
  readonly events: string;
  /** As of a local run on all events so far, but with the hits of these events alone. */
  readonly result: RunResult;
}

export interface ClusterRunAnswer {
  /** As of a local run on the events that came; without hits, which came with them. `fidelity` holds what the cluster said besides. */
  readonly result: RunResult;
  /** Why it ended before everything was fetched; what came until then counts. */
  readonly failure: ClusterFailure | undefined;
  /** Of threshold and new_terms rules. */
  readonly groups: readonly ClusterGroup[];
  /** The time that was searched; ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** The local run beside the cluster's, on the same events. */
export interface ClusterComparison {
  readonly events: number;
  /** Of the time window; more than `events` where not all were fetched. */
  readonly total: number;
  readonly cluster: number;
  readonly local: number;
  readonly same: number;
  readonly differences: readonly {
    readonly foundBy: 'cluster' | 'local';
    /** `index/id` of its events. */
    readonly events: readonly string[];
    readonly reasons: readonly string[];
  }[];
  readonly notes: readonly string[];
}
