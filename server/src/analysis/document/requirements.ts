/** What a rule's query asks of every event that it matches, and which values it asks for: what checks of the rest of a rule want to know. */
import type { Span } from '../../base/span.js';
import type { QueryRegion, RuleDocument } from '../../rule/ruleDocument.js';
import { conditionChildren, type Condition, type ConditionRoot, type TestValue } from '../conditions/condition.js';
import { eqlConditions } from '../conditions/fromEql.js';
import { kqlConditions } from '../conditions/fromKql.js';
import { hasWildcards } from '../conditions/pattern.js';

/** Each field that every match has, with its possible values where they are listed in full; else with undefined. */
export type RequiredFields = ReadonlyMap<string, readonly string[] | undefined>;

/** The conditions of the rule's own query: one for each kind of event that it looks for; none where it is not parsed. */
export function conditionsOf({ queries }: RuleDocument): readonly ConditionRoot[] {
  const parsed = queries.find(({ key }) => key === 'query')?.parsed;
  if (parsed === undefined) return [];
  return parsed.language === 'eql' ? eqlConditions(parsed.tree, parsed.text) : kqlConditions(parsed.tree, parsed.text);
}

/** Undefined where there is not one condition for all events: a sequence, an empty query, another language. */
export function requiredFields(document: RuleDocument): RequiredFields | undefined {
  const [root, second] = conditionsOf(document);
  return root === undefined || second !== undefined ? undefined : required(root.condition);
}

function required(condition: Condition): RequiredFields {
  switch (condition.kind) {
    case 'all':
      return new Map(condition.operands.flatMap((operand) => [...required(operand)]));
    case 'any':
      return common(condition.operands.map(required));
    case 'test':
      return new Map([[condition.field, condition.relation === 'matches' ? plainValues(condition.values) : undefined]]);
    default:
      return new Map();
  }
}

function plainValues(values: readonly TestValue[]): readonly string[] | undefined {
  return values.some(({ pattern }) => hasWildcards(pattern)) ? undefined : values.map(({ text }) => text);
}

/** What holds in each of several cases. */
function common([first, ...others]: readonly RequiredFields[]): RequiredFields {
  const fields = new Map<string, readonly string[] | undefined>();
  for (const [field, values] of first ?? []) {
    if (!others.every((other) => other.has(field))) continue;
    const lists = [values, ...others.map((other) => other.get(field))];
    const known = lists.filter((list) => list !== undefined);
    fields.set(field, known.length === lists.length ? [...new Set(known.flat())] : undefined);
  }
  return fields;
}

/** A value that the query wants a field to have. */
export interface WantedValue {
  readonly field: string;
  readonly text: string;
  /** Whether it has wildcards. */
  readonly isPattern: boolean;
  /** In the file. */
  readonly span: Span;
}

/** The values that are asked for anywhere in the query, those of exclusions left out. */
export function wantedValues(document: RuleDocument, fields: readonly string[]): readonly WantedValue[] {
  const region = document.queries.find(({ key }) => key === 'query');
  return region === undefined ? [] : conditionsOf(document).flatMap(({ condition }) => valuesIn(condition, fields, region));
}

function valuesIn(condition: Condition, fields: readonly string[], region: QueryRegion): readonly WantedValue[] {
  if (condition.kind === 'not') return [];
  if (condition.kind !== 'test') return conditionChildren(condition).flatMap((child) => valuesIn(child, fields, region));
  if (condition.relation !== 'matches' || !fields.includes(condition.field)) return [];
  return condition.values.map((value) => ({
    field: condition.field,
    text: value.text,
    isPattern: hasWildcards(value.pattern),
    span: region.map.spanToFile(value.span),
  }));
}
