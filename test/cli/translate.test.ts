import { describe, expect, it, test } from 'vitest';
import { rulewright } from './testTerminal.js';

const kql = `[rule]
name = "Shells"
type = "query"
language = "kuery"
severity = "low"
risk_score = 21
index = ["logs-acme.shell-*"]
query = "process.name: bash"
`;

const files = { 'a.toml': kql, 'b.eql': 'process where\n  process.name == "a\u0007"\n', 'c.kuery': 'process.name: (a or' };

test('a rule is shown as the request that Kibana makes of it, ready for its console', async () => {
  const { exitCode, output, errors } = await rulewright(['translate', 'a.toml'], { files });
  expect({ exitCode, output, errors }).toEqual({
    exitCode: 0,
    output: `POST /logs-acme.shell-*/_search?allow_no_indices=true&ignore_unavailable=true
{
  "size": 100,
  "query": {
    "bool": {
      "filter": [
        {
          "bool": {
            "must": [],
            "filter": [{ "bool": { "should": [{ "term": { "process.name": { "value": "bash" } } }], "minimum_should_match": 1 } }],
            "should": [],
            "must_not": []
          }
        },
        { "range": { "@timestamp": { "lte": "now", "gte": "now-6m", "format": "strict_date_optional_time" } } }
      ]
    }
  },
  "fields": [{ "field": "*", "include_unmapped": true }, { "field": "@timestamp", "format": "strict_date_optional_time" }],
  "sort": [{ "@timestamp": { "order": "asc", "unmapped_type": "date" } }]
}
`,
    errors: '',
  });
});

it('a query cannot drive the terminal', async () => {
  const { output } = await rulewright(['translate', 'b.eql'], { files });
  expect(output).toBe(`# This file names no index: put yours in the place of \`_all\`.
POST /_all/_eql/search
{
  "query": "process where\\n  process.name == \\"a\\u0007\\"\\n"
}
`);
});

describe('where there is no request', () => {
  it('the errors of the rule are shown, with exit code 1', async () => {
    expect(await rulewright(['translate', 'c.kuery'], { files })).toMatchObject({
      exitCode: 1,
      output: '',
      errors: expect.stringMatching(
        /^c\.kuery:1:\d+ error QRY001 [^]*\nerror: The rule was not translated; mend what is said above first\.\n$/,
      ) as string,
    });
  });

  it('a rule that Kibana sends as it stands has exit code 3', async () => {
    const esql = kql.replace('"query"', '"esql"').replace('"kuery"', '"esql"').replace('"process.name: bash"', '"from logs-*"');
    expect(await rulewright(['translate', 'a.toml'], { files: { 'a.toml': esql } })).toEqual({
      exitCode: 3,
      output: '',
      errors: 'error: An ES|QL query is sent to Elasticsearch as it stands; there is nothing to translate.\n',
    });
  });

  it('a file that is missing has exit code 2', async () => {
    expect((await rulewright(['translate', 'none.toml'], { files })).exitCode).toBe(2);
  });
});

describe('as JSON', () => {
  async function json(name: string, text: string): Promise<unknown> {
    const { output } = await rulewright(['translate', name, '--format', 'json'], { files: { [name]: text } });
    return JSON.parse(output) as unknown;
  }

  it('the request stands apart from its notes', async () => {
    expect(await json('a.kuery', 'acme.x: 1')).toEqual({
      version: 1,
      command: 'translate',
      rule: { path: 'a.kuery', language: 'kuery' },
      request: {
        method: 'POST',
        path: '/_all/_search',
        body: { query: { bool: { should: [{ match: { 'acme.x': '1' } }], minimum_should_match: 1 } } },
      },
      notes: [
        'This file names no index: put yours in the place of `_all`.',
        'No loaded schema knows `acme.x`: a field of unknown type. Kibana asks the index for the type.',
      ],
      diagnostics: [],
    });
  });

  it('errors have their places', async () => {
    expect(await json('a.kuery', 'a: (b')).toMatchObject({
      command: 'translate',
      message: expect.any(String) as string,
      diagnostics: [{ code: 'QRY001', severity: 'error', line: 1, column: 4, endLine: 1, endColumn: 5 }],
    });
  });

  it('a file that is no rule is an error', async () => {
    expect(await json('a.toml', 'a = 1')).toEqual({
      version: 1,
      command: 'translate',
      error: { exitCode: 2, message: expect.stringContaining('a.toml is no rule') as string },
    });
  });
});
