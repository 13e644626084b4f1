/** The requests behind the commands that make, import, export and configure rule files. Names and payloads only; files are written by the client. */
import type { Position, Range } from './protocol.js';

/** Request: the types that a new rule can have, the usual ones first. */
export const ruleTypesRequest = 'rulewright/ruleTypes';

export interface RuleTypesResult {
  /** `about` is one sentence. */
  readonly types: readonly { readonly type: string; readonly about: string }[];
}

/** Request: the text of a new rule. */
export const newRuleRequest = 'rulewright/newRule';

export interface NewRuleParams {
  /** One of the types of `ruleTypesRequest`. */
  readonly type: string;
  readonly name: string;
  /** A new UUID. */
  readonly id: string;
}

export interface NewRuleResult {
  /** TOML. */
  readonly text: string;
  /** Without a folder, with the ending. */
  readonly fileName: string;
  /** What its author writes first. */
  readonly selection: Range;
}

/** Request: the rules of a text in another notation, as files in TOML. */
export const importRulesRequest = 'rulewright/importRules';

export interface ImportRulesParams {
  readonly text: string;
  /** As the user names where the text comes from. */
  readonly name: string;
  /** `page`: the text of a rule's documentation page; `kibana`: rule objects, or an export. */
  readonly from: 'page' | 'kibana';
  /** A new UUID, for a rule that has none. */
  readonly id: string;
}

export interface ImportRulesResult {
  readonly rules: readonly ImportedRule[];
  /** What stands beside the rules and was left out, in sentences. */
  readonly notes: readonly string[];
  /** Why there are no rules. */
  readonly message: string | undefined;
}

export interface ImportedRule {
  readonly name: string;
  /** Without a folder, with the ending; no two of one import are the same. */
  readonly fileName: string;
  /** TOML. */
  readonly text: string;
  /** What could not be brought over, in sentences. */
  readonly notes: readonly string[];
}

/** Request: a rule as a line of an export, with the summary that Kibana expects. Of an open document its unsaved text counts. */
export const exportRuleRequest = 'rulewright/exportRule';

export interface ExportRuleParams {
  readonly rule: string;
  /** In the rule that is meant, where the file has several; the first one without it. */
  readonly position?: Position;
}

export interface ExportRuleResult {
  /** NDJSON; undefined where the rule cannot be written. */
  readonly text: string | undefined;
  /** Without a folder, with the ending. */
  readonly fileName: string;
  /** What has no place in Kibana, in sentences. */
  readonly notes: readonly string[];
  /** Why there is no text. */
  readonly message: string | undefined;
}

/** Request: the edits that bring one value of an open rule up to date. */
export const changeRuleRequest = 'rulewright/changeRule';

export interface ChangeRuleParams {
  readonly rule: string;
  readonly position?: Position;
  /** `id`: a new UUID as the rule's id. `updatedDate`: today in `[metadata]`. */
  readonly change: { readonly kind: 'id'; readonly id: string } | { readonly kind: 'updatedDate' };
}

export interface ChangeRuleResult {
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  /** Why there are none. */
  readonly message: string | undefined;
}

/** Request: the project that a file belongs to. */
export const projectRequest = 'rulewright/project';

export interface ProjectParams {
  /** A file of the project, or a folder with a slash at its end. */
  readonly uri: string;
}

export interface ProjectResult {
  /** URI of the folder that has the configuration, with a slash at its end; undefined where there is none yet. */
  readonly folder: string | undefined;
}

/** Request: the fields that a file describes, or that a rule's sample events have and no schema knows. */
export const readFieldsRequest = 'rulewright/readFields';

export interface ReadFieldsParams {
  readonly source: { readonly kind: 'file'; readonly uri: string; readonly text?: string } | { readonly kind: 'sample' };
  /** The rule that the fields are wanted for; its sample is meant with `sample`. */
  readonly rule?: string;
  /** Once the user has chosen them: for which indices the fields of a sample are written down. */
  readonly indexPatterns?: readonly string[];
}

export interface ReadFieldsResult {
  readonly count: number;
  /** Whether the file says itself which indices have its fields. */
  readonly namesIndices: boolean;
  /** The index patterns of the rule, as a first guess. */
  readonly indexPatterns: readonly string[];
  /** The fields of a sample as a file for the project, once the index patterns are chosen. */
  readonly text: string | undefined;
  /** Why there are no fields. */
  readonly message: string | undefined;
}

/** Request: another version of ATT&CK as the user has it, in the compact form that a project keeps. */
export const readAttackRequest = 'rulewright/readAttack';

export interface ReadAttackParams {
  readonly uri: string;
}

export interface ReadAttackResult {
  /** JSON; undefined where the file holds no ATT&CK. */
  readonly text: string | undefined;
  readonly version: string;
  readonly techniques: number;
  /** Why there is no text. */
  readonly message: string | undefined;
}

/** Request: the text of a configuration after a change; comments and layout stay. */
export const changeConfigRequest = 'rulewright/changeConfig';

export interface ChangeConfigParams {
  /** Undefined: there is no file yet, one with comments is begun. */
  readonly text: string | undefined;
  /** Paths are relative to the folder of the configuration. Without a change the file is only begun. */
  readonly change?:
    | {
        readonly kind: 'fields';
        readonly file: string;
        readonly indexPatterns: readonly string[] | undefined;
        /** That they come from. */
        readonly cluster?: string;
      }
    | { readonly kind: 'attack'; readonly file: string };
}

export interface ChangeConfigResult {
  readonly text: string;
}
