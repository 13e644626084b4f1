import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { LineIndex } from '../../server/src/base/lines.js';
import { explainJob } from '../../server/src/features/explainEvent.js';
import { runJob, type RunJob } from '../../server/src/features/run.js';
import type { ExplainResult, Range, RunExplanation } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inToml, schemas } from '../kit/services.js';

const host = memoryHost({});
const uri = 'file:///rules/a.toml';

function jobFor(rule: string, events: string): RunJob {
  return { rule: { uri, text: rule }, ruleVersion: 4, sample: { uri: 'file:///a.events.ndjson', text: events } };
}

async function explanationOf(rule: string, events: string): Promise<RunExplanation> {
  const { explanation } = await runJob({ ...jobFor(rule, events), explain: true }, { host, schemas }, () => undefined, noCancel);
  if (explanation === undefined) throw new Error('no explanation');
  return explanation;
}

function textAt(text: string, { start, end }: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(start), lines.offsetAt(end));
}

const rule = inToml(`process where process.name == "chattr" and
  (process.args : "+i*" or
   process.args : "-i*") and
  not process.pid == 1`);

const events = [
  '{"event":{"category":"process"},"process":{"name":"chattr","args":["+x"],"pid":1}}',
  '{"event":{"category":"process"},"process":{"name":"Chattr","args":["-i"],"pid":2}}',
  '[]',
  '{"event":{"category":"file"}}',
].join('\n');

describe('a run that explains', () => {
  it('has the counts of each clause where it stands in the rule', async () => {
    const { events: judged, parts } = await explanationOf(rule, events);
    const [part] = parts;
    expect([judged, parts.length, part?.kind, part?.passed]).toEqual([3, 1, 'query', 0]);
    expect(
      part?.clauses.map(({ range, depth, kind, passed, alive }) => [textAt(rule, range).slice(0, 16), depth, kind, passed, alive]),
    ).toEqual([
      ['process where pr', 0, 'all', 0, undefined],
      ['process', 1, 'leaf', 2, 2],
      ['process.name == ', 1, 'leaf', 1, 1],
      ['process.args : "', 1, 'any', 1, 0],
      ['process.args : "', 2, 'leaf', 0, undefined],
      ['process.args : "', 2, 'leaf', 1, undefined],
      ['not process.pid ', 1, 'not', 2, 0],
      ['process.pid == 1', 2, 'leaf', 1, undefined],
    ]);
    expect(part?.clauses[2]).toMatchObject({
      seen: [
        {
          field: 'process.name',
          present: 2,
          values: [
            { value: '"chattr"', events: 1 },
            { value: '"Chattr"', events: 1 },
          ],
          different: 2,
        },
      ],
      otherForms: [{ form: 'ignoreCase', more: 1, text: 'case differs in 1 event' }],
    });
  });

  it('has one number for each line, and says where the rule dies', async () => {
    const { lines } = await explanationOf(rule, events);
    const first = rule.split('\n').findIndex((line) => line.startsWith('process where'));
    expect(lines.map(({ line, count, kind, isDead }) => [line - first, count, kind, isDead])).toEqual([
      [0, 1, 'alive', false],
      [1, 0, 'branch', false],
      [2, 0, 'alive', true],
      [3, 0, 'alive', false],
    ]);
  });

  it.each([
    ['process.name: chattr', [[0, 1, 'alive', false]]],
    ['not process.name: ls', [[0, 3, 'alive', false]]],
    [
      'process.pid: 7 or\n  process.pid: 2',
      [
        [0, 0, 'branch', false],
        [1, 1, 'branch', false],
      ],
    ],
  ] as const)('has the numbers of a query that is no chain of and: %s', async (query, expected) => {
    const { lines } = await explanationOf(inToml(query, 'type = "query"\nlanguage = "kuery"'), events);
    const [first] = lines;
    expect(lines.map(({ line, count, kind, isDead }) => [line - (first?.line ?? 0), count, kind, isDead])).toEqual(expected);
  });

  it('has the nearest misses as ranges of the event file', async () => {
    const { parts } = await explanationOf(rule, events);
    const misses = parts[0]?.nearest.map(({ range, failing, text }) => [range.start.line, textAt(events, range).length, failing, text]);
    expect(misses).toEqual([
      [1, 82, 1, 'fails only on process.name'],
      [0, 82, 2, 'fails on process.args and 1 more clause'],
      [3, 29, 3, 'fails on event.category and 2 more clauses'],
    ]);
    expect(
      parts[0]?.nearest[0]?.rows.map(({ clause, range, outcome, values, reason }) => [
        clause === textAt(rule, range),
        outcome,
        values,
        reason,
      ]),
    ).toEqual([
      [true, 'true', '"process"', undefined],
      [true, 'false', '"Chattr"', 'case differs: "Chattr", wanted is "chattr"'],
      [false, 'true', '["-i"]'.slice(1, -1), undefined],
      [true, 'true', '2', undefined],
    ]);
  });

  it('has the numbers of an item only on the lines of the item', async () => {
    const query = 'sequence by host.id\n  [process where host.id == "a"]\n  [file where true]';
    const { parts, lines } = await explanationOf(inToml(query), events);
    expect(parts.map(({ kind, passed, joined }) => [kind, passed, joined])).toEqual([
      ['item', 0, 0],
      ['item', 0, 0],
    ]);
    expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length);
  });
});

describe('one event explained', () => {
  const explain = (line: number, character = 0): Promise<ExplainResult> =>
    explainJob({ ...jobFor(rule, events), event: { line, character } }, { host, schemas }, noCancel);

  test('why not', async () => {
    const { status, event, ruleVersion, sample } = await explain(1, 30);
    expect([status, ruleVersion, sample, event?.text, event?.filtered]).toEqual([
      'finished',
      4,
      'file:///a.events.ndjson',
      'line 2 does not match: 1 of 4 clauses fails',
      false,
    ]);
    expect(event?.range.start).toEqual({ line: 1, character: 0 });
    expect(event?.parts.map(({ kind, text, matches, rows }) => [kind, text, matches, rows.length])).toEqual([
      ['query', 'does not match: 1 of 4 clauses fails', false, 4],
    ]);
  });

  test('no event there', async () => {
    expect(await explain(2)).toMatchObject({ status: 'failed', message: expect.stringMatching(/^Line 3 /) as string, event: undefined });
  });
});
