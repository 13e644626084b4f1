/** Samples of small rules: what is made for each clause, that runs confirm it, and what is said where nothing can be made. */
import { describe, expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { isJsonObject, parseJson, type JsonObject } from '../../server/src/events/json.js';
import { runRule } from '../../server/src/evaluate/runRule.js';
import { openRule } from '../../server/src/rule/openText.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import type { MadeEvent } from '../../server/src/synthesis/madeEvent.js';
import type { Sample, Synthesis } from '../../server/src/synthesis/synthesis.js';
import { prepareSynthesis, synthesize } from '../../server/src/synthesis/synthesize.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inToml, schemas } from '../kit/services.js';
import { slowMatches } from '../kit/slowEql.js';

type Language = 'eql' | 'kuery';

async function made(query: string, language: Language = 'eql', base?: string): Promise<Synthesis> {
  const rule = openRule(query, { uri: `file:///a.${language}` });
  const prepared = prepareSynthesis(rule, 'a', schemas, base);
  if (!prepared.ok) throw new Error(prepared.message);
  return synthesize(prepared, noCancel);
}

function eventsIn(sample: Sample): readonly MadeEvent[] | string {
  return sample.kind === 'made' ? sample.events : sample.reason;
}

/** Without time and mark. */
function bare(sample: Sample): unknown {
  if (sample.kind === 'none') return sample.reason;
  return sample.events.map((event) =>
    Object.fromEntries(Object.entries(event).filter(([key]) => key !== '@timestamp' && key !== 'labels')),
  );
}

async function countMatches(query: string, language: Language, events: readonly MadeEvent[]): Promise<number> {
  const uri = `file:///a.${language}`;
  const host = memoryHost({ [uri]: query, 'file:///a.ndjson': events.map((event) => JSON.stringify(event)).join('\n') });
  for await (const update of runRule({ rule: { uri }, events: [{ uri: 'file:///a.ndjson' }] }, host, schemas, noCancel)) {
    if (update.kind === 'summary') return update.summary.matches;
  }
  throw new Error('a run without a summary');
}

it('an event has what the query asks for and nothing else, at a fixed time, and is marked', async () => {
  const { positive } = await made('process where process.name : "cmd*.exe" and user.name != null');
  expect(eventsIn(positive)).toEqual([
    {
      '@timestamp': '2025-01-01T00:00:00.000Z',
      event: { category: 'process' },
      process: { name: 'cmd.exe' },
      user: { name: 'alice' },
      labels: { synthetic: 'true' },
    },
  ]);
});

describe('near misses change one thing', () => {
  const rows: readonly (readonly [query: string, language: Language, misses: readonly (readonly [text: string, events: unknown])[]])[] = [
    [
      'any where process.name == "a" and user.name == "b"',
      'eql',
      [
        ['process.name == "a"', [{ process: { name: 'example' }, user: { name: 'b' } }]],
        ['user.name == "b"', [{ process: { name: 'a' }, user: { name: 'alice' } }]],
      ],
    ],
    [
      'any where process.name == "a" and not user.name : "adm*"',
      'eql',
      [
        ['process.name == "a"', [{ process: { name: 'example' } }]],
        ['not user.name : "adm*"', [{ process: { name: 'a' }, user: { name: 'adm' } }]],
      ],
    ],
    [
      'process.name: a and (user.name: b or host.name: c)',
      'kuery',
      [
        ['process.name: a', [{ process: { name: 'example' }, user: { name: 'b' } }]],
        ['user.name: b or host.name: c', [{ process: { name: 'a' }, user: { name: 'alice' } }]],
      ],
    ],
    ['process.pid > 7', 'kuery', [['process.pid > 7', [{ process: { pid: 1 } }]]]],
    // One clause makes the other true.
    ['any where user.name != null and user.name == "b"', 'eql', [['user.name != null', 'notFound'], ['user.name == "b"', [{ user: { name: 'alice' } }]]]],
    ['any where true', 'eql', [['true', 'fixed']]],
  ]; // prettier-ignore
  it.each(rows)('%s (%s)', async (query, language, misses) => {
    const { nearMisses } = await made(query, language);
    expect(nearMisses.map(({ text, sample }) => [text, bare(sample)])).toEqual(misses);
  });
});

describe('the mark stays out of what the query looks at', () => {
  it.each([
    ['any where process.name == "a"', { labels: { synthetic: 'true' } }],
    ['any where process.name == "a" and labels.team == null', { tags: ['synthetic'] }],
    ['any where labels.team == null and tags == null', { synthetic: true }],
  ])('%s', async (query, mark) => expect(eventsIn((await made(query)).positive)).toMatchObject([mark]));

  it('free text does not find its own words in the label of a near miss', async () => {
    const { nearMisses } = await made('*mimikatz* and user.name: a', 'kuery');
    expect(nearMisses.map(({ sample }) => sample.kind === 'made' && sample.events.map(({ labels }) => labels))).toEqual([
      [{ synthetic: 'true' }],
      [{ synthetic: 'true', fails: 'user.name: a' }],
    ]);
  });
});

describe('what only KQL has', () => {
  it.each([
    'message: "first words" and message: "other words" and not message: "third words"',
    'process.*: whoami',
    'process.*: (whoami and "cat")',
    'whoami',
    'threat.enrichments:{ indicator.type: "ipv4-addr" and matched.field: source.ip } and threat.enrichments:{ indicator.type: file }',
    'process.name: * and not process.name: (a or b)',
    '@timestamp >= now-1h and event.category: process',
  ])('%s', async (query) => {
    const { positive } = await made(query, 'kuery');
    const matches = positive.kind === 'made' ? await countMatches(query, 'kuery', positive.events) : positive.reason;
    expect(matches).toBe(1);
  });
});

describe('sequences and samples', () => {
  const queries: readonly (readonly [query: string, events: number, fails: readonly string[]])[] = [
    [
      'sequence by host.id with maxspan=1m [process where process.name == "a"] [network where destination.port == 22]',
      2,
      ['clause', 'clause', 'clause', 'clause', 'maxspan', 'key'],
    ],
    ['sequence by host.id [any where process.name == "a"] with runs=3 [any where process.name == "b"]', 4, ['clause', 'clause', 'key']],
    [
      'sequence by host.id with maxspan=1m [any where process.name == "a"] ![any where process.name == "c"] [any where process.name == "b"]',
      2,
      ['clause', 'clause', 'missing', 'maxspan', 'key'],
    ],
    ['sequence with maxspan=1m [any where process.name == "a"] ![any where process.name == "b"]', 2, ['clause', 'missing']],
    [
      'sequence by host.id [any where process.name == "a"] [any where process.name == "b"] until [any where process.name == "c"]',
      2,
      ['clause', 'clause', 'until', 'key'],
    ],
    ['sample by host.id [any where process.name == "a"] [any where process.name == "b"]', 2, ['clause', 'clause', 'key']],
  ];
  it.each(queries)('%s', async (query, count, fails) => {
    const { positive, nearMisses } = await made(query);
    expect(positive.kind === 'made' && [positive.events.length, positive.matches]).toEqual([count, 1]);
    expect(nearMisses.map((each) => each.fails)).toEqual(fails);
    for (const { sample, text } of nearMisses) {
      const matches = sample.kind === 'made' ? await countMatches(query, 'eql', sample.events) : sample.reason;
      expect([text, matches]).toEqual([text, 0]);
    }
  });

  it('samples of a sequence with a maxspan do not mix in one file', async () => {
    const query = 'sequence by host.id with maxspan=5m [any where process.name == "a"] [any where process.name == "b"]';
    const { positive, nearMisses } = await made(query);
    const all = [positive, ...nearMisses.map(({ sample }) => sample)].flatMap((sample) => (sample.kind === 'made' ? sample.events : []));
    expect(await countMatches(query, 'eql', all)).toBe(1);
  });

  it('events of one match lie in time order with the same join keys', async () => {
    const { positive } = await made('sequence by user.name with maxspan=2s [file where true] [process where user.name : "x*"]');
    expect(eventsIn(positive)).toEqual([
      { '@timestamp': '2025-01-01T00:00:00.000Z', event: { category: 'file' }, user: { name: 'x' }, labels: { synthetic: 'true' } },
      { '@timestamp': '2025-01-01T00:00:00.666Z', event: { category: 'process' }, user: { name: 'x' }, labels: { synthetic: 'true' } },
    ]);
  });
});

describe('where nothing can be made', () => {
  it.each([
    ['any where false', 'fixed'],
    ['any where process.name == "a" and process.name == null', 'notFound'],
    ['sequence by user.name [any where user.name == "a"] [any where process.name == "b" and user.name == null]', 'notFound'],
  ])('%s: %s', async (query, reason) => expect(eventsIn((await made(query)).positive)).toBe(reason));

  it('a query that cannot be run is refused with the reason of a run', () => {
    const rule = openRule(inToml('FROM logs-*', 'type = "esql"\nlanguage = "esql"'), { uri: 'file:///a.toml' });
    expect(prepareSynthesis(rule, 'a.toml', schemas)).toEqual({
      ok: false,
      status: 'notEvaluated',
      message: 'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.',
    });
  });
});

it('a search that leads nowhere ends', async () => {
  const pairs = ['process.name, user.name', 'host.name, file.name', 'process.executable, file.path', 'user.id, group.id'];
  const clauses = pairs.map((pair) => `stringContains(concat(${pair}), "a")`);
  const { positive } = await made(`any where ${clauses.join(' and ')} and length(process.args) > 3 and not length(process.args) > 2`);
  expect(eventsIn(positive)).toBe('notFound');
});

it('filters of the rule hold for what is made too', async () => {
  const text = `[rule]
name = "a"
type = "query"
language = "kuery"
query = "process.name: a"
filters = [{ query = { match_phrase = { "user.name" = "b" } } }]
`;
  const prepared = prepareSynthesis(openRule(text, { uri: 'file:///a.toml' }), 'a.toml', schemas);
  if (!prepared.ok) throw new Error(prepared.message);
  const { positive, nearMisses } = await synthesize(prepared, noCancel);
  expect([bare(positive), nearMisses.map(({ sample }) => bare(sample))]).toEqual([
    [{ process: { name: 'a' }, user: { name: 'b' } }],
    [[{ process: { name: 'example' }, user: { name: 'b' } }]],
  ]);
});

it('is the same every time, and the base time moves all events', async () => {
  const query = 'sequence by host.id [any where process.name : ("a*", "b")] [any where not process.name == "c"]';
  const [first, second, later] = [await made(query), await made(query), await made(query, 'eql', '2026-03-02T10:00:00Z')];
  expect(first).toEqual(second);
  expect(later.positive.kind === 'made' && later.positive.events.map((event) => event['@timestamp'])).toEqual([
    '2026-03-02T10:00:00.000Z',
    '2026-03-02T10:00:01.000Z',
  ]);
});

describe('a slow interpreter that shares nothing with the product agrees', () => {
  it.each([
    'process where process.name : ("cmd.exe", "power*") and process.pid > 4 and not user.name == "system"',
    'any where (process.name == "a" and process.pid == 1) or user.name like~ "ADM?n"',
    'file where file.name regex~ "[a-c]{2,3}\\\\.txt" and length(file.path) > 20',
    'any where cidrMatch(source.ip, "10.0.0.0/8") and not cidrMatch(source.ip, "10.1.0.0/16")',
    'network where destination.port in (22, 3389) and stringContains(process.name, "ssh")',
  ])('%s', async (query) => {
    const { positive, nearMisses } = await made(query);
    const says = (sample: Sample): unknown => (sample.kind === 'none' ? sample.reason : sample.events.map((event) => slow(query, event)));
    expect([says(positive), nearMisses.map(({ sample }) => says(sample))]).toEqual([[true], nearMisses.map(() => [false])]);
  });
});

function slow(query: string, event: MadeEvent): boolean {
  const json = parseJson(JSON.stringify(event));
  const types = { 'process.pid': 'long', 'destination.port': 'long', 'source.ip': 'ip' } as const;
  return slowMatches(parseEql(query).tree, isJsonObject(json) ? json : ({} satisfies JsonObject), types);
}
