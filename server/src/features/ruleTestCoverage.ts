/** Which clauses of a rule its tests exercise, as ranges of the rule's file. */
import type { LineIndex } from '../base/lines.js';
import type { RuleCoverage } from '../protocol/ruleTests.js';
import type { CoverageReport } from '../ruleTests/coverage/report.js';
import { toRange } from './convert.js';

/** `lines`: of the rule's file. */
export function toRuleCoverage(
  { rule, fault, clauses }: Pick<CoverageReport, 'rule' | 'fault' | 'clauses'>,
  lines: LineIndex,
): RuleCoverage {
  return {
    rule,
    clauses: clauses.map(({ span, text, covered, wanted }) => ({ range: toRange(lines, span), text, covered, wanted })),
    ...(fault === undefined ? {} : { message: fault }),
  };
}
