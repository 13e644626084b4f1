/** From the values of a rule, whatever its notation, to what checking and running it need: one reading for TOML and JSON. */
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { stringMapOf } from '../toml/stringMap.js';
import { impliedLanguage, isQueryLanguage, openQuery } from './queryRegion.js';
import type { Located, QueryRegion, RuleDocument, RuleFormat, RuleTree } from './ruleDocument.js';
import { ruleProblems } from './ruleProblems.js';
import { listedSuppressions, suppressionsIn } from './suppressions.js';
import { entryOf, numberAt, stringAt, type RuleString, type RuleTable } from './value.js';

export interface OpenedTree {
  readonly format: 'toml' | 'json';
  readonly uri: string;
  /** The whole file. */
  readonly text: string;
  readonly tree: RuleTree;
  /** What is wrong with the notation. */
  readonly problems: readonly Problem[];
  /** The notation's own comments. */
  readonly comments: readonly Span[];
}

export function openTree({ format, uri, text, tree, problems, comments }: OpenedTree): RuleDocument {
  const { rule, metadata } = tree;
  const type = located(stringAt(rule, 'type'));
  const language = located(stringAt(rule, 'language'));
  const queries = [
    ...queryAt(text, rule, 'query', language?.value, type?.value),
    ...(type?.value === 'threat_match' ? queryAt(text, rule, 'threat_query', stringAt(rule, 'threat_language')?.value, type.value) : []),
  ];
  return {
    format,
    uri,
    tree,
    text,
    name: located(stringAt(rule, 'name')),
    ruleId: located(stringAt(rule, 'rule_id')),
    type,
    language,
    severity: located(stringAt(rule, 'severity')),
    riskScore: locatedNumber(rule, 'risk_score'),
    index: locatedStrings(rule, 'index'),
    minStackVersion: located(stringAt(metadata, 'min_stack_version')),
    eventCategoryOverride: located(stringAt(rule, 'event_category_override')),
    timestampField: located(stringAt(rule, 'timestamp_field')),
    tiebreakerField: located(stringAt(rule, 'tiebreaker_field')),
    narrowedBy: ['filters', 'exceptions_list'].filter((key) => hasElements(rule, key)),
    queries,
    problems: [...problems, ...ruleProblems({ format, text, tree, damaged: problems.length > 0 }, queries)],
    suppressions: [...suppressionsIn(text, [...comments, ...queries.flatMap(commentsOf)]), ...listedSuppressions(tree)],
  };
}

/** A file without anything that is known of rules. */
export function emptyDocument(text: string, format: RuleFormat, uri: string): RuleDocument {
  return {
    format,
    uri,
    tree: undefined,
    text,
    name: undefined,
    ruleId: undefined,
    type: undefined,
    language: undefined,
    severity: undefined,
    riskScore: undefined,
    index: undefined,
    minStackVersion: undefined,
    eventCategoryOverride: undefined,
    timestampField: undefined,
    tiebreakerField: undefined,
    narrowedBy: [],
    queries: [],
    problems: [],
    suppressions: [],
  };
}

function located(value: RuleString | undefined): Located<string> | undefined {
  return value === undefined ? undefined : { value: value.value, span: value.span };
}

function locatedNumber(table: RuleTable | undefined, key: string): Located<number> | undefined {
  const value = numberAt(table, key);
  return value === undefined ? undefined : { value: Number(value.value), span: value.span };
}

function hasElements(table: RuleTable | undefined, key: string): boolean {
  const value = entryOf(table, key)?.value;
  return value?.kind === 'array' && value.elements.length > 0;
}

/** A list of strings; one string counts as a list of one. */
function locatedStrings(table: RuleTable | undefined, key: string): Located<readonly Located<string>[]> | undefined {
  const value = entryOf(table, key)?.value;
  if (value?.kind === 'string') return { value: [{ value: value.value, span: value.span }], span: value.span };
  if (value?.kind !== 'array') return undefined;
  const elements = value.elements.filter((element) => element.kind === 'string');
  return { value: elements.map((element) => ({ value: element.value, span: element.span })), span: value.span };
}

function queryAt(
  text: string,
  rule: RuleTable | undefined,
  key: QueryRegion['key'],
  language: string | undefined,
  type: string | undefined,
): readonly QueryRegion[] {
  const entry = entryOf(rule, key);
  if (entry?.value.kind !== 'string') return [];
  const map = stringMapOf(text, entry.value);
  const named = language === undefined ? impliedLanguage(type, map.text) : isQueryLanguage(language) ? language : undefined;
  return [openQuery(key, named, map, entry.span)];
}

function commentsOf({ parsed, map }: QueryRegion): readonly Span[] {
  return parsed?.language === 'eql' ? parsed.comments.map((comment) => map.spanToFile(comment)) : [];
}
