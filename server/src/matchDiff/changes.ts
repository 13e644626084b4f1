/** What was changed in a rule besides its text: the keys whose values differ, those that decide about its matches first. */
import type { RuleDocument } from '../rule/ruleDocument.js';
import { sortedKeys } from '../rule/plain.js';
import { plainOf, type Plain, type RuleTable } from '../rule/value.js';

export interface RuleChange {
  /** `query`, `index`; keys of `[metadata]` as `metadata.maturity`. */
  readonly key: string;
  /** Text as it is, other values as JSON; undefined where the key is absent. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it can change which events match the query. */
  readonly decides: boolean;
}

/** All that a local run of a query looks at. */
const deciding: ReadonlySet<string> = new Set([
  'query',
  'language',
  'type',
  'index',
  'data_view_id',
  'filters',
  'event_category_override',
  'timestamp_field',
  'tiebreaker_field',
]);

/** In the order of the version after, what decides first. Empty where one of the versions is missing. */
export function ruleChanges(before: RuleDocument | undefined, after: RuleDocument | undefined): readonly RuleChange[] {
  if (before === undefined || after === undefined) return [];
  const [old, current] = [valuesOf(before), valuesOf(after)];
  const keys = [...new Set([...current.keys(), ...old.keys()])].filter((key) => old.get(key) !== current.get(key));
  const changes = keys.map((key) => ({ key, before: old.get(key), after: current.get(key), decides: deciding.has(key) }));
  return [...changes.filter(({ decides }) => decides), ...changes.filter(({ decides }) => !decides)];
}

function valuesOf(document: RuleDocument): ReadonlyMap<string, string> {
  const query = document.queries.find(({ key }) => key === 'query')?.map.text;
  // White space around a query is layout, and line ends depend on the machine.
  const queries: readonly (readonly [string, string])[] = query === undefined ? [] : [['query', sameLineEnds(query).trim()]];
  if (document.tree === undefined) return new Map([...queries, ['language', document.format]]);
  const { rule, metadata } = document.tree;
  return new Map([...entriesOf(rule, ''), ...(metadata === rule ? [] : entriesOf(metadata, 'metadata.')), ...queries]);
}

function entriesOf(table: RuleTable | undefined, prefix: string): readonly (readonly [string, string])[] {
  return (table?.entries ?? []).map(({ key, value }) => [prefix + key, textOf(plainOf(value))]);
}

function textOf(value: Plain): string {
  return typeof value === 'string'
    ? sameLineEnds(value)
    : JSON.stringify(sortedKeys(value), (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}

function sameLineEnds(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
