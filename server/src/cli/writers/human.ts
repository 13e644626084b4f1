/** The results for people: diagnostics as a compiler prints them, matches as rows. */
import { basename } from 'node:path';
import { LineIndex } from '../../base/lines.js';
import { severities, type Diagnostic } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { matchUnit } from '../../evaluate/matchUnit.js';
import type { Hit, RunSummary } from '../../evaluate/run.js';
import { consoleText } from '../../translate/requestText.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable, widthOf } from '../printable.js';
import {
  countBySeverity,
  pathsOf,
  type CheckedFile,
  type CheckReport,
  type CheckWriter,
  type RunWriter,
  type StartedRun,
  type TranslationWriter,
} from '../report.js';
import type { Terminal } from '../terminal.js';
import { coloursFor, type Colours } from './colours.js';
import { formatDiagnostic } from './excerpt.js';
import { createHitTable } from './hitTable.js';
import { nearestText } from './nearestMiss.js';
import { formatUnmet } from './unmetClauses.js';

/** With `quiet`, nothing is printed where nothing is wrong. */
export function createHumanCheckWriter(terminal: Terminal, colour: boolean, quiet: boolean): CheckWriter {
  const colours = coloursFor(colour);
  return {
    report(report) {
      const pathTo = pathsOf(report.files);
      for (const file of failuresLast(report.files)) terminal.write(formatFile(file, colours, pathTo));
      for (const { message } of report.unread) writeFault(terminal, colours, message);
      const clean = report.files.every((file) => file.diagnostics.length === 0);
      if (report.files.length > 0 && !(quiet && clean)) {
        terminal.write(`${colours.bold(checkSummary(quiet ? { ...report, milder: 0 } : report))}\n`);
      }
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** Files without errors first: what must be mended then stands at the end of a long log, above the summary. */
function failuresLast(files: readonly CheckedFile[]): readonly CheckedFile[] {
  const failed = (file: CheckedFile): boolean => file.diagnostics.some(({ severity }) => severity === 'error');
  return [...files.filter((file) => !failed(file)), ...files.filter(failed)];
}

function formatFile({ path, document, diagnostics }: CheckedFile, colours: Colours, pathTo: (uri: string) => string): string {
  const lines = new LineIndex(document.text);
  return diagnostics.map((diagnostic) => `${formatDiagnostic(path, lines, diagnostic, colours, pathTo)}\n`).join('');
}

/** `3 files checked: 1 error, 2 warnings` */
function checkSummary({ files, unread, milder, repairs }: CheckReport): string {
  const counts = countBySeverity(files.flatMap((file) => file.diagnostics));
  const found = severities.filter((severity) => counts[severity] > 0).map((severity) => severityCount(severity, counts[severity]));
  const hidden = milder > 0 ? [`${counted(milder, 'milder problem')} not shown`] : [];
  const result = [...(found.length > 0 ? [found.join(', ')] : []), ...hidden].join('; ') || 'no problems';
  const missed = unread.length > 0 ? `; ${counted(unread.length, 'file')} not read` : '';
  const repaired = repairs.fixes > 0 ? `; ${counted(repairs.fixes, 'problem')} fixed in ${counted(repairs.files, 'file')}` : '';
  return `${counted(files.length, 'file')} checked: ${result}${repaired}${missed}`;
}

function severityCount(severity: string, count: number): string {
  return severity === 'information' ? `${grouped(count)} information` : counted(count, severity);
}

/** Where the right end of the title stands when the output is no terminal. */
const titleWidth = 100;

export function createHumanRunWriter(terminal: Terminal, colour: boolean): RunWriter {
  const colours = coloursFor(colour);
  const table = createHitTable(colours, terminal.width);
  let started: StartedRun | undefined;
  let listed = 0;

  const placeOf = (hit: Hit): string => {
    const files = started?.eventFiles ?? [];
    return files.length > 1 ? `${printable(basename(files[hit.file] ?? ''))}:${hit.line}` : `line ${hit.line}`;
  };
  const clauseOf = ({ start, end }: Span): string => (started?.rule.document.queries[0]?.map.text ?? '').slice(start, end);
  return {
    start(run) {
      started = run;
      terminal.write(`\n${formatTitle(run, Math.min(titleWidth, terminal.width ?? titleWidth), colours)}\n`);
    },
    hits(hits) {
      listed = hits.reduce((count, { sequence }) => (sequence === undefined ? count + 1 : sequence.index + 1), listed);
      terminal.write(table.add(hits, placeOf, clauseOf));
    },
    finish(summary, errors) {
      terminal.write(table.flush());
      if (summary.matches > listed) terminal.write(`  … and ${grouped(summary.matches - listed)} more; --limit sets how many are listed\n`);
      terminal.write(formatNotes(summary, started?.eventFiles ?? [], colours));
      if (started !== undefined && summary.matches === 0) terminal.write(formatUnmet(summary.unmet ?? [], started, colours));
      if (summary.status === 'finished' || summary.events > 0) {
        terminal.write(`${colours.bold(runSummary(summary, started))}\n`);
      }
      for (const error of errors) terminal.writeError(formatRuleError(started, error, colours));
      writeEnd(terminal, colours, summary, errors.length);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** The request is plain text without colours, for it is made to be pasted elsewhere. */
export function createHumanTranslationWriter(terminal: Terminal, colour: boolean): TranslationWriter {
  const colours = coloursFor(colour);
  return {
    request: (_, request) => terminal.write(consoleText(request)),
    noRequest: ({ path, document }, { message, problems }) => {
      const lines = new LineIndex(document.text);
      for (const problem of problems) {
        terminal.writeError(`${formatDiagnostic(path, lines, { ...problem, severity: problem.severity ?? 'error' }, colours)}\n`);
      }
      writeFault(terminal, colours, problems.length > 0 ? 'The rule was not translated; mend what is said above first.' : `${message}.`);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** The rule's name, and at the right its language, severity and risk score. */
export function formatTitle({ rule }: StartedRun, width: number, colours: Colours): string {
  const { name, severity, riskScore, queries } = rule.document;
  const title = printable(name?.value ?? basename(rule.path));
  const facts = [queries[0]?.language, severity?.value, riskScore?.value].filter((fact) => fact !== undefined).join(' · ');
  const space = ' '.repeat(Math.max(2, width - widthOf(title) - widthOf(facts)));
  return `${colours.bold(title)}${facts === '' ? '' : space + colours.dim(printable(facts))}`;
}

export function formatNotes(
  { fidelity, unreadable, unreadableCount, message }: RunSummary,
  files: readonly string[],
  colours: Colours,
): string {
  const lines = unreadable
    // What ended the run is said at the end.
    .filter((event) => message?.endsWith(event.message) !== true)
    .map(
      (event) =>
        `${colours.yellow('warning:')} ${printable(files[event.file] ?? '')}:${event.line} is not read: ${printable(event.message)}\n`,
    );
  const more = unreadableCount - unreadable.length;
  if (more > 0) lines.push(`${colours.yellow('warning:')} ${counted(more, 'more line')} not read\n`);
  return [...lines, ...fidelity.map((note) => `${colours.dim('note:')} ${printable(note)}\n`)].join('');
}

/** `22 of 71 events match · 0.08 s`, `2 sequences in 71 events · 0.08 s`, `0 of 71 events match; nearest: line 17 fails only on process.args · 0.08 s` */
export function runSummary(summary: RunSummary, run: StartedRun | undefined): string {
  const { status, matches, events, unreadableCount, milliseconds, explanation } = summary;
  const unit = matchUnit(run?.rule.document);
  const parts = [
    unit === 'event'
      ? `${grouped(matches)} of ${counted(events, 'event')} ${matches === 1 ? 'matches' : 'match'}`
      : `${counted(matches, unit)} in ${counted(events, 'event')}`,
  ];
  if (status !== 'finished') parts[0] += ' so far';
  const nearest = explanation === undefined || run === undefined || matches > 0 ? undefined : nearestText(explanation, run);
  if (nearest !== undefined) parts[0] += `; ${nearest}`;
  if (unreadableCount > 0) parts.push(`${counted(unreadableCount, 'line')} not read`);
  parts.push(`${(milliseconds / 1000).toFixed(2)} s`);
  return parts.join(' · ');
}

export function formatRuleError(run: StartedRun | undefined, error: Diagnostic, colours: Colours): string {
  if (run === undefined) return '';
  return `${formatDiagnostic(run.rule.path, new LineIndex(run.rule.document.text), error, colours)}\n`;
}

/** Why the run ended, where it did not simply finish; `errors` have been printed. */
export function writeEnd(
  terminal: Terminal,
  colours: Colours,
  { status, message }: Pick<RunSummary, 'status' | 'message'>,
  errors: number,
): void {
  if (message === undefined) return;
  if (status === 'cancelled') terminal.writeError(`${message}\n`);
  else if (errors > 0) writeFault(terminal, colours, `The rule was not run; mend the ${errors === 1 ? 'error' : 'errors'} above first.`);
  else writeFault(terminal, colours, message);
}

export function writeFault(terminal: Terminal, colours: Colours, message: string): void {
  terminal.writeError(`${colours.red('error:')} ${printable(message)}\n`);
}
