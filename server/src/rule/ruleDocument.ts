/** One rule file, whatever its form, as the rest of the product sees it: the values that matter, each with its place in the file. */
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import type { QueryLanguage } from '../schema/ruleTypes.js';
import type { ParsedEql } from '../syntax/eql/parse.js';
import type { ParsedKql } from '../syntax/kql/parse.js';
import type { ParsedLucene } from '../syntax/lucene/parse.js';
import type { StringMap } from '../toml/stringMap.js';
import type { RuleTable } from './value.js';
import type { RuleWriter } from './writer.js';

export { queryLanguages, ruleTypes, type QueryLanguage, type RuleType } from '../schema/ruleTypes.js';

/**
 * How the file is written: `json` is a rule object of Kibana's, also as one line of an export; `markdown` a query in a code block of
 * prose. `exceptions` is a file of exception lists, `other` one that has neither rule nor exceptions.
 */
export type RuleFormat = 'toml' | 'json' | 'eql' | 'kuery' | 'markdown' | 'exceptions' | 'other';

/** A value and where it stands; `span` covers the whole value, quotes included. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

export type ParsedQuery = ParsedEql | ({ readonly language: 'kuery' } & ParsedKql);

/** A query and how its offsets map to the file. */
export interface QueryRegion {
  /** `threat_query` is the indicator query of a threat_match rule. */
  readonly key: 'query' | 'threat_query';
  /** `undefined` when the rule names a language we do not know. */
  readonly language: QueryLanguage | undefined;
  readonly map: StringMap;
  /** Of the key and the value in the file; for bare files the whole text. */
  readonly span: Span;
  /** Undefined for other languages. */
  readonly parsed: ParsedQuery | undefined;
  /** A Lucene query string: parsed to be checked and run, but without the rest of what EQL and KQL have. */
  readonly lucene: ParsedLucene | undefined;
}

/** All values of a rule, and how to change them. */
export interface RuleTree {
  /** The whole file; of a rule object of Kibana's that object. */
  readonly root: RuleTable;
  /** `[rule]`, or the rule object. Undefined only in a damaged file. */
  readonly rule: RuleTable | undefined;
  /** `[metadata]`; Kibana's objects have none. */
  readonly metadata: RuleTable | undefined;
  readonly writer: RuleWriter;
}

/** The parts of a rule that checking and running a query need. Absent keys are undefined. */
export interface RuleDocument {
  readonly format: RuleFormat;
  readonly uri: string;
  /** Undefined for files that are nothing but a query. */
  readonly tree: RuleTree | undefined;
  /** The whole file. */
  readonly text: string;
  readonly name: Located<string> | undefined;
  readonly ruleId: Located<string> | undefined;
  readonly type: Located<string> | undefined;
  readonly language: Located<string> | undefined;
  readonly severity: Located<string> | undefined;
  readonly riskScore: Located<number> | undefined;
  readonly index: Located<readonly Located<string>[]> | undefined;
  readonly minStackVersion: Located<string> | undefined;
  readonly eventCategoryOverride: Located<string> | undefined;
  readonly timestampField: Located<string> | undefined;
  readonly tiebreakerField: Located<string> | undefined;
  /** Keys of the rule, beside its query, that take events out of its matches: `filters`, `exceptions_list`. */
  readonly narrowedBy: readonly string[];
  /** The rule's own query first. */
  readonly queries: readonly QueryRegion[];
  /** Problems of the file itself: TOML syntax, no query, unknown type. Those of the query are in its `parsed`. File offsets. */
  readonly problems: readonly Problem[];
  /** Codes switched off by `rulewright-disable CODE` comments, and where. */
  readonly suppressions: readonly Suppression[];
}

/**
 * `# rulewright-disable CODE[, CODE…]`: alone on a line it covers the next line, after code its own line, on the file's first line the
 * whole file. The list `rulewright_disable` of a rule covers the whole rule.
 */
export interface Suppression {
  readonly codes: readonly string[];
  /** Zero-based line it covers; undefined for the whole rule. */
  readonly line: number | undefined;
}
