/**
 * A check as SARIF 2.1.0, which code scanning services read.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { ArtifactLocation, Fix as SarifFix, Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import { codes } from '../../analysis/codes.js';
import type { CodeRow } from '../../analysis/codes/row.js';
import { LineIndex, type LinePosition } from '../../base/lines.js';
import type { Diagnostic, Fix, Related, Severity } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { Fault } from '../exitCodes.js';
import { pathsOf, type CheckedFile, type CheckReport, type CheckWriter } from '../report.js';
import type { Terminal } from '../terminal.js';

export const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF has no hints. */
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

export function createSarifCheckWriter(terminal: Terminal): CheckWriter {
  const print = (log: Log): void => terminal.write(`${JSON.stringify(log, undefined, 2)}\n`);
  return {
    report: (report) => print(logOf(report, terminal.version)),
    fault: (fault) => print(faultLog(fault, terminal.version)),
  };
}

function logOf({ files, unread }: CheckReport, version: string): Log {
  const reported = new Set(files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)));
  const rules = codes.filter(({ code }) => reported.has(code));
  const pathTo = pathsOf(files);
  const indexOf = new Map(rules.map(({ code }, index) => [code, index]));
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Rulewright', version, rules: rules.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unread.length === 0,
            toolExecutionNotifications: unread.map(({ path, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [{ physicalLocation: { artifactLocation: artifactOf(path) } }],
            })),
          },
        ],
        results: files.flatMap((file) => resultsOf(file, indexOf, pathTo)),
      },
    ],
  };
}

export function faultLog({ message }: Fault, version: string): Log {
  const notification = { level: 'error' as const, message: { text: message } };
  const invocations = [{ executionSuccessful: false, toolExecutionNotifications: [notification] }];
  return { $schema: schema, version: '2.1.0', runs: [{ tool: { driver: { name: 'Rulewright', version } }, invocations, results: [] }] };
}

function descriptorOf({ code, title, about, severity }: CodeRow): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: about },
    help: { text: about, markdown: about },
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultsOf(
  { path, document, diagnostics }: CheckedFile,
  indexOf: ReadonlyMap<string, number>,
  pathTo: (uri: string) => string,
): readonly Result[] {
  const lines = new LineIndex(document.text);
  const artifactLocation = artifactOf(path);
  const locationOf = (span: Span): Location => ({ physicalLocation: { artifactLocation, region: regionOf(span, lines) } });
  const relatedLocation = ({ span, file }: Related): Location =>
    file === undefined
      ? locationOf(span)
      : { physicalLocation: { artifactLocation: artifactOf(pathTo(file.uri)), region: oneBased(file.range.start, file.range.end) } };
  return diagnostics.map(({ code, severity, message, span, related = [], fixes = [] }: Diagnostic) => ({
    ruleId: code,
    ruleIndex: indexOf.get(code) ?? -1,
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(span)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((place, id) => ({ id, message: { text: place.message }, ...relatedLocation(place) })) }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(fix, artifactLocation, lines)) }),
  }));
}

function fixOf({ title, edits }: Fix, artifactLocation: ArtifactLocation, lines: LineIndex): SarifFix {
  const replacements = edits.map(({ span, newText }) => ({ deletedRegion: regionOf(span, lines), insertedContent: { text: newText } }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation, replacements }] };
}

/** Lines and columns from one; the end is exclusive. */
function regionOf({ start, end }: Span, lines: LineIndex): Region {
  return oneBased(lines.positionAt(start), lines.positionAt(end));
}

function oneBased(from: LinePosition, to: LinePosition): Region {
  return { startLine: from.line + 1, startColumn: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
}

/** A URI relative to the folder the command ran in, as services expect it; an absolute path as a file URI. */
export function artifactOf(path: string): ArtifactLocation {
  const slashed = path.replaceAll('\\', '/').replace(/^\.\//, '');
  const uri = slashed.split('/').map(encodeURIComponent).join('/');
  if (slashed.startsWith('/')) return { uri: `file://${uri}` };
  return /^[A-Za-z]:/.test(slashed) ? { uri: `file:///${uri}` } : { uri };
}
