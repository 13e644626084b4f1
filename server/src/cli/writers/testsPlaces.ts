/** Where the events and clauses of a failed test stand, for all writers of test results. */
import type { Span } from '../../base/span.js';
import type { JudgedEvent } from '../../evaluate/explain/explained.js';
import { headline } from '../../evaluate/explain/rows.js';
import type { RuleTestCase } from '../../ruleTests/testFile.js';
import { printable } from '../printable.js';
import type { TestedFile, TestReport } from '../testReport.js';

/** The file that the event stands in, as the user would write it: that of the tests where they hold it themselves. */
export function eventPath({ file }: JudgedEvent, test: RuleTestCase, { path }: TestedFile, { pathTo }: Pick<TestReport, 'pathTo'>): string {
  const events = test.events[file];
  return events?.kind === 'file' ? pathTo(events.uri) : path;
}

/** `a.test.toml:12 does not match: 1 of 6 clauses fails` */
export function eventHeadline(event: JudgedEvent, path: string): string {
  return `${printable(path)}:${event.line}${headline(event).slice(`line ${event.line}`.length)}`;
}

/** Of a clause of the rule, on one line. */
export function clauseTextIn({ ruleText = '' }: TestedFile): (span: Span) => string {
  return ({ start, end }) => printable(ruleText.slice(start, end).replace(/\s+/g, ' ').trim());
}

/** One-based, in the test file. */
export function lineOf({ start }: Span, { lines }: TestedFile): number {
  return lines.positionAt(start).line + 1;
}
