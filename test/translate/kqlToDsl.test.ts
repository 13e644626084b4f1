import { describe, expect, test } from 'vitest';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import { detectionEngine, kqlToDsl, type KqlDslConfig, type KqlTranslation } from '../../server/src/translate/kqlToDsl.js';
import { catalogOf, type FieldTypes } from '../kit/evaluate.js';

const types: FieldTypes = {
  '@timestamp': 'date',
  'event.created': 'date_nanos',
  'process.name': 'keyword',
  'process.name.text': 'match_only_text',
  'process.command_line': 'wildcard',
  'process.pid': 'long',
  'process.title': 'keyword',
  'data_stream.dataset': 'constant_keyword',
  message: 'text',
  'package.version': 'version',
  labels: 'flattened',
  score: 'double',
  'source.ip': 'ip',
  flag: 'boolean',
  user: 'object',
  'user.items': 'nested',
  'user.items.name': 'keyword',
  'user.items.count': 'long',
  'user.items.parts': 'nested',
  'user.items.parts.id': 'keyword',
};

/** `process.title` is a keyword in one index and a wildcard in another; `event.created` a date in both, of two types. */
const indexTypes: Readonly<Record<string, FieldInfo['indexTypes']>> = {
  'process.title': ['keyword', 'wildcard'],
  'event.created': ['date', 'date_nanos'],
};

function mapped(more: Partial<FieldCatalog> = { authoritative: true }): FieldCatalog {
  const catalog = catalogOf(types, more);
  const field = (name: string): FieldInfo | undefined => {
    const info = catalog.field(name);
    const inIndices = indexTypes[name];
    return info === undefined || inIndices === undefined ? info : { ...info, indexTypes: inIndices };
  };
  return { ...catalog, field };
}

function translated(query: string, config: Partial<KqlDslConfig> = {}, catalog: FieldCatalog | undefined = mapped()): KqlTranslation {
  const { tree, problems } = parseKql(query);
  expect(problems).toEqual([]);
  return kqlToDsl(tree, catalog, { ...detectionEngine, ...config });
}

function dslOf(query: string, config: Partial<KqlDslConfig> = {}): unknown {
  const result = translated(query, config);
  return result.ok ? result.dsl : result.problems.map(({ message }) => message);
}

const any = (...should: readonly unknown[]) => ({ bool: { should, minimum_should_match: 1 } });
const queryString = (field: string, query: string) => any({ query_string: { fields: [field], query } });
const nested = (path: string, query: unknown, more: object = {}) => ({ nested: { path, query, score_mode: 'none', ...more } });

type Cases = readonly (readonly [query: string, dsl: unknown])[];

