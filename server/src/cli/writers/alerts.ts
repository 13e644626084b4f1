/** The alerts of a rule: as rows for people, in a reduced form for programs, or as the documents that Kibana would store. */
import { basename } from 'node:path';
import { LineIndex } from '../../base/lines.js';
import type { Diagnostic } from '../../base/problem.js';
import type { Alert, EventRef, Term } from '../../detect/alert.js';
import { alertDocuments } from '../../detect/document.js';
import type { AlertsResult } from '../../detect/result.js';
import { aboutOf, countsOf, eventsOf, executionText, findingText, levelOf, placesOf } from '../../detect/sentences.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable, widthOf } from '../printable.js';
import type { AlertsWriter, StartedRun } from '../report.js';
import type { Terminal } from '../terminal.js';
import { coloursFor, type Colours } from './colours.js';
import { formatRuleError, formatTitle, writeFault, writeEnd } from './human.js';
import { diagnosticOf, print, ruleFacts, valueOf, version, writeJsonFault } from './json.js';

export function createHumanAlertsWriter(terminal: Terminal, colour: boolean, limit: number): AlertsWriter {
  const colours = coloursFor(colour);
  return {
    result(run, result, errors) {
      terminal.write(`\n${formatTitle(run, Math.min(100, terminal.width ?? 100), colours)}\n`);
      terminal.write(formatAlerts(result, run, limit, colours));
      terminal.write(formatFindings(result, run, limit, colours));
      terminal.write(formatUnreadable(result, run, colours));
      for (const note of result.notes) terminal.write(`${colours.dim('note:')} ${printable(note)}\n`);
      if (result.status === 'finished' || result.events > 0) terminal.write(`${colours.bold(summaryOf(result))}\n`);
      for (const error of errors) terminal.writeError(formatRuleError(run, error, colours));
      writeEnd(terminal, colours, result, errors.length);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** One document a line, those of the events of a sequence before its own; what is wrong goes to standard error. */
export function createDocumentWriter(terminal: Terminal): AlertsWriter {
  const colours = coloursFor(false);
  return {
    result({ rule }, result, errors) {
      for (const alert of result.alerts) {
        for (const document of alertDocuments(alert, rule.document)) terminal.write(`${JSON.stringify(document, bigintAsText)}\n`);
      }
      if (result.alertCount > result.alerts.length) {
        terminal.writeError(`warning: ${counted(result.alertCount - result.alerts.length, 'alert')} more not written\n`);
      }
      writeEnd(terminal, colours, result, errors.length);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

export function createJsonAlertsWriter(terminal: Terminal, limit: number): AlertsWriter {
  return {
    result: (run, result, errors) => print(terminal, resultObject(run, result, errors, limit)),
    fault: (fault) => writeJsonFault(terminal, 'alerts', fault),
  };
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function formatAlerts({ alerts, alertCount, executions, mode }: AlertsResult, run: StartedRun, limit: number, colours: Colours): string {
  const listed = alerts.slice(0, limit);
  const rows = listed.map((alert) =>
    [alert.originalTime ?? alert.time, levelOf(alert), aboutOf(alert), placesOf(alert.events, namesOf(run))].map(printable),
  );
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))));
  const lineOf = (row: readonly string[]): string => {
    const cells = row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))));
    return `  ${colours.green('✔')} ${cells.join('  ').trimEnd()}\n`;
  };
  const lines: string[] = [];
  for (const execution of executions) {
    const own = rows.filter((_, index) => listed[index]?.execution === execution.number);
    if (mode === 'replay' && (own.length > 0 || execution.warnings.length > 0)) lines.push(`${colours.dim(executionText(execution))}\n`);
    lines.push(...own.map(lineOf), ...execution.warnings.map((warning) => `${colours.yellow('warning:')} ${printable(warning)}\n`));
  }
  if (alertCount > listed.length) lines.push(`  … and ${grouped(alertCount - listed.length)} more; --limit sets how many are listed\n`);
  return lines.join('');
}

