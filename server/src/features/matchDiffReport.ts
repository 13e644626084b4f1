/** The report of a comparison that came to nothing. */
import type { MatchDiffReport } from '../protocol/matchDiff.js';

export function withoutMatchDiff(rule: string, status: MatchDiffReport['status'], message: string): MatchDiffReport {
  return { status, message, rule, ruleVersion: undefined, sample: undefined, text: '', places: [], counts: undefined };
}
