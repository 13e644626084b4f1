/** The alerts of a rule on its sample, from request to the texts that the editor shows. It happens in a worker, like runs. */
import type { CancelToken } from '../base/cancel.js';
import { nameOf } from '../base/fileName.js';
import { createProjects } from '../config/projects.js';
import type { Alert, EventRef } from '../detect/alert.js';
import { alertDocuments } from '../detect/document.js';
import type { AlertsRequest, AlertsResult } from '../detect/result.js';
import { runAlerts } from '../detect/runAlerts.js';
import { aboutOf, countsOf, executionText, findingText } from '../detect/sentences.js';
import type { RunProgress } from '../evaluate/run.js';
import { grouped } from '../base/grouped.js';
import type { AlertPlace, AlertsParams, AlertsReport } from '../protocol/alerts.js';
import { withoutAlerts } from './alertsReport.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { sourceMapper, type MappedSources } from './eventMapper.js';
import { eventRange } from './eventRange.js';
import type { RunJob, RunTools } from './run.js';
import { createRuleModel } from './ruleModel.js';

/** What is run on what. Plain data: it crosses to the worker. */
export interface AlertsJob
  extends
    Pick<RunJob, 'rule' | 'ruleVersion' | 'sample'>,
    Pick<AlertsParams, 'mode' | 'ingestDelay' | 'history' | 'indicators' | 'exceptions'> {}

export async function alertsJob(
  job: AlertsJob,
  { host, schemas: known }: RunTools,
  report: (progress: RunProgress) => void,
  token: CancelToken,
): Promise<AlertsReport> {
  const project = await createProjects(host, known).of(job.rule.uri);
  const { schemas } = project;
  const { mapped } = await sourceMapper(project, host);
  const { document } = createRuleModel(job.rule.text, job.rule, schemas);
  const lack = lackOf(document, job);
  if (lack !== undefined)
    return { ...withoutAlerts(job.rule.uri, job.mode, ...lack), ruleVersion: job.ruleVersion, sample: job.sample.uri };
  const result = await runAlerts(requestOf(job, mapped), host, schemas, token, report);
  const listed = result.status === 'finished' ? textOf(result.alerts, document) : undefined;
  return {
    status: result.status,
    message: result.message,
    rule: job.rule.uri,
    ruleVersion: job.ruleVersion,
    sample: job.sample.uri,
    mode: result.mode,
    summary: result.status === 'finished' ? summaryOf(result, document, job, listed?.places.length ?? 0) : [],
    alerts: listed?.text ?? '',
    alertCount: result.alertCount,
    places: listed?.places ?? [],
  };
}

/** What the rule's type needs and was not given. A history can be none, but that is to be said. */
function lackOf({ type }: RuleDocument, { history, indicators }: AlertsJob): readonly ['noHistory' | 'noIndicators', string] | undefined {
  if (type?.value === 'new_terms' && history === undefined) {
    return ['noHistory', 'A new terms rule looks for values that were not there before; choose a file of earlier events'];
  }
  if (type?.value === 'threat_match' && (indicators ?? []).length === 0) {
    return ['noIndicators', 'An indicator match rule compares events with indicators; choose a file of them'];
  }
  return undefined;
}

function requestOf(
  { rule, sample, mode, ingestDelay, history, indicators, exceptions }: AlertsJob,
  mapped: MappedSources['mapped'],
): AlertsRequest {
  return {
    rule,
    events: [mapped(sample)],
    ...(history === undefined ? {} : { history: history.map(mapped) }),
    ...(indicators === undefined ? {} : { indicators }),
    ...(exceptions === undefined || exceptions.length === 0 ? {} : { exceptions }),
    ...(mode === 'replay' ? { replay: ingestDelay === undefined ? {} : { ingestDelay } } : {}),
  };
}

/** What is listed stays well below what an editor shows with colours and folding. */
const listedLimits = { characters: 10_000_000, executions: 50, findings: 100 };

