/** The same results for programs. `docs/cli.md` describes the output; names in it never change, new ones may be added. */
import { LineIndex, type LinePosition } from '../../base/lines.js';
import type { Diagnostic, Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { matchUnit } from '../../evaluate/matchUnit.js';
import type { Value } from '../../events/event.js';
import type { Explanation } from '../../evaluate/explain/explained.js';
import { missText } from '../../evaluate/explain/rows.js';
import type { Column, Hit, RunSummary, SatisfiedClause } from '../../evaluate/run.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import type { Fault } from '../exitCodes.js';
import {
  countBySeverity,
  pathsOf,
  type CheckedFile,
  type CheckWriter,
  type RuleFile,
  type RuleHead,
  type RunWriter,
  type StartedRun,
  type TranslationWriter,
} from '../report.js';
import type { Terminal } from '../terminal.js';
import { clauseText } from './nearestMiss.js';
import { unmetOf } from './unmetClauses.js';

export const version = 1;

export type CommandName = 'check' | 'run' | 'explain' | 'alerts' | 'translate' | 'diff' | 'test' | 'scan' | 'search' | 'compare';

export function createJsonCheckWriter(terminal: Terminal): CheckWriter {
  return {
    report({ files, unread, repairs }) {
      const diagnostics = files.flatMap((file) => file.diagnostics);
      const pathTo = pathsOf(files);
      print(terminal, {
        version,
        command: 'check',
        files: [...files.map((file) => checkedFile(file, pathTo)), ...unread.map(({ path, message }) => ({ path, error: message }))],
        summary: { files: files.length, unread: unread.length, fixed: repairs.fixes, ...countBySeverity(diagnostics) },
      });
    },
    fault: (fault) => writeJsonFault(terminal, 'check', fault),
  };
}

export function createJsonRunWriter(terminal: Terminal): RunWriter {
  let started: StartedRun | undefined;
  const listed: Hit[] = [];
  return {
    start(run) {
      started = run;
    },
    hits(hits) {
      listed.push(...hits);
    },
    finish(summary, errors) {
      if (started !== undefined) print(terminal, runResult(started, listed, summary, errors));
    },
    fault: (fault) => writeJsonFault(terminal, 'run', fault),
  };
}

export function createJsonTranslationWriter(terminal: Terminal): TranslationWriter {
  const head = ({ path, document }: RuleFile) => ({ version, command: 'translate', rule: { path, ...ruleFacts(document) } });
  const diagnostics = ({ document }: RuleFile, problems: readonly Problem[]): readonly object[] => {
    const lines = new LineIndex(document.text);
    return problems.map((problem) => diagnosticOf({ ...problem, severity: problem.severity ?? 'error' }, lines));
  };
  return {
    request: (rule, { method, path, body, notes, problems }) =>
      print(terminal, { ...head(rule), request: { method, path, body }, notes, diagnostics: diagnostics(rule, problems) }),
    noRequest: (rule, { message, problems }) => print(terminal, { ...head(rule), message, diagnostics: diagnostics(rule, problems) }),
    fault: (fault) => writeJsonFault(terminal, 'translate', fault),
  };
}

/** `command` is undefined where the arguments name none. */
export function writeJsonFault(terminal: Terminal, command: CommandName | undefined, { exitCode, message }: Fault): void {
  print(terminal, { version, command, error: { exitCode, message } });
}

function checkedFile({ path, document, diagnostics }: CheckedFile, pathTo: (uri: string) => string): object {
  const lines = new LineIndex(document.text);
  return { path, ...ruleFacts(document), diagnostics: diagnostics.map((diagnostic) => diagnosticOf(diagnostic, lines, pathTo)) };
}

/** Where nothing matches: the nearest event of each part of the query. */
function nearestOf({ parts }: Explanation, run: StartedRun): readonly object[] {
  return parts.flatMap(({ nearest: [miss] }, part) => {
    if (miss === undefined) return [];
    const { file, line, column, distance, verdict } = miss;
    return [
      { part, file: run.eventFiles[file], line, column: column + 1, failing: distance.failing, text: missText(verdict, clauseText(run)) },
    ];
  });
}

export function ruleFacts({ name, type, queries, severity, riskScore }: RuleHead): object {
  return { name: name?.value, type: type?.value, language: queries[0]?.language, severity: severity?.value, riskScore: riskScore?.value };
}

export function diagnosticOf(
  { code, severity, message, span, fixes, related }: Diagnostic,
  lines: LineIndex,
  pathTo: (uri: string) => string = (uri) => uri,
): object {
  return {
    code,
    severity,
    message,
    ...rangeOf(span, lines),
    fixes: (fixes ?? []).map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...rangeOf(edit.span, lines), newText: edit.newText })),
    })),
    related: (related ?? []).map(({ message: about, span: place, file }) => ({
      message: about,
      ...(file === undefined ? rangeOf(place, lines) : { path: pathTo(file.uri), ...oneBased(file.range) }),
    })),
  };
}

