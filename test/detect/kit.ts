/**
 * Rules run as the detection engine runs them, told briefly. An event is a line such as `00:05 host.name=web user.name=ada|bob`: minutes
 * and seconds after ten o'clock, then fields; `|` separates the values of a list, `field=` is null. Alerts are told as what they are
 * about: `event 2` is the event in line 2, `threshold host.name=web: 3` a count, `sequence 1 4` events in order.
 */
import { noCancel } from '../../server/src/base/cancel.js';
import type { Alert, Term } from '../../server/src/detect/alert.js';
import type { AlertsRequest, AlertsResult, Finding } from '../../server/src/detect/result.js';
import { runAlerts } from '../../server/src/detect/runAlerts.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { Schemas } from '../../server/src/schema/catalog.js';
import { memoryHost } from '../kit/memoryHost.js';

const schemas: Schemas = await loadSchemas(memoryHost({}));

export interface RunOptions extends Partial<Omit<AlertsRequest, 'rule' | 'events' | 'history' | 'indicators' | 'exceptions'>> {
  readonly history?: readonly string[];
  readonly indicators?: readonly string[];
  /** The text of a file. */
  readonly exceptions?: string;
  /** Of the rule, where it is no TOML file. */
  readonly uri?: string;
}

export const rule = {
  query: (query: string, lines = '') => toml('query', 'kuery', query, lines),
  lucene: (query: string, lines = '') => toml('query', 'lucene', query, lines),
  eql: (query: string, lines = '') => toml('eql', 'eql', query, lines),
  threshold: (lines: string, more = '') => toml('threshold', 'kuery', 'event.kind: event', `${more}\n[rule.threshold]\n${lines}`),
  newTerms: (fields: string, lines = '', query = 'event.kind: event') =>
    toml('new_terms', 'kuery', query, `new_terms_fields = ${fields}\nhistory_window_start = "now-7d"\n${lines}`),
  threat: (mapping: string, lines = '', query = 'event.kind: event') =>
    toml('threat_match', 'kuery', query, `threat_index = ["logs-ti_*"]\nthreat_language = "kuery"\n${lines}\n${mapping}`),
};

/** One group of entries `event field = indicator field`, `!=` for a negated one. */
export function group(...entries: readonly string[]): string {
  const tables = entries.map((entry) => {
    const [, field = '', negated = '', value = ''] = /^(\S+) (!?)= (\S+)$/.exec(entry) ?? [];
    return `{ field = "${field}", type = "mapping", value = "${value}", negate = ${negated === '!' ? 'true' : 'false'} }`;
  });
  return `[[rule.threat_mapping]]\nentries = [${tables.join(', ')}]\n`;
}

function toml(type: string, language: string, query: string, lines: string): string {
  return `[rule]
name = "Test"
rule_id = "r-1"
type = "${type}"
language = "${language}"
severity = "low"
risk_score = 21
query = '''
${query}
'''
${lines}
`;
}

/** Every event has `event.kind: event` unless the line says otherwise. */
function event(line: string): string {
  const [time = '', ...fields] = line.split(' ');
  const entries = fields.map((field): [string, unknown] => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(field) ?? [];
    return [name, valueOf(value)];
  });
  return JSON.stringify({ ...(time === '-' ? {} : { '@timestamp': at(time) }), 'event.kind': 'event', ...Object.fromEntries(entries) });
}

/** Signatures of a program: one that Acme signed, and two of which one is Acme's and the other is trusted. */
const signatures: Readonly<Record<string, unknown>> = {
  '@signed': [{ subject_name: 'Acme', trusted: true }],
  '@mixed': [
    { subject_name: 'Acme', trusted: false },
    { subject_name: 'Other', trusted: true },
  ],
};

function valueOf(text: string): unknown {
  if (text in signatures) return signatures[text];
  if (text.includes('|')) return text.split('|').map(valueOf);
  if (text === '') return null;
  if (/^\d\d:\d\d$/.test(text)) return at(text);
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** `05:30` → five and a half minutes past ten; `65:00` five past eleven. */
export function at(time: string): string {
  const [minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 2, 2, 10, minutes, seconds)).toISOString();
}

function ndjson(lines: readonly string[]): string {
  return lines.map((line) => `${event(line)}\n`).join('');
}

export async function runRule(text: string, events: readonly string[], options: RunOptions = {}): Promise<AlertsResult> {
  const { history, indicators, exceptions, uri = 'file:///rule.toml', ...rest } = options;
  const source = (name: string, lines: readonly string[]) => [{ uri: `file:///${name}.ndjson`, text: ndjson(lines) }];
  const request: AlertsRequest = {
    rule: { uri, text },
    events: source('events', events),
    ...(history === undefined ? {} : { history: source('history', history) }),
    ...(indicators === undefined ? {} : { indicators: source('indicators', indicators) }),
    ...(exceptions === undefined ? {} : { exceptions: [{ uri: 'file:///exceptions.toml', text: exceptions }] }),
    ...rest,
  };
  return runAlerts(request, memoryHost({}), schemas, noCancel);
}

export function tell(alert: Alert, isReplay = false): string {
  const { suppression } = alert;
  const judged = [alert.ruleName === 'Test' ? [] : [`"${alert.ruleName}"`], alert.severity === 'low' ? [] : [alert.severity], alert.riskScore === 21 ? [] : [String(alert.riskScore)]]; // prettier-ignore
  const words = [
    ...(isReplay ? [`#${alert.execution}`] : []),
    about(alert),
    ...(suppression === undefined ? [] : [`+${suppression.count} by ${terms(suppression.terms)}`]),
    ...judged.flat(),
  ];
  return words.join(' ');
}

function about(alert: Alert): string {
  const lines = alert.events.map(({ line }) => line).join(' ');
  switch (alert.kind) {
    case 'threshold': {
      const { terms: of = [], count = 0, cardinality = [] } = alert.threshold ?? {};
      const distinct = cardinality.map(({ field, value }) => `, ${value} ${field}`).join('');
      return `threshold ${terms(of)}: ${count}${distinct}`;
    }
    case 'newTerms':
      return `new ${terms(alert.newTerms ?? [])} in ${lines}`;
    case 'indicatorMatch': {
      const matches = alert.indicators.map(({ field, atomic, indicator }) => `${field}=${String(atomic)} of ${indicator.line}`);
      return `indicator ${lines}: ${matches.join(', ')}`;
    }
    default:
      return `${alert.kind} ${lines}`;
  }
}

function terms(list: readonly Term[]): string {
  return list.length === 0
    ? 'all'
    : list.map(({ field, value }) => `${field}=${Array.isArray(value) ? value.join('|') : String(value)}`).join(', ');
}

export function tellFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'missed':
      return `missed ${finding.event.line}: ${finding.reason}`;
    case 'repeated':
      return `repeated ${finding.event.line}`;
    case 'split':
    case 'untrue':
      return `${finding.kind} ${finding.events.map(({ line }) => line).join(' ')}`;
  }
}
