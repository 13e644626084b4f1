/** What all rules of a comparison have together. */
import type { ComparedRule } from '../report.js';

export interface DiffTotals {
  readonly compared: number;
  readonly sameMatching: number;
  readonly noEvents: number;
  /** Broken versions, and events that cannot be read. */
  readonly notCompared: number;
  readonly gained: number;
  readonly lost: number;
  readonly kept: number;
}

export function diffTotals(rules: readonly ComparedRule[]): DiffTotals {
  const count = (...statuses: readonly ComparedRule['diff']['status'][]): number =>
    rules.filter(({ diff }) => statuses.includes(diff.status)).length;
  const matches = (kind: 'gained' | 'lost' | 'kept'): number => rules.reduce((sum, { diff }) => sum + (diff.lists?.[kind].count ?? 0), 0);
  return {
    compared: count('compared'),
    sameMatching: count('sameMatching'),
    noEvents: count('noEvents'),
    notCompared: count('notCompared', 'eventsUnread'),
    gained: matches('gained'),
    lost: matches('lost'),
    kept: matches('kept'),
  };
}
