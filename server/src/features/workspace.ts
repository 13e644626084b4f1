/** What the features that span several files ask of the workspace, and the files of a project that describe its own fields. */
import type { RuleFacts } from '../analysis/repository/facts.js';
import type { RuleModel } from './ruleModel.js';

export interface WorkspaceView {
  /** Of all rules, open or not. */
  rules(): readonly RuleFacts[];
  /** URIs of all files that have rules or are nothing but a query. */
  files(): readonly string[];
  /** A file as it stands; undefined where it cannot be read. */
  model(uri: string): Promise<RuleModel | undefined>;
  /** The files that describe the own fields of the project of a rule. */
  fieldFiles(uri: string): Promise<readonly TextFile[]>;
}

export interface TextFile {
  readonly uri: string;
  readonly text: string;
}
