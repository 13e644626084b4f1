import type { Log } from 'sarif';
import { describe, expect, it, test } from 'vitest';
import { restOfRule } from '../kit/wholeRule.js';
import { rulewright } from './testTerminal.js';

function rule(query: string, name = 'A rule'): string {
  return `[rule]\nname = "${name}"\ntype = "eql"\nlanguage = "eql"\nindex = ["logs-endpoint.events.process-*"]\nquery = '''\n${query}\n'''\nseverity = "low"\n${restOfRule.replace('8b11', `8b1${name.length}`)}`;
}

const good = rule('process where process.name == "chattr"');
const misspelt = rule('process where process.nmae == "chattr"', 'Misspelt');
const broken = rule('process where process.name ==', 'Broken!');
const twice = rule('process where process.name in ("a", "a")');

const brokenReport = `broken.toml:7:30 error QRY001 A value is missing after \`==\`
  7 | process where process.name ==
    |                              ^

`;
const misspeltReport = `misspelt.toml:7:15 warning QRY002 \`process.nmae\` is not a known field; did you mean \`process.name\`?
  7 | process where process.nmae == "chattr"
    |               ^^^^^^^^^^^^
    = help: Replace by \`process.name\`
    = help: Mark as optional with \`?\`

`;

const files = { 'good.toml': good, 'misspelt.toml': misspelt, 'broken.toml': broken };

describe('what is printed, and the exit code', () => {
  it.each([
    ['a rule without problems', ['good.toml'], { exitCode: 0, output: '1 file checked: no problems\n' }],
    ['a warning is no failure', ['misspelt.toml'], { exitCode: 0, output: `${misspeltReport}1 file checked: 1 warning\n` }],
    ['an error is', ['broken.toml'], { exitCode: 1, output: `${brokenReport}1 file checked: 1 error\n` }],
    [
      'files with errors come last',
      ['broken.toml', 'good.toml', 'misspelt.toml'],
      { exitCode: 1, output: `${misspeltReport}${brokenReport}3 files checked: 1 error, 1 warning\n` },
    ],
    ['a file named twice is checked once', ['good.toml', 'good.toml'], { exitCode: 0, output: '1 file checked: no problems\n' }],
    ['also under another path', ['./good.toml', 'good.toml'], { exitCode: 0, output: '1 file checked: no problems\n' }],
    [
      '--severity hides what is less severe, and says how much that is',
      ['misspelt.toml', '--severity', 'error'],
      { exitCode: 0, output: '1 file checked: 1 milder problem not shown\n' },
    ],
    [
      '--severity shows the rest',
      ['misspelt.toml', 'broken.toml', '--severity', 'error'],
      { exitCode: 1, output: `${brokenReport}2 files checked: 1 error; 1 milder problem not shown\n` },
    ],
    ['--quiet prints nothing where no errors are', ['misspelt.toml', '--quiet'], { exitCode: 0, output: '' }],
    ['--quiet prints errors', ['broken.toml', 'misspelt.toml', '-q'], { exitCode: 1, output: `${brokenReport}2 files checked: 1 error\n` }],
  ])('%s', async (_, args, expected) => {
    expect(await rulewright(['check', ...args], { files })).toEqual({ ...expected, errors: '' });
  });
});

describe('bare queries', () => {
  it.each([
    ['a.eql', 'process where process.name = "x"', 1, ['a.eql:1:28 error QRY001 `=` is not a comparison in EQL; write `==`']],
    ['a.kuery', 'process.name:', 1, ['a.kuery:1:13 error QRY001']],
    ['a.eql', '', 1, ['a.eql:1:1 error QRY004']],
  ])('%s: %s', async (name, text, exitCode, heads) => {
    const result = await rulewright(['check', name], { files: { [name]: text } });
    expect(result.exitCode).toBe(exitCode);
    for (const head of heads) expect(result.output).toContain(head);
  });
});

describe('a folder', () => {
  const folder = { 'rules/a.toml': good, 'rules/deep/b.eql': 'process where true', 'rules/Cargo.toml': '[package]\nname = "x"\n' };

  it('is searched for rules; what is no rule is passed over', async () => {
    expect(await rulewright(['check', 'rules'], { files: folder })).toEqual({
      exitCode: 0,
      output: '2 files checked: no problems\n',
      errors: '',
    });
  });

  it('without rules is an error', async () => {
    expect(await rulewright(['check', 'rules'], { files: { 'rules/Cargo.toml': '[package]\n' } })).toEqual({
      exitCode: 2,
      output: '',
      errors: 'error: There are no rules in rules; name rule files (.toml, .eql, .kuery), or a folder or glob that has some.\n',
    });
  });

  it('with a file that cannot be read is checked all the same', async () => {
    const result = await rulewright(['check', 'rules'], { files: { ...folder, 'rules/c.toml': new Uint8Array([0, 1, 2]) } });
    expect(result).toEqual({
      exitCode: 2,
      output: '2 files checked: no problems; 1 file not read\n',
      errors: 'error: file:///project/rules/c.toml is a binary file, not text; name a rule or another text file.\n',
    });
  });
});

