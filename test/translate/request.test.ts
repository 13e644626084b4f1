import { describe, expect, test } from 'vitest';
import { openRule } from '../../server/src/rule/openText.js';
import { requestFor, type NoRequest, type SearchRequest } from '../../server/src/translate/request.js';
import { consoleText } from '../../server/src/translate/requestText.js';
import { catalogOf } from '../kit/evaluate.js';
import { corpusRules, reference } from '../kit/reference.js';
import { schemas } from '../kit/services.js';

const catalog = catalogOf({ 'process.name': 'keyword', '@timestamp': 'date' });

function ask(text: string, name = 'a.toml'): SearchRequest | NoRequest {
  return requestFor(openRule(text, { uri: `file:///rules/${name}` }), catalog);
}

function rule(lines: string, tables = ''): string {
  return `[metadata]\nmaturity = "production"\n\n[rule]\nname = "Test"\nindex = ["logs-a-*", "logs-b-*"]\n${lines}\n${tables}`;
}

const kql = 'type = "query"\nlanguage = "kuery"\nquery = "process.name: a"';
const eql = 'type = "eql"\nlanguage = "eql"\nquery = "process where process.name : \\"a\\""';
const lucene = 'type = "query"\nlanguage = "lucene"\nquery = "process.name:a AND b"';

const filters = `
[[rule.filters]]
[rule.filters.meta]
negate = true
[rule.filters.query.wildcard."file.path"]
case_insensitive = true
value = "/tmp/*"

[[rule.filters]]
[rule.filters.meta]
disabled = true
[rule.filters.query.exists]
field = "off"

[[rule.filters]]
[rule.filters.exists]
field = "host.name"
[rule.filters."$state"]
store = "appState"
`;

const term = { bool: { should: [{ term: { 'process.name': { value: 'a' } } }], minimum_should_match: 1 } };
const window = { lte: 'now', gte: 'now-6m', format: 'strict_date_optional_time' };
const byTime = { field: '@timestamp', format: 'strict_date_optional_time' };

/** What Kibana makes of the filters above. */
const filtered = {
  filter: [{ exists: { field: 'host.name' } }],
  must_not: [{ wildcard: { 'file.path': { case_insensitive: true, value: '/tmp/*' } } }],
};

/** The clauses that select the events. */
function queryOf(request: SearchRequest | NoRequest): unknown {
  return request.ok ? request.body['query'] : request.message;
}

describe('the request of a KQL rule', () => {
  test('has its indices, its query, the window of a rule that says nothing of it, and the limits', () => {
    expect(ask(rule(kql))).toEqual({
      ok: true,
      method: 'POST',
      path: '/logs-a-*,logs-b-*/_search?allow_no_indices=true&ignore_unavailable=true',
      body: {
        size: 100,
        query: {
          bool: { filter: [{ bool: { must: [], filter: [term], should: [], must_not: [] } }, { range: { '@timestamp': window } }] },
        },
        fields: [{ field: '*', include_unmapped: true }, byTime],
        sort: [{ '@timestamp': { order: 'asc', unmapped_type: 'date' } }],
      },
      notes: [],
      problems: [],
    });
  });

  test('has its filters: those turned off left out, those negated apart', () => {
    const both = { must: [], filter: [term, ...filtered.filter], should: [], must_not: filtered.must_not };
    expect(queryOf(ask(rule(kql, filters)))).toEqual({ bool: { filter: [{ bool: both }, { range: { '@timestamp': window } }] } });
  });

  test('has no clause for a query that matches everything', () => {
    const all = { bool: { must: [], filter: [], should: [], must_not: [] } };
    const query = 'type = "query"\nlanguage = "kuery"\nquery = "*:*"';
    expect(queryOf(ask(rule(query)))).toEqual({ bool: { filter: [all, { range: { '@timestamp': window } }] } });
  });

  test('takes the time of events from the field that the rule names, and where that is missing from @timestamp', () => {
    const request = ask(rule(`${kql}\nfrom = "now-9m"\nto = "now-1m"\nmax_signals = 20\ntimestamp_override = "event.ingested"`));
    const own = { ...window, gte: 'now-9m', lte: 'now-1m' };
    const time = {
      bool: {
        minimum_should_match: 1,
        should: [
          { range: { 'event.ingested': own } },
          { bool: { filter: [{ range: { '@timestamp': own } }, { bool: { must_not: { exists: { field: 'event.ingested' } } } }] } },
        ],
      },
    };
    expect(request.ok && request.body).toEqual({
      size: 20,
      query: { bool: { filter: [{ bool: { must: [], filter: [term], should: [], must_not: [] } }, time] } },
      fields: [{ field: '*', include_unmapped: true }, { ...byTime, field: 'event.ingested' }, byTime],
      sort: ['event.ingested', '@timestamp'].map((field) => ({ [field]: { order: 'asc', unmapped_type: 'date' } })),
    });
  });

  test('does without @timestamp where the rule turns that off', () => {
    const request = ask(rule(`${kql}\ntimestamp_override = "event.ingested"\ntimestamp_override_fallback_disabled = true`));
    expect(request.ok && request.body['sort']).toEqual([{ 'event.ingested': { order: 'asc', unmapped_type: 'date' } }]);
    expect(queryOf(request)).toMatchObject({ bool: { filter: [{}, { range: { 'event.ingested': window } }] } });
  });
});

