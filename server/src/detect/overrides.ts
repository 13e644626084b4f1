/**
 * Severity, risk score and name that an alert takes from its event.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule#rule-ui-advanced-params
 */
import { compilePath, valuesAt } from '../events/fieldPath.js';
import type { Value } from '../events/event.js';
import type { JsonObject } from '../events/json.js';
import type { RuleSettings } from './settings.js';

export interface Judgement {
  readonly ruleName: string;
  readonly severity: string | undefined;
  readonly riskScore: number | undefined;
}

/** From low to critical: the highest that applies counts. */
const ranks: readonly string[] = ['low', 'medium', 'high', 'critical'];

export function judge(source: JsonObject, { name, severity, riskScore, overrides }: RuleSettings): Judgement {
  const valuesOf = (field: string): readonly Value[] => valuesAt(source, compilePath(field));
  const severities = overrides.severity
    .filter(({ field, value }) => valuesOf(field).some((each) => String(each) === value))
    .map((entry) => entry.severity)
    .sort((a, b) => ranks.indexOf(b) - ranks.indexOf(a));
  const scores =
    overrides.riskScore === undefined
      ? []
      : valuesOf(overrides.riskScore)
          .map(scoreOf)
          .filter((score) => score !== undefined);
  const [ruleName] = overrides.name === undefined ? [] : valuesOf(overrides.name);
  return {
    ruleName: typeof ruleName === 'string' ? ruleName : name,
    severity: severities[0] ?? severity,
    riskScore: scores.length === 0 ? riskScore : Math.max(...scores),
  };
}

function scoreOf(value: Value): number | undefined {
  const score = typeof value === 'boolean' || value === '' ? NaN : Number(value);
  return score >= 0 && score <= 100 ? score : undefined;
}
