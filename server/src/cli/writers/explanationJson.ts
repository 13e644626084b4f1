/** Explanations for programs; `docs/cli.md` describes the output. */
import { LineIndex } from '../../base/lines.js';
import type { Diagnostic } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { ClauseStatistics, Explanation, JudgedField, Verdict } from '../../evaluate/explain/explained.js';
import { missText, requiredVerdicts, verdictText } from '../../evaluate/explain/rows.js';
import { reasonText } from '../../evaluate/explain/sentences.js';
import type { RunSummary } from '../../evaluate/run.js';
import type { ExplainWriter, StartedRun } from '../report.js';
import type { Terminal } from '../terminal.js';
import { diagnosticOf, print, rangeOf, ruleFacts, valueOf, version, writeJsonFault } from './json.js';
import { toldExclusions } from './exclusions.js';
import { clauseText } from './nearestMiss.js';
import { sequencesJson } from './sequenceJson.js';

export function createJsonExplainWriter(terminal: Terminal): ExplainWriter {
  return {
    run: (run, summary, errors) =>
      print(terminal, {
        ...head(run, summary, errors),
        parts: partsOf(run, summary.explanation),
        exclusions: summary.exclusions === undefined ? undefined : toldExclusions(summary.exclusions, run),
        ...sequencesOf(run, summary),
        ...tail(summary),
      }),
    events: (run, explained, errors) => {
      const place = placeIn(run);
      const events = explained.judged.map(({ file, line, column, filtered, parts, mapped }) => ({
        file: run.eventFiles[file],
        line,
        column: column + 1,
        filtered,
        mapped,
        parts: parts.map(({ kind, span, missing, verdict }) => ({ kind, ...place(span), missing, ...verdictOf(verdict, place) })),
      }));
      print(terminal, { ...head(run, explained, errors), events, ...tail(explained) });
    },
    fault: (fault) => writeJsonFault(terminal, 'explain', fault),
  };
}

function head({ rule, eventFiles }: StartedRun, { status, message }: RunSummary, errors: readonly Diagnostic[]): object {
  const lines = new LineIndex(rule.document.text);
  return {
    version,
    command: 'explain',
    rule: { path: rule.path, ...ruleFacts(rule.document) },
    eventFiles,
    status,
    message,
    diagnostics: errors.map((error) => diagnosticOf(error, lines)),
  };
}

function tail({ mapping, fidelity, events, matches, unreadableCount, milliseconds, explanation }: RunSummary): object {
  return {
    mapping,
    notes: fidelity,
    summary: { events, filtered: explanation?.filtered, matches, unreadable: unreadableCount, milliseconds: Math.round(milliseconds) },
  };
}

/** A clause as written, and where it stands in the rule file. */
export type PlaceOf = (span: Span) => object;

function placeIn({ rule }: StartedRun): PlaceOf {
  const lines = new LineIndex(rule.document.text);
  const map = rule.document.queries[0]?.map;
  return (span) => (map === undefined ? {} : { clause: map.text.slice(span.start, span.end), ...rangeOf(map.spanToFile(span), lines) });
}

function partsOf(run: StartedRun, explanation: Explanation | undefined): readonly object[] {
  const place = placeIn(run);
  return (explanation?.parts ?? []).map(({ kind, span, missing, passed, joined, clauses, nearest }) => ({
    kind,
    ...place(span),
    missing,
    passed,
    joined,
    clauses: countsOf(clauses, place),
    nearest: nearest.map(({ file, line, column, distance, verdict }) => ({
      file: run.eventFiles[file],
      line,
      column: column + 1,
      failing: distance.failing,
      text: missText(verdict, clauseText(run)),
      verdict: verdictOf(verdict, place),
    })),
  }));
}

/** Nothing for queries for single events. */
function sequencesOf(run: StartedRun, { sequences }: RunSummary): object {
  return sequences === undefined ? {} : { sequences: sequencesJson(sequences, run, placeIn(run)) };
}

function countsOf({ span, kind, passed, alive, notEvaluated, fields, otherForms, operands }: ClauseStatistics, place: PlaceOf): object {
  return {
    kind,
    ...place(span),
    passed,
    alive,
    notEvaluated,
    seen: fields.map(({ field, seen: { present, different, values } }) => ({
      field,
      present,
      different,
      values: values.map(({ value, events }) => ({ value: valueOf(value), events })),
    })),
    otherForms,
    operands: operands.map((operand) => countsOf(operand, place)),
  };
}

/** The whole, then each of its clauses. */
export function verdictOf(verdict: Verdict, place: PlaceOf): object {
  const clauses = requiredVerdicts(verdict).map((clause) => clauseOf(clause, place));
  return { outcome: outcomeOf(verdict), text: verdictText(verdict), clauses };
}

function clauseOf(verdict: Verdict, place: PlaceOf): object {
  const { kind, span, fields, reason, operands } = verdict;
  return {
    kind,
    ...place(span),
    outcome: outcomeOf(verdict),
    fields: fields.map(fieldOf),
    reason: reason === undefined ? undefined : { kind: reason.kind, text: reasonText(reason) },
    operands: operands.map((operand) => clauseOf(operand, place)),
  };
}

function outcomeOf({ outcome }: Verdict): string {
  return String(outcome);
}

function fieldOf({ field, values, more, satisfying }: JudgedField): object {
  return { field, values: values.map(valueOf), more, satisfying: satisfying.map(valueOf) };
}