/** One-based lines and columns, columns in UTF-16 units; the end is exclusive. */
export function rangeOf(span: Span, lines: LineIndex): object {
  return oneBased({ start: lines.positionAt(span.start), end: lines.positionAt(span.end) });
}

function oneBased({ start, end }: { readonly start: LinePosition; readonly end: LinePosition }): object {
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

function runResult(run: StartedRun, hits: readonly Hit[], summary: RunSummary, errors: readonly Diagnostic[]): object {
  const lines = new LineIndex(run.rule.document.text);
  return {
    version,
    command: 'run',
    rule: { path: run.rule.path, ...ruleFacts(run.rule.document) },
    eventFiles: run.eventFiles,
    status: summary.status,
    message: summary.message,
    hits: hits.map((hit) => hitOf(hit, run, lines)),
    sequences: sequencesOf(hits, run.rule.document),
    unreadable: summary.unreadable.map(({ file, line, message }) => ({ file: run.eventFiles[file], line, message })),
    mapping: summary.mapping,
    notes: summary.fidelity,
    nearest: summary.explanation === undefined ? undefined : nearestOf(summary.explanation, run),
    unmet: summary.unmet === undefined ? undefined : unmetOf(summary.unmet, run),
    diagnostics: errors.map((error) => diagnosticOf(error, lines)),
    summary: {
      events: summary.events,
      matches: summary.matches,
      listed: hits.reduce((count, { sequence }) => (sequence === undefined ? count + 1 : sequence.index + 1), 0),
      unreadable: summary.unreadableCount,
      milliseconds: Math.round(summary.milliseconds),
    },
  };
}

function hitOf(hit: Hit, run: StartedRun, lines: LineIndex): object {
  return {
    file: run.eventFiles[hit.file],
    line: hit.line,
    column: hit.column + 1,
    offset: hit.offset,
    length: hit.length,
    timestamp: hit.timestamp,
    matched: hit.clauses.map((clause) => clauseOf(clause, run.rule.document, lines)),
    fields: Object.fromEntries(hit.columns.map(({ field, values }: Column) => [field, values.map(valueOf)])),
  };
}

function clauseOf({ span, field, values }: SatisfiedClause, document: RuleDocument, lines: LineIndex): object {
  const map = document.queries[0]?.map;
  const place = map === undefined ? {} : { clause: map.text.slice(span.start, span.end), ...rangeOf(map.spanToFile(span), lines) };
  return { field, values: values.map(valueOf), ...place };
}

/** The matches of a sequence or sample: for each stage its hit, by number in the list of hits. Undefined for queries for single events. */
function sequencesOf(hits: readonly Hit[], document: RuleDocument): readonly object[] | undefined {
  if (matchUnit(document) === 'event') return undefined;
  const first = hits.flatMap(({ sequence }, hit) =>
    sequence === undefined || sequence.index === hits[hit - 1]?.sequence?.index ? [] : [{ hit, sequence }],
  );
  return first.map(({ hit, sequence: { joinKeys, stages } }) => {
    let next = hit;
    return {
      joinKeys: joinKeys.map((key) => (key === null ? null : valueOf(key))),
      stages: stages.map(({ span, missing }) => ({
        item: document.queries[0]?.map.text.slice(span.start, span.end),
        missing,
        hit: missing ? null : next++,
      })),
    };
  });
}

/** JSON readers round integers beyond 2^53, so these are written as strings of digits. */
export function valueOf(value: Value): string | number | boolean {
  return typeof value === 'bigint' ? value.toString() : value;
}

export function print(terminal: Terminal, result: object): void {
  terminal.write(`${JSON.stringify(result, undefined, 2)}\n`);
}
