import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { noCancel } from '../../../server/src/base/cancel.js';
import { sliceSpan } from '../../../server/src/base/span.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import type { ClauseStatistics, Explanation } from '../../../server/src/evaluate/explain/explained.js';
import { explainEvents, type ExplainedEvents, type WantedEvents } from '../../../server/src/evaluate/explain/explainEvents.js';
import { headline } from '../../../server/src/evaluate/explain/rows.js';
import type { Predicate } from '../../../server/src/evaluate/predicate.js';
import type { RunSummary } from '../../../server/src/evaluate/run.js';
import { runRule } from '../../../server/src/evaluate/runRule.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { contextOf, lowerEvents } from '../../kit/evaluate.js';
import { memoryHost } from '../../kit/memoryHost.js';
import { reference } from '../../kit/reference.js';

const schemas = await loadSchemas(memoryHost({}));

async function run(query: string, events: string, uri = 'file:///a.eql', explain = true): Promise<RunSummary> {
  const request = { rule: { uri, text: query }, events: [{ uri: 'file:///e.ndjson', text: events }], explain };
  for await (const update of runRule(request, memoryHost({}), schemas, noCancel)) if (update.kind === 'summary') return update.summary;
  throw new Error('no summary');
}

async function explained(query: string, events: readonly object[], uri?: string): Promise<Explanation> {
  const { explanation } = await run(query, events.map((event) => JSON.stringify(event)).join('\n'), uri);
  if (explanation === undefined) throw new Error('no explanation');
  return explanation;
}

/** `clause: passed` with `→ alive` in chains, indented. */
function counts(clause: ClauseStatistics, query: string, indent = ''): readonly string[] {
  const alive = clause.alive === undefined ? '' : ` → ${clause.alive}`;
  return [
    `${indent}${sliceSpan(query, clause.span)}: ${clause.passed}${alive}`,
    ...clause.operands.flatMap((operand) => counts(operand, query, `${indent}  `)),
  ];
}

const event = (category: string, name: string, ...args: string[]) => ({ event: { category }, process: { name, args } });

describe('counts for each clause', () => {
  const events = [
    event('process', 'chattr', '+i'),
    event('process', 'Chattr', '-i'),
    event('process', 'chattr', '-V'),
    event('process', 'bash', '+i'),
    event('file', 'chattr', '+i'),
  ];

  it('of a chain by themselves and what is left after them; of branches by themselves', async () => {
    const query = 'process where process.name == "chattr" and (process.args == "+i" or process.args == "-i") and not process.args == "+x"';
    const { parts, events: judged, filtered } = await explained(query, events);
    expect([judged, filtered, parts.length, parts[0]?.passed]).toEqual([5, 0, 1, 1]);
    expect(counts(parts[0]!.clauses, query)).toEqual([
      `${query}: 1`,
      '  process: 4 → 4',
      '  process.name == "chattr": 3 → 2',
      '  process.args == "+i" or process.args == "-i": 4 → 1',
      '    process.args == "+i": 3',
      '    process.args == "-i": 1',
      '  not process.args == "+x": 5 → 1',
      '    process.args == "+x": 0',
    ]);
  });

  it('say which other form would let more pass, and what was seen', async () => {
    const [part] = (await explained('any where process.name in ("chattr", "b*")', events)).parts;
    expect(part?.clauses.otherForms).toEqual([
      { form: 'ignoreCase', more: 1 },
      { form: 'pattern', more: 1 },
    ]);
    expect(part?.clauses.fields).toEqual([
      {
        field: 'process.name',
        seen: {
          present: 5,
          values: [
            { value: 'chattr', events: 3 },
            { value: 'Chattr', events: 1 },
            { value: 'bash', events: 1 },
          ],
          different: 3,
        },
      },
    ]);
  });

  it('count a question mark as a wildcard only where the language does', async () => {
    const forms = async (query: string, uri: string) => (await explained(query, events, uri)).parts[0]?.clauses.otherForms;
    expect(await forms('any where process.name == "bas?"', 'file:///a.eql')).toEqual([{ form: 'pattern', more: 1 }]);
    expect(await forms('process.name: "bas?"', 'file:///a.kuery')).toEqual([]);
    expect(await forms('process.name: "bas*"', 'file:///a.kuery')).toEqual([{ form: 'pattern', more: 1 }]);
  });

  it('of many different values count the first thousand', async () => {
    const many = Array.from({ length: 1200 }, (_, index) => event('process', `n${index}`));
    const [part] = (await explained('any where process.name == "n1100"', many)).parts;
    expect(part?.clauses.fields[0]?.seen).toMatchObject({ present: 1200, different: undefined });
    expect(part?.clauses.fields[0]?.seen.values).toHaveLength(5);
  });

  it('are made for each item of a sequence, with its keys', async () => {
    const query =
      'sequence by host.id with maxspan=1m [process where process.name == "chattr"] ![file where true] until [any where process.name == "bash"]';
    const keyed = events.map((each, index) => ({ '@timestamp': index, ...each, ...(index === 0 ? { host: { id: 'a' } } : {}) }));
    const { parts } = await explained(query, keyed);
    expect(parts.map(({ kind, missing, passed, joined, nearest }) => [kind, missing, passed, joined, nearest.length])).toEqual([
      ['item', false, 2, 1, 3],
      ['item', true, 1, 0, 0],
      ['until', false, 1, 0, 0],
    ]);
  });

  it('are made only where they are asked for', async () => {
    expect(await run('any where true', '{"a":1}', undefined, false)).not.toHaveProperty('explanation');
  });
});