/** By type: a value, a quoted value, a value with wildcards, the lone wildcard and a bound. */
const byType: Readonly<Record<string, Cases>> = {
  keyword: [
    ['process.name: cmd.exe', any({ term: { 'process.name': { value: 'cmd.exe' } } })],
    ['process.name: "cmd.exe"', any({ term: { 'process.name': { value: 'cmd.exe' } } })],
    ['process.name: two words', any({ term: { 'process.name': { value: 'two words' } } })],
    ['process.name: "cmd*"', any({ term: { 'process.name': { value: 'cmd*' } } })],
    ['process.name: a b*', any({ wildcard: { 'process.name': { value: 'a b*' } } })],
    ['process.name: *?.x-1*', any({ wildcard: { 'process.name': { value: '*\\?.x\\-1*' } } })],
    [String.raw`process.name: D\:\\Tools\\*`, any({ wildcard: { 'process.name': { value: String.raw`D\:\\Tools\\*` } } })],
    ['process.name: **', any({ wildcard: { 'process.name': { value: '**' } } })],
    ['process.name: *', any({ exists: { field: 'process.name' } })],
    ['process.name: true', any({ term: { 'process.name': { value: true } } })],
    ['process.name >= m', any({ range: { 'process.name': { gte: 'm' } } })],
  ],
  wildcard: [
    ['process.command_line: a', any({ match: { 'process.command_line': 'a' } })],
    ['process.command_line: "a b"', any({ match_phrase: { 'process.command_line': 'a b' } })],
    ['process.command_line: *a b*', queryString('process.command_line', '*a b*')],
    ['process.command_line: *', any({ exists: { field: 'process.command_line' } })],
    ['process.command_line < b', any({ range: { 'process.command_line': { lt: 'b' } } })],
  ],
  constant_keyword: [
    ['data_stream.dataset: x.y', any({ match: { 'data_stream.dataset': 'x.y' } })],
    ['data_stream.dataset: "x.y"', any({ match_phrase: { 'data_stream.dataset': 'x.y' } })],
    ['data_stream.dataset: x*', queryString('data_stream.dataset', 'x*')],
  ],
  text: [
    ['message: foo bar', any({ match: { message: 'foo bar' } })],
    ['message: "foo bar"', any({ match_phrase: { message: 'foo bar' } })],
    ['message: foo-b*', queryString('message', 'foo\\-b*')],
    ['process.name.text: "a"', any({ match_phrase: { 'process.name.text': 'a' } })],
    ['message > a', any({ range: { message: { gt: 'a' } } })],
  ],
  'mixed types': [
    ['process.title: a', any({ match: { 'process.title': 'a' } })],
    ['process.title: "a"', any({ match_phrase: { 'process.title': 'a' } })],
    ['process.title: a b*', queryString('process.title', 'a b*')],
    ['event.created: "2024-05-01"', any({ range: { 'event.created': { gte: '2024-05-01', lte: '2024-05-01', time_zone: 'Zulu' } } })],
  ],
  number: [
    ['process.pid: 123', any({ match: { 'process.pid': '123' } })],
    ['process.pid: "123"', any({ match_phrase: { 'process.pid': '123' } })],
    ['process.pid > 007', any({ range: { 'process.pid': { gt: '007' } } })],
    ['score <= 1.50', any({ range: { score: { lte: '1.50' } } })],
    ['process.pid: 1*', queryString('process.pid', '1*')],
    ['process.pid > 1*', any({ range: { 'process.pid': { gt: '1*' } } })],
  ],
  boolean: [
    ['flag: true', any({ match: { flag: true } })],
    ['flag: "true"', any({ match_phrase: { flag: 'true' } })],
    ['flag: False', any({ match: { flag: 'False' } })],
    ['flag: null', any({ match: { flag: null } })],
  ],
  ip: [
    ['source.ip: 10.0.0.0/8', any({ match: { 'source.ip': '10.0.0.0/8' } })],
    ['source.ip: "::1"', any({ match_phrase: { 'source.ip': '::1' } })],
    ['source.ip: 10.*', queryString('source.ip', '10.*')],
    ['source.ip >= 10.0.0.1', any({ range: { 'source.ip': { gte: '10.0.0.1' } } })],
  ],
  date: [
    ['@timestamp: "2024-01-02"', any({ range: { '@timestamp': { gte: '2024-01-02', lte: '2024-01-02', time_zone: 'Zulu' } } })],
    ['@timestamp: now-1d', any({ range: { '@timestamp': { gte: 'now-1d', lte: 'now-1d', time_zone: 'Zulu' } } })],
    ['@timestamp < now/d', any({ range: { '@timestamp': { lt: 'now/d', time_zone: 'Zulu' } } })],
    ['@timestamp: 1700000000000', any({ range: { '@timestamp': { gte: '1700000000000', lte: '1700000000000' } } })],
    ['@timestamp >= 1700000000000', any({ range: { '@timestamp': { gte: '1700000000000' } } })],
    ['@timestamp: 2024*', queryString('@timestamp', '2024*')],
    ['@timestamp: *', any({ exists: { field: '@timestamp' } })],
  ],
  'version and flattened': [
    ['package.version: 1.2.3', any({ match: { 'package.version': '1.2.3' } })],
    ['labels: x', any({ match: { labels: 'x' } })],
    ['package.version: 1.*', queryString('package.version', '1.*')],
  ],
  object: [
    ['user: *', any({ exists: { field: 'user' } })],
    ['user: root', any({ match: { user: 'root' } })],
  ],
  unknown: [
    ['acme.team: red', any({ match: { 'acme.team': 'red' } })],
    ['acme.team: "red"', any({ match_phrase: { 'acme.team': 'red' } })],
    ['acme.team: r*', queryString('acme.team', 'r*')],
    ['acme.*: r', any({ match: { 'acme.*': 'r' } })],
    ['"process.*": r', any({ match: { 'process.*': 'r' } })],
    ['true: r', any({ match: { true: 'r' } })],
  ],
  'several fields': [
    [
      'process.*: cmd',
      any(
        { match: { 'process.command_line': 'cmd' } },
        { term: { 'process.name': { value: 'cmd' } } },
        { match: { 'process.name.text': 'cmd' } },
        { match: { 'process.pid': 'cmd' } },
        { match: { 'process.title': 'cmd' } },
      ),
    ],
    ['p*s.n*e: *', any({ exists: { field: 'process.name' } })],
    ['process.p*d > 4', any({ range: { 'process.pid': { gt: '4' } } })],
    ['*.count > 3', any(nested('user.items', any({ range: { 'user.items.count': { gt: '3' } } }).bool.should[0]))],
    [
      'user.items.*: x',
      any(
        nested('user.items', { match: { 'user.items.count': 'x' } }),
        nested('user.items', { term: { 'user.items.name': { value: 'x' } } }),
        nested('user.items.parts', { term: { 'user.items.parts.id': { value: 'x' } } }),
      ),
    ],
    ['*: *', { match_all: {} }],
    ['', { match_all: {} }],
  ],
  nested: [
    [
      'user.items: { name: a and count > 3 }',
      nested('user.items', {
        bool: {
          filter: [any({ term: { 'user.items.name': { value: 'a' } } }), any({ range: { 'user.items.count': { gt: '3' } } })],
        },
      }),
    ],
    [
      'user.items: { parts: { id: a* } }',
      nested('user.items', nested('user.items.parts', any({ wildcard: { 'user.items.parts.id': { value: 'a*' } } }))),
    ],
    ['user.items: { n*: a }', nested('user.items', any({ term: { 'user.items.name': { value: 'a' } } }))],
    ['user.items: { *: * }', nested('user.items', { match_all: {} })],
    ['not acme: { x: a }', { bool: { must_not: nested('acme', any({ match: { 'acme.x': 'a' } })) } }],
    ['user.items: { foo }', nested('user.items', any({ match: { 'user.items.null': 'foo' } }))],
  ],
};

