/** `rulewright test` with coverage and changes of the rules: what is printed, and when the run fails. */
import { expect, test } from 'vitest';
import { rulewright } from './testTerminal.js';

const rule = 'any where process.pid in (4,\n  5) and not user.id == "7"\n';
const tests = `
[[test]]
name = "four"
events = '''
{ "process": { "pid": 4 } }
{ "process": { "pid": 6 } }
'''
expect = { events = [1] }
`;
const files = { 'a.eql': rule, 'a.test.toml': tests };

test('what no test exercises, and what no test notices', async () => {
  expect(await rulewright(['test', 'a.eql', '--coverage', '--mutate'], { files })).toEqual({
    exitCode: 0,
    errors: '',
    output: `✔ a.test.toml  1 test

a.eql  2 of 4 clauses covered, 50 %
a.eql:2:3 warning uncovered No test exercises \`5\`
  2 |   5) and not user.id == "7"
    |   ^
    = help: add an event that matches with \`process.pid\` \`5\`
a.eql:2:14 warning uncovered No test exercises \`user.id == "7"\`
  2 |   5) and not user.id == "7"
    |              ^^^^^^^^^^^^^^
    = help: add an event that would match but for \`user.id == "7"\`

a.eql  2 of 6 changes noticed
a.eql:2:3 warning unnoticed No test notices if \`5\` is dropped from \`process.pid in (4, 5)\`
  2 |   5) and not user.id == "7"
    |   ^
    = help: add an event that matches because of nothing but \`5\`
a.eql:2:10 warning unnoticed No test notices if \`not user.id == "7"\` is dropped
  2 |   5) and not user.id == "7"
    |          ^^^^^^^^^^^^^^^^^^
    = help: add an event that does not match only because \`not user.id == "7"\` is not true
a.eql:2:14 warning unnoticed No test notices if \`user.id == "7"\` becomes \`user.id like "*7"\`
  2 |   5) and not user.id == "7"
    |              ^^^^^^^^^^^^^^
    = help: add an event that matches only because the value has something before what \`user.id == "7"\` asks for
a.eql:2:14 warning unnoticed No test notices if \`user.id == "7"\` becomes \`user.id like "7*"\`
  2 |   5) and not user.id == "7"
    |              ^^^^^^^^^^^^^^
    = help: add an event that matches only because the value has something after what \`user.id == "7"\` asks for

1 of 1 test passed in 1 file · 0.0 s
`,
  });
});

test('a clause that nothing exercises stands for its list', async () => {
  const other = { 'a.eql': 'any where process.pid in (7, 8)\n', 'a.test.toml': tests.replace('[1]', '[]') };
  const { output } = await rulewright(['test', 'a.eql', '--coverage'], { files: other });
  expect(output.match(/No test exercises .*/g)).toEqual(['No test exercises `process.pid in (7, 8)`']);
});

test.each<readonly [readonly string[], number, readonly string[]]>([
  [['--min-coverage', '50', '--max-survivors', '4'], 0, []],
  [['--min-coverage', '51'], 1, ["✘ a.test.toml covers 50 % of its rule's clauses; --min-coverage asks for 51 %."]],
  [['--max-survivors', '3'], 1, ['✘ 4 changes of the rules go unnoticed; --max-survivors allows 3.']],
])('limits: %j', async (options, exitCode, missed) => {
  const run = await rulewright(['test', 'a.eql', ...options], { files });
  expect([run.exitCode, run.output.split('\n').filter((line) => line.startsWith('✘'))]).toEqual([exitCode, missed]);
});

test('a percentage that is none', async () => {
  const { exitCode, errors } = await rulewright(['test', 'a.eql', '--min-coverage', '101'], { files });
  expect([exitCode, errors.split('\n')[0]]).toEqual([
    2,
    "error: option '--min-coverage <percent>' argument '101' is invalid. It must be a whole number from 0 to 100, such as 90.",
  ]);
});

test('what cannot be measured is said, and fails a limit', async () => {
  const lucene = '[rule]\nname = "n"\ntype = "query"\nlanguage = "lucene"\nquery = "process.pid:4"\n';
  const other = { 'a.toml': lucene, 'a.test.toml': tests };
  const told = 'Only rules in EQL and KQL are changed to see whether tests notice; the query of a.toml is in another language.';
  const without = await rulewright(['test', 'a.toml', '--mutate'], { files: other });
  expect([without.exitCode, without.output.includes(`a.toml  changes not tried: ${told}`)]).toEqual([0, true]);
  const limited = await rulewright(['test', 'a.toml', '--max-survivors', '0'], { files: other });
  expect([limited.exitCode, limited.output.includes(`✘ Which changes the tests in a.test.toml notice is not known: ${told}`)]).toEqual([
    1,
    true,
  ]);
});

test('JSON', async () => {
  const { output } = await rulewright(['test', 'a.eql', '--coverage', '--mutate', '--format', 'json'], { files });
  const [file] = (JSON.parse(output) as { readonly files: readonly { readonly coverage: { readonly clauses: readonly object[] }; readonly mutation: { readonly changes: readonly object[] } }[] }).files; // prettier-ignore
  expect({ ...file?.coverage, clauses: file?.coverage.clauses[2] }).toEqual({
    covered: 2,
    total: 4,
    percent: 50,
    clauses: {
      kind: 'member',
      text: '5',
      line: 2,
      column: 3,
      endLine: 2,
      endColumn: 4,
      excludes: false,
      covered: false,
      tests: [],
      wanted: 'an event that matches with `process.pid` `5`',
    },
  });
  expect({ ...file?.mutation, changes: file?.mutation.changes.slice(0, 2) }).toEqual({
    total: 6,
    survived: 4,
    equivalent: 0,
    unusedTests: [],
    changes: [
      { kind: 'dropClause', text: 'process.pid in (4, 5)', line: 1, column: 11, endLine: 2, endColumn: 5, noticedBy: 'four' },
      {
        kind: 'dropAlternative',
        text: '4',
        from: 'process.pid in (4, 5)',
        line: 1,
        column: 27,
        endLine: 1,
        endColumn: 28,
        noticedBy: 'four',
      },
    ],
  });
});
