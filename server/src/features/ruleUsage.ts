/** What the rules of a workspace have in common, for completion: people go on as they began. */
import type { RuleFacts } from '../analysis/repository/facts.js';

export interface RuleUsage {
  /** Most used first. */
  readonly tags: readonly UsedText[];
  readonly index: readonly UsedText[];
}

export interface UsedText {
  readonly text: string;
  /** Of the rules that have it. */
  readonly rules: number;
}

export function usageOf(rules: readonly RuleFacts[]): RuleUsage {
  return { tags: counted(rules.map(({ tags }) => tags)), index: counted(rules.map(({ index }) => index)) };
}

function counted(lists: readonly (readonly string[])[]): readonly UsedText[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const text of new Set(list)) counts.set(text, (counts.get(text) ?? 0) + 1);
  counts.delete('');
  return [...counts].map(([text, count]) => ({ text, rules: count })).sort((a, b) => b.rules - a.rules || (a.text < b.text ? -1 : 1));
}
