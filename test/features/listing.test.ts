/** The rows of a run: which matches are kept, in which order, and what is given out of them. */
import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { limits } from '../../server/src/base/limits.js';
import { ListBuilder, Lists } from '../../server/src/features/listing.js';
import { runJob } from '../../server/src/features/run.js';
import type { Hit } from '../../server/src/evaluate/run.js';
import type { RunResult } from '../../server/src/protocol/protocol.js';
import type { ListedMatches } from '../../server/src/protocol/results.js';
import { memoryHost } from '../kit/memoryHost.js';
import { schemas } from '../kit/services.js';

const host = memoryHost({});

function event(time: string | undefined, process: object, more: object = {}): string {
  return JSON.stringify({
    ...(time === undefined ? {} : { '@timestamp': `2026-03-02T10:${time}Z` }),
    event: { category: 'process' },
    process,
    ...more,
  });
}

const sample = [
  event('00:05', { name: 'curl', args: ['curl', 'http://192.0.2.1/a'] }, { host: { name: 'web-1' } }),
  event('00:01', { name: 'wget', args: ['wget', '-O', 'C:\\Temp'] }, { host: { name: 'web-1' } }),
  event(undefined, { name: 'curl' }),
  event('00:03', { name: 'ls' }),
].join('\n');

async function run(query: string, events: string, lists: Lists): Promise<RunResult> {
  const job = {
    rule: { uri: 'file:///a.eql', text: query, languageId: 'eql' },
    ruleVersion: 1,
    sample: { uri: 'file:///a.ndjson', text: events },
    list: true,
  };
  return runJob(job, { host, schemas, lists }, () => undefined, noCancel);
}

async function listed(query: string, events: string, filter = '', from = 0, to = 100): Promise<ListedMatches> {
  const lists = new Lists();
  const result = await run(query, events, lists);
  return lists.page({ id: result.listed?.id ?? 0, filter, from, to });
}

const transfers = 'process where process.name in ("curl", "wget")';

test('single events come by time, those without one last; what tells them apart is the first column', async () => {
  const lists = new Lists();
  const { listed: list } = await run(transfers, sample, lists);
  expect(list).toEqual({
    id: 1,
    matches: 3,
    events: 3,
    columns: ['process.name', 'host.name'],
    stages: [],
    times: {
      first: Date.UTC(2026, 2, 2, 10, 0, 1),
      last: Date.UTC(2026, 2, 2, 10, 0, 5),
      bins: [
        { time: Date.UTC(2026, 2, 2, 10, 0, 1), events: 1, matching: 1 },
        { time: Date.UTC(2026, 2, 2, 10, 0, 3), events: 1, matching: 0 },
        { time: Date.UTC(2026, 2, 2, 10, 0, 5), events: 1, matching: 1 },
      ],
    },
  });
  expect(lists.page({ id: 1, filter: '', from: 0, to: 10 })).toEqual({
    status: 'listed',
    passing: 3,
    matches: [
      match(1, { hit: 1, line: 1, timestamp: '2026-03-02T10:00:01Z', values: ['wget', 'web-1'] }),
      match(2, { hit: 0, line: 0, timestamp: '2026-03-02T10:00:05Z', values: ['curl', 'web-1'] }),
      match(3, { hit: 2, line: 2, timestamp: undefined, values: ['curl', null] }),
    ],
  });
});

function match(number: number, { line, ...rest }: { hit: number; line: number; timestamp: string | undefined; values: (string | null)[] }) {
  return { number, events: [{ ...rest, position: { line, character: 0 }, stage: 0 }] };
}

