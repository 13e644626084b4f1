/** The options of `rulewright test`, and the help that teaches them. */
import { exitCodeHelp } from './exitCodes.js';

export const testFormats = ['text', 'json', 'junit'] as const;
export type TestFormat = (typeof testFormats)[number];

export interface TestOptions {
  readonly format: TestFormat;
  /** Only tests with this in their name, in any case. */
  readonly filter: string | undefined;
  /** A mapping by its name or file, or `none`, in place of what the test files say. */
  readonly mapping?: string | undefined;
  /** Writes what the rules do into the expectations that differ. */
  readonly update: boolean | undefined;
  /** Also tells which clauses of the rules the tests exercise. */
  readonly coverage: boolean | undefined;
  /** Percent of its clauses that the tests of each rule have to exercise. */
  readonly minCoverage: number | undefined;
  /** Also tells which changes of the rules no test notices. */
  readonly mutate: boolean | undefined;
  /** So many changes of all rules may go unnoticed. */
  readonly maxSurvivors: number | undefined;
  /** Also lists the rules that have no tests. */
  readonly untested: boolean | undefined;
  readonly color: boolean | undefined;
}

export const testHelp = `
The tests of a.toml stand beside it, in a.test.toml; so do those of a.eql and a.kuery:

  [[test]]
  name = "a shell that a web server starts"
  events = '''
  {"event": {"category": "process"}, "process": {"name": "sh", "parent": {"name": "nginx"}}}
  '''
  expect = { matches = 1 }

A path is a test file, a rule that has one, a folder, or a glob. Failures stand last, with the events that
did not do what was expected, judged clause by clause. docs/rule-tests.md tells all that a test can say.

  text   files, failures with their explanation, totals
  json   for other programs
  junit  for CI servers that show tests

Examples:
  rulewright test                                all tests below this folder
  rulewright test rules/linux/a.toml             those of one rule
  rulewright test rules/ --filter "web server"   those with this in their name
  rulewright test --format junit > tests.xml     for a CI server
  rulewright test rules/linux/a.toml --update    what the rule does now is what is expected
  rulewright test rules/linux/a.toml --coverage  which clauses and listed values no test exercises
  rulewright test rules/linux/a.toml --mutate    what of the rule could be changed without a test noticing
  rulewright test --min-coverage 90 --max-survivors 0
${exitCodeHelp({
  0: 'every test passed',
  1: 'a test failed or could not be run, or --min-coverage or --max-survivors is missed',
  2: 'wrong usage, no tests, or a file that cannot be read',
})}`;
