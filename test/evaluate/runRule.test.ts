import { describe, expect, it, test } from 'vitest';
import { noCancel, type CancelToken } from '../../server/src/base/cancel.js';
import type { Hit, RunSummary } from '../../server/src/evaluate/run.js';
import { runRule, type RunRequest } from '../../server/src/evaluate/runRule.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { Schemas } from '../../server/src/schema/catalog.js';
import { memoryHost, type MemoryHost } from '../kit/memoryHost.js';

const schemas: Schemas = await loadSchemas(memoryHost({}));

const rule = 'file:///rules/test.eql';
const sample = 'file:///rules/test.events.ndjson';
const started = (name: string, second: number): string =>
  `{"@timestamp":"2024-05-01T10:00:0${second}Z","event":{"category":["process"],"type":["start"]},"process":{"name":"${name}","pid":${second}},"host":{"name":"web-1"},"user":{"name":"ada"}}`;
const events = [started('chattr', 1), started('bash', 2), started('Chattr', 3)].join('\n');

interface Ran {
  readonly hits: readonly Hit[];
  readonly summary: RunSummary;
  readonly kinds: readonly string[];
}

async function run(host: MemoryHost, request: Partial<RunRequest> = {}, token: CancelToken = noCancel): Promise<Ran> {
  const hits: Hit[] = [];
  const kinds: string[] = [];
  let summary: RunSummary | undefined;
  for await (const update of runRule({ rule: { uri: rule }, events: [{ uri: sample }], ...request }, host, schemas, token)) {
    kinds.push(update.kind);
    if (update.kind === 'hits') hits.push(...update.hits);
    if (update.kind === 'summary') summary = update.summary;
  }
  if (summary === undefined) throw new Error('no summary');
  return { hits, summary, kinds };
}

function withQuery(query: string, ndjson = events): MemoryHost {
  return memoryHost({ [rule]: query, [sample]: ndjson }, { now: 1000 });
}

function toml(lines: string): string {
  return `[metadata]\nmaturity = "production"\n\n[rule]\nname = "Test"\n${lines}\n`;
}

test('a rule and its events become hits and a summary', async () => {
  const query = 'process where process.name : "chattr"';
  const { hits, summary, kinds } = await run(withQuery(query));
  const clause = { start: query.indexOf('process.name'), end: query.length };
  expect(hits.map(({ line, timestamp, text }) => [line, timestamp, text])).toEqual([
    [1, '2024-05-01T10:00:01Z', started('chattr', 1)],
    [3, '2024-05-01T10:00:03Z', started('Chattr', 3)],
  ]);
  expect(hits[1]).toMatchObject({ file: 0, offset: events.lastIndexOf('\n') + 1, length: started('Chattr', 3).length, column: 0 });
  expect(hits[1]?.clauses).toEqual([
    { span: { start: 0, end: 7 }, field: 'event.category', values: ['process'] },
    { span: clause, field: 'process.name', values: ['Chattr'] },
  ]);
  expect(hits[1]?.columns).toEqual([
    { field: 'process.name', values: ['Chattr'] },
    { field: 'host.name', values: ['web-1'] },
    { field: 'user.name', values: ['ada'] },
  ]);
  expect(summary).toMatchObject({ status: 'finished', message: undefined, events: 3, matches: 2, unreadable: [], unreadableCount: 0 });
  expect(summary.fidelity).toEqual([expect.stringMatching(/^Field types come from ECS /)]);
  expect(kinds).toEqual(['hits', 'summary']);
});

test('a KQL rule runs the same way', async () => {
  const kuery = 'file:///rules/test.kuery';
  const host = memoryHost({ [kuery]: 'process.name: chattr and process.pid < 3', [sample]: events });
  const { hits, summary } = await run(host, { rule: { uri: kuery } });
  expect([hits.map(({ line }) => line), summary.status, summary.matches]).toEqual([[1], 'finished', 1]);
});

test('unsaved text runs instead of what is on disk', async () => {
  const host = withQuery('process where false');
  const { summary } = await run(host, {
    rule: { uri: 'untitled:Untitled-1', languageId: 'eql', text: 'process where process.pid > 1' },
    events: [{ uri: 'untitled:Untitled-2', text: events }],
  });
  expect([summary.status, summary.events, summary.matches]).toEqual(['finished', 3, 2]);
});

