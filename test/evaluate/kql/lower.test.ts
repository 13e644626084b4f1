import { describe, expect, test } from 'vitest';
import { sliceSpan } from '../../../server/src/base/span.js';
import type { JsonObject } from '../../../server/src/events/json.js';
import { parseInstant } from '../../../server/src/events/time.js';
import type { FieldType } from '../../../server/src/schema/fieldType.js';
import { catalogOf, contextOf } from '../../kit/evaluate.js';
import { lower, matching } from './match.js';

const types: Readonly<Record<string, FieldType>> = {
  '@timestamp': 'date',
  'host.name': 'keyword',
  'host.name.text': 'match_only_text',
  'host.ip': 'ip',
  'process.pid': 'long',
  'process.command_line': 'wildcard',
  'process.args': 'keyword',
  'data_stream.type': 'constant_keyword',
  message: 'match_only_text',
  score: 'double',
  admin: 'boolean',
  items: 'nested',
  'items.name': 'keyword',
  'items.size': 'long',
  'items.parts': 'nested',
  'items.parts.id': 'keyword',
  labels: 'flattened',
  'agent.version': 'version',
  'agent.tags': 'flattened',
  'agent.tags.env': 'flattened',
  location: 'geo_point',
  ports: 'integer_range',
};

const catalog = catalogOf(types, { authoritative: true });
const now = parseInstant('2026-02-10T12:00:00Z');

function run(query: string, ...events: readonly JsonObject[]): readonly (number | string)[] {
  return matching(query, events, contextOf(catalog, now));
}

/** A value of the field in each event. */
function on(field: string, ...values: readonly JsonObject[string][]): readonly JsonObject[] {
  return values.map((value) => ({ [field]: value }));
}