describe('the request of an EQL rule', () => {
  test('has the query as it stands, and a filter for the window', () => {
    expect(ask(rule(eql))).toEqual({
      ok: true,
      method: 'POST',
      path: '/logs-a-*,logs-b-*/_eql/search?allow_no_indices=true',
      body: {
        size: 100,
        query: 'process where process.name : "a"',
        filter: { bool: { filter: [{ range: { '@timestamp': window } }] } },
        fields: [byTime],
      },
      notes: [],
      problems: [],
    });
  });

  test('has the filters and the fields that the rule sets', () => {
    const more =
      'timestamp_field = "event.created"\nevent_category_override = "kind"\ntiebreaker_field = "event.sequence"\nmax_signals = 5';
    const request = ask(rule(`${eql}\n${more}`, filters));
    expect(request.ok && request.body).toEqual({
      size: 5,
      query: 'process where process.name : "a"',
      filter: { bool: { filter: [{ range: { '@timestamp': window } }, { bool: { must: [], should: [], ...filtered } }] } },
      timestamp_field: 'event.created',
      event_category_field: 'kind',
      tiebreaker_field: 'event.sequence',
      fields: [byTime],
    });
  });
});

test('a Lucene query is sent as a query string', () => {
  const must = [{ query_string: { query: 'process.name:a AND b', analyze_wildcard: true, time_zone: 'Zulu' } }];
  const own = { bool: { must, filter: [], should: [], must_not: [] } };
  expect(queryOf(ask(rule(lucene)))).toEqual({ bool: { filter: [own, { range: { '@timestamp': window } }] } });
});

test('files that are nothing but a query have no rule around it', () => {
  const note = 'This file names no index: put yours in the place of `_all`.';
  const common = { ok: true, method: 'POST', notes: [note], problems: [] };
  expect(ask('process.name: a', 'a.kuery')).toEqual({ ...common, path: '/_all/_search', body: { query: term } });
  expect(ask('any where true', 'a.eql')).toEqual({ ...common, path: '/_all/_eql/search', body: { query: 'any where true' } });
});

describe('where there is no request it is said why', () => {
  test.each([
    [
      rule('type = "esql"\nlanguage = "esql"\nquery = "from a"'),
      'notSent',
      'An ES|QL query is sent to Elasticsearch as it stands; there is nothing to translate',
    ],
    [
      rule('type = "machine_learning"\nmachine_learning_job_id = "a"'),
      'notSent',
      'A rule of type machine_learning reads anomalies and has no query',
    ],
    [rule('type = "saved_query"\nsaved_id = "a"'), 'notSent', 'The query of this rule is saved in Kibana, not in the rule'],
    ['a = 1', 'invalid', 'This file is not a rule: a rule is a file with a [rule] table, or one that is nothing but a query'],
  ])('%s', (text, status, message) => expect(ask(text)).toMatchObject({ ok: false, status, message }));

  test('the errors of the query, with their places in the file', () => {
    const text = rule('type = "query"\nlanguage = "kuery"\nquery = "process.name: (a or"');
    const request = ask(text);
    expect(request).toMatchObject({ ok: false, status: 'invalid' });
    expect(request.problems.map(({ span }) => text.slice(span.start, span.end))).toEqual(['(']);
  });
});

