/** The results of tests for programs; `docs/cli.md` describes the output. */
import { LineIndex } from '../../base/lines.js';
import type { Span } from '../../base/span.js';
import type { JudgedEvent } from '../../evaluate/explain/explained.js';
import type { RanCase } from '../../ruleTests/runTests.js';
import type { Terminal } from '../terminal.js';
import { totalsOf, type TestedFile, type TestReport, type TestsWriter } from '../testReport.js';
import { measuresOf } from './coverageJson.js';
import { verdictOf, type PlaceOf } from './explanationJson.js';
import { diagnosticOf, print, rangeOf, version, writeJsonFault } from './json.js';
import { eventPath, lineOf } from './testsPlaces.js';

export function createJsonTestsWriter(terminal: Terminal): TestsWriter {
  return {
    report(report) {
      const { files, unread, untested, missed, milliseconds } = report;
      print(terminal, {
        version,
        command: 'test',
        files: [...files.map((file) => fileOf(file, report)), ...unread.map(({ path, message }) => ({ path, error: message }))],
        untested,
        missed: missed.length === 0 ? undefined : missed,
        summary: { files: files.length, unread: unread.length, ...totalsOf(files), milliseconds: Math.round(milliseconds) },
      });
    },
    fault: (fault) => writeJsonFault(terminal, 'test', fault),
  };
}

function fileOf(file: TestedFile, report: TestReport): object {
  const { path, lines, rulePath, title, problems, fault, ran, changes, milliseconds } = file;
  return {
    path,
    rule: { path: rulePath, name: title },
    error: fault?.message,
    diagnostics: problems.map((problem) => diagnosticOf(problem, lines)),
    tests: ran.map((each) => testOf(each, file, report)),
    ...measuresOf(file),
    updates: changes.length === 0 ? undefined : changes,
    milliseconds: Math.round(milliseconds),
  };
}

function testOf({ test, result }: RanCase, file: TestedFile, report: TestReport): object {
  const { name, span, status, failures, fidelity, milliseconds } = result;
  const place = placeIn(file);
  return {
    name,
    line: lineOf(span, file),
    status,
    failures: failures.map(({ message, span: expectation, expected, actual, explained }) => ({
      message,
      ...rangeOf(expectation, file.lines),
      expected,
      actual,
      events: explained.map((event) => eventOf(event, eventPath(event, test, file, report), place)),
    })),
    notes: fidelity,
    milliseconds: Math.round(milliseconds),
  };
}

function placeIn({ ruleText = '' }: TestedFile): PlaceOf {
  const lines = new LineIndex(ruleText);
  return (span: Span) => ({ clause: ruleText.slice(span.start, span.end), ...rangeOf(span, lines) });
}

function eventOf({ line, column, filtered, parts }: JudgedEvent, path: string, place: PlaceOf): object {
  return {
    file: path,
    line,
    column: column + 1,
    filtered,
    parts: parts.map(({ kind, span, missing, verdict }) => ({ kind, ...place(span), missing, ...verdictOf(verdict, place) })),
  };
}