test('several files are one run', async () => {
  const other = 'file:///rules/other.ndjson';
  const host = memoryHost({ [rule]: 'any where process.pid == 3', [sample]: events, [other]: started('x', 3) });
  const { hits, summary } = await run(host, { events: [{ uri: sample }, { uri: other }] });
  expect([hits.map(({ file, line }) => [file, line]), summary.events, summary.matches]).toEqual([[[0, 3], [1, 1]], 4, 2]); // prettier-ignore
});

test('bad lines are reported and the rest still runs', async () => {
  const { hits, summary } = await run(withQuery('any where true', `${started('a', 1)}\n{"broken":\n\n[1]\n${started('b', 2)}`));
  expect(hits.map(({ line }) => line)).toEqual([1, 5]);
  expect([summary.status, summary.events, summary.unreadableCount, summary.unreadable.map(({ file, line }) => [file, line])]).toEqual(['finished', 2, 2, [[0, 2], [0, 4]]]); // prettier-ignore
});

describe('rules that cannot be run', () => {
  const rows: readonly (readonly [what: string, uri: string, text: string, status: string, message: string])[] = [
    ['a syntax error', rule, 'process where process.name =', 'invalid', 'line 1, column 28: '],
    ['two errors', rule, 'any where process.pid : "1" and user.name == host.name', 'invalid', 'The query has 2 errors; the first is at line 1, column 11: `:` needs text on its left; write `==`'],
    ['a pattern beyond us', rule, 'any where process.name regex "a~(b)c"', 'notEvaluated', 'The query is not run locally: `~` and `&` are evaluated only where they stand outside of all other parts of a pattern.'],
    ['a pipe beyond us', rule, 'any where true | tail 1000000', 'notEvaluated', '`tail` is run locally for at most 100,000 events.'],
    ['ES|QL', 'file:///r.toml', toml('type = "esql"\nlanguage = "esql"\nquery = "from logs-*"'), 'notEvaluated', 'Queries in ES|QL are not run locally; those in EQL, KQL and Lucene are.'],
    ['Lucene beyond us', 'file:///r.toml', toml('type = "query"\nlanguage = "lucene"\nquery = "a:b~"'), 'notEvaluated', 'The query is not run locally: words that are like another (`~`) cannot be looked for here.'],
    ['broken Lucene', 'file:///r.toml', toml('type = "query"\nlanguage = "lucene"\nquery = "a:"'), 'invalid', 'The query has an error at line 8, column 12: A value is missing here'],
    ['machine learning', 'file:///r.toml', toml('type = "machine_learning"\nmachine_learning_job_id = "j"\nanomaly_threshold = 50'), 'notEvaluated', 'A rule of type machine_learning has no query that could be run on events.'],
    ['a saved query', 'file:///r.toml', toml('type = "saved_query"\nsaved_id = "x"'), 'notEvaluated', 'The query of this rule is saved in Kibana; only queries in the rule itself are run.'],
    ['no query', 'file:///r.toml', toml('type = "eql"\nlanguage = "eql"'), 'invalid', "This rule has no query; add query = '''…''' to its [rule] table"],
    ['an unknown type', 'file:///r.toml', toml('type = "sql"\nquery = "a:b"'), 'invalid', '`sql` is not a rule type'],
    ['no rule at all', 'file:///notes.txt', 'shopping list', 'invalid', 'notes.txt is not a rule: a rule is a TOML file with a [rule] table, or an .eql or .kuery file with a query.'],
    ['an empty query', rule, '  \n', 'invalid', 'The query is empty'],
  ]; // prettier-ignore
  it.each(rows)('%s', async (_, uri, text, status, message) => {
    const host = memoryHost({ [uri]: text, [sample]: events });
    const { hits, summary } = await run(host, { rule: { uri } });
    expect([hits.length, summary.status, summary.events]).toEqual([0, status, 0]);
    expect(summary.message).toContain(message);
  });

  it('a problem is placed in the file, not in the query', async () => {
    const text = toml('type = "eql"\nlanguage = "eql"\nquery = \'\'\'\nprocess where\n  process.pid : "1"\n\'\'\'');
    const { summary } = await run(memoryHost({ 'file:///r.toml': text, [sample]: events }), { rule: { uri: 'file:///r.toml' } });
    expect(summary.message).toBe('The query has an error at line 10, column 3: `:` needs text on its left; write `==`');
  });

  it('a missing rule file', async () => {
    const { summary } = await run(memoryHost({ [sample]: events }));
    expect([summary.status, summary.message]).toEqual(['failed', `There is no file ${rule}; check the path.`]);
  });
});