describe('what the request leaves out is said', () => {
  test.each([
    [
      'type = "threshold"\nlanguage = "kuery"\nquery = "process.name: a"',
      '',
      ['This finds the events; the rule then counts them by the fields of its `threshold`, in an aggregation that is not shown.'],
    ],
    [
      kql,
      '[[rule.exceptions_list]]\nid = "a"\nlist_id = "a"\ntype = "detection"\nnamespace_type = "single"',
      ['Kibana adds the exceptions of the rule, which it keeps itself.'],
    ],
    [
      'type = "query"\nlanguage = "kuery"\nquery = "acme.x: a"',
      '',
      ['No loaded schema knows `acme.x`: a field of unknown type. Kibana asks the index for the type.'],
    ],
  ])('%s', (lines, tables, notes) => expect(ask(rule(lines, tables))).toMatchObject({ ok: true, notes }));

  test('the indices, where the rule has a data view or none', () => {
    const own = (lines: string) => `[rule]\nname = "Test"\n${kql}\n${lines}`;
    expect(
      [own(''), own('data_view_id = "sec"')].map((text) => {
        const request = ask(text);
        return request.ok && [request.path, request.notes];
      }),
    ).toEqual([
      [
        '/_all/_search?allow_no_indices=true&ignore_unavailable=true',
        ['The rule names no index: Kibana searches its default security indices in the place of `_all`.'],
      ],
      [
        '/_all/_search?allow_no_indices=true&ignore_unavailable=true',
        ['The data view `sec` says which indices Kibana searches in the place of `_all`.'],
      ],
    ]);
  });
});

test('names of indices cannot break out of the request line', () => {
  const request = ask(rule(kql).replace('"logs-a-*"', '"<logs-{now/d}>", "remote:b\\nc", "-d"'));
  expect(request.ok && request.path).toBe(
    '/%3Clogs-%7Bnow%2Fd%7D%3E,remote:b%0Ac,-d,logs-b-*/_search?allow_no_indices=true&ignore_unavailable=true',
  );
});

describe('as text for the console', () => {
  test('a query of several lines stands between three quotes', () => {
    const request = ask(rule('type = "eql"\nlanguage = "eql"\nmax_signals = 5\nquery = """\nany where\n  process.name : "a"\n"""'));
    expect(request.ok && consoleText(request)).toBe(`POST /logs-a-*,logs-b-*/_eql/search?allow_no_indices=true
{
  "size": 5,
  "query": """
any where
  process.name : "a"
""",
  "filter": {
    "bool": {
      "filter": [{ "range": { "@timestamp": { "lte": "now", "gte": "now-6m", "format": "strict_date_optional_time" } } }]
    }
  },
  "fields": [{ "field": "@timestamp", "format": "strict_date_optional_time" }]
}
`);
  });

  test('notes come first, as comments', () => {
    const request = ask('process.name: (a or "x\\ny")', 'a.kuery');
    expect(request.ok && consoleText(request)).toBe(`# This file names no index: put yours in the place of \`_all\`.
POST /_all/_search
{
  "query": {
    "bool": {
      "should": [
        { "bool": { "should": [{ "term": { "process.name": { "value": "a" } } }], "minimum_should_match": 1 } },
        { "bool": { "should": [{ "term": { "process.name": { "value": "x\\ny" } } }], "minimum_should_match": 1 } }
      ],
      "minimum_should_match": 1
    }
  }
}
`);
  });

  test('numbers keep every digit', () => {
    const request = ask(rule(kql, '[[rule.filters]]\n[rule.filters.query.term]\n"process.pid" = 9007199254740993'));
    expect(request.ok && consoleText(request)).toContain('{ "term": { "process.pid": 9007199254740993 } }');
  });
});

const everyRule = 'every real rule in EQL, KQL or Lucene has a request';
if (reference === undefined) test(`${everyRule}: not run: no reference data`, () => expect(reference).toBeUndefined());
else
  test(everyRule, () => {
    const counts: Record<string, number> = {};
    const refused: string[] = [];
    for (const { path, text } of corpusRules()) {
      const document = openRule(text, { uri: `file:///${path}` });
      const request = requestFor(document, schemas.catalogFor((document.index?.value ?? []).map(({ value }) => value)));
      const kind = request.ok
        ? `${document.language?.value ?? ''} ${request.path.includes('_eql') ? '_eql/search' : '_search'}`
        : request.status;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (request.ok)
        JSON.parse(
          consoleText(request)
            .replace(/^#.*\n/gm, '')
            .replace(/^POST .*\n/, '')
            .replace(/"""\n([^]*?)\n"""/, (_, query: string) => JSON.stringify(query)),
        );
      else if (request.status === 'invalid') refused.push(`${path}: ${request.message}`);
    }
    expect(refused).toEqual([]);
    expect(counts['kuery _search']).toBeGreaterThan(400);
    expect(counts['eql _eql/search']).toBeGreaterThan(500);
  });
