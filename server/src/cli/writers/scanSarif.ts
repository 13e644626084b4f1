/**
 * A scan as SARIF 2.1.0: the rules that match as rules, their matches as results in the event files.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { ScanHit } from '../../scan/scanResult.js';
import { titleOf, type ScannedFileRule, type ScanReport, type ScanWriter } from '../scanReport.js';
import type { Terminal } from '../terminal.js';
import { artifactOf, faultLog, schema } from './sarif.js';

export function createSarifScanWriter(terminal: Terminal): ScanWriter {
  const print = (log: Log): void => terminal.write(`${JSON.stringify(log, undefined, 2)}\n`);
  return {
    report: (report) => print(logOf(report, terminal.version)),
    fault: (fault) => print(faultLog(fault, terminal.version)),
  };
}

function logOf(report: ScanReport, version: string): Log {
  const matching = report.rules.filter(({ result }) => result.matches > 0);
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Rulewright', version, rules: matching.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.summary.status === 'finished' && report.unread.length === 0,
            toolExecutionNotifications: notificationsOf(report),
          },
        ],
        results: matching.flatMap((rule, index) => resultsOf(rule, index, report)),
      },
    ],
  };
}

/** Everything that was not looked at. */
function notificationsOf({ rules, unread, summary, eventFiles }: ScanReport): Notification[] {
  const at = (path: string): Location[] => [{ physicalLocation: { artifactLocation: artifactOf(path) } }];
  const notRun = rules.filter(({ result: { status } }) => status !== 'finished' && status !== 'cancelled');
  return [
    ...(summary.message === undefined ? [] : [{ level: 'error' as const, message: { text: summary.message } }]),
    ...unread.map(({ path, message }) => ({ level: 'error' as const, message: { text: message }, locations: at(path) })),
    ...notRun.map(({ path, result: { status, message = '' } }) => ({
      level: status === 'notEvaluated' ? ('note' as const) : ('error' as const),
      message: { text: message },
      locations: at(path),
    })),
    ...summary.unreadable.map(({ file, line, message }) => ({
      level: 'warning' as const,
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: artifactOf(eventFiles[file] ?? ''), region: { startLine: line } } }],
    })),
  ];
}

function descriptorOf(rule: ScannedFileRule): ReportingDescriptor {
  const { document } = rule;
  return {
    id: idOf(rule),
    name: titleOf(rule),
    shortDescription: { text: titleOf(rule) },
    defaultConfiguration: { level: levelOf(document.severity?.value) },
  };
}

function idOf({ document, path }: ScannedFileRule): string {
  return document.ruleId?.value ?? path;
}

function levelOf(severity: string | undefined): 'error' | 'warning' | 'note' {
  if (severity === 'high' || severity === 'critical') return 'error';
  return severity === 'low' ? 'note' : 'warning';
}

/** One result for each listed match; the further events of a sequence or sample are related. */
function resultsOf(rule: ScannedFileRule, ruleIndex: number, { eventFiles }: ScanReport): Result[] {
  const { hits, unit } = rule.result;
  const matches = new Map<number, ScanHit[]>();
  for (const hit of hits) matches.set(hit.match, [...(matches.get(hit.match) ?? []), hit]);
  return [...matches.values()].map(([first, ...others]) => ({
    ruleId: idOf(rule),
    ruleIndex,
    level: levelOf(rule.document.severity?.value),
    message: { text: `${unit === 'event' ? 'An event matches' : `A ${unit} matches`} ${titleOf(rule)}` },
    locations: first === undefined ? [] : [locationOf(first, eventFiles)],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((hit, id) => ({ id, ...locationOf(hit, eventFiles) })) }),
  }));
}

function locationOf({ file, line, column }: ScanHit, files: readonly string[]): Location {
  return { physicalLocation: { artifactLocation: artifactOf(files[file] ?? ''), region: { startLine: line, startColumn: column + 1 } } };
}