describe('One field, by its type', () => {
  const rows: readonly (readonly [query: string, field: string, values: readonly JsonObject[string][], matches: readonly number[]])[] = [
    ['host.name:web', 'host.name', ['web', 'WEB', 'web-01', ['db', 'web'], null, [], ''], [0, 3]],
    ['host.name:"web 1"', 'host.name', ['web 1', 'web', ['web', '1']], [0]],
    ['host.name:web 1', 'host.name', ['web 1', 'web'], [0]],
    ['host.name:we*1', 'host.name', ['web 1', 'we1', 'web', 'WE1'], [0, 1]],
    ['host.name:*b 1*', 'host.name', ['web 12', 'b', '1'], [0]],
    ['host.name:"we*"', 'host.name', ['we*', 'web'], [0]],
    ['host.name:\\*', 'host.name', ['*', 'web'], [0]],
    ['host.name:*', 'host.name', ['web', '', 0, false, null, [null], [[]]], [0, 1, 2, 3]],
    ['host.name:**', 'host.name', ['web', '', null], [0, 1]],
    ['host.name:true', 'host.name', ['true', true, 'TRUE'], [0, 1]],
    ['host.name:5', 'host.name', ['5', 5, '05', 5.5], [0, 1]],
    ['host.name:(web or d* or "x y")', 'host.name', ['web', 'db', 'x y', 'x', 'w'], [0, 1, 2]],
    ['host.name:(web and db)', 'host.name', ['web', ['web', 'db']], [1]],
    ['host.name:(web or not d*)', 'host.name', ['web', 'db', 'x', null], [0, 2, 3]],
    ['host.name:((web or (db)) and not "x")', 'host.name', ['web', ['db', 'x']], [0]],
    ['not host.name:web', 'host.name', ['web', ['web', 'db'], 'db', null], [2, 3]],
    ['host.name >= "m"', 'host.name', ['m', 'n', 'l', 'M'], [0, 1]],
    ['host.name.text:"second web"', 'host.name', ['The Second web host', 'web second'], [0]],
    ['process.command_line:run me', 'process.command_line', ['run me', 'run', 'me'], [0]],
    ['process.command_line:*run me*', 'process.command_line', ['do run me now', 'do run', 'me too', 'run me'], [1, 2]],
    ['process.command_line:*run*me*', 'process.command_line', ['do run me now', 'do run', 'me too'], [0]],
    ['process.command_line:a b c* d e', 'process.command_line', ['a b', 'cx', 'd e', 'a', 'e', 'a b cx d e'], [0, 1, 2]],
    ['data_stream.type:log*', 'data_stream.type', ['logs', 'metrics'], [0]],
    ['message:disk', 'message', ['The DISK is full', 'disks', 'disk'], [0, 2]],
    ['message:disk full', 'message', ['full of it', 'disk', 'nothing'], [0, 1]],
    ['message:"disk is full"', 'message', ['The Disk, is full', 'disk full', ['disk is', 'full'], 'full disk is'], [0]],
    ['message:"---"', 'message', ['---', 'a'], []],
    ['message:dis*', 'message', ['The DISK', 'a_disk', 'x dis'], [0, 2]],
    ['message:*isk ful*', 'message', ['disk', 'fully', 'x'], [0, 1]],
    ['message:web-0*', 'message', ['web-01', '01'], []],
    ['message:*', 'message', ['x', '', null], [0, 1]],
    ['message > m', 'message', ['a b', 'a n', 'M'], [1]],
    ['not message:disk', 'message', ['disk', 'x', null], [1, 2]],
    ['message:("disk full" or cpu*)', 'message', ['disk full', 'CPUs', 'disk'], [0, 1]],
    ['process.pid:5', 'process.pid', [5, '5', 5.9, 50, '05', null], [0, 1, 2, 4]],
    ['process.pid:"5"', 'process.pid', [5, 6], [0]],
    ['process.pid:5.0', 'process.pid', [5, 6], [0]],
    ['process.pid:5.5', 'process.pid', [5, 5.5], []],
    ['process.pid:9007199254740993', 'process.pid', [9007199254740993n, 9007199254740992n], [0]],
    ['process.pid > 5 and process.pid <= 7', 'process.pid', [5, 6, 7, 8, [1, 9]], [1, 2, 4]],
    ['process.pid > 5.5', 'process.pid', [5, 6], [1]],
    ['score:1.5', 'score', [1.5, '1.5', 1], [0, 1]],
    ['score < 1e3', 'score', [999, 1000], [0]],
    ['admin:true', 'admin', [true, 'true', false, 'TRUE'], [0, 1]],
    ['admin:"false"', 'admin', [false, 'false', '', true], [0, 1, 2]],
    ['host.ip:10.1.2.3', 'host.ip', ['10.1.2.3', '::ffff:10.1.2.3', '10.1.2.4'], [0, 1]],
    ['host.ip:"10.0.0.0/8"', 'host.ip', ['10.1.2.3', '11.1.2.3', ['::1', '10.0.0.1']], [0, 2]],
    ['host.ip:2001\\:db8\\:\\:/32', 'host.ip', ['2001:db8::1', '2001:db9::1'], [0]],
    ['host.ip > 10.0.0.9', 'host.ip', ['10.0.0.10', '10.0.0.9', '9.255.0.0'], [0]],
    ['agent.version > 8.9', 'agent.version', ['8.10.0', '8.8.1'], [0]],
    ['labels.env:prod', 'labels.env', ['prod', 'PROD'], [0]],
    ['unknown.field:a b', 'unknown.field', ['a b', 'a', 5], [0]],
    ['unknown.field:*a b*', 'unknown.field', ['xa bx', 'a', 'b'], [0]],
    ['unknown.field:5', 'unknown.field', [5, '5', '5.0', 5.5], [0, 1]],
    ['unknown.field > 5', 'unknown.field', [6, 40, 4], [0, 1]],
  ];

  test.each(rows)('%s', (query, field, values, matches) => {
    expect(run(query, ...on(field, ...values))).toEqual(matches);
  });
});

describe('Dates', () => {
  const times = ['2026-02-09T23:59:59.999Z', '2026-02-10', '2026-02-10T12:00:00Z', '2026-02-10T23:59:59.999Z', '2026-02-11T00:00:00Z'];
  const rows: readonly (readonly [query: string, matches: readonly number[]])[] = [
    ['@timestamp:"2026-02-10"', [1, 2, 3]],
    ['@timestamp:2026-02-10', [1, 2, 3]],
    ['@timestamp:"2026-02-10T12"', [2]],
    ['@timestamp >= "2026-02-10"', [1, 2, 3, 4]],
    ['@timestamp > "2026-02-10"', [4]],
    ['@timestamp < "2026-02-10"', [0]],
    ['@timestamp <= "2026-02-10"', [0, 1, 2, 3]],
    ['@timestamp <= "2026-02"', []],
    ['@timestamp >= now-12h', [1, 2, 3, 4]],
    ['@timestamp >= "now/d"', [1, 2, 3, 4]],
    ['@timestamp < now-1d/d+1d', [0]],
    ['@timestamp >= "2026-02-09||+1d"', [1, 2, 3, 4]],
    ['@timestamp >= 1770724800000', [2, 3, 4]],
    ['@timestamp:null', [0, 1, 2, 3, 4]],
  ];

  test.each(rows)('%s', (query, matches) => {
    expect(run(query, ...on('@timestamp', ...times))).toEqual(matches);
  });
});

