import { describe, expect, it, test } from 'vitest';
import { rulewright, type Outcome, type TestTerminalOptions } from './testTerminal.js';

const query = `process where process.name == "Chattr" and process.args : ("-*i*", "+*i*") and
  not (process.parent.name == "puppet" or user.id == "7")`;

function event(name: string, parent: string, ...args: string[]): object {
  return { event: { category: 'process' }, process: { name, args, parent: { name: parent } } };
}

const events = [
  event('chattr', 'bash', 'chattr', '-V'),
  event('Chattr', 'puppet', 'chattr', '+i'),
  { event: { category: 'file' }, process: null },
  event('Chattr', 'bash', 'chattr', '+a'),
];

const files = { 'a.eql': query, 'a.events.ndjson': events.map((each) => `${JSON.stringify(each)}\n`).join('') };

/** Without the note on field types. */
async function explain(args: readonly string[], options: TestTerminalOptions = { files }): Promise<Outcome> {
  const outcome = await rulewright(['explain', ...args], options);
  return { ...outcome, output: outcome.output.replace(/^note: Field types come from .*\n/m, '') };
}

const title = `\na.eql${' '.repeat(92)}eql\n`;

test('where a rule dies, and how near events come', async () => {
  expect(await explain(['a.eql'])).toEqual({
    exitCode: 0,
    output: `${title}   left  alone  clause
      3      3  process
      2      2  process.name == "Chattr"
                case differs in 1 event
      1      1  process.args : ("-*i*", "+*i*")
      0      3  not (process.parent.name == "puppet" or user.id == "7")
             1    process.parent.name == "puppet"
             0    user.id == "7"
                  no event has user.id

line 2 does not match: 1 of 4 clauses fails
  ✔ process                                           "process"
  ✔ process.name == "Chattr"                          "Chattr"
  ✔ process.args : ("-*i*", "+*i*")                   ["chattr","+i"]
  ✘ not (process.parent.name == "puppet" or user.id…  excluded: what is negated is true
  ✔   process.parent.name == "puppet"                 "puppet"

line 4 does not match: 1 of 4 clauses fails
  ✔ process                                           "process"
  ✔ process.name == "Chattr"                          "Chattr"
  ✘ process.args : ("-*i*", "+*i*")                   ["chattr","+a"]  no value matches either pattern: "+a" has no "i" after "+"
  ✔ not (process.parent.name == "puppet" or user.id…  process.parent.name "bash"

line 1 does not match: 2 of 4 clauses fail
  ✔ process                                           "process"
  ✘ process.name == "Chattr"                          "chattr"         case differs: "chattr", wanted is "Chattr"
  ✘ process.args : ("-*i*", "+*i*")                   ["chattr","-V"]  no value matches either pattern: "-V" has no "i" after "-"
  ✔ not (process.parent.name == "puppet" or user.id…  process.parent.name "bash"

line 3 does not match: 3 of 4 clauses fail
  ✘ process                                           "file"  wrong value
  ✘ process.name == "Chattr"                          absent: the event has no \`process.name\`
  ✘ process.args : ("-*i*", "+*i*")                   absent: the event has no \`process.args\`
  ✔ not (process.parent.name == "puppet" or user.id…

Exclusions
  not (process.parent.name == "puppet" or user.id == "7")
    takes out 1 event that would match
      1 by process.parent.name == "puppet"
    an attacker can meet process.parent.name == "puppet": \`process.parent.name\` is chosen by whoever names the program

0 of 4 events match; nearest: line 2 fails only on process.parent.name and user.id · 0.00 s
`,
    errors: '',
  });
});

test('one event', async () => {
  const { exitCode, output } = await explain(['a.eql', '--line', '4']);
  expect([exitCode, output.split('\n').slice(2, 4)]).toEqual([
    0,
    ['line 4 does not match: 1 of 4 clauses fails', '  ✔ process                                           "process"'],
  ]);
});

test('each event', async () => {
  const { output } = await explain(['a.eql', '--all']);
  expect(output.split('\n').filter((line) => line.startsWith('line'))).toEqual([
    'line 1 does not match: 2 of 4 clauses fail',
    'line 2 does not match: 1 of 4 clauses fails',
    'line 3 does not match: 3 of 4 clauses fail',
    'line 4 does not match: 1 of 4 clauses fails',
  ]);
});

