import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../../../server/src/evaluate/predicate.js';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { catalogOf, contextOf, idsOf, lowerEvents, runEvents } from '../../kit/evaluate.js';

const types = {
  '@timestamp': 'date',
  'event.category': 'keyword',
  'event.type': 'keyword',
  name: 'keyword',
  path: 'keyword',
  pid: 'long',
  ratio: 'double',
  signed: 'boolean',
  ip: 'ip',
  at: 'date',
  nanos: 'date_nanos',
  release: 'version',
  note: 'text',
  'note.keyword': 'keyword',
} as const;

async function ids(condition: string, events: readonly object[], authoritative = false): Promise<readonly unknown[]> {
  const query = / where /.test(condition) ? condition : `any where ${condition}`;
  const { hits } = await runEvents(
    query,
    events.map((event, id) => JSON.stringify({ id, ...event })).join('\n'),
    contextOf(catalogOf(types, { authoritative })),
  );
  return idsOf(hits, 'id');
}

type Row = readonly [condition: string, expected: readonly number[]];

describe('one value, several, and none', () => {
  const events = [{ name: 'a' }, { name: 'b' }, { name: ['a', 'b'] }, { name: null }, { name: [] }, {}];
  const rows: readonly Row[] = [
    ['name == "a"', [0, 2]],
    ['name != "a"', [1, 3, 4, 5]],
    ['name != "z"', [0, 1, 2, 3, 4, 5]],
    ['not name : "A*"', [1, 3, 4, 5]],
    ['name in ("a")', [0, 2]],
    ['name not in ("a")', [1, 3, 4, 5]],
    ['name == null', [3, 4, 5]],
    ['null == name', [3, 4, 5]],
    ['name != null', [0, 1, 2]],
    ['not (name == null)', [0, 1, 2]],
    ['name == "a" and name == "b"', [2]],
    ['length(name) == 1', [0, 1, 2]],
    ['not (length(name) == 1)', [3, 4, 5]],
    ['length(name) == null', [3, 4, 5]],
    ['name > "a"', [1, 2]],
    ['name in (null)', []],
    ['name in ("b", null)', [1, 2]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events)).toEqual(expected);
  });
});

describe('categories', () => {
  const events = [
    { event: { category: 'process' } },
    { event: { category: ['file', 'process'] } },
    { 'event.category': 'any' },
    { event: { category: 'Process' } },
    {},
  ];
  const rows: readonly Row[] = [
    ['process where true', [0, 1]],
    ['any where true', [0, 1, 2, 3, 4]],
    ['"any" where true', [2]],
    ['"proc*" where true', []],
    ['process where false', []],
  ];
  it.each(rows)('%s finds %j', async (query, expected) => {
    expect(await ids(query, events)).toEqual(expected);
  });

  it('may come from another field', () => {
    const context = contextOf(catalogOf(types));
    const { predicate } = lowerEvents('start where true', context, { categoryField: 'event.type' });
    expect(predicate).toMatchObject({
      kind: 'and',
      operands: [{ kind: 'equals', field: { name: 'event.type' }, constants: ['start'] }, {}],
    });
  });
});

describe('text', () => {
  const events = [{ name: 'cmd.exe' }, { name: 'CMD.EXE' }, { name: 'cmd*exe' }, { name: 'C:\\Temp\\x' }, { name: 'a\nb' }];
  const rows: readonly Row[] = [
    ['name == "cmd*exe"', [2]],
    ['name : "cmd*exe"', [0, 1, 2]],
    ['name like "cmd*exe"', [0, 2]],
    ['name like~ ("CMD.E?E", "x")', [0, 1]],
    ['name in~ ("Cmd.Exe", "cmd*")', [0, 1]],
    ['name : "C:\\\\Temp\\\\*"', [3]],
    ['name : """C:\\Temp\\?"""', [3]],
    ['name regex "cmd.exe"', [0, 2]],
    ['name regex~ """cmd\\.exe"""', [0, 1]],
    ['name regex ("c.*", "a.b")', [0, 2, 4]],
    ['name : "*" and name == "a\\nb"', [4]],
    ['startsWith(name, "cmd")', [0, 2]],
    ['startsWith~(name, "cmd")', [0, 1, 2]],
    ['startsWith(name, "cmd*")', [2]],
    ['endsWith~(name, ".exe")', [0, 1]],
    ['stringContains(name, "md")', [0, 2]],
    ['stringContains(name, "d*e")', [0, 2]],
    ['stringContains(name, "d\\\\*e")', [2]],
    ['stringContains(name, "")', [0, 1, 2, 3, 4]],
    ['wildcard~(name, "CMD*")', [0, 1, 2]],
    ['startsWith("cmd.exe /c", name)', [0]],
    ['startsWith(name, "cmd") == false', [1, 3, 4]],
    ['startsWith(name, "cmd") != false', [0, 2]],
    ['true == (name like "cmd*")', [0, 2]],
    ['substring(name, 0, 3) : "CMD"', [0, 1, 2]],
    ['substring(name, 0, 3) regex "c.d"', [0, 2]],
    ['concat(name, "!") like "a*"', []],
    ['concat(name, "!") in~ ("CMD.exe!")', [0, 1]],
    ['between(name, "c", ".") == "md"', [0]],
    ['length(name) > 7', [3]],
    ['name >= "a" and name < "b"', [4]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events)).toEqual(expected);
  });
});

