/** Alerts, executions and findings in words, for the command line and the editor alike. Values stand as they are: whoever prints them makes them safe. */
import { grouped } from '../base/grouped.js';
import type { Alert, AlertKind, EventRef, Term } from './alert.js';
import type { AlertsResult, Execution, Finding } from './result.js';

/** `medium 47` */
export function levelOf({ severity, riskScore }: Alert): string {
  return [severity, riskScore].filter((part) => part !== undefined).join(' ');
}

/** What the alerts would have been about that are suppressed. */
const countedOf: Readonly<Record<AlertKind, string>> = {
  event: 'event',
  sequence: 'sequence',
  sample: 'sample',
  threshold: 'group',
  newTerms: 'new value',
  indicatorMatch: 'event',
};

/** What the alert is about, such as `3 events with host.name web`. */
export function aboutOf(alert: Alert): string {
  const { suppression, kind } = alert;
  const suppressed =
    suppression === undefined ? '' : ` · ${counted(suppression.count, countedOf[kind])} suppressed by ${termsText(suppression.terms)}`;
  return `${kindText(alert)}${suppressed}`;
}

function kindText({ kind, ruleName, threshold, newTerms, indicators, events }: Alert): string {
  switch (kind) {
    case 'threshold': {
      const distinct = (threshold?.cardinality ?? []).map(({ field, value }) => `, ${grouped(value)} different ${field}`).join('');
      return `${counted(threshold?.count ?? 0, 'event')} with ${termsText(threshold?.terms ?? [])}${distinct}`;
    }
    case 'newTerms':
      return `new ${termsText(newTerms ?? [])}`;
    case 'indicatorMatch':
      return [
        ...new Set(indicators.map(({ field, atomic, indicator }) => `${field} ${String(atomic)} of indicator ${indicator.line}`)),
      ].join(', ');
    case 'sequence':
    case 'sample':
      return `${kind} of ${counted(events.length, 'event')}`;
    case 'event':
      return ruleName;
  }
}

function termsText(terms: readonly Term[]): string {
  const texts = terms.map(
    ({ field, value }) => `${field} ${value === null ? '(none)' : Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  return texts.length === 0 ? 'any value' : texts.join(', ');
}

/** `execution 3 at … · searches … to … · 4 events` */
export function executionText({ number, at, from, to, events }: Execution): string {
  return `execution ${grouped(number)} at ${at} · searches ${from ?? 'all'} to ${to ?? 'all'} · ${counted(events, 'event')}`;
}

const findingNames = { missed: 'missed', repeated: 'alerts twice', split: 'missed', untrue: 'should not alert' } as const;

/** `missed: line 4: No execution searches this time: …`. `files`: the names of the event files. */
export function findingText(finding: Finding, files: readonly string[]): string {
  return `${findingNames[finding.kind]}: ${placesOf(eventsOf(finding), files)}: ${finding.message}`;
}

export function eventsOf(finding: Finding): readonly EventRef[] {
  return finding.kind === 'missed' || finding.kind === 'repeated' ? [finding.event] : finding.events;
}

const mostPlaces = 5;

/** `lines 3, 7`; of several files `a.ndjson:3, b.ndjson:7`. `files`: their names. */
export function placesOf(events: readonly EventRef[], files: readonly string[]): string {
  const places = events.slice(0, mostPlaces).map(({ file, line }) => (files.length > 1 ? `${files[file] ?? ''}:${line}` : String(line)));
  const more = events.length > mostPlaces ? ', …' : '';
  return files.length > 1 ? `${places.join(', ')}${more}` : `${events.length === 1 ? 'line' : 'lines'} ${places.join(', ')}${more}`;
}

/** `3 alerts in 40 executions`, `1 finding`, `12 of 71 events pass the query` */
export function countsOf(result: AlertsResult): readonly string[] {
  const { alertCount, executionCount, mode, findingCount, matches, events, status } = result;
  const replayed = mode === 'replay' ? ` in ${counted(executionCount, 'execution')}` : '';
  return [
    `${counted(alertCount, 'alert')}${replayed}${status === 'finished' ? '' : ' so far'}`,
    ...(findingCount > 0 ? [counted(findingCount, 'finding')] : []),
    `${grouped(matches)} of ${counted(events, 'event')} ${matches === 1 ? 'passes' : 'pass'} the query`,
  ];
}

function counted(count: number, one: string): string {
  return `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
}