function formatFindings({ findings, findingCount }: AlertsResult, run: StartedRun, limit: number, colours: Colours): string {
  const lines = findings.slice(0, limit).map((finding) => `  ${colours.red('✘')} ${printable(findingText(finding, namesOf(run)))}\n`);
  const more = findingCount - lines.length;
  return [...lines, ...(more > 0 ? [`  … and ${grouped(more)} more findings\n`] : [])].join('');
}

function formatUnreadable({ unreadable, unreadableCount, message }: AlertsResult, { eventFiles }: StartedRun, colours: Colours): string {
  const lines = unreadable
    .filter((bad) => message?.endsWith(bad.message) !== true)
    .map(
      ({ file, line, message: why }) =>
        `${colours.yellow('warning:')} ${printable(eventFiles[file] ?? '')}:${line} is not read: ${printable(why)}\n`,
    );
  const more = unreadableCount - unreadable.length;
  return [...lines, ...(more > 0 ? [`${colours.yellow('warning:')} ${counted(more, 'more line')} not read\n`] : [])].join('');
}

/** `3 alerts in 40 executions · 12 of 71 events pass the query · 0.08 s` */
function summaryOf(result: AlertsResult): string {
  return [...countsOf(result), `${(result.milliseconds / 1000).toFixed(2)} s`].join(' · ');
}

function namesOf({ eventFiles }: StartedRun): readonly string[] {
  return eventFiles.map((file) => basename(file));
}

function resultObject(run: StartedRun, result: AlertsResult, errors: readonly Diagnostic[], limit: number): object {
  const { rule, eventFiles } = run;
  const lines = new LineIndex(rule.document.text);
  const alerts = result.alerts.slice(0, limit);
  return {
    version,
    command: 'alerts',
    rule: { path: rule.path, ...ruleFacts(rule.document) },
    eventFiles,
    status: result.status,
    message: result.message,
    mode: result.mode,
    alerts: alerts.map((alert) => alertObject(alert, eventFiles)),
    executions: result.executions,
    findings: result.findings.slice(0, limit).map((finding) => ({
      kind: finding.kind,
      message: finding.message,
      events: eventsOf(finding).map((event) => placeObject(event, eventFiles)),
      ...(finding.kind === 'missed' ? { reason: finding.reason } : {}),
      ...(finding.kind === 'repeated' ? { alerts: finding.alerts } : {}),
      ...(finding.kind === 'untrue' ? { alerts: [finding.alert] } : {}),
    })),
    unreadable: result.unreadable.map(({ file, line, message }) => ({ file: eventFiles[file], line, message })),
    mapping: result.mapping,
    notes: result.notes,
    diagnostics: errors.map((error) => diagnosticOf(error, lines)),
    summary: {
      events: result.events,
      matches: result.matches,
      alerts: result.alertCount,
      listed: alerts.length,
      executions: result.executionCount,
      findings: result.findingCount,
      unreadable: result.unreadableCount,
      milliseconds: Math.round(result.milliseconds),
    },
  };
}

function alertObject(alert: Alert, files: readonly string[]): object {
  const { uuid, kind, execution, time, originalTime, ruleName, severity, riskScore, threshold, newTerms, suppression } = alert;
  return {
    uuid,
    kind,
    execution,
    time,
    originalTime,
    ruleName,
    severity,
    riskScore,
    events: alert.events.map((event) => placeObject(event, files)),
    buildingBlocks: alert.buildingBlocks.length === 0 ? undefined : alert.buildingBlocks.map((block) => block.uuid),
    threshold: threshold === undefined ? undefined : { ...threshold, terms: threshold.terms.map(termObject) },
    newTerms: newTerms?.map(termObject),
    indicators:
      alert.indicators.length === 0
        ? undefined
        : alert.indicators.map(({ atomic, field, indicator }) => ({
            atomic: valueOf(atomic),
            field,
            line: indicator.line,
            id: indicator.id,
          })),
    suppression: suppression === undefined ? undefined : { ...suppression, terms: suppression.terms.map(termObject) },
  };
}

function placeObject({ file, line, column, id, time }: EventRef, files: readonly string[]): object {
  return { file: files[file], line, column: column + 1, id, time };
}

function termObject({ field, value }: Term): object {
  return { field, value: value === null ? null : isList(value) ? value.map(valueOf) : valueOf(value) };
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
