/** What the Test Explorer says about rule tests: names, the output of a run, explanations, coverage. */
import { describe, expect, it, test } from 'vitest';
import {
  coverageText,
  hasExplanation,
  isTestFileName,
  mergedCoverage,
  outcomeText,
  testExplanation,
  testFileLabel,
  testFileNameOf,
} from '../../client/src/tests.js';
import type { CoveredClause, ExplainedTestEvent, TestFailure, TestOutcome } from '../../server/src/protocol/ruleTests.js';
import { isTestFile, testFileOf } from '../../server/src/rule/testNames.js';

const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 9 } });

const explained: ExplainedTestEvent = {
  events: 'file:///a.test.toml',
  event: {
    range: range(4),
    text: 'line 5 does not match: 1 of 1 clauses fails',
    filtered: false,
    parts: [
      {
        kind: 'query',
        range: range(0),
        missing: false,
        text: 'does not match: 1 of 1 clauses fails',
        matches: false,
        rows: [
          { clause: 'user.name == "eve"', range: range(0), indent: 0, outcome: 'false', values: '"root"', reason: 'wrong value', left: 0 },
        ],
      },
    ],
  },
};
const failure: TestFailure = {
  message: 'expected 1 match, got no match',
  range: range(8),
  expected: '1',
  actual: '0',
  explained: [explained],
};
const outcome = (parts: Partial<TestOutcome>): TestOutcome => ({
  name: 'finds eve',
  range: range(1),
  status: 'passed',
  failures: [],
  fidelity: [],
  milliseconds: 12,
  ...parts,
});

describe('names', () => {
  it.each([
    ['a.toml', 'a.test.toml'],
    ['a.eql', 'a.test.toml'],
    ['b c.kuery', 'b c.test.toml'],
    ['a.test.toml', undefined],
    ['a.json', undefined],
  ])('the tests of %s are in %s', (rule, expected) => {
    expect(testFileNameOf(rule)).toBe(expected);
  });

  it('are those that the server has', () => {
    for (const rule of ['a.toml', 'a.eql', 'a.kuery']) expect(testFileNameOf(rule)).toBe(testFileOf(rule));
    for (const name of ['a.test.toml', 'a.toml', 'test.toml']) expect(isTestFileName(name)).toBe(isTestFile(name));
  });

  it('are short in the tree', () => {
    expect(testFileLabel('a.test.toml')).toBe('a');
  });
});

describe('the output of a run', () => {
  it.each<[string, Partial<TestOutcome>, string]>([
    ['one that passes', {}, '✔ finds eve (0.01 s)\n'],
    [
      'one that fails: what was expected, and why the event did not match',
      { status: 'failed', failures: [failure] },
      `✘ finds eve (0.01 s)
  expected 1 match, got no match
    expected  1
    actual    0
    line 5 does not match: 1 of 1 clauses fails
      ✘ user.name == "eve"  "root"  wrong value
`,
    ],
    [
      'one that differs in several lines',
      { status: 'failed', failures: [{ ...failure, expected: 'a\nb', actual: 'a', explained: [] }] },
      `✘ finds eve (0.01 s)
  expected 1 match, got no match
    expected
      a
      b
    actual
      a
`,
    ],
    [
      'one that could not be run',
      {
        status: 'error',
        failures: [
          { message: 'There is no file x.ndjson; check the path.', range: range(3), expected: undefined, actual: undefined, explained: [] },
        ],
      },
      '✘ finds eve could not be run (0.01 s)\n  There is no file x.ndjson; check the path.\n',
    ],
    [
      'one that passes and was to be explained',
      { explained },
      '✔ finds eve (0.01 s)\n  line 5 does not match: 1 of 1 clauses fails\n    ✘ user.name == "eve"  "root"  wrong value\n',
    ],
  ])('%s', (_what, parts, expected) => {
    expect(outcomeText(outcome(parts))).toBe(expected);
  });
});

test('the explanation of a test has what failed, the events, and what a cluster might do differently', () => {
  expect(testExplanation(outcome({ status: 'failed', failures: [failure], fidelity: ['now is the newest event'] }))).toBe(
    `✘ finds eve (0.01 s)

expected 1 match, got no match
  expected  1
  actual    0

line 5 does not match: 1 of 1 clauses fails
  ✘ user.name == "eve"  "root"  wrong value

On a cluster it may differ:
  now is the newest event
`,
  );
});

test('a test that passed has nothing to explain before it is asked for', () => {
  expect([outcome({}), outcome({ explained }), outcome({ failures: [failure] })].map(hasExplanation)).toEqual([false, true, true]);
});

describe('coverage', () => {
  const clause = (line: number, covered: boolean, wanted?: string): CoveredClause => ({
    range: range(line),
    text: `clause ${line}`,
    covered,
    wanted,
  });

  it('names what is missing', () => {
    expect(coverageText({ rule: 'file:///a.eql', clauses: [clause(0, true), clause(3, false, 'an event with x')] }, 'a.eql')).toBe(
      'a.eql: 1 of 2 clauses covered\n  line 4: clause 3 (wanted: an event with x)\n',
    );
  });

  it('says why there is none', () => {
    expect(coverageText({ rule: 'file:///a.eql', clauses: [], message: 'The rule has errors.' }, 'a.eql')).toBe(
      'a.eql: the coverage cannot be measured: The rule has errors.\n',
    );
  });

  it('of several files is together that of their rule', () => {
    const merged = mergedCoverage([
      { rule: 'a', clauses: [clause(0, false, 'x'), clause(1, true)] },
      { rule: 'b', clauses: [], message: 'The rule has errors.' },
      { rule: 'a', clauses: [clause(0, true), clause(1, false)] },
    ]);
    expect(merged).toEqual([
      { rule: 'a', clauses: [clause(0, true), clause(1, true)] },
      { rule: 'b', clauses: [], message: 'The rule has errors.' },
    ]);
  });
});