/** Of a predicate's required clauses, read off the predicate anew: how many fail, and how many leaves would have to change. */
function bruteDistance(predicate: Predicate, isTrue: (part: Predicate) => boolean): readonly [number, number] {
  const required = flat(predicate, 'and').filter((clause) => !isTrue(clause));
  return [required.length, required.reduce((sum, clause) => sum + toChange(clause, true, isTrue), 0)];
}

function flat(predicate: Predicate, kind: 'and' | 'or'): readonly Predicate[] {
  return predicate.kind === kind ? predicate.operands.flatMap((operand) => flat(operand, kind)) : [predicate];
}

function toChange(predicate: Predicate, wanted: boolean, isTrue: (part: Predicate) => boolean): number {
  if (isTrue(predicate) === wanted) return 0;
  if (predicate.kind === 'not') return toChange(predicate.operand, !wanted, isTrue);
  if (predicate.kind !== 'and' && predicate.kind !== 'or') return 1;
  const all = predicate.operands.map((operand) => toChange(operand, wanted, isTrue));
  return (predicate.kind === 'and') === wanted ? all.reduce((sum, each) => sum + each, 0) : Math.min(...all);
}

/** The lines of the nearest misses, from all events judged and sorted. */
function bruteNearest(query: string, lines: readonly string[], catalog: Parameters<typeof contextOf>[0]): readonly number[] {
  const context = contextOf(catalog);
  const { predicate } = lowerEvents(query, context);
  if (predicate === undefined) throw new Error('not lowered');
  const tests = new Map<Predicate, ReturnType<typeof compilePredicate>>();
  const view = createView(context.fields);
  const isTrue = (part: Predicate): boolean => {
    const known = tests.get(part) ?? compilePredicate(part);
    tests.set(part, known);
    return known(view);
  };
  const distances = lines.map((line, index) => {
    const json = parseJson(line);
    if (!isJsonObject(json)) throw new Error('no event');
    view.reset(json);
    const [failing, leaves] = bruteDistance(predicate, isTrue);
    return { line: index + 1, failing, leaves };
  });
  return distances
    .filter(({ failing }) => failing > 0)
    .sort((a, b) => a.failing - b.failing || a.leaves - b.leaves || a.line - b.line)
    .slice(0, 10)
    .map(({ line }) => line);
}

describe('no event is nearer than the nearest misses', () => {
  /** The same numbers each time. */
  function numbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * below);
    };
  }

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('on events made at random, %i', async (seed) => {
    const next = numbers(seed);
    const word = (): string => 'abcd'.charAt(next(4));
    const lines = Array.from({ length: 300 }, () =>
      JSON.stringify({ a: word(), b: [word(), word()], c: next(3) === 0 ? null : word(), d: next(5) }),
    );
    const leaf = (): string =>
      [`a == "${word()}"`, `b : "${word()}"`, `c != "${word()}"`, `d > ${next(4)}`, `c in ("${word()}", "${word()}")`][next(5)] ?? '';
    const group = (): string =>
      `${next(2) === 0 ? '' : 'not '}(${leaf()} ${next(2) === 0 ? 'or' : 'and'} (${leaf()} and ${leaf()}) or ${leaf()})`;
    const query = `any where ${[leaf(), group(), leaf(), group()].join(' and ')}`;
    const { explanation } = await run(query, lines.join('\n'));
    const named = explanation?.parts[0]?.nearest.map(({ line }) => line);
    expect(named, query).toEqual(bruteNearest(query, lines, schemas.catalogFor([])));
    expect(named?.length).toBeGreaterThan(0);
  });

  const folder = reference;
  if (folder === undefined) test('on recorded events: not run: no reference data', () => expect(reference).toBeUndefined());
  else
    test.each([
      'process where event.type == "start" and process.name : ("powershell.exe", "cmd.exe") and process.parent.name : "winword.exe"',
      'any where (event.code == "1" or event.code == "11" and file.extension == "exe") and not user.name : "system" and process.args : "*-enc*"',
    ])('on recorded events: %s', async (query) => {
      const file = readFileSync(path.join(folder, 'corpus/events/windows-attacks-ecs-4k.ndjson.gz'));
      const lines = gunzipSync(file).toString('utf8').trimEnd().split('\n');
      const { explanation } = await run(query, lines.join('\n'));
      expect(explanation?.parts[0]?.nearest.map(({ line }) => line)).toEqual(bruteNearest(query, lines, schemas.catalogFor([])));
    });
});

