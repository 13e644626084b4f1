/** The results of tests as a JUnit report, which CI servers show: a suite for each file, a test case for each test. https://llg.cubic.org/docs/junit/ */
import { partName, verdictText } from '../../evaluate/explain/rows.js';
import type { RanCase } from '../../ruleTests/runTests.js';
import type { Terminal } from '../terminal.js';
import type { TestedFile, TestReport, TestsWriter } from '../testReport.js';
import { coloursFor } from './colours.js';
import { escapeAttribute, escapeXml, printSuites, suite, testCase } from './junit.js';
import { formatVerdict } from './explanation.js';
import { clauseTextIn, eventHeadline, eventPath, lineOf } from './testsPlaces.js';

const command = 'rulewright test';

export function createJunitTestsWriter(terminal: Terminal): TestsWriter {
  const failed = (name: string, message: string): string => {
    return suite(command, { tests: 1, failures: 0, errors: 1 }, testCase(name, name, errorOf(message)));
  };
  return {
    report: (report) => {
      const suites = report.files.map((file) => suiteOf(file, report));
      printSuites(terminal, [...suites, ...report.unread.map(({ path, message }) => failed(path, message))].join(''));
    },
    fault: ({ message }) => printSuites(terminal, failed(command, message)),
  };
}

function suiteOf(file: TestedFile, report: TestReport): string {
  const { path, rulePath, ran, fault, problems } = file;
  const own = [
    ...(fault === undefined ? [] : [{ name: path, message: fault.message }]),
    ...problems
      .filter(({ severity }) => severity === 'error')
      .map(({ code, span, message }) => ({ name: `${path}:${lineOf(span, file)} ${code}`, message })),
  ];
  const count = (status: string): number => ran.filter(({ result }) => result.status === status).length;
  const counts = { tests: ran.length + own.length, failures: count('failed'), errors: count('error') + own.length };
  const cases = [
    ...ran.map((each) => caseOf(each, file, report)),
    ...own.map(({ name, message }) => testCase(name, rulePath, errorOf(message))),
  ];
  return suite(path, counts, cases.join(''), seconds(file.milliseconds));
}

function caseOf({ test, result }: RanCase, file: TestedFile, report: TestReport): string {
  const [first] = result.failures;
  const time = seconds(result.milliseconds);
  if (first === undefined) return testCase(result.name, file.rulePath, '', time);
  if (result.status === 'error') return testCase(result.name, file.rulePath, errorOf(first.message), time);
  const details = result.failures.flatMap(({ message, span, explained }) => [
    `${file.path}:${lineOf(span, file)} ${message}`,
    ...explained.flatMap((event) => [
      eventHeadline(event, eventPath(event, test, file, report)),
      ...event.parts.flatMap((part) => [
        ...(part.kind === 'query' ? [] : [`${partName(part, event.parts)} ${verdictText(part.verdict)}`]),
        formatVerdict(part.verdict, clauseTextIn(file), coloursFor(false)).trimEnd(),
      ]),
    ]),
  ]);
  const body = `      <failure message="${escapeAttribute(first.message)}">${escapeXml(details.join('\n'))}</failure>\n`;
  return testCase(result.name, file.rulePath, body, time);
}

function errorOf(message: string): string {
  return `      <error message="${escapeAttribute(message)}"/>\n`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