for (const [type, cases] of Object.entries(byType)) {
  describe(`${type}: ${cases.length} queries`, () => {
    test.each(cases)('%s', (query, dsl) => expect(dslOf(query)).toEqual(dsl));
  });
}

test('every branch has its cases', () => {
  expect(Object.fromEntries(Object.entries(byType).map(([type, cases]) => [type, cases.length]))).toEqual({
    keyword: 11,
    wildcard: 5,
    constant_keyword: 3,
    text: 5,
    'mixed types': 4,
    number: 6,
    boolean: 4,
    ip: 4,
    date: 7,
    'version and flattened': 3,
    object: 2,
    unknown: 6,
    'several fields': 7,
    nested: 6,
  });
});

describe('what Kibana lets callers choose', () => {
  test.each<[Partial<KqlDslConfig>, string, unknown]>([
    [{ caseInsensitive: true }, 'process.name: CMD', any({ term: { 'process.name': { value: 'CMD', case_insensitive: true } } })],
    [{ caseInsensitive: false }, 'process.name: C*', any({ wildcard: { 'process.name': { value: 'C*', case_insensitive: false } } })],
    [{ caseInsensitive: true }, 'process.command_line: CMD', any({ match: { 'process.command_line': 'CMD' } })],
    [
      { filtersInMustClause: true },
      'flag: true and flag: *',
      { bool: { must: [any({ match: { flag: true } }), any({ exists: { field: 'flag' } })] } },
    ],
    [
      { nestedIgnoreUnmapped: true },
      'user.items: { name: a }',
      nested('user.items', any({ term: { 'user.items.name': { value: 'a' } } }), { ignore_unmapped: true }),
    ],
    [
      { nestedIgnoreUnmapped: false },
      '*.name: a',
      any(
        { term: { 'process.name': { value: 'a' } } },
        nested('user.items', { term: { 'user.items.name': { value: 'a' } } }, { ignore_unmapped: false }),
      ),
    ],
    [{ dateFormatTZ: undefined }, '@timestamp > now', any({ range: { '@timestamp': { gt: 'now' } } })],
    [
      { dateFormatTZ: 'Browser' },
      '@timestamp > now',
      any({ range: { '@timestamp': { gt: 'now', time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone } } }),
    ],
    [{ allowLeadingWildcards: false }, 'process.name: *', any({ exists: { field: 'process.name' } })],
    [{ allowLeadingWildcards: false }, '*.title: a*', any({ query_string: { fields: ['process.title'], query: 'a*' } })],
    [{ allowLeadingWildcards: false }, 'acme > *1', any({ range: { acme: { gt: '*1' } } })],
  ])('%o: %s', (config, query, dsl) => expect(dslOf(query, config)).toEqual(dsl));
});

