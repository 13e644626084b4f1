import { describe, expect, it } from 'vitest';
import { rulewright, rulewrightWriting, testTerminal, type TestTerminalOptions } from './testTerminal.js';
import { main } from '../../server/src/cli/main.js';

const rule = `[rule]
name = "Shell from web server"
type = "eql"
language = "eql"
index = ["logs-endpoint.events.process-*"]
query = '''
process where process.name in ("sh", "bash") and process.parent.name == "nginx"
'''
`;

const good = `[[test]]
name = "a shell"
events = '''
{"event.category": "process", "process": {"name": "sh", "parent": {"name": "nginx"}}}
'''
expect = { matches = 1 }
`;

const bad = `[[test]]
name = "a shell of Apache"
events = '''
{"event.category": "process", "process": {"name": "sh", "parent": {"name": "apache"}}}
'''
expect = { events = [1] } # not yet
`;

const sequence = `[[test]]
name = "a, then b"
events = "rules/b c.ndjson"
expect = { matches = 1 }
`;

const files: TestTerminalOptions['files'] = {
  'rules/a.toml': rule,
  'rules/a.test.toml': good,
  'rules/b.toml': rule,
  'rules/b.test.toml': good + bad,
  'rules/c.toml': rule,
  'rules/d.eql': 'sequence with maxspan=1m [any where a == 1] [any where a == 2]',
  'rules/d.test.toml': sequence.replace('rules/', ''),
  'rules/b c.ndjson': '{"@timestamp": "2026-01-05T10:00:00Z", "a": 1}\n',
};

const summary = (text: string): string => text.replace(/ · \d+\.\d s$/m, ' · 0.0 s');