describe('Several fields', () => {
  const web = { host: { name: 'web' }, 'process.pid': 5, process: { args: ['a', 'b'] } };
  const db = { host: { name: 'db' }, process: { pid: 6 } };
  const rows: readonly (readonly [query: string, matches: readonly (number | string)[]])[] = [
    ['', [0, 1, 2]],
    ['*:*', [0, 1, 2]],
    ['*', [0, 1, 2]],
    ['*:(* and not *)', []],
    ['*:(* or *)', [0, 1, 2]],
    ['host.name:web or process.pid:6 and host.name:x', [0]],
    ['(host.name:web or process.pid:6) and not process.args:a', [1]],
    ['not (host.name:web or host.name:db)', [2]],
    ['not host.name:web and process.pid:6', [1]],
    ['process:*', [0, 1]],
    ['process:5', []],
    ['host.*:*', [0, 1]],
    [
      'host.*:w*',
      [
        'The pattern also names `host.ip`: `host.ip` takes no wildcards, for its values are each an address; write a network such as `10.0.0.0/8`',
      ],
    ],
    ['host.na*:(web or d*)', [0, 1]],
    ['host.n*:"the web"', []],
    ['process.arg*:(a and not c)', [0]],
    ['process.pi* > 5', [1]],
    ['"host.*":web', []],
    ['*.nothing:x', []],
    ['web', [0]],
    ['"web"', [0]],
    ['w* or 6', [0, 1]],
    ['(web or a) and not x', [0]],
    ['*eb x', [0]],
    ['x* db', [1]],
    ['x* d b', []],
    ['null:db', [1]],
  ];

  test.each(rows)('%s', (query, matches) => {
    expect(run(query, web, db, {})).toEqual(matches);
  });

  test('free text finds words in analysed fields, multi-fields too, and whole values elsewhere', () => {
    const events = [{ message: 'the disk is full' }, { 'host.name': 'my disk' }, { 'process.args': 'my disk' }, { other: 'disk' }];
    expect(run('disk', ...events)).toEqual([0, 1, 3]);
    expect(run('"is full"', ...events)).toEqual([0]);
  });
});

test('Objects that are values of their own have a value', () => {
  const events = [{ location: { lat: 1, lon: 2 } }, { location: [1, 2] }, { 'location.lat': 1 }, { ports: { gte: 1 } }, { location: null }];
  expect([run('location:*', ...events), run('not location:*', ...events), run('ports:*', ...events)]).toEqual([[0, 1, 2], [3, 4], [3]]);
});

test('A flattened field has the values of all its parts, a part only its own', () => {
  const events: readonly JsonObject[] = [
    { agent: { tags: { env: 'prod' } } },
    { 'agent.tags.env': { a: ['x', 'prod'] } },
    { agent: { tags: {} } },
  ];
  expect([run('agent.tags:prod', ...events), run('agent.tags:p*', ...events), run('agent.tags:*', ...events)]).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(run('agent.tags.env:prod', ...events)).toEqual([0]);
});

test('A normalised keyword is compared in lower case, letters beyond ASCII too', () => {
  const lowercased = catalogOf({ ...types, 'host.name.caseless': 'keyword' });
  const withNormaliser = {
    ...lowercased,
    field: (name: string) => {
      const info = lowercased.field(name);
      return info !== undefined && name === 'host.name.caseless' ? { ...info, lowercased: true as const } : info;
    },
  };
  const events = on('host.name', 'ÉTÉ-1', 'été-2', '\u212aELVIN', 'Web', 'x');
  const found = (query: string) => matching(query, events, contextOf(withNormaliser, now));
  expect(found('host.name.caseless:(Été-1 or WEB)')).toEqual([0, 3]);
  expect(found('host.name.caseless:ÉTÉ*')).toEqual([0, 1]);
  expect(found('host.name.caseless:k*')).toEqual([2]);
  expect(found('host.name.caseless < X')).toEqual([2, 3]);
  expect(found('host.name < X')).toEqual([3]);
});

test('A field that is a keyword in some indices only is cut at spaces as Kibana sends it', () => {
  const mixed = {
    ...catalog,
    field: (name: string) => {
      const info = catalog.field(name);
      return info !== undefined && name === 'host.name' ? { ...info, indexTypes: ['keyword', 'wildcard'] as const } : info;
    },
  };
  const { fidelity } = lower('host.name:*a b', contextOf(mixed));
  expect(fidelity).toEqual([
    '`host.name` is of type keyword and wildcard, where a value with wildcards is cut at its spaces and any part may match.',
  ]);
  expect(matching('host.name:*a b', on('host.name', 'b', 'xa', 'xa b'), contextOf(mixed))).toEqual([0, 1]);
});