describe('files that are no rules', () => {
  it.each([
    ['a file that is not there', 'a.toml', undefined, 'There is no file file:///project/a.toml; check the path.'],
    [
      'an image',
      'a.png',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0]),
      'file:///project/a.png is a binary file, not text; name a rule or another text file.',
    ],
    [
      'another JSON file',
      'package.json',
      '{"name": "x"}',
      'package.json is no rule; name a detection rule in TOML or JSON, or a query in a .eql or .kuery file.',
    ],
    [
      'another TOML file',
      'Cargo.toml',
      '[package]\n',
      'Cargo.toml is no rule; name a detection rule in TOML or JSON, or a query in a .eql or .kuery file.',
    ],
    ['an empty file', 'a.toml', '', 'a.toml is no rule; name a detection rule in TOML or JSON, or a query in a .eql or .kuery file.'],
  ])('%s', async (_, name, content, message) => {
    const result = await rulewright(['check', name], content === undefined ? {} : { files: { [name]: content } });
    expect(result).toEqual({ exitCode: 2, output: '', errors: `error: ${message}\n` });
  });
});

describe('rules that are not whole', () => {
  it.each([
    ['no query', `[rule]\nname = "x"\ntype = "eql"\nlanguage = "eql"\nseverity = "low"\n${restOfRule}`, 1, 'a.toml:3:1 error QRY004'],
    [
      'no query, of a type that may have none',
      `[rule]\nname = "x"\ntype = "query"\nlanguage = "kuery"\nseverity = "low"\n${restOfRule}`,
      0,
      'a.toml:3:1 warning QRY004',
    ],
    [
      'a query that is not text',
      `[rule]\nname = "x"\ntype = "query"\nquery = 7\nlanguage = "kuery"\nseverity = "low"\n${restOfRule}`,
      1,
      'a.toml:4:9 error QRY004',
    ],
    [
      'an unknown type',
      `[rule]\nname = "x"\ntype = "qury"\nquery = "a:b"\nseverity = "low"\n${restOfRule}`,
      1,
      'a.toml:3:8 error TOM007 `qury` is not a rule type; did you mean `query`?',
    ],
    ['broken TOML', "[rule\ntype = 'eql'\nquery = 'any where true'\n", 1, 'a.toml:1:1 error TOM001'],
  ])('%s', async (_, text, exitCode, head) => {
    const result = await rulewright(['check', 'a.toml'], { files: { 'a.toml': text } });
    expect({ exitCode: result.exitCode, head: result.output.slice(0, head.length) }).toEqual({ exitCode, head });
  });

  it.each(['esql', 'machine_learning'])('of type %s are not complained about', async (type) => {
    const query =
      type === 'esql'
        ? 'language = "esql"\nquery = "from logs-* metadata _id, _index, _version | keep *"\n'
        : 'anomaly_threshold = 50\nmachine_learning_job_id = "job"\n';
    const result = await rulewright(['check', 'a.toml', '--severity', 'warning'], {
      files: { 'a.toml': `[rule]\nname = "x"\ntype = "${type}"\n${query}severity = "low"\n${restOfRule}` },
    });
    expect(result).toEqual({ exitCode: 0, output: '1 file checked: no problems\n', errors: '' });
  });
});

test('JSON has the same facts', async () => {
  const { exitCode, output, errors } = await rulewright(['check', 'twice.toml', 'gone.toml', '--format', 'json'], {
    files: { 'twice.toml': twice },
  });
  expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: '' });
  expect(JSON.parse(output)).toEqual({
    version: 1,
    command: 'check',
    files: [
      {
        path: 'twice.toml',
        name: 'A rule',
        type: 'eql',
        language: 'eql',
        severity: 'low',
        riskScore: 21,
        diagnostics: [
          {
            code: 'QRY005',
            severity: 'hint',
            message: 'This value is in the list already',
            line: 7,
            column: 37,
            endLine: 7,
            endColumn: 40,
            fixes: [{ title: 'Remove the duplicate', edits: [{ line: 7, column: 35, endLine: 7, endColumn: 40, newText: '' }] }],
            related: [{ message: 'It is first listed here', line: 7, column: 32, endLine: 7, endColumn: 35 }],
          },
        ],
      },
      { path: 'gone.toml', error: 'There is no file file:///project/gone.toml; check the path.' },
    ],
    summary: { files: 1, unread: 1, fixed: 0, error: 0, warning: 0, information: 0, hint: 1 },
  });
});