describe('rulewright test', () => {
  it('prints a line for each file, then what failed and why, then the totals', async () => {
    const { exitCode, output, errors } = await rulewright(['test', 'rules'], { files });
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: '' });
    expect(summary(output)).toBe(`✔ rules/a.test.toml  1 test
✘ rules/b.test.toml  1 of 2 tests failed
✘ rules/d.test.toml  1 of 1 test failed

✘ rules/b.test.toml:8 a shell of Apache
  Shell from web server · rules/b.toml
  event 1 was expected to match and does not
  rules/b.test.toml:10 does not match: 1 of 3 clauses fails
    ✔ process                         "process"
    ✔ process.name in ("sh", "bash")  "sh"
    ✘ process.parent.name == "nginx"  "apache"  wrong value

✘ rules/d.test.toml:2 a, then b
  d.eql · rules/d.eql
  expected 1 match, got none; the sequence that came furthest begins at b c.ndjson:1: no event satisfies stage 2
  rules/b c.ndjson:1 satisfies item 1
  item 1 matches
    ✔ a == 1  1
  item 2 does not match
    ✘ a == 2  1  wrong value

2 of 4 tests passed in 3 files · 0.0 s
`);
  });

  it('takes a rule for its tests, and says where it has none', async () => {
    expect(summary((await rulewright(['test', 'rules/a.toml'], { files })).output)).toBe(
      '✔ rules/a.test.toml  1 test\n1 of 1 test passed in 1 file · 0.0 s\n',
    );
    const { exitCode, errors } = await rulewright(['test', 'rules/c.toml'], { files });
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: 'error: rules/c.toml has no tests; they stand in rules/c.test.toml\n' });
    expect(await rulewright(['test', 'rules/gone.toml'], { files })).toMatchObject({
      exitCode: 2,
      errors: 'error: There is no file rules/gone.toml; check the path.\n',
    });
  });

  it.each<[string, readonly string[], string]>([
    ['there are none', ['test', 'other'], 'There are no tests in other; those of a.toml stand in a.test.toml beside it.'],
    ['none has the name', ['test', 'rules', '--filter', 'powershell'], 'No test in rules has "powershell" in its name.'],
  ])('does not pass where %s', async (_, args, message) => {
    const none = { ...files, 'other/x.toml': rule };
    expect(await rulewright(args, { files: none })).toEqual({ exitCode: 2, output: '', errors: `error: ${message}\n` });
  });

  it('runs the tests with a text in their names', async () => {
    const { exitCode, output } = await rulewright(['test', 'rules', '--filter', 'A SHELL'], { files });
    expect([exitCode, summary(output).split('\n').slice(0, 2)]).toEqual([
      1,
      ['✔ rules/a.test.toml  1 test', '✘ rules/b.test.toml  1 of 2 tests failed'],
    ]);
  });

  it('lists rules without tests', async () => {
    const { exitCode, output } = await rulewright(['test', 'rules', '--untested', '--filter', 'nothing'], { files });
    expect([exitCode, summary(output)]).toEqual([
      0,
      '- rules/c.toml  no tests\n0 of 0 tests passed in 0 files · 1 rule without tests · 0.0 s\n',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'an error in the test file',
      good + bad.replace('events = [1]', 'event = [1]'),
      `✘ rules/a.test.toml  errors in the file

rules/a.test.toml:12:12 error TST001 \`expect\` has no \`event\`; did you mean \`events\`?
  12 | expect = { event = [1] } # not yet
     |            ^^^^^
     = help: Change to \`events\`

1 of 1 test passed in 1 file · 1 file with errors · 0.0 s
`,
    ],
    [
      'a rule that is not there',
      `rule = "x.toml"\n${good}`,
      `✘ rules/a.test.toml  not run

rules/a.test.toml:1:8 error REP005 There is no rule x.toml; name the file of a rule, from the folder of the tests on
  1 | rule = "x.toml"
    |        ^^^^^^^^

0 of 0 tests passed in 1 file · 1 file with errors · 0.0 s
`,
    ],
    [
      'a rule with an error',
      `rule = "broken.eql"\n${good}`,
      `✘ rules/a.test.toml  not run

✘ rules/a.test.toml
  The query has an error at line 1, column 17: \`=\` is not a comparison in EQL; write \`==\`

0 of 0 tests passed in 1 file · 1 file with errors · 0.0 s
`,
    ],
  ])('fails on %s', async (_, text, output) => {
    const broken = { ...files, 'rules/a.test.toml': text, 'rules/broken.eql': 'process where a = 1' };
    const result = await rulewright(['test', 'rules/a.test.toml'], { files: broken });
    expect([result.exitCode, summary(result.output)]).toEqual([1, output]);
  });

  it('writes what the rules do into the expectations with --update', async () => {
    const { exitCode, output, written } = await rulewrightWriting(['test', 'rules', '--update'], { files });
    expect(exitCode).toBe(0);
    expect(written).toEqual({
      'rules/b.test.toml': good + bad.replace('[1]', '[]'),
      'rules/d.test.toml': sequence.replace('rules/', '').replace('= 1 }', '= 0 }'),
    });
    expect(summary(output)).toBe(`✔ rules/a.test.toml  1 test
✔ rules/b.test.toml  2 tests
✔ rules/d.test.toml  1 test
updated: rules/b.test.toml: a shell of Apache: events [1] → []
updated: rules/d.test.toml: a, then b: matches 1 → 0
4 of 4 tests passed in 3 files · 0.0 s
`);
  });

  it('reads events of other shapes as other runs do', async () => {
    const raw =
      '{"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational", "SourceName": "Microsoft-Windows-Sysmon", "Image": "C:\\\\a.exe"}';
    const text = `[[test]]\nname = "raw"\nevents = '''\n${raw}\n'''\nexpect = { fields = [{ "process.name" = "a.exe" }] }\n`;
    const mapped = { 'a.eql': 'any where process.executable == "C:\\\\a.exe"', 'a.test.toml': text };
    expect(summary((await rulewright(['test', 'a.eql'], { files: mapped })).output)).toBe(
      '✔ a.test.toml  1 test\n1 of 1 test passed in 1 file · 0.0 s\n',
    );
  });

  it('maps events as the test file says, or as the command line says instead', async () => {
    const mine = '{ "name": "mine", "title": "Mine", "fields": { "user.name": "who" } }';
    const text = `mapping = "m/mine.json"\n[[test]]\nname = "raw"\nevents = '''\n{"app": "proxy", "who": "anna"}\n'''\nexpect = { matches = 1 }\n`;
    const raw = {
      'a.eql': 'any where user.name == "anna"',
      'a.test.toml': text,
      'b.eql': 'any where user.name == "anna"',
      'b.test.toml': text.replace(/.*\n/, ''),
      'm/mine.json': mine,
      'none.json': mine.replace('"who"', '"whom"'),
    };
    const firstLine = async (...args: string[]): Promise<readonly unknown[]> => {
      const { exitCode, output } = await rulewright(['test', ...args], { files: raw });
      return [exitCode, output.split('\n')[0]];
    };
    expect(await firstLine('a.eql')).toEqual([0, '✔ a.test.toml  1 test']);
    expect(await firstLine('b.eql')).toEqual([1, '✘ b.test.toml  1 of 1 test failed']);
    expect(await firstLine('b.eql', '--mapping', 'm/mine.json')).toEqual([0, '✔ b.test.toml  1 test']);
    expect(await firstLine('a.eql', '--mapping', 'none')).toEqual([1, '✘ a.test.toml  1 of 1 test failed']);
    expect(await firstLine('a.eql', '--mapping', 'none.json')).toEqual([1, '✘ a.test.toml  1 of 1 test failed']);
  });

  it('tells at its name that there is no such mapping', async () => {
    const wrong = { 'a.eql': 'any where true', 'a.test.toml': `mapping = "windows-sysmom"\n${good}` };
    const told = async (...args: string[]): Promise<readonly unknown[]> => {
      const { exitCode, output } = await rulewright(['test', 'a.eql', ...args], { files: wrong });
      return [exitCode, ...output.split('\n').slice(2, 4)];
    };
    const message = 'There is no mapping windows-sysmom; there are ';
    expect(await told()).toEqual([1, '✘ a.test.toml:1', expect.stringContaining(message)]);
    expect(await told('--mapping', 'mine')).toEqual([1, '✘ a.test.toml', expect.stringContaining('There is no mapping mine; ')]);
  });

  it('tells how far it is on a terminal', async () => {
    const terminal = testTerminal({ files, progress: true });
    const slow = { ...terminal.host, readText: async (uri: string) => (terminal.wait(1000), terminal.host.readText(uri)) };
    await main(['test', 'rules'], { ...terminal, host: slow });
    expect(terminal.errors()).toContain('1 of 3 files · 1 test');
    expect(terminal.errors().endsWith('\r\u001b[2K')).toBe(true);
  });
});