/** The problems of a query, each as `code at text: message`. */
function refused(query: string, config: Partial<KqlDslConfig> = {}, catalog = mapped()): readonly string[] {
  const result = translated(query, config, catalog);
  return result.problems.map(
    ({ code, severity, span, message }) => `${code} ${severity ?? ''} at ${query.slice(span.start, span.end)}: ${message}`,
  );
}

describe('what Kibana refuses to translate', () => {
  const leading =
    'Kibana is set to refuse values that begin with `*`; begin with other text, or allow it in the advanced setting `query:allowLeadingWildcards`';

  test.each([
    ['process.name: (*a or b)', '*a'],
    ['a: **', '**'],
    ['*x', '*x'],
  ])('a value with a leading wildcard where they are not allowed: %s', (query, at) => {
    expect(refused(query, { allowLeadingWildcards: false })).toEqual([`QRY001 error at ${at}: ${leading}`]);
    expect(refused(query)).toEqual([]);
  });

  test.each([
    ['user.items.name: a', 'user.items.name', '`user.items.name` lies in the nested field `user.items`; write `user.items:{ name: … }`'],
    ['process: { name: a }', 'name', '`process.name` is not a nested field; write it outside the braces'],
    [
      'user.items: { parts.id: a }',
      'parts.id',
      '`user.items.parts.id` lies in the nested field `user.items.parts`; write `user.items.parts:{ id: … }`',
    ],
    [
      'user.items.count > 1',
      'user.items.count',
      '`user.items.count` lies in the nested field `user.items`; write `user.items:{ count: … }`',
    ],
  ])('fields on the wrong side of braces: %s', (query, at, message) => {
    expect(refused(query)).toEqual([`KQL112 error at ${at}: ${message}`]);
    expect(translated(query).ok).toBe(false);
  });

  test('without a real mapping they are only warned of, and translated as they stand', () => {
    const result = translated('user.items.name: a', {}, mapped({}));
    expect(result.ok && result.dsl).toEqual(any({ term: { 'user.items.name': { value: 'a' } } }));
    expect(result.problems.map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('a pattern of names that makes more clauses than any cluster takes', () => {
    const many = catalogOf(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`f${index}`, 'keyword'])));
    expect(refused('f*: (a or b or c or d or e or f or g or h)', {}, many)).toEqual([
      'QRY003 error at f*: `f*` makes this query more than 20,000 clauses, one for each field and value; name the fields you mean',
    ]);
  });
});

describe('what the translation takes for granted is said', () => {
  test.each([
    ['acme.team: a', ['The mapping of the indices has no `acme.team`, so no event matches by it.']],
    [
      'process.title: a',
      ['`process.title` is keyword in one index and wildcard in another, so Kibana treats it as a field of no special type.'],
    ],
    ['p*e: a', ['`p*e` stands for each of 3 known fields that fits it; your indices may have others.']],
    ['acme.*: a', ['No known field fits `acme.*`, so Kibana sends it as the name of a field.']],
    [
      'user.items: { foo }',
      [
        'The mapping of the indices has no `user.items.null`, so no event matches by it.',
        'Kibana takes the free text in the braces of `user.items` for a value of `user.items.null`, a field that no event has.',
      ],
    ],
    ['process.name: a and user: *', []],
  ])('%s', (query, notes) => {
    const result = translated(query);
    expect(result.ok && result.notes).toEqual(notes);
  });
});
