import { describe, expect, it } from 'vitest';
import { lowerEql } from '../../server/src/evaluate/eql/lower.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, lowerEvents, runEvents } from '../kit/evaluate.js';
import type { MadeEvent } from '../../server/src/synthesis/madeEvent.js';
import { regexSamples } from '../../server/src/synthesis/regexSamples.js';
import { eventFor, eventsFor } from '../kit/eventFor.js';
import { runTimeline } from '../kit/timeline.js';

const catalog = catalogOf({
  'event.category': 'keyword',
  name: 'keyword',
  'name.multi': 'keyword',
  parent: 'keyword',
  pid: 'long',
  when: 'date',
  address: 'ip',
  flag: 'boolean',
  version: 'version',
  'deep.list': 'keyword',
});

function made(query: string): MadeEvent | undefined {
  const context = contextOf(catalog);
  const { predicate } = lowerEvents(query, context);
  if (predicate === undefined) throw new Error(`${query} has no predicate`);
  return eventFor(predicate, context.fields, query);
}

describe('an event made for an event query', () => {
  const rows: readonly (readonly [query: string, event: MadeEvent])[] = [
    ['process where true', { event: { category: 'process' } }],
    ['any where name == "cmd.exe"', { name: 'cmd.exe' }],
    ['any where name in ("a", "b") and name != "a"', { name: 'b' }],
    ['any where name : "c?d*" and deep.list == "x"', { name: 'cxd', deep: { list: 'x' } }],
    ['any where name : "*left*" and name : "*right*"', { name: 'left right' }],
    ['any where name == "a" and name == "b"', { name: ['a', 'b'] }],
    ['any where (name == "a" or pid == 1) and not name : "?"', { pid: 1 }],
    ['any where not (name == "a" and pid == 1)', {}],
    ['any where name == null', {}],
    ['any where pid > 7 and pid != 8', { pid: 9 }],
    ['any where name.multi : "one*" and name != null', { name: 'one' }],
    ['any where flag and not flag == null', { flag: true }],
    ['any where length(name) > 5', { name: 'example' }],
  ];
  it.each(rows)('%s -> %j', (query, event) => expect(made(query)).toEqual(event));

  it.each([
    'any where pid >= 3 and pid < 4 and when > "2024-02-03" and version == "1.2"',
    'any where cidrMatch(address, "192.0.2.0/24", "2001:db8::/32") and not cidrMatch(address, "192.0.2.0/31")',
    'any where name regex """(GET|PUT) /[a-f]{2,3}/<1-31>""" and not name regex "GET.*"',
    'any where name regex~ "[^abc]+x@y&z|q.+"',
    'any where name like "a*" and not name like ("a", "azq*", "a7*")',
    'any where name != null and not name : ("z*", "c:*", "/*")',
    'any where length(name) >= 2000',
    'any where substring(name, 2) == "tail"',
    'any where endsWith(name, parent) and length(parent) > 3',
    'any where not startsWith~(name, substring(parent, 0, -1)) and parent != null and name != null',
    'any where stringContains(name, "inner") and indexOf(name, "inner") > 0',
    'any where concat(name, "-", parent) == "-" or pid + 1 == 8',
    'any where add(pid, 2) == 44 and pid % 2 == 0',
    'any where between(name, "<", ">") == "mid"',
  ])('%s matches its own', async (query) => {
    const event = made(query);
    const { end } = await runEvents(query, JSON.stringify(event ?? {}), contextOf(catalog));
    expect([event === undefined, end.matches]).toEqual([false, 1]);
  });

  it.each([
    'any where false',
    'any where name == "a" and name == null',
    'any where name == "a" and not name : "A"',
    'any where pid > 7 and not pid > 6',
    'any where length(name) > 3 and not length(name) > 2',
  ])('%s has none', (query) => expect(made(query)).toBeUndefined());
});

describe('events made for a sequence', () => {
  it.each([
    ['sequence [any where kind == "a"] [any where kind == "b"]', 2],
    ['sequence by key with maxspan=10ms [any where kind == "a"] with runs=4 [any where kind == "b"]', 5],
    ['sequence [any where kind == "a"] by key [any where kind == "b" and name == "k"] by name', 2],
    ['sequence by ?key with maxspan=1m [any where kind == "a"] ![any where kind == "b"]', 2],
    ['sample by key [any where kind == "a"] [any where kind == "b"]', 2],
  ])('%s: %d', async (query, count) => {
    const context = contextOf(catalogOf({ '@timestamp': 'date', kind: 'keyword', key: 'keyword', name: 'keyword' }));
    const lowered = lowerEql(parseEql(query).tree, context);
    if (lowered.kind !== 'items' || lowered.query === undefined) throw new Error(`${query} is no sequence`);
    const events = eventsFor(lowered.query, context.fields, query) ?? [];
    const { end } = await runTimeline(query, events);
    expect([events.length, end.matches]).toEqual([count, 1]);
  });

  it('has the same values in the keys of all items', () => {
    const query = 'sequence by key [any where kind == "a"] [any where kind == "b" and key : "k*"]';
    const context = contextOf(catalogOf({ kind: 'keyword', key: 'keyword' }));
    const lowered = lowerEql(parseEql(query).tree, context);
    if (lowered.kind !== 'items' || lowered.query === undefined) throw new Error('no sequence');
    expect(eventsFor(lowered.query, context.fields, query)).toEqual([
      { kind: 'a', key: 'k', '@timestamp': '2024-05-06T07:08:00.000Z' },
      { kind: 'b', key: 'k', '@timestamp': '2024-05-06T07:08:01.000Z' },
    ]);
  });
});

it('a pattern of another syntax has no samples', () => expect(regexSamples('(')).toEqual([]));
