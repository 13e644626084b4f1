import { gzipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { withStandardInput } from '../../server/src/cli/eventFiles.js';
import { memoryHost } from '../kit/memoryHost.js';
import { restOfRule } from '../kit/wholeRule.js';
import { rulewright, type Outcome, type TestTerminalOptions } from './testTerminal.js';

const rule = `[rule]
name = "Immutable files"
type = "eql"
language = "eql"
severity = "medium"
risk_score = 47
index = ["logs-endpoint.events.process-*"]
query = '''
process where process.args : "+*i*"
'''
`;

function event(minute: number, ...args: string[]): string {
  return JSON.stringify({ '@timestamp': `2026-03-02T10:0${minute}:00Z`, event: { category: ['process'] }, process: { args } });
}

const events = `${[event(1, 'chattr', '+i', '/etc/a'), event(2, 'lsattr', '/etc/a'), event(3, 'chattr', '-R', '+ai', '/etc/b')].join('\n')}\n`;

const files = { 'a.toml': rule, 'a.events.ndjson': events };

const title = '\nImmutable files                                                                    eql · medium · 47\n';
const rows = `  in common: event.category »process«
            time                  process.args
  ✔ line 1  2026-03-02T10:01:00Z  chattr »+i« /etc/a
  ✔ line 3  2026-03-02T10:03:00Z  chattr -R »+ai« /etc/b
`;
const twoOfThree = '2 of 3 events match · 0.00 s\n';

/** Where field types come from is said of every run. */
const fieldTypes = /^note: Field types come from .*\n/m;

/** A run without the note on field types, which one test looks at. */
async function run(args: readonly string[], options: TestTerminalOptions = { files }): Promise<Outcome> {
  const outcome = await rulewright(['run', ...args], options);
  return { ...outcome, output: outcome.output.replace(fieldTypes, '') };
}

test('a run shows its matches, what a cluster might do differently, and how many match', async () => {
  const { exitCode, output, errors } = await rulewright(['run', 'a.toml'], { files });
  const note = fieldTypes.exec(output)?.[0] ?? 'no note';
  expect(note).toMatch(/ECS \d/);
  expect({ exitCode, output, errors }).toEqual({ exitCode: 0, output: `${title}${rows}${note}${twoOfThree}`, errors: '' });
});

describe('sequences and samples', () => {
  const query = (text: string) => ({ 'a.eql': text, 'a.events.ndjson': events });
  const sequence = `sequence by event.category with maxspan=5m
  [process where process.args == "chattr"]
  ![file where true]
  [process where process.args : "*a*"] with runs=2`;

  it('stand in groups, with the time between their events and what is missing', async () => {
    const { output } = await run(['a.eql'], { files: query(sequence) });
    expect(output.slice(output.indexOf('  in common'))).toBe(`  in common: event.category »process«
            time                  process.args
  sequence 1 · process
  ✔ line 1  2026-03-02T10:01:00Z  »chattr« +i /etc/a
  – no [file where true]
  ✔ line 2  2026-03-02T10:02:00Z  »lsattr« »/etc/a«         +1 min
  ✔ line 3  2026-03-02T10:03:00Z  »chattr« -R »+ai« /etc/b  +1 min
1 sequence in 3 events · 0.00 s
`);
  });

  it('are limited as a whole', async () => {
    const { output } = await run(['a.eql', '--limit', '1'], { files: query('sequence [any where true] [any where true]') });
    expect(output.split('\n').filter((line) => line.includes('✔'))).toHaveLength(2);
    expect(output.split('\n').slice(-3)).toEqual([
      '  … and 1 more; --limit sets how many are listed',
      '2 sequences in 3 events · 0.00 s',
      '',
    ]);
  });

  it('none', async () => {
    const { output } = await run(['a.eql'], { files: query('sample by process.pid [any where true] [any where true]') });
    expect(output.split('\n').at(-2)).toBe('0 samples in 3 events · 0.00 s');
  });

  it('as JSON name the hit of each stage', async () => {
    const { output } = await run(['a.eql', '--format', 'json'], { files: query(sequence) });
    const { hits, sequences, summary } = JSON.parse(output) as Record<string, unknown> & { hits: { line: number }[] };
    expect([hits.map(({ line }) => line), sequences, summary]).toEqual([
      [1, 2, 3],
      [
        {
          joinKeys: ['process'],
          stages: [
            { item: '[process where process.args == "chattr"]', missing: false, hit: 0 },
            { item: '![file where true]', missing: true, hit: null },
            { item: '[process where process.args : "*a*"] with runs=2', missing: false, hit: 1 },
            { item: '[process where process.args : "*a*"] with runs=2', missing: false, hit: 2 },
          ],
        },
      ],
      { events: 3, matches: 1, listed: 1, unreadable: 0, milliseconds: 0 },
    ]);
  });
});

describe('event files', () => {
  const beside = { exitCode: 0, output: `${title}${rows}${twoOfThree}`, errors: '' };

  it.each([
    ['named', ['a.toml', '--events', 'b.ndjson'], { 'a.toml': rule, 'b.ndjson': events }],
    ['beside the rule', ['a.toml'], files],
    ['beside the rule, compressed', ['a.toml'], { 'a.toml': rule, 'a.events.ndjson.gz': gzipSync(new TextEncoder().encode(events)) }],
    ['beside a rule in a folder with a dot', ['r.d/a.toml'], { 'r.d/a.toml': rule, 'r.d/a.events.ndjson': events }],
  ])('%s', async (_, args, given) => {
    expect(await run(args, { files: given })).toEqual(beside);
  });

  it('several: each row says which', async () => {
    const given = { ...files, 'logs/b.ndjson': `{"a":1}\nbad\n${event(4, 'chattr', '+i')}\n` };
    expect(await run(['a.toml', '--events', 'a.events.ndjson', 'logs/b.ndjson'], { files: given })).toEqual({
      exitCode: 0,
      output: `${title}  in common: event.category »process«
                       time                  process.args
  ✔ a.events.ndjson:1  2026-03-02T10:01:00Z  chattr »+i« /etc/a
  ✔ a.events.ndjson:3  2026-03-02T10:03:00Z  chattr -R »+ai« /etc/b
  ✔ b.ndjson:3         2026-03-02T10:04:00Z  chattr »+i«
warning: logs/b.ndjson:2 is not read: Not an event: an event is a JSON object, \`{ … }\`, and this is plain text.
3 of 5 events match · 1 line not read · 0.00 s
`,
      errors: '',
    });
  });

  it('that are cut off: what is whole is used', async () => {
    const given = { ...files, 'cut.ndjson': events.slice(0, -30) };
    expect(await run(['a.toml', '--events', 'cut.ndjson'], { files: given })).toEqual({
      exitCode: 0,
      output: `${title}            time                  process.args        event.category
  ✔ line 1  2026-03-02T10:01:00Z  chattr »+i« /etc/a  »process«
warning: cut.ndjson:3 is not read: The event is cut off: it ends before its closing \`}\`.
1 of 2 events matches · 1 line not read · 0.00 s
`,
      errors: '',
    });
  });

  const missing = 'There is no file file:///project/gone.ndjson; check the path.';
  const binary = 'a.png: The file is binary, not JSON; events are read from JSON, also compressed with gzip or zstd.';
  it.each([
    ['missing', ['gone.ndjson'], {}, missing],
    ['empty', ['e.ndjson'], { 'e.ndjson': '' }, 'e.ndjson has no events; it wants one JSON object a line, or an array of them.'],
    ['blank', ['e.ndjson'], { 'e.ndjson': '\n \n' }, 'e.ndjson has no events; it wants one JSON object a line, or an array of them.'],
    ['binary', ['a.png'], { 'a.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0]) }, binary],
  ])('%s: exit code 2 and what to do', async (_, names, given, message) => {
    const result = await run(['a.toml', '--events', ...names], { files: { ...files, ...given } });
    expect(result).toEqual({ exitCode: 2, output: title, errors: `error: ${message}\n` });
  });

  it('of which one is missing: the others are used', async () => {
    expect(await run(['a.toml', '--events', 'a.events.ndjson', 'gone.ndjson'])).toEqual({
      exitCode: 2,
      output: `${title}${rows.replace('            time', '                       time').replaceAll('line ', 'a.events.ndjson:')}2 of 3 events match so far · 0.00 s\n`,
      errors: `error: ${missing}\n`,
    });
  });

  it.each([
    [
      'none given and none beside the rule',
      ['a.toml'],
      'There are no events to run on; name a file with --events, or put a.events.ndjson beside the rule.',
    ],
    [
      'standard input twice',
      ['a.toml', '--events', '-', '-'],
      'Standard input can be read only once; name - once and give --now, or save the events to a file.',
    ],
  ])('%s', async (_, args, message) => {
    expect(await run(args, { files: { 'a.toml': rule } })).toEqual({ exitCode: 2, output: '', errors: `error: ${message}\n` });
  });

  it('standard input without events', async () => {
    const host = withStandardInput(memoryHost({ 'file:///project/a.toml': rule }), async function* () {
      await Promise.resolve();
      yield new Uint8Array();
    });
    expect(await run(['a.toml', '--events', '-'], { host, folder: '/project' })).toEqual({
      exitCode: 2,
      output: title,
      errors: 'error: Standard input has no events; it wants one JSON object a line, or an array of them.\n',
    });
  });

  it('by a glob that matches nothing', async () => {
    const result = await run(['a.toml', '--events', '*.log'], { files, findFiles: async () => ({ kind: 'glob', paths: [] }) });
    expect(result.errors).toBe('error: No file matches *.log; name event files, or a glob that matches some.\n');
    expect(result.exitCode).toBe(2);
  });
});

describe('rules that are not run', () => {
  const notRead = 'name a detection rule in TOML or JSON, or a query in a .eql or .kuery file.';

  it.each([
    ['missing', 'gone.toml', undefined, 2, 'There is no file file:///project/gone.toml; check the path.'],
    [
      'binary',
      'a.png',
      new Uint8Array([0x89, 0]),
      2,
      'file:///project/a.png is a binary file, not text; name a rule or another text file.',
    ],
    ['no rule but JSON', 'package.json', '{}', 2, `package.json is no rule; ${notRead}`],
    ['no rule but TOML', 'Cargo.toml', '[package]\n', 2, `Cargo.toml is no rule; ${notRead}`],
    ['empty', 'e.toml', '', 2, `e.toml is no rule; ${notRead}`],
    [
      'without a query',
      'a.toml',
      `[rule]\nname = "x"\ntype = "query"\nlanguage = "kuery"\nseverity = "low"\n${restOfRule}`,
      1,
      "This rule has no query; add query = '''…''' to its [rule] table",
    ],
    [
      'ES|QL',
      'a.toml',
      '[rule]\ntype = "esql"\nlanguage = "esql"\nquery = "from a"\n',
      3,
      'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.',
    ],
    [
      'machine learning',
      'a.toml',
      '[rule]\ntype = "machine_learning"\n',
      3,
      'A rule of type machine_learning has no query that could be run on events.',
    ],
  ])('%s: the reason and the exit code', async (_, name, content, exitCode, message) => {
    const given = { 'e.ndjson': events, ...(content === undefined ? {} : { [name]: content }) };
    const result = await run([name, '--events', 'e.ndjson'], { files: given });
    expect({ exitCode: result.exitCode, errors: result.errors }).toEqual({ exitCode, errors: `error: ${message}\n` });
  });

  it.each([
    ['a syntax error', 'a.eql', 'process where process.name = "x"', 'a.eql:1:28 error QRY001 `=` is not a comparison in EQL; write `==`'],
    [
      'an unknown type',
      'a.toml',
      `[rule]\ntype = "qury"\nname = "x"\nquery = "a:b"\nseverity = "low"\n${restOfRule}`,
      'a.toml:2:8 error TOM007 `qury` is not a rule type; did you mean `query`?',
    ],
    [
      'a missing query',
      'a.toml',
      `[rule]\nname = "x"\ntype = "eql"\nlanguage = "eql"\nseverity = "low"\n${restOfRule}`,
      "a.toml:3:1 error QRY004 This rule has no query; add query = '''…''' to its [rule] table",
    ],
    ['broken TOML', 'a.toml', '[rule\ntype = "eql"\nquery = "any where true"\n', 'a.toml:1:1 error TOM001 '],
  ])('%s is shown in its line', async (_, name, text, head) => {
    const { exitCode, errors } = await run([name, '--events', 'e.ndjson'], { files: { [name]: text, 'e.ndjson': events } });
    expect({ exitCode, head: errors.slice(0, head.length), end: errors.split('\n').slice(-3) }).toEqual({
      exitCode: 1,
      head,
      end: ['', 'error: The rule was not run; mend the error above first.', ''],
    });
  });

  it('a search that would fail on a cluster', async () => {
    const given = { 'a.eql': 'any where 1 / process.pid > 0', 'e.ndjson': '{"process":{"pid":0}}\n' };
    const { exitCode, errors } = await run(['a.eql', '--events', 'e.ndjson'], { files: given });
    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: 'error: Division of 1 by zero (e.ndjson, line 1): a cluster would fail the whole search.\n',
    });
  });
});

describe('options', () => {
  it.each([
    [
      '1',
      `            time                  process.args        event.category\n  ✔ line 1  2026-03-02T10:01:00Z  chattr »+i« /etc/a  »process«\n  … and 1 more`,
    ],
    ['0', '  … and 2 more'],
  ])('--limit %s lists that many and counts all', async (limit, listed) => {
    expect(await run(['a.toml', '--limit', limit])).toEqual({
      exitCode: 0,
      output: `${title}${listed}; --limit sets how many are listed\n${twoOfThree}`,
      errors: '',
    });
  });

  it.each([
    [[], 3],
    [['--now', '2026-03-02T10:02:30Z'], 2],
    [['--now', '1772449260000'], 3],
  ])('now is the newest event, or what --now says: %j', async (args, matches) => {
    const given = { 'a.kuery': '@timestamp <= "now" and process.args: *', 'a.events.ndjson': events };
    const { output } = await run(['a.kuery', ...args], { files: given });
    expect(output).toContain(`\n${matches} of 3 events match`);
  });

  it('colour makes matched values bold', async () => {
    const { output } = await run(['a.toml', '--color']);
    expect(output).toContain('chattr \u001b[1m+i\u001b[22m /etc/a');
    expect((await run(['a.toml', '--no-color'], { files, colour: true })).output).toBe(`${title}${rows}${twoOfThree}`);
  });
});

describe('JSON', () => {
  it('of a run', async () => {
    const { exitCode, output, errors } = await rulewright(['run', 'a.toml', '--format', 'json', '--limit', '1'], { files });
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(JSON.parse(output)).toEqual({
      version: 1,
      command: 'run',
      rule: { path: 'a.toml', name: 'Immutable files', type: 'eql', language: 'eql', severity: 'medium', riskScore: 47 },
      eventFiles: ['a.events.ndjson'],
      status: 'finished',
      hits: [
        {
          file: 'a.events.ndjson',
          line: 1,
          column: 1,
          offset: 0,
          length: event(1, 'chattr', '+i', '/etc/a').length,
          timestamp: '2026-03-02T10:01:00Z',
          matched: [
            { field: 'event.category', values: ['process'], clause: 'process', line: 9, column: 1, endLine: 9, endColumn: 8 },
            { field: 'process.args', values: ['+i'], clause: 'process.args : "+*i*"', line: 9, column: 15, endLine: 9, endColumn: 36 },
          ],
          fields: { 'process.args': ['chattr', '+i', '/etc/a'] },
        },
      ],
      unreadable: [],
      notes: [expect.stringContaining('Field types come from ECS')],
      diagnostics: [],
      summary: { events: 3, matches: 2, listed: 1, unreadable: 0, milliseconds: 0 },
    });
  });

  it('keeps integers that a number cannot hold', async () => {
    const given = { 'a.eql': 'any where process.pid == 9007199254740993', 'a.events.ndjson': '{"process":{"pid":9007199254740993}}\n' };
    const { output } = await rulewright(['run', 'a.eql', '--format', 'json'], { files: given });
    expect(JSON.parse(output)).toMatchObject({ hits: [{ matched: [{ field: 'process.pid', values: ['9007199254740993'] }] }] });
  });

  it('of a rule with errors', async () => {
    const given = { 'a.eql': 'process where process.name = "x"', 'a.events.ndjson': events };
    const { exitCode, output, errors } = await rulewright(['run', 'a.eql', '--format', 'json'], { files: given });
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: '' });
    expect(JSON.parse(output)).toMatchObject({
      status: 'invalid',
      message: expect.stringContaining('line 1, column 28') as unknown,
      diagnostics: [{ code: 'QRY001', line: 1, column: 28, endLine: 1, endColumn: 29 }],
      hits: [],
    });
  });

  it('of a rule that cannot be read', async () => {
    const { exitCode, output, errors } = await rulewright(['run', 'gone.toml', '--format', 'json']);
    expect({ exitCode, errors, result: JSON.parse(output) as unknown }).toEqual({
      exitCode: 2,
      errors: '',
      result: {
        version: 1,
        command: 'run',
        error: { exitCode: 2, message: 'There is no file file:///project/gone.toml; check the path.' },
      },
    });
  });
});

test('a cancelled run ends in order', async () => {
  const { exitCode, errors } = await run(['a.toml'], { files, token: { isCancellationRequested: true } });
  expect({ exitCode, errors }).toEqual({ exitCode: 130, errors: 'The run was cancelled.\n' });
});

test('what stands in events cannot drive the terminal', async () => {
  const given = { 'a.eql': 'any where user.name : "*"', 'a.events.ndjson': `${JSON.stringify({ user: { name: '\u001b[2Jroot\r\n' } })}\n` };
  const { output } = await run(['a.eql'], { files: given });
  expect(output).toContain('»\\u001b[2Jroot\\r\\n«');
});

test('no matches: the summary says so', async () => {
  const given = { ...files, 'b.ndjson': `${event(2, 'lsattr')}\n` };
  expect(await run(['a.toml', '--events', 'b.ndjson'], { files: given })).toEqual({
    exitCode: 0,
    output: `${title}0 of 1 event match; nearest: line 1 fails only on process.args · 0.00 s\n`,
    errors: '',
  });
});
