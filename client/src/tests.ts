/** What rule tests are called and how their outcomes read: names of files, the output of a run, the explanation of a test. */
import type { CoveredClause, ExplainedTestEvent, RuleCoverage, TestFailure, TestOutcome } from '../../server/src/protocol/ruleTests.js';
import { explanationText } from './explanationWords.js';
import { count, seconds } from './words.js';

const testFileSuffix = '.test.toml';

export const testFileGlob = `**/*${testFileSuffix}`;

export function isTestFileName(path: string): boolean {
  return path.endsWith(testFileSuffix);
}

/** The file of tests beside a rule: `a.test.toml` of `a.toml`, `a.eql` or `a.kuery`; undefined for what has none. */
export function testFileNameOf(ruleFile: string): string | undefined {
  const stem = isTestFileName(ruleFile) ? undefined : /^(.+)\.(?:toml|eql|kuery)$/.exec(ruleFile)?.[1];
  return stem === undefined ? undefined : `${stem}${testFileSuffix}`;
}

/** The name of a test file as the tree shows it: `a` of `a.test.toml`. */
export function testFileLabel(name: string): string {
  return name.slice(0, -testFileSuffix.length);
}

/** One test in the output of a run; lines end with LF. */
export function outcomeText(outcome: TestOutcome): string {
  const explained = outcome.failures.length > 0 || outcome.explained === undefined ? [] : [outcome.explained];
  const below = [...outcome.failures.map(failureText), ...explained.map(eventText)].join('');
  return `${outcomeHeading(outcome)}\n${indented(below, '  ')}`;
}

function outcomeHeading({ name, status, milliseconds }: TestOutcome): string {
  return `${status === 'passed' ? '✔' : '✘'} ${name}${status === 'error' ? ' could not be run' : ''} (${seconds(milliseconds)})`;
}

function failureText({ message, expected, actual, explained }: TestFailure): string {
  const compared = expected === undefined || actual === undefined ? '' : comparison(expected, actual);
  return `${message}\n${indented(compared + explained.map(eventText).join(''), '  ')}`;
}

function comparison(expected: string, actual: string): string {
  const isShort = !expected.includes('\n') && !actual.includes('\n');
  if (isShort) return `expected  ${expected}\nactual    ${actual}\n`;
  return `expected\n${indented(`${expected}\n`, '  ')}actual\n${indented(`${actual}\n`, '  ')}`;
}

function eventText({ event }: ExplainedTestEvent): string {
  return explanationText(event);
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}

/** The document that explains a test: what failed, and the events that did not do what was expected, clause by clause. */
export function testExplanation(outcome: TestOutcome): string {
  const { failures, explained, fidelity } = outcome;
  const events = failures.flatMap((failure) => failure.explained);
  const blocks = [
    `${outcomeHeading(outcome)}\n`,
    ...failures.map((failure) => failureText({ ...failure, explained: [] })),
    ...(events.length === 0 && explained !== undefined ? [explained] : events).map(eventText),
    ...(fidelity.length === 0 ? [] : [`On a cluster it may differ:\n${fidelity.map((note) => `  ${note}\n`).join('')}`]),
  ];
  return blocks.join('\n');
}

/** What a test has to explain: its failures, or an event. */
export function hasExplanation({ failures, explained }: TestOutcome): boolean {
  return failures.length > 0 || explained !== undefined;
}

/** What stands in the output of a run about the clauses that no test exercises. */
export function coverageText({ clauses, message }: RuleCoverage, ruleName: string): string {
  if (message !== undefined) return `${ruleName}: the coverage cannot be measured: ${message}\n`;
  const missing = clauses.filter(({ covered }) => !covered);
  const heading = `${ruleName}: ${clauses.length - missing.length} of ${count(clauses.length, 'clause')} covered`;
  return [heading, ...missing.map(missingText)].join('\n') + '\n';
}

function missingText({ range, text, wanted }: CoveredClause): string {
  return `  line ${range.start.line + 1}: ${text}${wanted === undefined ? '' : ` (wanted: ${wanted})`}`;
}

/** The coverage of a rule by the tests of several files: a clause that one of them covers is covered. */
export function mergedCoverage(coverages: readonly RuleCoverage[]): readonly RuleCoverage[] {
  const byRule = new Map<string, Map<string, CoveredClause>>();
  for (const { rule, clauses } of coverages) {
    const known = byRule.get(rule) ?? new Map<string, CoveredClause>();
    byRule.set(rule, known);
    for (const clause of clauses) {
      const key = placeKey(clause);
      if (known.get(key)?.covered !== true) known.set(key, clause);
    }
  }
  const messages = new Map(coverages.flatMap(({ rule, message }) => (message === undefined ? [] : [[rule, message] as const])));
  return [...byRule].map(([rule, clauses]) => {
    const message = clauses.size === 0 ? messages.get(rule) : undefined;
    return { rule, clauses: [...clauses.values()], ...(message === undefined ? {} : { message }) };
  });
}

function placeKey({ range: { start, end } }: CoveredClause): string {
  return [start.line, start.character, end.line, end.character].join(':');
}
