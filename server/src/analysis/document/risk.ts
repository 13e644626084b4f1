/** RUL004 to RUL007: the risk score of a rule, whether it fits the severity, and how many alerts a run creates. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { numberAt, stringAt, type RuleTable } from '../../rule/value.js';
import { severities } from '../../schema/ruleKeysRule.js';
import { includesProfile } from '../profile.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { replacing } from './repairs.js';

export const checkRisk: FrameCheck = ({ tree }, context) => {
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined) return [];
  return [...scoreProblems(tree, rule), ...alertLimitProblems(tree, rule, context)];
};

function scoreProblems(tree: RuleTree, rule: RuleTable): readonly Problem[] {
  const score = numberAt(rule, 'risk_score');
  if (score === undefined) return [];
  const { span } = score;
  const value = Number(score.value);
  if (!(value >= 0 && value <= 100)) {
    const message = `A risk score is a number from 0 to 100, not ${value}`;
    const nearest = value > 100 ? 100 : 0;
    return [{ code: 'RUL004', span, message, fixes: Number.isNaN(value) ? [] : replacing(tree, score, nearest) }];
  }
  const severity = stringAt(rule, 'severity');
  const own = severities.find((each) => each.value === severity?.value);
  if (severity === undefined || own === undefined) return [];
  if (value >= own.least && value <= own.most) {
    if (value === own.score) return [];
    const message = `Rules of severity ${own.value} usually have the risk score ${own.score}`;
    return [{ code: 'RUL006', span, message, fixes: replacing(tree, score, own.score) }];
  }
  const meant = severities.find(({ least, most }) => value >= least && value <= most);
  const message = `Severity ${own.value} goes with risk scores from ${own.least} to ${own.most}, not ${value}`;
  const other = meant === undefined ? [] : replacing(tree, severity, meant.value, `Set \`severity\` to \`${meant.value}\``);
  return [{ code: 'RUL005', span, message, fixes: [...replacing(tree, score, own.score), ...other] }];
}

/** Kibana creates no more alerts in a run, whatever a rule asks for. */
const mostAlerts = 1000;

function alertLimitProblems(tree: RuleTree, rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const limit = numberAt(rule, 'max_signals');
  if (limit === undefined) return [];
  const { span } = limit;
  const value = Number(limit.value);
  if (value < 1) {
    return [{ code: 'RUL007', span, message: `\`max_signals\` is at least 1, not ${value}`, fixes: replacing(tree, limit, 100) }];
  }
  if (value > mostAlerts) {
    const severity = includesProfile(profile, 'detections-as-code') ? 'error' : 'warning';
    const message = `A run creates ${mostAlerts} alerts at most, unless Kibana is configured otherwise; \`max_signals\` is ${value}`;
    return [{ code: 'RUL007', severity, span, message, fixes: replacing(tree, limit, mostAlerts) }];
  }
  const setup = stringAt(rule, 'setup')?.value ?? '';
  if (value < mostAlerts || !includesProfile(profile, 'elastic') || setup.includes('troubleshoot-max-alerts')) return [];
  const message = `With ${mostAlerts} \`max_signals\` the \`setup\` has to link to Elastic's page on the limit of alerts (troubleshoot-max-alerts)`;
  return [{ code: 'RUL007', severity: 'warning', span, message }];
}
