/** The results of tests for people: a line for each file, then what failed and why, then the totals. */
import type { JudgedEvent } from '../../evaluate/explain/explained.js';
import { partName, verdictText } from '../../evaluate/explain/rows.js';
import type { RanCase } from '../../ruleTests/runTests.js';
import type { CaseFailure } from '../../ruleTests/testResult.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable } from '../printable.js';
import type { Terminal } from '../terminal.js';
import { isBroken, isPassed, totalsOf, type TestedFile, type TestReport, type TestsWriter } from '../testReport.js';
import { coloursFor, type Colours } from './colours.js';
import { formatCoverage } from './coverageText.js';
import { formatDiagnostic } from './excerpt.js';
import { formatVerdict } from './explanation.js';
import { writeFault } from './human.js';
import { formatMutation } from './mutationText.js';
import { clauseTextIn, eventHeadline, eventPath, lineOf } from './testsPlaces.js';

export function createHumanTestsWriter(terminal: Terminal, colour: boolean): TestsWriter {
  const colours = coloursFor(colour);
  return {
    report(report) {
      const { files, unread, untested } = report;
      for (const file of files) terminal.write(`${formatFile(file, colours)}\n`);
      for (const path of untested ?? []) terminal.write(`${colours.yellow('-')} ${printable(path)}  ${colours.dim('no tests')}\n`);
      for (const file of files) terminal.write(formatChanges(file, colours));
      for (const file of files) terminal.write(formatCoverage(file, colours) + formatMutation(file, colours));
      for (const file of files) terminal.write(formatTroubles(file, { colours, report }));
      for (const { message } of unread) writeFault(terminal, colours, message);
      const isPlain = files.every((file) => isPassed(file) && file.coverage === undefined && file.mutation === undefined);
      if (!isPlain) terminal.write('\n');
      for (const sentence of report.missed) terminal.write(`${colours.red('✘')} ${printable(sentence)}\n`);
      if (files.length > 0 || untested !== undefined) terminal.write(`${colours.bold(summaryOf(report))}\n`);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** What everything that is printed depends on. */
interface Page {
  readonly colours: Colours;
  readonly report: TestReport;
}

/** `✔ rules/a.test.toml  12 tests`, `✘ rules/b.test.toml  1 of 3 tests failed` */
function formatFile(file: TestedFile, colours: Colours): string {
  const { tests, passed, errors, failed } = totalsOf([file]);
  if (isPassed(file)) return `${colours.green('✔')} ${printable(file.path)}  ${colours.dim(counted(tests, 'test'))}`;
  const facts = [
    ...(failed === 0 ? [] : [`${failed} of ${counted(tests, 'test')} failed`]),
    ...(errors === 0 ? [] : [`${errors} of ${counted(tests, 'test')} could not be run`]),
    ...(isBroken(file) ? [tests === 0 ? 'not run' : 'errors in the file'] : []),
  ];
  return `${colours.red('✘')} ${printable(file.path)}  ${facts.join(', ') || counted(passed, 'test')}`;
}

function formatChanges({ path, changes }: TestedFile, colours: Colours): string {
  return changes
    .map(({ test, key, before, after, refused }) => {
      const what = printable(`${path}: ${test}`);
      if (refused !== undefined) return `${colours.yellow('not updated:')} ${what}: ${printable(refused)}\n`;
      return `${colours.cyan('updated:')} ${what}: ${key ?? ''} ${oneLine(before)} → ${oneLine(after)}\n`;
    })
    .join('');
}

function oneLine(text: string): string {
  return printable(text.replaceAll('\n', ', '));
}

function formatTroubles(file: TestedFile, page: Page): string {
  const { path, lines, problems, fault, ran } = file;
  const { colours } = page;
  const told = problems.map((problem) => `\n${formatDiagnostic(path, lines, problem, colours)}`);
  const place = fault?.span === undefined ? path : `${path}:${lineOf(fault.span, file)}`;
  const broken = fault === undefined ? [] : [`\n${colours.red('✘')} ${colours.bold(printable(place))}\n  ${printable(fault.message)}\n`];
  const failed = ran.filter(({ result }) => result.status !== 'passed').map((each) => formatCase(each, file, page));
  return [...told, ...broken, ...failed].join('');
}

function formatCase({ test, result }: RanCase, file: TestedFile, page: Page): string {
  const { colours } = page;
  const head = `${colours.red('✘')} ${colours.bold(`${printable(file.path)}:${lineOf(result.span, file)}`)} ${printable(result.name)}`;
  const rule = `  ${colours.dim(printable(`${file.title} · ${file.rulePath}`))}`;
  const failures = result.failures.map((failure) => formatFailure(failure, { test }, file, page));
  return `\n${head}\n${rule}\n${failures.join('')}`;
}

function formatFailure(failure: CaseFailure, { test }: Pick<RanCase, 'test'>, file: TestedFile, page: Page): string {
  const events = failure.explained.map((event) => formatEvent(event, eventPath(event, test, file, page.report), file, page));
  return `  ${page.colours.red(printable(failure.message))}\n${events.join('')}`;
}

function formatEvent(event: JudgedEvent, path: string, file: TestedFile, { colours }: Page): string {
  const textOf = clauseTextIn(file);
  const parts = event.parts.map((part) => {
    const heading = part.kind === 'query' ? '' : `  ${partName(part, event.parts)} ${verdictText(part.verdict)}\n`;
    return `${heading}${indented(formatVerdict(part.verdict, textOf, colours))}`;
  });
  return `  ${eventHeadline(event, path)}\n${parts.join('')}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** `1,998 of 2,000 tests passed in 200 files · 1.2 s` */
function summaryOf({ files, untested, milliseconds }: TestReport): string {
  const { tests, passed, broken } = totalsOf(files);
  const parts = [
    `${grouped(passed)} of ${counted(tests, 'test')} passed in ${counted(files.length, 'file')}`,
    ...(broken === 0 ? [] : [`${counted(broken, 'file')} with errors`]),
    ...(untested === undefined ? [] : [`${counted(untested.length, 'rule')} without tests`]),
    `${(milliseconds / 1000).toFixed(1)} s`,
  ];
  return parts.join(' · ');
}