interface AlertsText {
  readonly text: string;
  /** One for each alert that is listed. */
  readonly places: readonly AlertPlace[];
}

function textOf(alerts: readonly Alert[], rule: RuleDocument): AlertsText {
  const parts: string[] = [];
  const places: AlertPlace[] = [];
  let line = 1;
  let length = 0;
  for (const alert of alerts) {
    const documents = alertDocuments(alert, rule).map((each) => indented(JSON.stringify(each, bigintAsText, 2)));
    length += documents.reduce((sum, { text }) => sum + text.length, 0);
    if (length > listedLimits.characters && places.length > 0) break;
    places.push({ line, title: aboutOf(alert), events: alert.events.map(rangeOf) });
    parts.push(...documents.map(({ text }) => text));
    line += documents.reduce((sum, { lines }) => sum + lines, 0);
  }
  return { text: parts.length === 0 ? '[]\n' : `[\n${parts.join(',\n')}\n]\n`, places };
}

function indented(text: string): { readonly text: string; readonly lines: number } {
  const lines = text.split('\n');
  return { text: lines.map((line) => `  ${line}`).join('\n'), lines: lines.length };
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function rangeOf({ line, column }: EventRef): AlertPlace['events'][number] {
  return eventRange({ line, column, text: undefined });
}

function summaryOf(result: AlertsResult, { name }: RuleDocument, job: AlertsJob, listed: number): readonly string[] {
  const { rule, sample } = job;
  const { mode, executions, findings, findingCount, unreadable, unreadableCount, notes, alertCount } = result;
  const files = [nameOf(sample.uri)];
  const replayed = mode === 'replay' ? executions.filter(({ alerts, warnings }) => alerts > 0 || warnings.length > 0) : [];
  const warned = mode === 'replay' ? [] : executions.flatMap(({ warnings }) => warnings.map((warning) => `warning: ${warning}`));
  return [
    `${name?.value ?? nameOf(rule.uri)} on ${nameOf(sample.uri)}, ${mode === 'replay' ? 'by its schedule' : 'all events as one window'}`,
    countsOf(result).join(' · '),
    ...otherFiles(job),
    ...(alertCount > listed ? [`the first ${grouped(listed)} alerts are listed`] : []),
    ...warned,
    ...cut(replayed, listedLimits.executions, replayed.length, 'executions that alert').flatMap((each) =>
      typeof each === 'string' ? [each] : executionLines(each),
    ),
    ...cut(findings, listedLimits.findings, findingCount, 'findings').map((each) =>
      typeof each === 'string' ? each : findingText(each, files),
    ),
    ...unreadable.map(({ line, message }) => `warning: line ${line} is not read: ${message}`),
    ...(unreadableCount > unreadable.length ? [`warning: ${grouped(unreadableCount - unreadable.length)} more lines not read`] : []),
    ...notes.map((note) => `note: ${note}`),
  ];
}

/** `history: last-week.ndjson` */
function otherFiles(job: AlertsJob): readonly string[] {
  return (['history', 'indicators', 'exceptions'] as const).flatMap((kind) => {
    const names = (job[kind] ?? []).map(({ uri }) => nameOf(uri));
    return names.length === 0 ? [] : [`${kind}: ${names.join(', ')}`];
  });
}

function executionLines(execution: AlertsResult['executions'][number]): readonly string[] {
  const { alerts, warnings } = execution;
  const made = `${grouped(alerts)} ${alerts === 1 ? 'alert' : 'alerts'}`;
  return [`${executionText(execution)} · ${made}`, ...warnings.map((warning) => `warning: ${warning}`)];
}

/** The first ones, and a line that says how many there are more. */
function cut<T extends object>(list: readonly T[], most: number, all: number, what: string): readonly (T | string)[] {
  const kept = list.slice(0, most);
  return all > kept.length ? [...kept, `… and ${grouped(all - kept.length)} more ${what}`] : kept;
}
