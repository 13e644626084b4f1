/** Rules in Kibana as the editor and the command line see them, and the requests between the editor and the language server about them. */
import type { ClusterFailure } from './cluster.js';

/** A Kibana that answered. */
export interface KibanaInfo {
  /** Of the profile. */
  readonly profile: string;
  /** Without user names, passwords and the space. */
  readonly address: string;
  readonly space: string;
  /** Undefined where the credentials may not ask. */
  readonly version: string | undefined;
}

/** What a change is about. */
export type RuleChangeArea = 'query' | 'schedule' | 'exceptions' | 'actions' | 'state' | 'other';

/** One key whose values differ; the values as JSON, texts as they are; undefined where the key is not set. */
export interface RuleChange {
  readonly key: string;
  readonly area: RuleChangeArea;
  readonly deployed: string | undefined;
  readonly local: string | undefined;
}

/** How a rule of a file stands to the one in Kibana. */
export interface RuleComparison {
  readonly ruleId: string;
  readonly name: string;
  /** `new`: Kibana has no rule with this id. */
  readonly status: 'new' | 'same' | 'changed';
  readonly changes: readonly RuleChange[];
  /** What Kibana has and the file says nothing of, in words: an update leaves it as it is. */
  readonly kept: readonly string[];
  readonly notes: readonly string[];
}

/** What came of a rule that was to be written. */
export interface RuleWriting {
  readonly ruleId: string;
  readonly name: string;
  readonly outcome: 'created' | 'updated' | 'failed';
  readonly failure: ClusterFailure | undefined;
}

/** What the executions of a preview said. */
export interface PreviewReport {
  readonly previewId: string | undefined;
  readonly executions: number;
  readonly isAborted: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Milliseconds of all executions together. */
  readonly milliseconds: number;
}
