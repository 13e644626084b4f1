import { describe, expect, it } from 'vitest';
import { keyPart } from '../../../server/src/evaluate/sequence/joinKeys.js';
import { JoinTable } from '../../../server/src/evaluate/sequence/joinTable.js';
import type { Value } from '../../../server/src/events/event.js';
import type { FieldType } from '../../../server/src/schema/fieldType.js';
import { runTimeline, timeAt } from '../../kit/timeline.js';

interface Given {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** One event a second; what matches as `name name: keys`. */
async function matchesOf(query: string, events: readonly Given[]): Promise<readonly string[]> {
  const timed = events.map((event, index) => ({ '@timestamp': timeAt(index * 1000), name: `${event.kind}${index}`, ...event }));
  const { hits, matches } = await runTimeline(query, timed);
  return matches.map((names, index) => {
    const keys = hits.find(({ sequence }) => sequence?.index === index)?.sequence?.joinKeys ?? [];
    return `${names}: ${keys.map(String).join(', ')}`;
  });
}

const a = { kind: 'A' };
const b = { kind: 'B' };

describe('join keys', () => {
  const rows: readonly (readonly [what: string, query: string, events: readonly Given[], ...matches: string[]])[] = [
    ['equal values join', 'sequence by x [A] [B]', [{ ...a, x: 1 }, { ...b, x: 2 }, { ...b, x: 1 }], 'A0 B2: 1'],
    ['a missing value joins nothing', 'sequence by x [A] [B]', [a, b]],
    ['an optional missing value is null, and null equals null', 'sequence by ?x [A] [B]', [a, { ...b, x: 1 }, { ...b, x: null }], 'A0 B2: null'],
    ['an empty array is no value', 'sequence by ?x [A] [B]', [{ ...a, x: [] }, { ...b, x: [null] }], 'A0 B1: null'],
    ['mandatory and optional keys side by side', 'sequence by x, ?y [A] [B]', [{ ...a, x: 1 }, { ...b, x: 1, y: 2 }, { ...b, x: 1 }, { ...b, y: 2 }], 'A0 B2: 1, null'],
    ['keys of the sequence come before those of the item', 'sequence by x [A] by y [B] by z', [{ ...a, x: 1, y: 2 }, { ...b, x: 1, z: 2 }], 'A0 B1: 1, 2'],
    ['text is compared with its case', 'sequence by name2 [A] [B]', [{ ...a, name2: 'X' }, { ...b, name2: 'x' }]],
    ['a number is no text', 'sequence by x [A] [B]', [{ ...a, x: 1 }, { ...b, x: '1' }]],
    ['in a keyword field it is', 'sequence by key [A] [B]', [{ ...a, key: 1 }, { ...b, key: '1' }], 'A0 B1: 1'],
    ['in a numeric field text is a number', 'sequence by order [A] [B]', [{ ...a, order: '5' }, { ...b, order: 5.9 }], 'A0 B1: 5'],
    ['large integers keep all digits', 'sequence by order [A] [B]', [{ ...a, order: '9007199254740993' }, { ...b, order: '9007199254740992' }]],
    ['a field given as `a.b` is the same as one given as object', 'sequence by x.y [A] [B]', [{ ...a, 'x.y': 1 }, { ...b, x: { y: 1 } }], 'A0 B1: 1'],
    ['commas and quotes in values do not mix keys up', 'sequence by x, y [A] [B]', [{ ...a, x: 'p","q', y: 'r' }, { ...b, x: 'p', y: 'q","r' }]],
    ['booleans', 'sequence by x [A] [B]', [{ ...a, x: true }, { ...b, x: 'true' }, { ...b, x: true }], 'A0 B2: true'],
  ]; // prettier-ignore
  it.each(rows.map(([what, query, events, ...matches]) => ({ what, query, events, matches })))(
    '$what',
    async ({ query, events, matches }) => {
      expect(await matchesOf(query, events)).toEqual(matches);
    },
  );
});

describe('keys with several values', () => {
  const rows: readonly (readonly [what: string, query: string, events: readonly Given[], ...matches: string[]])[] = [
    ['join by each', 'sequence by x [A] [B]', [{ ...a, x: [1, 2, 3] }, { ...b, x: [3, 1] }], 'A0 B1: 1', 'A0 B1: 3'],
    ['each value once', 'sequence by x [A] [B]', [{ ...a, x: [1, 1] }, { ...b, x: [1, 1, 1] }], 'A0 B1: 1'],
    ['nulls among them are dropped', 'sequence by ?x [A] [B]', [{ ...a, x: [1, null] }, b, { ...b, x: [null, 1] }], 'A0 B2: 1'],
    ['every combination of two keys, in their order', 'sequence by x, y [A] [B]', [{ ...a, x: [2, 1], y: ['p', 'q'] }, { ...b, x: [1, 2], y: ['q', 'p'] }], 'A0 B1: 1, p', 'A0 B1: 1, q', 'A0 B1: 2, p', 'A0 B1: 2, q'],
    ['numbers are ordered as numbers', 'sequence by x [A] [B]', [{ ...a, x: [10, 9] }, { ...b, x: [9, 10] }], 'A0 B1: 9', 'A0 B1: 10'],
    ['what an item asks of its key is asked of the others', 'sequence by x [any where kind == "A" and x == 1] [B]', [{ ...a, x: [1, 2] }, { ...b, x: 2 }, { ...b, x: [2, 1] }], 'A0 B2: 1', 'A0 B2: 2'],
    ['also under another name', 'sequence [any where kind == "A" and x == 1] by x [B] by y', [{ ...a, x: [1, 2] }, { ...b, y: 2 }, { ...b, y: 1 }], 'A0 B2: 1'],
    ['also what it excludes', 'sequence by x [any where kind == "A" and x != 1] [B]', [{ ...a, x: 2 }, { ...b, x: [1, 2] }, { ...b, x: 2 }], 'A0 B2: 2'],
    ['but not what stands in an or', 'sequence by x [any where kind == "A" and (x == 1 or x == 5)] [B]', [{ ...a, x: [1, 2] }, { ...b, x: 2 }], 'A0 B1: 2'],
    ['or in a list of patterns', 'sequence by x [any where kind == "A" and x : ("p", "r*")] [B]', [{ ...a, x: ['p', 'q'] }, { ...b, x: 'q' }], 'A0 B1: q'],
    ['but not one that looks at another field as well', 'sequence by key [A] [any where kind == "B" and startsWith(key, other)]', [{ ...a, key: 'host1' }, { ...b, key: 'host1', other: 'host' }], 'A0 B1: host1'],
    ['a list of exact values is one condition', 'sequence by x [any where kind == "A" and x in (1, 5)] [B]', [{ ...a, x: [1, 2] }, { ...b, x: 2 }]],
    ['a missing event hands nothing on', 'sequence by x with maxspan=1h [A] ![any where kind == "C" and x == 9] [B]', [{ ...a, x: 1 }, { ...b, x: 1 }], 'A0 - B1: 1'],
  ]; // prettier-ignore
  it.each(rows.map(([what, query, events, ...matches]) => ({ what, query, events, matches })))(
    '$what',
    async ({ query, events, matches }) => {
      expect(await matchesOf(query, events)).toEqual(matches);
    },
  );
});

it('dates join by time and are given in ISO 8601', async () => {
  const events = [
    { ...a, '@timestamp': '1970-01-01T01:00:00+01:00' },
    { ...b, '@timestamp': 0 },
  ];
  expect(await matchesOf('sequence by @timestamp [A] [B]', events)).toEqual(['A0 B1: 1970-01-01T00:00:00.000Z']);
});

it.each([
  ['sequence by key [A] by order [B] by name', '`name` (keyword) cannot be joined with `order` (long): their types differ'],
  ['sequence [A] by @timestamp [B] by order', '`order` (long) cannot be joined with `@timestamp` (date): their types differ'],
  ['sequence [A] by key [B] by length(key)', 'A join key is a plain field, not an expression'],
])('%s is refused', async (query, message) => {
  await expect(runTimeline(query, [])).rejects.toThrow(message);
});

it.each<[type: FieldType | undefined, ...groups: readonly (readonly Value[])[]]>([
  ['keyword', ['10', 10], ['10.0'], ['true', true], [''], [' ']],
  ['long', ['5', 5, 5.9], [-5], ['9007199254740993', 9007199254740993n], [9007199254740992n]],
  ['double', ['1e3', 1000], [0.1], [0.2]],
  ['float', [0.1, Math.fround(0.1)], [0.1000001]],
  ['boolean', [true, 'true'], [false, 'false', '']],
  ['date', ['1970-01-01T00:01:00Z', 60_000, '1970-01-01T01:01:00+01:00', '1970-01-01T00:01:00.000000001Z'], [60_001]],
  ['date_nanos', ['1970-01-01T00:01:00Z', 60_000], ['1970-01-01T00:01:00.000000001Z']],
  ['ip', ['10.0.0.1', '::ffff:10.0.0.1'], ['10.0.0.10'], ['::1', '0:0:0:0:0:0:0:1']],
  [undefined, ['1'], [1], ['true'], [true], ['10.0.0.1']],
])('values of a %s field join in these groups: %j, %j', (type, ...groups) => {
  const table = new JoinTable(true);
  const partOf = keyPart({ id: 0, name: 'x', type, ignoreAbove: undefined });
  const keys = groups.map((values) => values.map((value) => table.intern([partOf(value) ?? null])));
  expect(keys).toEqual(groups.map((values, group) => values.map(() => group)));
});

describe('among keys of which most wait in vain', () => {
  // More than a block of each column holds.
  const count = 10_000;
  const events = Array.from({ length: count }, (_, key) => ({ ...a, x: `k${key}`, y: key }));
  const ends = [0, 4095, 4096, count - 1].map((key) => ({ ...b, x: `k${key}`, y: key }));

  it('those that come again join', async () => {
    expect(await matchesOf('sequence by x, y [A] [B]', [...events, ...ends])).toEqual([
      'A0 B10000: k0, 0',
      'A4095 B10001: k4095, 4095',
      'A4096 B10002: k4096, 4096',
      'A9999 B10003: k9999, 9999',
    ]);
  });

  it('all are told where one event is a match', async () => {
    const timed = events.map((event, index) => ({ '@timestamp': timeAt(index * 1000), ...event }));
    const { hits } = await runTimeline('sequence by x with maxspan=1s [A] ![B]', timed);
    const keys = hits.map(({ sequence }) => sequence?.joinKeys.join(' '));
    expect(keys).toEqual(events.map(({ x }) => x));
  });

  it('samples are found too', async () => {
    expect(await matchesOf('sample by y [A] [B]', [...events, ...ends].reverse())).toEqual([
      'A10003 B3: 0',
      'A5908 B2: 4095',
      'A5907 B1: 4096',
      'A4 B0: 9999',
    ]);
  });
});
