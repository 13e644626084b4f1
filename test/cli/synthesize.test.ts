import { describe, expect, it, test } from 'vitest';
import { rulewright, rulewrightWriting } from './testTerminal.js';

const rule = `[rule]
name = "Shells"
type = "eql"
language = "eql"
severity = "low"
risk_score = 21
index = ["logs-endpoint.events.process-*"]
query = 'process where process.name == "bash"'
`;
const files = {
  'a.toml': rule,
  'never.eql': 'any where false',
  'some.eql': 'any where user.name != null and user.name == "b"',
  'wrong.eql': 'process where',
  'esql.toml': rule.replaceAll('"eql"', '"esql"'),
  'c.test.toml': 'taken',
};

const match =
  '{"@timestamp":"2025-01-01T00:00:00.000Z","event":{"category":"process"},"process":{"name":"bash"},"labels":{"synthetic":"true"}}\n';
const otherCategory =
  '{"@timestamp":"2025-01-01T00:00:00.000Z","event":{"category":"file"},"process":{"name":"bash"},"labels":{"synthetic":"true","fails":"process"}}\n';
const otherName =
  '{"@timestamp":"2025-01-01T00:00:00.000Z","event":{"category":"process"},"process":{"name":"example"},' +
  '"labels":{"synthetic":"true","fails":"process.name == \\"bash\\""}}\n';

const tests = `# Tests of Shells. The events are synthetic: put real ones in their place where you have some.

[[test]]
name = "matches what it looks for"
events = '''
${match}'''
expect = { matches = 1 }

[[test]]
name = "does not match where only this fails: process"
events = '''
${otherCategory}'''
expect = { matches = 0 }

[[test]]
name = 'does not match where only this fails: process.name == "bash"'
events = '''
${otherName}'''
expect = { matches = 0 }
`;

test('an event that the rule matches is printed as a line that can be run', async () => {
  expect(await rulewright(['synthesize', 'a.toml'], { files })).toEqual({ exitCode: 0, output: match, errors: '' });
});

test('near misses follow, each with the clause that fails', async () => {
  const { output } = await rulewright(['synthesize', 'a.toml', '--near-misses'], { files });
  expect(output).toBe(match + otherCategory + otherName);
});

test('the time of the first event can be given', async () => {
  const { output } = await rulewright(['synthesize', 'a.toml', '--base', '2026-03-02T10:00:00Z'], { files });
  expect(output).toBe(match.replace('2025-01-01T00:00:00.000Z', '2026-03-02T10:00:00.000Z'));
});

test('a test file has a case for what matches and one for each near miss', async () => {
  const { output } = await rulewright(['synthesize', 'a.toml', '--format', 'test'], { files });
  expect(output).toBe(tests);
});

test('the tests that are made pass', async () => {
  const { exitCode } = await rulewright(['test', 'a.test.toml'], { files: { ...files, 'a.test.toml': tests } });
  expect(exitCode).toBe(0);
});

describe('with --out', () => {
  it('a file is written', async () => {
    const { exitCode, output, written } = await rulewrightWriting(['synthesize', 'a.toml', '--out', 'a.events.ndjson'], { files });
    expect({ exitCode, output, written }).toEqual({
      exitCode: 0,
      output: 'a.events.ndjson written\n',
      written: { 'a.events.ndjson': match },
    });
  });

  it('a file that is there stays as it is, unless --force says otherwise', async () => {
    const args = ['synthesize', 'a.toml', '--format', 'test', '--out', 'c.test.toml'];
    expect(await rulewrightWriting(args, { files })).toMatchObject({
      exitCode: 2,
      errors: 'error: c.test.toml exists already\n',
      written: {},
    });
    expect(await rulewrightWriting([...args, '--force'], { files })).toMatchObject({ exitCode: 0, written: { 'c.test.toml': tests } });
  });
});

describe('what cannot be made is said, with an exit code', () => {
  it.each([
    ['never.eql', 3, 'There is no event that matches: it is the same for every event.\nerror: no events could be made for never.eql\n'],
    ['wrong.eql', 1, 'error: The query has an error at line 1, column 14: A condition is missing'],
    ['esql.toml', 3, 'error: Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.\n'],
    ['none.toml', 2, 'error: '],
  ])('%s: %d', async (name, code, errors) => {
    const outcome = await rulewright(['synthesize', name], { files });
    expect([outcome.exitCode, outcome.output, outcome.errors.slice(0, errors.length)]).toEqual([code, '', errors]);
  });

  it('a clause that cannot fail alone is named, and the rest is printed', async () => {
    const { exitCode, output, errors } = await rulewright(['synthesize', 'some.eql', '--near-misses'], { files });
    expect([exitCode, output.split('\n').length - 1, errors]).toEqual([
      0,
      2,
      'There is no near miss where only this fails: user.name != null: no values were found with which it, and nothing else, decides.\n',
    ]);
  });
});
