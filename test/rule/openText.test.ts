import { describe, expect, it, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { sliceSpan } from '../../server/src/base/span.js';
import { openRule, openRules } from '../../server/src/rule/openText.js';
import { rangesIn } from '../kit/markers.js';
import { corpusRules, reference } from '../kit/reference.js';

const toml = { uri: 'file:///rules/a.toml' };

const chattr = `[metadata]
creation_date = "2024/01/02"
min_stack_version = "8.19.0"

[rule]
name = "Immutable file"
rule_id = "0f1e2d3c-0000-4000-8000-000000000001"
type = "eql"
language = "eql"
severity = "medium"
risk_score = 47
index = ["logs-endpoint.events.*", "auditbeat-*"]
event_category_override = "event.kind"
timestamp_field = "event.created"
query = '''
process where process.name == "chattr"
'''
`;

describe('openRule', () => {
  it('gives the values of a TOML rule, each with its place', () => {
    const rule = openRule(chattr, toml);
    expect(rule.problems).toEqual([]);
    expect(rule.format).toBe('toml');
    expect([
      rule.name?.value,
      rule.ruleId?.value,
      rule.type?.value,
      rule.language?.value,
      rule.severity?.value,
      rule.riskScore?.value,
      rule.minStackVersion?.value,
      rule.eventCategoryOverride?.value,
      rule.timestampField?.value,
      rule.index?.value.map((pattern) => pattern.value),
    ]).toEqual([
      'Immutable file',
      '0f1e2d3c-0000-4000-8000-000000000001',
      'eql',
      'eql',
      'medium',
      47,
      '8.19.0',
      'event.kind',
      'event.created',
      ['logs-endpoint.events.*', 'auditbeat-*'],
    ]);
    expect(sliceSpan(chattr, rule.riskScore!.span)).toBe('47');
    expect(sliceSpan(chattr, rule.index!.value[1]!.span)).toBe('"auditbeat-*"');
  });

  it('parses the query and knows where it stands', () => {
    const [query] = openRule(chattr, toml).queries;
    expect(query?.map.text).toBe('process where process.name == "chattr"\n');
    expect(sliceSpan(chattr, query!.span)).toBe("query = '''\nprocess where process.name == \"chattr\"\n'''");
    expect(query?.language).toBe('eql');
    expect(query?.parsed?.problems).toEqual([]);
    expect(query?.parsed?.tree.kind).toBe('query');
  });

  test.each([
    ['file:///a.eql', undefined, 'process where true', 'eql', 'eql'],
    ['file:///a.kuery', undefined, 'process.name: x', 'kuery', 'kuery'],
    ['untitled:Untitled-1', 'eql', 'process where true', 'eql', 'eql'],
    ['untitled:Untitled-1', 'kuery', 'process.name: x', 'kuery', 'kuery'],
    ['untitled:Untitled-1', 'toml', '[rule]\ntype = "eql"\nquery = "any where true"', 'toml', 'eql'],
    ['untitled:Untitled-1', 'plaintext', '[rule]\ntype = "eql"\nquery = "any where true"', 'toml', 'eql'],
    ['file:///a.toml', 'plaintext', '[rule]\ntype = "query"\nquery = "a:b"', 'toml', 'kuery'],
    ['file:///A.TOML?x', undefined, '[rule]\ntype = "query"\nquery = "a:b"', 'toml', 'kuery'],
    ['file:///a.eql', 'kuery', 'a:b', 'kuery', 'kuery'],
    ['file:///a.txt', undefined, 'process where true', 'other', undefined],
    ['file:///Cargo.toml', undefined, '[package]\nname = "x"', 'other', undefined],
    ['file:///pyproject.toml', undefined, '[tool.rule]\nquery = "x"', 'other', undefined],
    ['file:///lock.toml', undefined, '[metadata]\nlock-version = "2.0"', 'other', undefined],
    ['file:///other.toml', undefined, '[rule]\ncolour = "red"', 'other', undefined],
  ])('%s in language %s holding %j is %s with a query in %s', (uri, languageId, text, format, language) => {
    const rule = openRule(text, { uri, ...(languageId === undefined ? {} : { languageId }) });
    expect(rule.format).toBe(format);
    expect(rule.queries[0]?.language).toBe(language);
    expect(rule.problems).toEqual([]);
  });

  test.each([
    ['type = "eql"', 'eql'],
    ['type = "esql"', 'esql'],
    ['type = "query"', 'kuery'],
    ['type = "threshold"', 'kuery'],
    ['type = "new_terms"', 'kuery'],
    ['type = "query"\nlanguage = "lucene"', 'lucene'],
    ['type = "query"\nlanguage = "eql"', 'eql'],
    ['name = "no type yet"', 'eql'],
  ])('a rule with %s and an EQL-looking query is read as %s', (lines, language) => {
    const { queries } = openRule(`[rule]\n${lines}\nquery = '''\nprocess where true\n'''`, toml);
    expect(queries[0]?.language).toBe(language);
    expect(queries[0]?.parsed?.language).toBe(language === 'eql' || language === 'kuery' ? language : undefined);
  });

  it('has the indicator query of a threat_match rule as a second query', () => {
    const rule = openRule('[rule]\ntype = "threat_match"\nquery = "a:b"\nthreat_query = "c:d"\nthreat_language = "kuery"\n', toml);
    expect(rule.queries.map(({ key, language, map }) => [key, language, map.text])).toEqual([
      ['query', 'kuery', 'a:b'],
      ['threat_query', 'kuery', 'c:d'],
    ]);
  });

  it('keeps the query of a rule that is being typed', () => {
    const rule = openRule("[rule]\ntype = \"eql\"\nseverity =\nquery = '''\nprocess where process.na\n", toml);
    expect(rule.queries[0]?.map.text).toBe('process where process.na\n');
    expect(rule.problems.map(({ code }) => code)).toEqual(['TOM001', 'TOM001']);
  });
});

describe('the problems of a rule document', () => {
  test.each([
    ['[rule]\n<|type = "eql"|>\nname = "x"', ['QRY004', "This rule has no query; add query = '''…''' to its [rule] table"]],
    ['<|[rule]|>\nname = "x"', ['QRY004', "This rule has no query; add query = '''…''' to its [rule] table"]],
    ['<|[metadata]|>\nmaturity = "production"', ['QRY004', "This file has no [rule] table; add one with a type and query = '''…'''"]],
    ['[rule]\ntype = "query"\nquery = <|42|>', ['QRY004', "The query is not text; write it as query = '''…'''"]],
    [
      '[rule]\ntype = "query"\nquery = <|" "|>',
      ['QRY004', 'The query is empty, so it matches every event; write a condition such as `process.name: cmd.exe`'],
    ],
    ['[rule]\ntype = "esql"\nquery = <|""|>', ['QRY004', 'The query is empty']],
    ['[rule]\ntype = <|"eqll"|>\nquery = "any where true"', ['TOM007', '`eqll` is not a rule type; did you mean `eql`?']],
    [
      '[rule]\ntype = <|"nonsense"|>\nquery = "any where true"',
      [
        'TOM007',
        '`nonsense` is not a rule type; it is one of query, saved_query, eql, esql, threshold, threat_match, machine_learning, new_terms',
      ],
    ],
    [
      '[rule]\ntype = <|7|>\nquery = "any where true"',
      ['TOM007', '`type` is text in quotes: one of query, saved_query, eql, esql, threshold, threat_match, machine_learning, new_terms'],
    ],
    ['[rule]\ntype = "query"\nlanguage = <|"kql"|>\nquery = "a:b"', ['TOM007', '`kql` is not a query language; did you mean `kuery`?']],
    [
      '[rule]\ntype = "esql"\nlanguage = <|"ES|QL"|>\nquery = "from x"',
      ['TOM007', '`ES|QL` is not a query language; did you mean `esql`?'],
    ],
  ])('%s', (marked, [code, message]) => {
    const { text, spans } = rangesIn(marked);
    expect(openRule(text, toml).problems.map((problem) => ({ code: problem.code, message: problem.message, span: problem.span }))).toEqual([
      { code, message, span: spans[0] },
    ]);
  });

  test.each([
    '[rule]\ntype = "machine_learning"\nmachine_learning_job_id = "x"',
    '[rule]\ntype = "saved_query"\nsaved_id = "x"',
    '[rule]\ntype = "query"\nlanguage = "kuery"\nquery = ""\n[[rule.filters]]\nquery = { match_all = {} }',
    '[rule]\ntype = "esql"\nlanguage = "esql"\nquery = "from logs-*"',
    '[rule]\ntype = "query"\nlanguage = "lucene"\nquery = "a:b"',
  ])('%j has none', (text) => {
    expect(openRule(text, toml).problems).toEqual([]);
  });

  it('offers the right word', () => {
    const text = '[rule]\ntype = "eqll"\nquery = "any where true"';
    const [fix] = openRule(text, toml).problems[0]!.fixes!;
    expect(fix?.title).toBe('Replace by `eql`');
    expect(applyEdits(text, fix!.edits)).toBe('[rule]\ntype = "eql"\nquery = "any where true"');
  });

  it('does not miss a query that only a syntax error hides', () => {
    const { problems } = openRule('[rule]\ntype = "eql"\nquery = process where true\n', toml);
    expect(problems.map(({ code }) => code)).toEqual(['TOM001']);
    const header = openRule('[metadata]\nmaturity = "production"\n[rule\ntype = "eql"\nquery = "any where true"\n', toml);
    expect(header.format).toBe('toml');
    expect(header.problems.map(({ code }) => code)).toEqual(['TOM001']);
  });

  it('leave an empty EQL query to the parser', () => {
    const rule = openRule('', { uri: 'file:///a.eql' });
    expect([rule.problems, rule.queries[0]?.parsed?.problems.map(({ code }) => code)]).toEqual([[], ['QRY004']]);
  });

  it('are an empty query for an empty KQL file', () => {
    expect(openRule(' \n', { uri: 'file:///a.kuery' }).problems.map(({ code, span }) => [code, span])).toEqual([
      ['QRY004', { start: 0, end: 2 }],
    ]);
  });
});

describe('rulewright-disable', () => {
  test.each([
    ['# rulewright-disable QRY002\n[rule]\nquery = "a:b"', [{ codes: ['QRY002'], line: undefined }]],
    ['[rule]\n# rulewright-disable QRY002, qry003\nquery = "a:b"', [{ codes: ['QRY002', 'QRY003'], line: 2 }]],
    ['[rule]\nquery = "a:b" # rulewright-disable QRY002 because of the custom field', [{ codes: ['QRY002'], line: 1 }]],
    ['[rule]\nquery = "a:b" # nothing', []],
    [
      "[rule]\ntype = \"eql\"\nquery = '''\nany where // rulewright-disable QRY002\n  /* rulewright-disable QRY003 */\n  a == 1\n'''",
      [
        { codes: ['QRY002'], line: 3 },
        { codes: ['QRY003'], line: 5 },
      ],
    ],
    ['[rule]\nquery = "# rulewright-disable QRY002"', []],
    [
      '[metadata.extended]\nrulewright_disable = ["QRY002", "sch003"]\n[rule]\nname = "A"',
      [{ codes: ['QRY002', 'SCH003'], line: undefined }],
    ],
    ['[rule]\nname = "A"\n[rule.meta]\nrulewright_disable = "QRY002"', [{ codes: ['QRY002'], line: undefined }]],
    ['[metadata]\nrulewright_disable = ["QRY002"]\n[rule]\nname = "A"', []],
  ])('in %j', (text, suppressions) => {
    expect(openRule(text, toml).suppressions).toEqual(suppressions);
  });

  it('works in a bare EQL file', () => {
    const text = '// rulewright-disable QRY002\nprocess where\n  // rulewright-disable QRY003\n  a == 1';
    expect(openRule(text, { uri: 'file:///a.eql' }).suppressions).toEqual([
      { codes: ['QRY002'], line: undefined },
      { codes: ['QRY003'], line: 3 },
    ]);
  });

  it('as a list holds for its own rule of an export', () => {
    const rule = (id: string, meta: object): string => JSON.stringify({ rule_id: id, type: 'query', name: id, query: 'a:b', meta });
    const text = `${rule('one', { rulewright_disable: ['QRY002'] })}\n${rule('two', {})}\n`;
    const rules = openRules(text, { uri: 'file:///export.ndjson' });
    expect(rules.map(({ suppressions }) => suppressions)).toEqual([[{ codes: ['QRY002'], line: undefined }], []]);
  });
});

if (reference === undefined) {
  it('not run: no reference data', () => expect(corpusRules()).toEqual([]));
} else {
  it('every real rule opens with a query or a reason for none, and no problem', () => {
    const bad = corpusRules().flatMap(({ path, text }) => {
      const rule = openRule(text, { uri: `file:///${path}` });
      const [query] = rule.queries;
      const queried = query !== undefined || rule.type?.value === 'machine_learning';
      const problems = [...rule.problems, ...(query?.parsed?.problems ?? [])];
      return rule.format === 'toml' && queried && problems.length === 0
        ? []
        : [`${path}: ${problems.map(({ message }) => message).join(' | ')}`];
    });
    expect(bad).toEqual([]);
  });
}