describe('Nested fields', () => {
  const events: readonly JsonObject[] = [
    {
      items: [
        { name: 'a', size: 1 },
        { name: 'b', size: 9 },
      ],
    },
    { items: { name: 'a', size: 9 } },
    { items: [{ parts: [{ id: 'p' }, { id: 'q' }] }] },
    {},
  ];
  const rows: readonly (readonly [query: string, matches: readonly (number | string)[]])[] = [
    ['items:{ name:a and size > 5 }', [1]],
    ['items:{ name:a } and items:{ size > 5 }', [0, 1]],
    ['not items:{ name:a }', [2, 3]],
    ['items:{ not name:a }', [0, 2]],
    ['items:{ name:(a or b) and not size:1 }', [0, 1]],
    ['items:{ parts:{ id:p } }', [2]],
    ['items:{ parts:{ id:p and id:q } }', []],
    ['items:*', []],
    ['items:{ na*:b }', [0]],
    ['items.name:a', ['`items.name` lies in the nested field `items`; write `items:{ name: … }`']],
    ['items:{ parts.id:p }', ['`items.parts.id` lies in the nested field `items.parts`; write `items.parts:{ id: … }`']],
    [
      'host:{ name:web }',
      [
        '`host` is not a nested field; write its fields with their full names',
        '`host.name` is not a nested field; write it outside the braces',
      ],
    ],
    ['items:{ a }', ['Kibana cannot search free text within `items`; name one of its fields']],
    ['items.parts:{ id:p }', ['`items.parts` lies in the nested field `items`; write it within its braces']],
  ];

  test.each(rows)('%s', (query, matches) => {
    expect(run(query, ...events)).toEqual(matches);
  });
});

describe('What a cluster would refuse', () => {
  const rows: readonly (readonly [query: string, code: string, at: string, message: string])[] = [
    ['process.pid:abc', 'QRY003', 'abc', '`process.pid` takes a number, which `abc` is not'],
    ['process.pid:(1 or "x")', 'QRY003', '"x"', '`process.pid` takes a number, which `x` is not'],
    ['process.pid:1*', 'QRY003', '1*', '`process.pid` takes no wildcards, for its values are each a number; use `<` and `>` for a range'],
    ['process.pid > abc', 'QRY003', 'abc', '`process.pid` takes a number, which `abc` is not'],
    ['admin:TRUE', 'QRY003', 'TRUE', '`admin` takes `true` or `false`, which `TRUE` is not'],
    ['admin:1', 'QRY003', '1', '`admin` takes `true` or `false`, which `1` is not'],
    ['host.ip:localhost', 'QRY017', 'localhost', '`host.ip` takes an address or a network, which `localhost` is not'],
    ['host.ip:10.0.0.0/33', 'QRY017', '10.0.0.0/33', '`host.ip` takes an address or a network, which `10.0.0.0/33` is not'],
    ['host.ip > 10.0.0.0/8', 'QRY017', '10.0.0.0/8', '`host.ip` is compared with an address, which `10.0.0.0/8` is not'],
    [
      'host.ip:10.*',
      'QRY003',
      '10.*',
      '`host.ip` takes no wildcards, for its values are each an address; write a network such as `10.0.0.0/8`',
    ],
    ['@timestamp:yesterday', 'QRY017', 'yesterday', '`@timestamp` takes a date, which `yesterday` is not'],
    ['@timestamp >= "now-1 d"', 'QRY017', '"now-1 d"', '`@timestamp` takes a date, which `now-1 d` is not'],
    ['@timestamp:2026*', 'QRY003', '2026*', '`@timestamp` takes no wildcards, for its values are each a date; use `<` and `>` for a range'],
    [
      'host.name:null',
      'QRY003',
      'null',
      '`null` is no value that a cluster can look for; write `not host.name:*` for events without the field',
    ],
    ['null', 'QRY003', 'null', '`null` is no text that a cluster can look for; quote it if the word is meant'],
    ['location:x', 'QRY003', 'x', '`location` is of type geo_point, in which a cluster cannot look for a value'],
  ];

  test.each(rows)('%s', (query, code, at, message) => {
    const lowered = lower(query, contextOf(catalog, now));
    expect(lowered.predicate).toBeUndefined();
    expect(lowered.problems.map((problem) => [problem.code, problem.severity, sliceSpan(query, problem.span), problem.message])).toEqual([
      [code, 'error', at, message],
    ]);
  });

  test('syntax problems are handed on', () => {
    const { predicate, problems } = lower('host.name:', contextOf(catalog));
    expect([predicate, problems.map(({ code }) => code)]).toEqual([undefined, ['QRY001']]);
  });

  test('a type that is only a guess refuses nothing', () => {
    const uncertain = catalogOf(types, {
      field: (name) => ({ name, type: 'ip', source: 'test', array: false, ignoreAbove: undefined, values: undefined, typeUncertain: true }),
    });
    expect(matching('host.ip:10.*', [{ 'host.ip': '10.1.1.1' }, { 'host.ip': '11.1.1.1' }], contextOf(uncertain))).toEqual([0]);
    expect(lower('host.ip:10.*', contextOf(uncertain)).fidelity).toEqual([
      '`host.ip` may be of type ip on the cluster, which would fail this search.',
    ]);
  });
});