describe('chosen events', () => {
  const query = 'process where process.name == "chattr"';
  const pretty =
    '[\n{"event":{"category":"process"},\n "process":{"name":"ls"}}, {"event":{"category":"process"},"process":{"name":"chattr"}}\n]';
  const judge = (wanted: WantedEvents, events = pretty): Promise<ExplainedEvents> =>
    explainEvents(
      { rule: { uri: 'file:///a.eql', text: query }, events: [{ uri: 'file:///e.json', text: events }] },
      wanted,
      memoryHost({}),
      schemas,
      noCancel,
    );

  it.each([
    ['all', {}, ['line 2 does not match: 1 of 2 clauses fails', 'line 3 matches']],
    ['those on a line', { line: 3 }, ['line 2 does not match: 1 of 2 clauses fails', 'line 3 matches']],
    ['the one at a place', { line: 3, column: 40 }, ['line 3 matches']],
    ['the one at a place before another', { line: 3, column: 5 }, ['line 2 does not match: 1 of 2 clauses fails']],
  ] as const)('%s', async (_, wanted, expected) => {
    const { status, judged, wanted: count } = await judge(wanted);
    expect([status, judged.map(headline), count]).toEqual(['finished', expected, expected.length]);
  });

  it.each([
    [{ line: 4 }, pretty, 'Line 4 holds none of the 2 events; name a line on which one stands.'],
    [{ line: 1 }, 'no event\n{"a":1}', expect.stringMatching(/^Line 1 is not read: Not an event: /) as string],
  ])('none at %j', async (wanted, events, message) => {
    expect(await judge(wanted, events)).toMatchObject({ status: 'failed', message, judged: [], wanted: 0 });
  });

  it('none of a rule with errors', async () => {
    const request = { rule: { uri: 'file:///a.eql', text: 'process where' }, events: [{ uri: 'file:///e.json', text: pretty }] };
    expect(await explainEvents(request, {}, memoryHost({}), schemas, noCancel)).toMatchObject({ status: 'invalid', judged: [] });
  });

  it('say which items of a sequence they satisfy', async () => {
    const request = {
      rule: { uri: 'file:///a.eql', text: 'sequence [process where true] [any where process.name == "ls"]' },
      events: [{ uri: 'file:///e.json', text: pretty }],
    };
    const { judged } = await explainEvents(request, {}, memoryHost({}), schemas, noCancel);
    expect(judged.map(headline)).toEqual(['line 2 satisfies item 1 and item 2', 'line 3 satisfies item 1']);
  });
});

test('the filters of a rule take events out before they are judged', async () => {
  const rule = `[rule]
name = "a"
type = "query"
language = "kuery"
query = 'process.name: ls'
[[rule.filters]]
[rule.filters.meta]
negate = true
[rule.filters.query.match_phrase]
"process.name" = "cat"
`;
  const events = '{"process":{"name":"cat"}}\n{"process":{"name":"sh"}}';
  const { explanation } = await run(rule, events, 'file:///a.toml');
  expect([explanation?.events, explanation?.filtered, explanation?.parts[0]?.nearest.map(({ line }) => line)]).toEqual([1, 1, [2]]);
  const request = { rule: { uri: 'file:///a.toml', text: rule }, events: [{ uri: 'file:///e.json', text: events }] };
  const { judged } = await explainEvents(request, { line: 1 }, memoryHost({}), schemas, noCancel);
  expect(judged.map(headline)).toEqual(['line 1 is taken out by the filters of the rule']);
});
