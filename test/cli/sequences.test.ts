import { expect, test } from 'vitest';
import { rulewright } from './testTerminal.js';

/** Seconds after ten o'clock. */
function event(seconds: number, category: string, host: string | undefined, fields: object = {}): string {
  const time = new Date(Date.UTC(2026, 2, 2, 10, 0, 0) + seconds * 1000).toISOString();
  return JSON.stringify({
    '@timestamp': time,
    event: { category: [category] },
    ...(host === undefined ? {} : { host: { id: host } }),
    ...fields,
  });
}

const rule = `sequence by host.id with maxspan=10s
  [process where process.name == "a.exe"]
  [file where true]
  [network where true]`;

const start = { process: { name: 'a.exe' } };
const events = [
  event(0, 'process', 'a1', start),
  event(1, 'process', 'a2', start),
  event(2, 'file', 'a2'),
  event(3, 'network', 'a2'),
  event(20, 'file', 'a1'),
  event(30.5, 'network', 'a1'),
  event(40, 'process', 'a3', start),
  event(41, 'file', 'a3'),
  event(42, 'network', undefined),
].join('\n');

const files = { 'a.eql': rule, 'a.events.ndjson': events };

/** What is printed between the clauses and the notes. */
function sequencesIn(output: string): string {
  return output.slice(output.indexOf('  stage '), output.indexOf('note:'));
}

test('explain tells of a sequence where those that began came to their end', async () => {
  const { output, exitCode } = await rulewright(['explain', 'a.eql'], { files });
  expect({ exitCode, sequences: sequencesIn(output) }).toEqual({
    exitCode: 0,
    sequences: `  stage  events  that satisfy it and have its join keys
  1           3  [process where process.name == "a.exe"]
  2           3  [file where true]
  3           2  [network where true] · 1 more event lacks host.id
3 join keys, events for each stage:
  host.id "a2": 1, 1, 1 · 1 complete sequence
  host.id "a1": 1, 1, 1
  host.id "a3": 1, 1, 0
2 incomplete sequences: 1 too long, 1 without a next event
  host.id "a3": stage 1 line 7 10:00:40.000
    → stage 2 line 8 10:00:41.000
    → stage 3 line 9 has no host.id, but stage 2 has host.id "a3"; with the same key it would match
  host.id "a1": stage 1 line 1 10:00:00.000 → stage 2 line 5 comes 10 s after maxspan=10s ends; would match with maxspan=31s
`,
  });
});

test('the longer maxspan that it names gives the match', async () => {
  const run = async (maxspan: string): Promise<string> =>
    (await rulewright(['run', 'a.eql'], { files: { ...files, 'a.eql': rule.replace('10s', maxspan) } })).output;
  expect([/\d+ sequences? in/.exec(await run('30s'))?.[0], /\d+ sequences? in/.exec(await run('31s'))?.[0]]).toEqual([
    '1 sequence in',
    '2 sequences in',
  ]);
});

test('a day is named where events are of several', async () => {
  const two = { ...files, 'a.events.ndjson': [event(0, 'process', 'a1', start), event(86_400, 'process', 'a2', start)].join('\n') };
  const { output } = await rulewright(['explain', 'a.eql'], { files: two });
  expect(sequencesIn(output)).toContain('  host.id "a2": stage 1 line 2 2026-03-03T10:00:00.000Z → no event satisfies stage 2\n');
});

test('missing events, runs, until and samples have their names', async () => {
  const text = `sequence with maxspan=1m [process where true] with runs=2 ![network where true] [file where true] until [any where true]`;
  const { output } = await rulewright(['explain', 'a.eql'], { files: { ...files, 'a.eql': text } });
  expect(sequencesIn(output)).toBe(`  stage  events  that satisfy it and have its join keys
  1           3  [process where true] with runs=2
  2           3  ![network where true]
  3           3  [file where true]
  until       9  [any where true]
3 incomplete sequences: 2 ended by until, 1 without a next event
  stage 1 (1 of 2) line 1 10:00:00.000 → until line 1 ends it before stage 1 line 2; without it it would go on
  stage 1 (1 of 2) line 2 10:00:01.000 → until line 6 and 4 more end it before stage 1 line 7; without them it would go on
  stage 1 (1 of 2) line 7 10:00:40.000 → only 1 of the 2 events that stage 1 needs
`);
  const sample = 'sample by host.id [process where true] [registry where true]';
  const sampled = await rulewright(['explain', 'a.eql'], { files: { ...files, 'a.eql': sample } });
  expect(sequencesIn(sampled.output)).toContain(
    '3 incomplete samples\n  host.id "a1": stage 1 line 1 → no event with this key satisfies stage 2\n',
  );
});

test('the JSON has all of it', async () => {
  const { output } = await rulewright(['explain', 'a.eql', '--format', 'json'], { files });
  const { sequences } = JSON.parse(output) as {
    readonly sequences: { readonly partials: readonly object[]; readonly items: readonly object[] };
  };
  expect(sequences).toMatchObject({ kind: 'sequence', maxspan: 10_000, keyCount: 3, completeCount: 1, partialCount: 2 });
  expect(sequences.items[2]).toEqual({
    clause: '[network where true]',
    line: 4,
    column: 3,
    endLine: 4,
    endColumn: 23,
    missing: false,
    until: false,
    runs: 1,
    keys: ['host.id'],
    candidates: 2,
    withoutKey: 1,
    absentKeys: [{ field: 'host.id', events: 1 }],
  });
  const at = (line: number, timestamp: string): object => ({ file: 'a.events.ndjson', line, column: 1, timestamp });
  expect(sequences.partials[1]).toEqual({
    key: ['a1'],
    events: [{ item: 0, run: 1, event: at(1, '2026-03-02T10:00:00.000Z') }],
    waitsFor: 1,
    cause: {
      kind: 'maxspan',
      event: at(5, '2026-03-02T10:00:20.000Z'),
      exceededBy: 10_000,
      maxspan: 10_000,
      needed: 30_500,
      neededText: '31s',
      gain: 'match',
    },
    text: 'stage 2 line 5 comes 10 s after maxspan=10s ends; would match with maxspan=31s',
  });
});

test('a rule for single events has no sequences', async () => {
  const { output } = await rulewright(['explain', 'a.eql', '--format', 'json'], { files: { ...files, 'a.eql': 'file where true' } });
  expect(Object.keys(JSON.parse(output) as object)).not.toContain('sequences');
});
