/** Reports of alerts without any; apart from what makes them, which only the worker loads. */
import type { AlertsParams, AlertsReport } from '../protocol/alerts.js';

/** A report of a rule that was not run. */
export function withoutAlerts(rule: string, mode: AlertsParams['mode'], status: AlertsReport['status'], message: string): AlertsReport {
  return { status, message, rule, ruleVersion: undefined, sample: undefined, mode, summary: [], alerts: '', alertCount: 0, places: [] };
}