test('colours can be forced and forbidden', async () => {
  const red = '\u001b[31merror\u001b[39m';
  expect((await rulewright(['check', 'broken.toml', '--color'], { files })).output).toContain(red);
  expect((await rulewright(['check', 'broken.toml'], { files, colour: true })).output).toContain(red);
  expect((await rulewright(['check', 'broken.toml', '--no-color'], { files, colour: true })).output).not.toContain('\u001b');
});

test('a cancelled check says so', async () => {
  const result = await rulewright(['check', 'good.toml'], { files, token: { isCancellationRequested: true } });
  expect(result).toEqual({ exitCode: 130, output: '', errors: 'cancelled\n' });
});

function besideReport(name: string): string {
  const [other, title] = name === 'a' ? ['b', 'Another rule'] : ['a', 'A rule'];
  return `rules/${name}.toml:6:9 warning REP001 The rule \`${title}\` in ${other}.toml has the same query on the same indices, so each event gives two alerts; one of the rules is enough
  6 | query = \'\'\'
    |         ^^^
    = see rules/${other}.toml:6:9: The rule \`${title}\` in ${other}.toml

rules/${name}.toml:13:11 error RUL002 The rule \`${title}\` in ${other}.toml has this \`rule_id\` too; each rule needs one of its own
  13 | rule_id = "2f0f5a5e-7a52-4b0c-9a4e-0d6f3f1c8b16"
     |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
     = see rules/${other}.toml:13:11: The rule \`${title}\` in ${other}.toml

`;
}

test('rules are judged beside each other', async () => {
  const copy = good.replace('name = "A rule"', 'name = "Another rule"');
  expect(await rulewright(['check', 'rules'], { files: { 'rules/a.toml': good, 'rules/b.toml': copy } })).toEqual({
    exitCode: 1,
    errors: '',
    output: ['a', 'b'].map((name) => besideReport(name)).join('') + '2 files checked: 2 errors, 2 warnings\n',
  });
  const { output } = await rulewright(['check', 'rules', '--format', 'json'], { files: { 'rules/a.toml': good, 'rules/b.toml': copy } });
  const { files: read } = JSON.parse(output) as {
    readonly files: readonly { readonly diagnostics: readonly { readonly related: unknown }[] }[];
  };
  expect(read[0]?.diagnostics[1]?.related).toEqual([
    { message: 'The rule `Another rule` in b.toml', path: 'rules/b.toml', line: 13, column: 11, endLine: 13, endColumn: 49 },
  ]);
  const sarif = await rulewright(['check', 'rules', '--format', 'sarif'], { files: { 'rules/a.toml': good, 'rules/b.toml': copy } });
  const log = JSON.parse(sarif.output) as Log;
  expect(log.runs[0]?.results?.[1]?.relatedLocations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'rules/b.toml' },
    region: { startLine: 13, startColumn: 11, endLine: 13, endColumn: 49 },
  });
  expect((await rulewright(['check', 'rules/a.toml'], { files: { 'rules/a.toml': good, 'rules/b.toml': copy } })).exitCode).toBe(0);
});

it('names other files as they are called', async () => {
  const paths = ['rules/Größe 1.toml', 'rules/a.toml'] as const;
  const { output } = await rulewright(['check', 'rules'], { files: Object.fromEntries(paths.map((name) => [name, good])) });
  expect(output).toContain('RUL002 The rule `A rule` in Größe 1.toml has this `rule_id` too');
});

describe('--since', () => {
  const dated = ['[metadata]', 'creation_date = "1969/01/05"', 'maturity = "production"', 'updated_date = "1969/01/05"', '', good].join(
    '\n',
  );
  const config = { 'rulewright.config.json': '{ "profile": "detections-as-code" }' };
  const options = { files: { 'a.toml': dated, ...config }, revisions: { main: { 'a.toml': dated.replace('A rule', 'The rule') } } };

  it('finds changed rules without a new date', async () => {
    const { output } = await rulewright(['check', 'a.toml', '--since', 'main'], options);
    expect(output).toContain('a.toml:4:16 warning MET003 The rule was changed, but `updated_date` still is 1969/01/05\n');
    expect((await rulewright(['check', 'a.toml'], options)).output).not.toContain('MET003');
  });

  it('is refused where there is no such revision', async () => {
    expect(await rulewright(['check', 'a.toml', '--since', 'x'], options)).toEqual({
      exitCode: 2,
      output: '',
      errors: 'error: x is no revision\n',
    });
  });
});