describe('numbers', () => {
  const events = [{ pid: 4, ratio: 0.5 }, { pid: 5 }, { pid: '7' }, { pid: [1, 9] }, { ratio: 2 }];
  const rows: readonly Row[] = [
    ['pid == 5', [1]],
    ['pid == "5"', [1]],
    ['pid == 5.5', []],
    ['pid > 4.5', [1, 2, 3]],
    ['5 < pid', [2, 3]],
    ['5 >= pid', [0, 1, 3]],
    ['not (pid > 5)', [0, 1, 4]],
    ['pid > 5 and pid < 2', [3]],
    ['pid / 2 == 2', [0, 1]],
    ['pid / 2.0 == 2.5', [1]],
    ['pid % 2 == 1', [1, 2, 3]],
    ['-pid == -7', [2]],
    ['pid + 1 == 6', [1]],
    ['2 * pid == 14', [2]],
    ['ratio * 2 == 1', [0]],
    ['null == (pid > 5)', [4]],
    ['(pid > 5) == false', [0, 1, 4]],
    ['(pid > 5) == true', [2, 3]],
    ['pid in (4, 2 + 3)', [0, 1]],
    ['string(pid) == "5"', [1]],
    ['number(string(pid)) == 5', [1]],
    ['concat(pid, "-", ratio) == "4-0.5"', [0]],
    ['concat(pid, "-", ratio) == null', [1, 2, 3, 4]],
    ['modulo(pid, 4) == 0', [0]],
    ['indexOf(string(pid), "9") == 0', [3]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events)).toEqual(expected);
  });
});

describe('booleans, addresses, versions, text with a keyword', () => {
  const events = [
    { signed: true, ip: '10.1.2.3', release: '2.10.4', note: 'All Is Well' },
    { signed: 'false', ip: ['8.8.8.8', 'fe80::1'], release: '2.9.0-rc.1' },
    { ip: '::ffff:10.0.0.1' },
    {},
  ];
  const rows: readonly Row[] = [
    ['signed', [0]],
    ['not signed', [1, 2, 3]],
    ['signed == false', [1]],
    ['signed != true', [1, 2, 3]],
    ['ip == "10.1.2.3"', [0]],
    ['ip == "10.0.0.0/8"', [0, 2]],
    ['ip != "10.0.0.0/8"', [1, 3]],
    ['ip in ("10.0.0.0/16", "8.8.8.8")', [1, 2]],
    ['cidrMatch(ip, "10.0.0.0/8", "fe80::/10")', [0, 1, 2]],
    ['not cidrMatch(ip, "10.0.0.0/8")', [1, 3]],
    ['cidrMatch(ip, "10.0.0.0/8") == false', [1, 3]],
    ['concat(ip) == "10.0.0.1"', [2]],
    ['release > "2.9.0"', [0]],
    ['release < "2.9.0"', [1]],
    ['note == "All Is Well"', [0]],
    ['note : "all*"', [0]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events)).toEqual(expected);
  });
});

describe('dates', () => {
  const events = [
    { at: '2024-05-01T00:00:00Z', nanos: '2024-05-01T00:00:00.000000001Z' },
    { at: '2024-05-01T23:59:59.999Z', nanos: '2024-05-01T00:00:00.000000002Z' },
    { at: 1714608000000 },
    { at: '2024-05-02T10:00:00+02:00' },
  ];
  const rows: readonly Row[] = [
    ['at == "2024-05-01"', [0, 1]],
    ['at != "2024-05-01"', [2, 3]],
    ['at > "2024-05-01"', [2, 3]],
    ['at >= "2024-05-01T23:59:59.999Z"', [1, 2, 3]],
    ['at < "2024-05-02"', [0, 1]],
    ['at <= "2024-05-01"', [0, 1]],
    ['at == 1714608000000', [2]],
    ['at == "2024-05-02T08:00:00Z"', [3]],
    ['at in ("2024-05-01", "2024-05-02T08")', [0, 1, 3]],
    ['at == "2024-05-01||+1d"', [2]],
    ['at > "someday"', []],
    ['nanos == "2024-05-01T00:00:00.000000001Z"', [0]],
    ['nanos > "2024-05-01T00:00:00.000000001Z"', [1]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events)).toEqual(expected);
  });
});

describe('fields that no schema knows', () => {
  const events = [{ custom: 'x', count: 5 }, { custom: 'X' }, {}];
  const rows: readonly Row[] = [
    ['custom == "x"', [0]],
    ['?custom == "x"', [0]],
    ['?custom != "x"', [1, 2]],
    ['?custom : "x"', [0, 1]],
    ['count > 4', [0]],
    ['count in~ ("5")', [0]],
    ['count in~ ("5.0")', []],
    ['?nowhere == null', [0, 1, 2]],
    ['?nowhere', []],
    ['not ?nowhere', [0, 1, 2]],
    ['?nowhere == ?elsewhere', [0, 1, 2]],
    ['?nowhere == "x" or custom == "X"', [1]],
    ['name == ?nowhere', [0, 1, 2]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events)).toEqual(expected);
  });
});