test('a sequence is one match with its events, join keys and stages', async () => {
  const by = (user: string) => ({ user: { name: user } });
  const events = [event('00:01', { name: 'sh' }, by('ann')), event('00:02', { name: 'curl' }, by('ann'))].join('\n');
  const lists = new Lists();
  const query = 'sequence by user.name\n  [process where process.name == "sh"]\n  [process where process.name == "curl"]';
  const { listed: list } = await run(query, events, lists);
  expect([list?.matches, list?.events, list?.stages]).toEqual([
    1,
    2,
    [
      { item: '[process where process.name == "sh"]', missing: false },
      { item: '[process where process.name == "curl"]', missing: false },
    ],
  ]);
  const [only] = lists.page({ id: 1, filter: '', from: 0, to: 10 }).matches;
  expect([only?.number, only?.joinKeys, only?.events.map(({ hit, stage, position }) => [hit, stage, position.line])]).toEqual([
    1,
    ['ann'],
    [
      [0, 0, 0],
      [1, 1, 1],
    ],
  ]);
});

describe('a filter lets pass', () => {
  test.each([
    ['', [1, 2, 3]],
    ['curl', [2, 3]],
    ['CURL', [2, 3]],
    ['curl web', [2]],
    ['name:web', [1, 2]],
    ['process.name:wget', [1]],
    ['host.name:curl', []],
    ['host.name:', [1, 2]],
    ['host.name:"web-1" curl', [2]],
    ['"web-1"', [1, 2]],
    ['line:3', [3]],
    ['time:00:05', [2]],
    ['#:1', [1]],
    ['w.b', []],
    ['unknown:curl', []],
  ])('%j: %j', async (filter, numbers) => {
    const { passing, matches } = await listed(transfers, sample, filter);
    expect([matches.map(({ number }) => number), passing]).toEqual([numbers, numbers.length]);
  });

  it('a path with a colon where no column has that name', async () => {
    const query = 'process where process.args : "*"';
    expect((await listed(query, sample, 'c:\\temp')).matches.map(({ number }) => number)).toEqual([1]);
  });
});

test('a page begins and ends where it is asked for', async () => {
  const numbers = async (from: number, to: number) => (await listed(transfers, sample, '', from, to)).matches.map(({ number }) => number);
  expect(await numbers(1, 2)).toEqual([2]);
  expect(await numbers(2, 50)).toEqual([3]);
  expect(await numbers(7, 9)).toEqual([]);
});

test('the list of a run is kept for a few more runs', async () => {
  const lists = new Lists();
  const { listed: first } = await run(transfers, sample, lists);
  const page = () => lists.page({ id: first?.id ?? 0, filter: '', from: 0, to: 1 }).status;
  for (let i = 0; i < 3; i++) await run(transfers, sample, lists);
  expect(page()).toBe('listed');
  await run(transfers, sample, lists);
  expect(page()).toBe('gone');
});

describe('bounds', () => {
  const hit = (index: number, value: string): Hit => ({
    file: 0,
    offset: index,
    length: 1,
    line: index + 1,
    column: 0,
    text: undefined,
    timestamp: undefined,
    clauses: [],
    columns: [{ field: 'process.name', values: [value] }],
  });

  it('so many events are kept, and no more', () => {
    const builder = new ListBuilder();
    for (let i = 0; i < limits.listedHits + 5; i++) builder.add([hit(i, 'x')]);
    expect(builder.finish('', undefined).matches.length).toBe(limits.listedHits);
  });

  it('a very long value is cut, and says so', () => {
    const lists = new Lists();
    const builder = new ListBuilder();
    builder.add([hit(0, 'x'.repeat(5000))]);
    const { id } = lists.keep(builder.finish('', undefined));
    const [value] = lists.page({ id, filter: '', from: 0, to: 1 }).matches[0]?.events[0]?.values ?? [];
    expect(value).toBe(`${'x'.repeat(limits.listedValueCharacters)}…`);
  });

  it('of a sequence that is cut off nothing is kept', () => {
    const builder = new ListBuilder();
    const stages = [0, 1].map((start) => ({ span: { start, end: start + 1 }, missing: false }));
    for (let i = 0; i < limits.listedHits + 3; i++) {
      const index = Math.floor((i + 1) / 2);
      builder.add([{ ...hit(i, 'x'), sequence: { kind: 'sequence', index, stage: (i + 1) % 2, stages, joinKeys: [] } }]);
    }
    const { events, matches } = builder.finish('ab', undefined);
    expect([events, matches.length]).toEqual([limits.listedHits - 1, limits.listedHits / 2]);
  });
});