describe('What a cluster might do differently is said', () => {
  const rows: readonly (readonly [query: string, notes: readonly string[]])[] = [
    ['host.name:web', []],
    ['nothing.known:web', ['No loaded schema knows `nothing.known`: values are taken as the events have them, text as keywords.']],
    [
      'nothing.known:*a b*',
      [
        'No loaded schema knows `nothing.known`: values are taken as the events have them, text as keywords.',
        'If `nothing.known` is not a keyword field on the cluster, a value with spaces and wildcards is cut at its spaces there.',
      ],
    ],
    ['message:x', ['`message` is analysed text: it is cut into words by the standard analyser; an index with another one may differ.']],
    [
      'process.command_line:*a b*',
      ['`process.command_line` is of type wildcard, where a value with wildcards is cut at its spaces and any part may match.'],
    ],
    ['web', ["Free text is searched in all fields here; a cluster searches the index's default fields, which may be fewer."]],
    [
      'items.name:a',
      [
        'By the field types known here a cluster would refuse this query. `items.name` lies in the nested field `items`; write `items:{ name: … }`.',
      ],
    ],
    ['process:5', ['`process` is an object, which has no value of its own: this matches nothing.']],
    ['items:*', ['`items` is a nested field, which has no value of its own: `items:*` matches nothing.']],
    ['ports:5', ['`ports` is of type integer_range, which is not evaluated here: the clause matches nothing.']],
    ['labels.env:p*', []],
    [
      'host.*:w*',
      [
        'By the field types known here a cluster would refuse this query. The pattern also names `host.ip`: `host.ip` takes no wildcards, for its values are each an address; write a network such as `10.0.0.0/8`.',
      ],
    ],
  ];

  test.each(rows)('%s', (query, notes) => {
    const { fidelity, problems } = lower(query, contextOf(catalogOf({ ...types, 'labels.env': 'keyword' }), now));
    expect(problems).toEqual([]);
    expect(fidelity).toEqual(notes);
  });
});

test('`now` is asked for only when the query says it', () => {
  let asked = 0;
  const context = {
    ...contextOf(catalog),
    get now() {
      asked++;
      return undefined;
    },
  };
  lower('@timestamp >= "2026-01-01" and host.name:now', context);
  expect(asked).toBe(0);
  lower('@timestamp >= now-1d', context);
  expect(asked).toBeGreaterThan(0);
});

test('`now` is the epoch until it is known, and the problems are the same', () => {
  expect(lower('@timestamp >= now-1x', contextOf(catalog)).problems.map(({ code }) => code)).toEqual(['QRY017']);
  expect(matching('@timestamp >= now', on('@timestamp', '1970-01-01', '1969-12-31'), contextOf(catalog))).toEqual([0]);
});

test('Values that an `or` joins are one leaf of each kind, at the whole clause', () => {
  const query = 'host.name:(a or b* or (c or "d") or e*)';
  const { predicate } = lower(query, contextOf(catalog));
  const field = { id: 0, name: 'host.name', type: 'keyword', ignoreAbove: undefined };
  const span = { start: 0, end: query.length };
  expect(predicate).toEqual({
    kind: 'or',
    span,
    operands: [
      { kind: 'equals', field, constants: ['a', 'c', 'd'], caseInsensitive: false, span },
      {
        kind: 'wildcard',
        field,
        patterns: [
          [{ kind: 'text', text: 'b' }, { kind: 'run' }],
          [{ kind: 'text', text: 'e' }, { kind: 'run' }],
        ],
        caseInsensitive: false,
        span,
      },
    ],
  });
});