describe('fields that no index has', () => {
  const events = [{ name: 'a' }, { name: 'b' }];
  const rows: readonly Row[] = [
    ['?gone == null', [0, 1]],
    ['?gone != "x"', [0, 1]],
    ['?gone : "x"', []],
    ['not ?gone : "x"', [0, 1]],
    ['?gone not in ("x")', [0, 1]],
    ['name == "a" and not ?gone regex "x"', [0]],
    ['not (?gone : "x" or ?lost > 5)', [0, 1]],
    ['not startsWith(?gone, "x")', [0, 1]],
    ['cidrMatch(?gone, "10.0.0.0/8") == false', [0, 1]],
    ['not ?gone', [0, 1]],
    ['not length(?gone) > 2', [0, 1]],
    ['length(?gone) == null', [0, 1]],
    ['?gone == ?lost', [0, 1]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, events, true)).toEqual(expected);
  });
});

describe('constants', () => {
  const rows: readonly Row[] = [
    ['null == 123', []],
    ['null == null', [0]],
    ['not (null > 1)', []],
    ['1 + 1 == 2', [0]],
    ['"A" : "a"', [0]],
    ['concat("a", "b") == "ab"', [0]],
    ['true and not false', [0]],
  ];
  it.each(rows)('%s finds %j', async (condition, expected) => {
    expect(await ids(condition, [{}])).toEqual(expected);
  });
});

describe('pipes', () => {
  const events = [
    { '@timestamp': 3, name: 'c' },
    { '@timestamp': 1, name: 'a' },
    { name: 'no time' },
    { '@timestamp': 2, name: 'b' },
    { '@timestamp': 2, name: 'later' },
  ];
  const rows: readonly Row[] = [
    ['any where true', [0, 1, 2, 3, 4]],
    ['any where true | head 2', [1, 3]],
    ['any where true | tail 2', [0, 2]],
    ['any where true | head 1 + 2', [1, 3, 4]],
    ['any where true | head 4 | tail 2', [4, 0]],
    ['any where true | tail 4 | head 1', [3]],
    ['any where true | head 0', []],
    ['any where true | head 100', [1, 3, 4, 0, 2]],
  ];
  it.each(rows)('%s finds %j', async (query, expected) => {
    expect(await ids(query, events)).toEqual(expected);
  });

  it('keep few of many', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ '@timestamp': 1_000_000 - index }));
    expect(await ids('any where true | head 3', many)).toEqual([4999, 4998, 4997]);
    expect(await ids('any where true | tail 3', many)).toEqual([2, 1, 0]);
  });
});

describe('failures while running', () => {
  const rows: readonly (readonly [condition: string, at: string, message: string])[] = [
    ['number(name) == 1', 'number(name)', '"x" cannot be read as a number of base 10'],
    ['10 / pid == 1', '10 / pid', 'Division of 10 by zero'],
    ['pid + 9223372036854775807 == 1', '', ''],
    ['pid - 9223372036854775807 - 2 == 1', 'pid - 9223372036854775807 - 2', '-9223372036854775807 - 2 does not fit a 64-bit integer'],
  ];
  it.each(rows)('%s', (condition, at, message) => {
    const query = `any where ${condition}`;
    const context = contextOf(catalogOf(types));
    const { predicate } = lowerEvents(query, context);
    const view = createView(context.fields);
    const event = parseJson('{"name":"x","pid":0}');
    if (predicate === undefined || !isJsonObject(event)) throw new Error('not lowered');
    view.reset(event);
    const test = compilePredicate(predicate);
    if (message === '') {
      expect(test(view)).toBe(false);
      return;
    }
    const start = query.indexOf(at);
    expect(() => test(view)).toThrow(new EvaluationError(message, { start, end: start + at.length }));
  });

  it('do not happen for numbers that no index takes', async () => {
    expect(await ids('pid + 1 == null', [{ pid: '1e400' }, { pid: '1e4' }])).toEqual([0]);
  });

  it.each([
    ['10 / pid == 1 or (10 / pid == 2 or true)', [0, 1]],
    ['10 / pid == 1 or not (10 / pid == 2 and false)', [0, 1]],
    ['10 / pid == 1 and (10 / pid == 2 and not (10 / pid == 3 or true))', []],
    ['not (10 / pid == 1 or (10 / pid == 2 or 1 == 1)) or pid == 5', [1]],
  ])('do not happen where constants decide: %s', async (condition, expected) => {
    expect(await ids(condition, [{ pid: 0 }, { pid: 5 }])).toEqual(expected);
  });

  it('do not happen for events that the other clauses rule out', async () => {
    expect(await ids('10 / pid == 2 and pid > 0', [{ pid: 0 }, { pid: 5 }])).toEqual([1]);
  });
});