describe('event files that cannot be run on', () => {
  it('a missing one', async () => {
    const { summary } = await run(memoryHost({ [rule]: 'any where true' }));
    expect([summary.status, summary.message]).toEqual(['failed', `There is no file ${sample}; check the path.`]);
  });

  it.each([
    ['an empty one', ''],
    ['a blank one', ' \n\n'],
  ])('%s', async (_, ndjson) => {
    const { summary } = await run(withQuery('any where true', ndjson));
    expect([summary.status, summary.events, summary.message]).toEqual([
      'failed',
      0,
      'test.events.ndjson has no events; it wants one JSON object a line, or an array of them.',
    ]);
  });

  it('a binary one', async () => {
    const host = memoryHost({ [rule]: 'any where true', [sample]: new Uint8Array([1, 0, 2, 0, 0, 3, 9, 9]) });
    const { summary } = await run(host);
    expect([summary.status, summary.unreadableCount]).toEqual(['failed', 1]);
    expect(summary.message).toMatch(/^test\.events\.ndjson: The file is binary/);
  });

  it('one of plain text, in which no line is an event', async () => {
    const { summary } = await run(withQuery('any where true', 'not JSON\nnor this\n'));
    expect([summary.status, summary.message, summary.unreadableCount]).toEqual([
      'failed',
      'test.events.ndjson has no events: none of its 2 lines could be read as one.',
      2,
    ]);
  });

  it('none at all', async () => {
    const { summary } = await run(withQuery('any where true'), { events: [] });
    expect([summary.status, summary.message]).toEqual(['failed', 'No event file was given; name a file of sample events.']);
  });

  it('one of several: the others still run', async () => {
    const host = withQuery('any where true');
    const { summary } = await run(host, { events: [{ uri: 'file:///gone' }, { uri: sample }, { uri: 'file:///lost' }] });
    expect([summary.status, summary.matches, summary.message]).toEqual(['failed', 3, 'There is no file file:///gone; check the path. (1 more could not be read.)']); // prettier-ignore
  });

  it('one cut off in the middle of an event', async () => {
    const { summary } = await run(withQuery('any where true', events.slice(0, -10)));
    expect([summary.status, summary.events, summary.unreadableCount]).toEqual(['finished', 2, 1]);
  });
});

test('an evaluation error names the event and ends the run', async () => {
  const { summary } = await run(withQuery('any where 10 / (process.pid - 2) == 1'));
  expect([summary.status, summary.events, summary.message]).toEqual(['failed', 2, 'Division of 10 by zero (test.events.ndjson, line 2): a cluster would fail the whole search.']); // prettier-ignore
});