describe('rulewright test --format', () => {
  it('json', async () => {
    const { exitCode, output } = await rulewright(['test', 'rules/b.toml', '--format', 'json'], { files });
    const [file] = (JSON.parse(output) as { files: { tests: { failures: object[] }[] }[] }).files;
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      version: 1,
      command: 'test',
      files: [
        {
          path: 'rules/b.test.toml',
          rule: { path: 'rules/b.toml', name: 'Shell from web server' },
          diagnostics: [],
          tests: [
            { name: 'a shell', line: 2, status: 'passed', failures: [] },
            { name: 'a shell of Apache', line: 8, status: 'failed' },
          ],
        },
      ],
      summary: { files: 1, unread: 0, tests: 2, passed: 1, failed: 1, errors: 0, broken: 0 },
    });
    expect(file?.tests[1]?.failures).toMatchObject([
      {
        message: 'event 1 was expected to match and does not',
        expected: '[1]',
        actual: '[]',
        events: [{ file: 'rules/b.test.toml', line: 10, column: 1, filtered: false, parts: [{ kind: 'query', outcome: 'false' }] }],
      },
    ]);
  });

  it('junit', async () => {
    const { exitCode, output } = await rulewright(['test', 'rules/b.toml', 'rules/x.toml', '--format', 'junit'], { files });
    expect([exitCode, output]).toEqual([
      2,
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="rules/b.test.toml" tests="2" failures="1" errors="0" skipped="0" time="0.000">
    <testcase name="a shell" classname="rules/b.toml" time="0.000"/>
    <testcase name="a shell of Apache" classname="rules/b.toml" time="0.000">
      <failure message="event 1 was expected to match and does not">rules/b.test.toml:12 event 1 was expected to match and does not
rules/b.test.toml:10 does not match: 1 of 3 clauses fails
  ✔ process                         &quot;process&quot;
  ✔ process.name in (&quot;sh&quot;, &quot;bash&quot;)  &quot;sh&quot;
  ✘ process.parent.name == &quot;nginx&quot;  &quot;apache&quot;  wrong value</failure>
    </testcase>
  </testsuite>
  <testsuite name="rulewright test" tests="1" failures="0" errors="1" skipped="0" time="0">
    <testcase name="rules/x.toml" classname="rules/x.toml" time="0">
      <error message="There is no file rules/x.toml; check the path."/>
    </testcase>
  </testsuite>
</testsuites>
`,
    ]);
  });
});

describe('rulewright check', () => {
  it('judges test files as such, and not as rules', async () => {
    const broken = { 'rules/d.eql': 'any where process.name == "a"', 'rules/d.test.toml': sequence };
    const { exitCode, output } = await rulewright(['check', 'rules', '--quiet'], { files: broken });
    expect([exitCode, output]).toEqual([
      1,
      `rules/d.test.toml:3:10 error REP005 There is no event file b c.ndjson; name one from the folder of the tests on
  3 | events = "rules/b c.ndjson"
    |          ^^^^^^^^^^^^^^^^^^

2 files checked: 1 error
`,
    ]);
  });

  it('knows the mapping that the tests name', async () => {
    const named = (mapping: string) => ({ 'rules/a.toml': rule, 'rules/a.test.toml': `mapping = "${mapping}"\n${good}` });
    expect((await rulewright(['check', 'rules/a.test.toml', '--quiet'], { files: named('linux-auditd') })).exitCode).toBe(0);
    const { exitCode, output } = await rulewright(['check', 'rules/a.test.toml', '--quiet'], { files: named('sysmon') });
    expect([exitCode, output]).toEqual([
      1,
      `rules/a.test.toml:1:11 error REP005 There is no mapping \`sysmon\`; there are \`windows-sysmon\`, \`windows-security\`, \`windows-powershell\`, \`windows-event\`, \`linux-auditd\`, \`aws-cloudtrail\` and \`none\`, or name a mapping file
  1 | mapping = "sysmon"
    |           ^^^^^^^^

1 file checked: 1 error
`,
    ]);
  });
});