test('the items of a sequence, and the keys they need', async () => {
  const given = { ...files, 'a.eql': 'sequence by host.id [process where true] [file where process.pid == 1]' };
  const { output } = await explain(['a.eql'], { files: given });
  expect(output.split('\n').filter((line) => line.startsWith('item') || line.includes('sequences'))).toEqual([
    'item 1 [process where true]: 3 of 4 events, 0 of them with a value for each join key',
    'item 2 [file where process.pid == 1]: 0 of 4 events, 0 of them with a value for each join key',
    '0 sequences in 4 events; no event satisfies item 2, nearest: line 3 fails only on process.pid · 0.00 s',
  ]);
});

describe('as JSON', () => {
  it('counts and nearest misses', async () => {
    const { output } = await explain(['a.eql', '--format', 'json']);
    const { version, command, status, parts, summary } = JSON.parse(output) as Record<string, unknown> & { parts: Part[] };
    expect([version, command, status, summary]).toEqual([
      1,
      'explain',
      'finished',
      { events: 4, filtered: 0, matches: 0, unreadable: 0, milliseconds: 0 },
    ]);
    const [part] = parts;
    expect([
      part?.kind,
      part?.passed,
      part?.clauses.operands.map(({ clause, passed, alive }) => [clause.slice(0, 12), passed, alive]),
    ]).toEqual([
      'query',
      0,
      [
        ['process', 3, 3],
        ['process.name', 2, 2],
        ['process.args', 1, 1],
        ['not (process', 3, 0],
      ],
    ]);
    expect(part?.nearest.map(({ line, failing, text }) => [line, failing, text])).toEqual([
      [2, 1, 'fails only on process.parent.name and user.id'],
      [4, 1, 'fails only on process.args'],
      [1, 2, 'fails on process.name and 1 more clause'],
      [3, 3, 'fails on event.category and 2 more clauses'],
    ]);
  });

  it('one event', async () => {
    const { output } = await explain(['a.eql', '--line', '1', '--format', 'json']);
    const { events: judged } = JSON.parse(output) as { events: Judged[] };
    expect(judged).toMatchObject([{ file: 'a.events.ndjson', line: 1, column: 1, filtered: false }]);
    const part = judged[0]?.parts[0];
    expect([part?.outcome, part?.text]).toEqual(['false', 'does not match: 2 of 4 clauses fail']);
    expect(part?.clauses[1]).toEqual({
      kind: 'leaf',
      clause: 'process.name == "Chattr"',
      line: 1,
      column: 15,
      endLine: 1,
      endColumn: 39,
      outcome: 'false',
      fields: [{ field: 'process.name', values: ['chattr'], more: 0, satisfying: [] }],
      reason: { kind: 'caseDiffers', text: 'case differs: "chattr", wanted is "Chattr"' },
      operands: [],
    });
  });
});

interface Part {
  readonly kind: string;
  readonly passed: number;
  readonly clauses: { readonly operands: readonly { readonly clause: string; readonly passed: number; readonly alive: number }[] };
  readonly nearest: readonly { readonly line: number; readonly failing: number; readonly text: string }[];
}

interface Judged {
  readonly parts: readonly { readonly outcome: string; readonly text: string; readonly clauses: readonly object[] }[];
}

describe('what cannot be done', () => {
  it.each([
    [['a.eql', '--line', '9'], files, 2, /^error: Line 9 holds none of the 4 events/],
    [['a.eql', '--line', '0'], files, 2, /It must be the number of a line/],
    [['a.eql', '--line', '1', '--all'], files, 2, /cannot be used with/],
    [['gone.eql'], files, 2, /^error: There is no file/],
    [['a.eql'], { 'a.eql': query }, 2, /^error: There are no events to run on/],
    [['a.eql'], { ...files, 'a.eql': 'process where' }, 1, /mend the error above first/],
    [['a.eql', '--line', '1'], { ...files, 'a.eql': 'process where' }, 1, /mend the error above first/],
  ] as const)('%j', async (args, given, exitCode, message) => {
    const outcome = await explain(args, { files: given });
    expect([outcome.exitCode, message.test(outcome.errors)], outcome.errors).toEqual([exitCode, true]);
  });

  it('is JSON where JSON is asked for', async () => {
    const { output } = await explain(['gone.eql', '--format', 'json']);
    expect(JSON.parse(output)).toMatchObject({ version: 1, command: 'explain', error: { exitCode: 2 } });
  });
});
