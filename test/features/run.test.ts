import { describe, expect, it, test } from 'vitest';
import { LineIndex } from '../../server/src/base/lines.js';
import { noCancel } from '../../server/src/base/cancel.js';
import { readSample, runJob, type RunJob } from '../../server/src/features/run.js';
import type { Range, RunResult } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inToml, schemas } from '../kit/services.js';

const host = memoryHost({});

function run(rule: string, events: string, uri = 'file:///rules/a.toml'): Promise<RunResult> {
  const job: RunJob = { rule: { uri, text: rule }, ruleVersion: 4, sample: { uri: 'file:///a.events.ndjson', text: events } };
  return runJob(job, { host, schemas }, () => undefined, noCancel);
}

function textAt(text: string, { start, end }: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(start), lines.offsetAt(end));
}

const rule = inToml('process where process.name == "chattr" and\n  process.args : ("+i*", "-i*")');

describe('a run', () => {
  test.each([
    [
      'one event a line',
      '{"event":{"category":"process"},"process":{"name":"ls"}}\n{"process":{"name":"chattr","args":["chattr","+i","/é😀"]},"event":{"category":["process"]}}\n',
    ],
    [
      'an array on one line',
      '[{"event":{"category":"process"},"process":{"name":"ls"}}, {"process":{"name":"chattr","args":["chattr","+i"]},"event":{"category":["process"]}}]',
    ],
    [
      'pretty-printed events',
      '{\n  "event": { "category": "process" }\n}\n{\n  "event": { "category": "process" },\n  "process": {\n    "name": "chattr",\n    "args": [\n      "+i"\n    ]\n  }\n}\n',
    ],
  ])('on %s says where the matching event and its values stand', async (_, events) => {
    const result = await run(rule, events);
    expect([result.status, result.events, result.matches, result.ruleVersion, result.sample]).toEqual([
      'finished',
      2,
      1,
      4,
      'file:///a.events.ndjson',
    ]);
    expect(textAt(rule, result.queryRange!)).toBe(
      '\'\'\'\nprocess where process.name == "chattr" and\n  process.args : ("+i*", "-i*")\n\'\'\'',
    );
    const [hit] = result.hits;
    expect(JSON.parse(textAt(events, hit!.range))).toMatchObject({ process: { name: 'chattr' } });
    const matched = hit!.matched.map((value) => [
      value.field,
      value.value,
      value.clause,
      textAt(events, value.range),
      textAt(rule, value.clauseRange),
    ]);
    expect(matched).toEqual([
      ['event.category', 'process', 'process', '"process"', 'process'],
      ['process.name', 'chattr', 'process.name == "chattr"', '"chattr"', 'process.name == "chattr"'],
      ['process.args', '+i', 'process.args : ("+i*", "-i*")', '"+i"', 'process.args : ("+i*", "-i*")'],
    ]);
  });

  it('gives the values of an event for display', async () => {
    const [hit] = (
      await run('process.name:chattr', '{"process":{"name":"chattr","args":["a","b"],"pid":9007199254740993}}', 'file:///a.kuery')
    ).hits;
    expect(hit?.columns[0]).toEqual({ field: 'process.name', value: 'chattr' });
    expect(hit?.columns.every(({ value }) => typeof value === 'string')).toBe(true);
  });

  it('lists lines that hold no event and runs the rest', async () => {
    const result = await run('process.name:chattr', 'oops\n{"process":{"name":"chattr"}}\n', 'file:///a.kuery');
    expect([result.status, result.matches, result.unreadableCount, result.unreadable[0]?.line]).toEqual(['finished', 1, 1, 1]);
  });

  test.each([
    ['a rule with errors', inToml('process where process.name ='), 'invalid'],
    ['ES|QL', '[rule]\ntype = "esql"\nquery = "from x"', 'notEvaluated'],
    ['a rule without a query', '[rule]\ntype = "eql"\nname = "x"', 'invalid'],
  ])('of %s ends as %s and says why', async (_, text, status) => {
    const result = await run(text, '{"a":1}');
    expect(result.status).toBe(status);
    expect(result.message).toMatch(/^[A-Z`].{10}/);
    expect(result.hits).toEqual([]);
  });

  it('of a sequence tells the place of each event in it', async () => {
    const query = 'sequence by ?user.name with maxspan=1m [any where a == 1] ![any where a == 2] [any where a == 3]';
    const ndjson = '{"a":1,"@timestamp":"2024-01-01"}\n{"a":3,"@timestamp":"2024-01-01T00:00:05Z"}';
    const result = await run(query, ndjson, 'file:///a.eql');
    const stages = [
      { item: '[any where a == 1]', missing: false },
      { item: '![any where a == 2]', missing: true },
      { item: '[any where a == 3]', missing: false },
    ];
    expect([result.unit, result.matches, result.hits.map(({ range, sequence }) => [range.start.line, sequence])]).toEqual([
      'sequence',
      1,
      [
        [0, { index: 0, stage: 0, stages, joinKeys: ['null'] }],
        [1, { index: 0, stage: 2, stages, joinKeys: ['null'] }],
      ],
    ]);
  });

  it('of many sequences keeps whole ones', async () => {
    const ndjson = Array.from({ length: 600 }, (_, index) => `{"@timestamp":${1e12 + index}}`).join('\n');
    const result = await run('sequence [any where true] with runs=3', ndjson, 'file:///a.eql');
    expect([result.matches, result.hits.length, result.hits.at(-1)?.sequence?.stage]).toEqual([598, 999, 2]);
  });

  it('of a sample that is not there fails and names it', async () => {
    const job: RunJob = { rule: { uri: 'file:///a.kuery', text: 'a:b' }, ruleVersion: undefined, sample: { uri: 'file:///none.ndjson' } };
    const result = await runJob(job, { host, schemas }, () => undefined, noCancel);
    expect([result.status, result.message?.includes('none.ndjson')]).toEqual(['failed', true]);
  });
});

describe('the sample for completion', () => {
  it('is read from unsaved text or from the file', async () => {
    const files = memoryHost({ 'file:///e.ndjson': '{"process":{"name":"a"}}\n' });
    const fromFile = await readSample({ uri: 'file:///e.ndjson' }, { host: files, schemas }, noCancel);
    const fromText = await readSample({ uri: 'file:///e.ndjson', text: '{"process":{"name":"b"}}' }, { host: files, schemas }, noCancel);
    expect([fromFile, fromText].map((sample) => sample?.fields.get('process.name')?.values[0]?.value)).toEqual(['a', 'b']);
    expect(files.openStreams).toBe(0);
  });

  it('is undefined when the file cannot be read', async () => {
    expect(await readSample({ uri: 'file:///none.ndjson' }, { host, schemas }, noCancel)).toBeUndefined();
  });
});
