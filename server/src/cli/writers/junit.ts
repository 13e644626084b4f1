/**
 * A check as a JUnit report, which CI servers show as tests: one for each rule file, failed where the file has errors.
 * https://llg.cubic.org/docs/junit/
 */
import { LineIndex } from '../../base/lines.js';
import type { Diagnostic } from '../../base/problem.js';
import type { CheckedFile, CheckReport, CheckWriter } from '../report.js';
import type { Terminal } from '../terminal.js';

export function createJunitCheckWriter(terminal: Terminal): CheckWriter {
  const print = (suites: string): void => printSuites(terminal, suites);
  return {
    report: (report) => print(suiteOf(report)),
    fault: ({ message }) => {
      const failed = testCase('rulewright check', 'rulewright check', `      <error message="${escapeAttribute(message)}"/>\n`);
      print(suite('rulewright check', { tests: 1, failures: 0, errors: 1 }, failed));
    },
  };
}

export interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

function suiteOf({ files, unread }: CheckReport): string {
  const failures = files.filter(({ diagnostics }) => diagnostics.some(isFailure)).length;
  const cases = [
    ...files.map(caseOf),
    ...unread.map(({ path, message }) => testCase(path, path, `      <error message="${escapeAttribute(message)}"/>\n`)),
  ];
  return suite('rulewright check', { tests: cases.length, failures, errors: unread.length }, cases.join(''));
}

/** The whole report. */
export function printSuites(terminal: Terminal, suites: string): void {
  terminal.write(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites}</testsuites>\n`);
}

export function suite(name: string, { tests, failures, errors }: Counts, cases: string, time = '0'): string {
  const attributes = `name="${escapeAttribute(name)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="0" time="${time}"`;
  return `  <testsuite ${attributes}>\n${cases}  </testsuite>\n`;
}

function isFailure({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** A test has at most one failure: the first error, with all of them in its text. What is no error is output. */
function caseOf({ path, document, diagnostics }: CheckedFile): string {
  const lines = new LineIndex(document.text);
  const written = (found: readonly Diagnostic[]): string => escapeXml(found.map((each) => lineOf(each, path, lines)).join('\n'));
  const failures = diagnostics.filter(isFailure);
  const others = diagnostics.filter((each) => !isFailure(each));
  const [first] = failures;
  const failure =
    first === undefined
      ? ''
      : `      <failure type="${first.code}" message="${escapeAttribute(first.message)}">${written(failures)}</failure>\n`;
  const output = others.length === 0 ? '' : `      <system-out>${written(others)}</system-out>\n`;
  return testCase(document.name?.value ?? path, path, failure + output);
}

/** `body`: what stands in the element, such as a failure; empty where the test passed. */
export function testCase(name: string, path: string, body: string, time = '0'): string {
  const attributes = `name="${escapeAttribute(name)}" classname="${escapeAttribute(path)}" time="${time}"`;
  return body === '' ? `    <testcase ${attributes}/>\n` : `    <testcase ${attributes}>\n${body}    </testcase>\n`;
}

function lineOf({ code, severity, message, span }: Diagnostic, path: string, lines: LineIndex): string {
  const { line, character } = lines.positionAt(span.start);
  return `${path}:${line + 1}:${character + 1} ${severity} ${code} ${message}`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As the text of an element. Characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** As the value of an attribute, where a line break would be read as a blank. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replaceAll('\n', '&#10;');
}