describe('now', () => {
  const query = 'any where @timestamp >= "now-1s"';

  it('is the newest time of the sample', async () => {
    const { hits, summary } = await run(withQuery(query));
    expect(hits.map(({ line }) => line)).toEqual([2, 3]);
    expect(summary.fidelity.at(-1)).toBe('`now` is 2024-05-01T10:00:03.000Z, the time of the newest event.');
  });

  it('can be given', async () => {
    const { hits, summary } = await run(withQuery(query), { now: '2024-05-01T10:00:02Z' });
    expect(hits.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(summary.fidelity.at(-1)).toBe('`now` is 2024-05-01T10:00:02.000Z, as given.');
  });

  it('is the time of the run for events without a time', async () => {
    const { summary } = await run(withQuery(query, '{"a":1}'));
    expect(summary.fidelity.at(-1)).toBe('`now` is 1970-01-01T00:00:01.000Z, the time of the run.');
  });

  it('must be a time', async () => {
    const { summary } = await run(withQuery(query), { now: 'yesterday' });
    expect([summary.status, summary.message]).toEqual(['invalid', '"yesterday" is not a time; write ISO 8601 or milliseconds since 1970.']);
  });
});

describe('sequences and samples', () => {
  const query = 'sequence by host.name [any where process.pid == 1] [any where process.pid == 3]';

  it('give the events of each match', async () => {
    const { hits, summary } = await run(withQuery(query));
    expect(hits.map(({ line, sequence }) => [line, sequence?.index, sequence?.stage, sequence?.joinKeys])).toEqual([
      [1, 0, 0, ['web-1']],
      [3, 0, 1, ['web-1']],
    ]);
    expect([summary.status, summary.events, summary.matches]).toEqual(['finished', 3, 1]);
  });

  it('reach over files', async () => {
    const other = 'file:///rules/other.ndjson';
    const host = memoryHost({ [rule]: query, [sample]: started('x', 1), [other]: started('x', 3) });
    const { hits } = await run(host, { events: [{ uri: other }, { uri: sample }] });
    expect(hits.map(({ file, line }) => [file, line])).toEqual([[1, 1], [0, 1]]); // prettier-ignore
  });

  it('take time and tiebreaker from the rule', async () => {
    const text = toml(
      'type = "eql"\nlanguage = "eql"\ntimestamp_field = "at"\ntiebreaker_field = "event.sequence"\nquery = "sequence [any where a == 1] [any where a == 2]"',
    );
    const ndjson = '{"a":2,"at":"2024","event":{"sequence":10}}\n{"a":1,"at":"2024","event":{"sequence":9}}';
    const { hits, summary } = await run(memoryHost({ 'file:///r.toml': text, [sample]: ndjson }), { rule: { uri: 'file:///r.toml' } });
    expect([hits.map(({ line }) => line), summary.fidelity.filter((note) => note.includes('same timestamp'))]).toEqual([[2, 1], []]);
  });

  it('add their notes to those of the query', async () => {
    const { summary } = await run(withQuery('sample by host.name [any where process.pid == 1] [any where true]'));
    expect(summary.fidelity.at(-1)).toBe(
      'Where several events would do for a sample, the first in the files are shown; a cluster may show others.',
    );
  });

  it('of which very many match are listed whole, the later ones by place and time', async () => {
    const many = Array.from({ length: 6000 }, (_, index) => started(`p${index}`, index % 10)).join('\n');
    const { hits, summary } = await run(withQuery('sequence [any where true] [any where true]', many));
    expect([hits.length, summary.matches, hits[9999]?.text === undefined, hits[10_002]]).toEqual([
      11_998,
      5999,
      false,
      expect.objectContaining({ text: undefined, timestamp: '2024-05-01T10:00:08.000Z', clauses: [], columns: [] }),
    ]);
  });
});

describe('what a rule says besides its query', () => {
  it('fields named in the rule decide category and time', async () => {
    const text = toml('type = "eql"\nlanguage = "eql"\nevent_category_override = "kind"\ntimestamp_field = "at"\nquery = "a where true"');
    const ndjson = '{"kind":"a","at":"2024-05-01"}\n{"event.category":"a"}';
    const { hits } = await run(memoryHost({ 'file:///r.toml': text, [sample]: ndjson }), { rule: { uri: 'file:///r.toml' } });
    expect(hits.map(({ line, timestamp }) => [line, timestamp])).toEqual([[1, '2024-05-01']]);
  });

  it('a tiebreaker named in the rule orders events of the same time for pipes', async () => {
    const text = toml('type = "eql"\nlanguage = "eql"\ntiebreaker_field = "event.sequence"\nquery = "any where true | tail 3 | head 2"');
    const at = (more: string): string => `{"@timestamp":"2024-05-01T10:00:00Z"${more}}`;
    const ndjson = [at(''), at(',"event":{"sequence":10}'), at(',"event":{"sequence":9}'), at(',"event":{"sequence":8}')].join('\n');
    const { hits } = await run(memoryHost({ 'file:///r.toml': text, [sample]: ndjson }), { rule: { uri: 'file:///r.toml' } });
    expect(hits.map(({ line }) => line)).toEqual([3, 2]);
  });

  it('a threshold rule is run for the events of its query, and says so', async () => {
    const text = toml('type = "threshold"\nlanguage = "kuery"\nquery = "process.name: bash"\n[rule.threshold]\nfield = []\nvalue = 5');
    const { summary } = await run(memoryHost({ 'file:///r.toml': text, [sample]: events }), { rule: { uri: 'file:///r.toml' } });
    expect([summary.status, summary.matches]).toEqual(['finished', 1]);
    expect(summary.fidelity).toContain(
      'A rule of type threshold counts the events of its query and alerts on the counts; shown are all events of its query.',
    );
  });

  it.each([
    ['any where true', "{ query = { term = { 'process.name' = 'bash' } } }", [2], []],
    [
      'sequence [any where true] [any where true]',
      "{ meta = { negate = true }, query = { term = { 'process.name' = 'bash' } } }",
      [1, 3],
      [],
    ],
    [
      'any where true',
      '{ query = { geo_distance = {} } }',
      [1, 2, 3],
      ["The rule's `filters` are not applied here: `geo_distance` of a filter is not evaluated here."],
    ],
  ])('filters take events out of %s', async (query, filter, lines, notes) => {
    const text = toml(`type = 'eql'\nlanguage = 'eql'\nquery = '${query}'\nfilters = [${filter}]`);
    const host = memoryHost({ 'file:///rules/test.toml': text, [sample]: events });
    const { hits, summary } = await run(host, { rule: { uri: 'file:///rules/test.toml' } });
    expect(hits.map(({ line }) => line)).toEqual(lines);
    expect(summary.fidelity.filter((note) => note.includes('not applied'))).toEqual(notes);
  });

  it('exceptions that are not applied leave a note', async () => {
    const text = toml("type = 'eql'\nlanguage = 'eql'\nquery = 'any where true'\nexceptions_list = [{ id = 'x', list_id = 'x' }]");
    const { summary } = await run(memoryHost({ 'file:///r.toml': text, [sample]: events }), { rule: { uri: 'file:///r.toml' } });
    expect(summary.fidelity).toContain(
      "The rule's `exceptions_list` is not applied here; on a cluster it takes events out of the matches.",
    );
  });

  it('pipes leave a note', async () => {
    const { hits, summary } = await run(withQuery('any where true | head 1'));
    expect([hits.map(({ line }) => line), summary.matches, summary.events]).toEqual([[1], 1, 3]);
    expect(summary.fidelity).toContain('Pipes see all matching events here; a cluster first limits them to the size of the search.');
  });
});

describe('long runs', () => {
  const many = Array.from({ length: 30_000 }, (_, index) => started(`p${index}`, index % 10)).join('\n');

  it('can be cancelled, and close their files', async () => {
    const host = memoryHost({ [rule]: 'any where true', [sample]: many }, { chunkBytes: 64 * 1024 });
    const token = { isCancellationRequested: false };
    const updates = runRule({ rule: { uri: rule }, events: [{ uri: sample }] }, host, schemas, token);
    let last: unknown;
    for await (const update of updates) {
      token.isCancellationRequested = true;
      last = update;
    }
    expect(last).toMatchObject({ kind: 'summary', summary: { status: 'cancelled', message: 'The run was cancelled.' } });
    expect(host.openStreams).toBe(0);
  });

  it('report progress, and keep the text of the first hits only', async () => {
    let clock = 0;
    const host = { ...memoryHost({ [rule]: 'any where true', [sample]: many }, { chunkBytes: 256 * 1024 }), now: () => (clock += 60) };
    const progress: unknown[] = [];
    let texts = 0;
    for await (const update of runRule({ rule: { uri: rule }, events: [{ uri: sample }] }, host, schemas, noCancel)) {
      if (update.kind === 'progress') progress.push(update.progress);
      if (update.kind === 'hits') texts += update.hits.filter(({ text }) => text !== undefined).length;
    }
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toMatchObject({ totalBytes: many.length });
    expect(texts).toBe(1000);
  });
});
