import { describe, expect, it, test } from 'vitest';
import { main } from '../../server/src/cli/main.js';
import { rulewright, testTerminal } from './testTerminal.js';

const checkHelp = 'Run rulewright check --help for the options and examples.\n';
const runHelp = 'Run rulewright run --help for the options and examples.\n';

describe('wrong usage says what to do next, with exit code 2', () => {
  it.each([
    ['chek a.toml', "error: unknown command 'chek'\n(Did you mean check?)\nRun rulewright --help for the commands and examples.\n"],
    [
      'check a.toml --severity bad',
      `error: option '--severity <level>' argument 'bad' is invalid. Allowed choices are error, warning, information, hint.\n${checkHelp}`,
    ],
    [
      'check a.toml --format xml',
      `error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, junit, github.\n${checkHelp}`,
    ],
    ['run', `error: missing required argument 'rule'\n${runHelp}`],
    ['run --events a.ndjson', `error: missing required argument 'rule'\n${runHelp}`],
    [
      'run --events a.ndjson a.toml',
      `error: missing required argument 'rule'; --events takes every name behind it, so name it before\n${runHelp}`,
    ],
    [
      'run a.toml a.ndjson',
      `error: too many arguments for 'run'. Expected 1 argument but got 2. Name event files after --events.\n${runHelp}`,
    ],
    [
      'translate a.toml b.toml',
      "error: too many arguments for 'translate'. Expected 1 argument but got 2.\nRun rulewright translate --help for the options and examples.\n",
    ],
    [
      'compare a.toml a.ndjson',
      "error: too many arguments for 'compare'. Expected 1 argument but got 2.\nRun rulewright compare --help for the options and examples.\n",
    ],
    ['run a.toml --evnts b', `error: unknown option '--evnts'\n(Did you mean --events?)\n${runHelp}`],
    ['run a.toml --events', `error: option '-e, --events <files...>' argument missing\n${runHelp}`],
    ['run a.toml --limit x', `error: option '--limit <count>' argument 'x' is invalid. It must be a whole number, such as 20.\n${runHelp}`],
  ])('rulewright %s', async (line, errors) => {
    expect(await rulewright(line.split(' '))).toEqual({ exitCode: 2, output: '', errors });
  });

  it.each(['run', 'explain', 'format'])('rulewright %s of a file of tests', async (command) => {
    const files = { 'a.test.toml': '[[test]]\nname = "b"\n', 'e.ndjson': '{}\n' };
    const { exitCode, errors } = await rulewright([command, 'a.test.toml', ...(command === 'format' ? [] : ['--events', 'e.ndjson'])], {
      files,
    });
    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: 'error: a.test.toml has tests, not a rule; name the rule, or run the tests with rulewright test.\n',
    });
  });

  it('as JSON where JSON was asked for', async () => {
    const { exitCode, output, errors } = await rulewright(['run', 'a.toml', '--format=json', '--bad']);
    expect({ exitCode, errors, result: JSON.parse(output) as unknown }).toEqual({
      exitCode: 2,
      errors: '',
      result: {
        version: 1,
        error: { exitCode: 2, message: "unknown option '--bad'\nRun rulewright run --help for the options and examples." },
      },
    });
  });
});

describe('help', () => {
  it('lists commands, examples and exit codes', async () => {
    const { exitCode, output, errors } = await rulewright(['--help']);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toBe(`Usage: rulewright [options] [command]

Checks Elastic detection rules in EQL and KQL, and runs them on sample events. Not affiliated with
Elastic.

Options:
  -V, --version                      print the version
  -h, --help                         print this help

Commands:
  check [options] [paths...]         say what is wrong with rules
  run [options] <rule>               run a rule on sample events
  explain [options] <rule>           say why events match a rule or not
  alerts [options] <rule>            show the alerts of a rule on sample events
  test [options] [paths...]          run the tests of rules
  diff [options] [revision|path...]  say which matches changed rules gain and lose
  scan [options] <rules...>          find out which of many rules match sample events
  translate [options] <rule>         show the Elasticsearch request of a rule
  synthesize [options] <rule>        make sample events for a rule
  convert [options] <inputs...>      turn rules from TOML into JSON of Kibana and back
  format [options] [paths...]        lay rules out
  new [options] <type>               begin a new rule
  fields [options] [names...]        look up fields
  mappings [options] [name]          show how events of other shapes become ECS
  search [options] <rule>            run a rule on a cluster
  sample [options] <rule>            fetch sample events from a cluster
  compare [options] <rule>           say where the local run and a cluster differ
  kibana                             compare and exchange rules with Kibana
  lsp [options]                      check, complete and explain rules in an editor

Examples:
  rulewright check rules/                              every rule below rules/
  rulewright run rules/linux/a.toml --events a.ndjson  which events match, and why
  rulewright run rules/linux/a.toml                    on a.events.ndjson, beside the rule

Exit codes:
  0    done, whatever matches
  1    a rule has errors, or a test fails; where an option asks for it: warnings, differences
  2    wrong usage, a file that cannot be read or written, or a search that would fail on a cluster too
  3    the rule is valid, but cannot be evaluated locally (ES|QL, machine learning)
  70   a bug in rulewright
  130  cancelled with Ctrl+C

rulewright COMMAND --help tells more about a command.
`);
  });

  it('without a command is wrong usage', async () => {
    const help = await rulewright(['--help']);
    expect(await rulewright([])).toEqual({ exitCode: 2, output: '', errors: help.output });
  });

  it.each([
    ['check', '0 1 2 130'],
    ['run', '0 1 2 3 130'],
    ['explain', '0 1 2 3 130'],
    ['alerts', '0 1 2 3 130'],
    ['test', '0 1 2 130'],
    ['diff', '0 1 2 130'],
    ['scan', '0 1 2 3 130'],
    ['translate', '0 1 2 3 130'],
    ['synthesize', '0 1 2 3 130'],
    ['convert', '0 2 130'],
    ['format', '0 1 2 130'],
    ['new', '0 2 130'],
    ['fields', '0 1 2 130'],
    ['mappings', '0 2 130'],
    ['search', '0 1 2 3 130'],
    ['kibana diff', '0 1 2 130'],
    ['kibana import', '0 2 130'],
  ])('of %s has examples and its exit codes, %s, within 108 columns', async (command, codes) => {
    const { exitCode, output } = await rulewright([...command.split(' '), '--help']);
    expect(exitCode).toBe(0);
    const listed = output.slice(output.indexOf('\nExit codes:\n')).matchAll(/^ {2}(\d+)/gm);
    expect([...listed].map(([, code]) => code).join(' ')).toBe(codes);
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(108);
  });

  it.each(['check', 'run', 'test', 'translate'])('of %s has every option', async (command) => {
    const { output } = await rulewright([command, '--help']);
    for (const part of ['--format <format>', '--color', '--no-color', '--help', '\nExamples:\n', '\nExit codes:\n'])
      expect(output).toContain(part);
  });
});

test('--version prints the version', async () => {
  expect(await rulewright(['--version'])).toEqual({ exitCode: 0, output: '1.2.3\n', errors: '' });
});

test('lsp becomes the language server, however editors ask for it', async () => {
  const terminal = testTerminal();
  expect([await main(['lsp'], terminal), await main(['lsp', '--stdio'], terminal), terminal.servers(), terminal.output()]).toEqual([
    0,
    0,
    2,
    '',
  ]);
});
