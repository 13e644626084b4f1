/** What a match of a rule is. */
import type { RuleDocument } from '../rule/ruleDocument.js';

export type MatchUnit = 'event' | 'sequence' | 'sample';

/** What one match of the rule's query is; events too where the query cannot be told. */
export function matchUnit(rule: RuleDocument | undefined): MatchUnit {
  const parsed = rule?.queries.find(({ key }) => key === 'query')?.parsed;
  if (parsed?.language !== 'eql') return 'event';
  const { kind } = parsed.tree.body;
  return kind === 'sequence' || kind === 'sample' ? kind : 'event';
}
