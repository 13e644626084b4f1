/** A scan for programs. `docs/scan.md` describes the output; names in it never change, new ones may be added. */
import type { ScanHit } from '../../scan/scanResult.js';
import type { ScannedFileRule, ScanReport, ScanWriter } from '../scanReport.js';
import type { Terminal } from '../terminal.js';
import { print, ruleFacts, version, writeJsonFault } from './json.js';

export function createJsonScanWriter(terminal: Terminal): ScanWriter {
  return {
    report: (report) => print(terminal, resultObject(report)),
    fault: (fault) => writeJsonFault(terminal, 'scan', fault),
  };
}

function resultObject({ rules, eventFiles, unread, summary }: ScanReport): object {
  const { status, message, events, matchedEvents, unreadable, unreadableCount, mapping, milliseconds } = summary;
  return {
    version,
    command: 'scan',
    eventFiles,
    status,
    message,
    rules: [...rules.map((rule) => ruleObject(rule, eventFiles)), ...unread.map(({ path, message: error }) => ({ path, error }))],
    unreadable: unreadable.map(({ file, line, message: why }) => ({ file: eventFiles[file], line, message: why })),
    mapping,
    summary: {
      rules: rules.length,
      matching: rules.filter(({ result }) => result.matches > 0).length,
      notRun: rules.filter(({ result }) => result.status !== 'finished' && result.status !== 'cancelled').length,
      unread: unread.length,
      events,
      matchedEvents,
      unreadable: unreadableCount,
      milliseconds: Math.round(milliseconds),
    },
  };
}

function ruleObject({ path, document, result }: ScannedFileRule, files: readonly string[]): object {
  const { status, message, unit, matches, hits, fidelity } = result;
  return {
    path,
    ...ruleFacts(document),
    ruleId: document.ruleId?.value,
    status,
    message,
    unit,
    matches,
    hits: hits.map((hit) => hitObject(hit, files)),
    notes: fidelity,
  };
}

function hitObject({ file, line, column, offset, length, timestamp, match }: ScanHit, files: readonly string[]): object {
  return { match, file: files[file], line, column: column + 1, offset, length, timestamp };
}
