import { describe, expect, it, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { sliceSpan } from '../../server/src/base/span.js';
import { readJson } from '../../server/src/rule/jsonRead.js';
import { otherShapes } from '../../server/src/rule/jsonRule.js';
import { openRule, openRules } from '../../server/src/rule/openText.js';
import { plainOf } from '../../server/src/rule/value.js';

const json = { uri: 'file:///rules/a.json' };
const ndjson = { uri: 'file:///rules/export.ndjson' };

const first = {
  rule_id: 'r-1',
  type: 'eql',
  language: 'eql',
  name: 'One',
  query: 'process where process.name == "a\\\\b"',
  index: ['logs-*'],
};
const second = { rule_id: 'r-2', type: 'threat_match', name: 'Two', query: 'a:b', threat_query: 'c:d', filters: [{}], risk_score: 21 };
const container = { list_id: 'l', type: 'detection', namespace_type: 'single', name: 'List' };
const item = { list_id: 'l', item_id: 'i', type: 'simple', entries: [{ field: 'a', type: 'match', operator: 'included', value: 'b' }] };
const connector = { id: 'c', type: 'action', attributes: {} };
const summary = { exported_count: 2, exported_rules_count: 2 };
const lines = (...objects: readonly unknown[]): string => objects.map((object) => `${JSON.stringify(object)}\n`).join('');

describe('readJson', () => {
  it('gives every value its place, null and large numbers too', () => {
    const text = '{"a": [1, -2.5, true, null], "b": "x\\u00e9\\n", "c": 9007199254740993, "d": {}}';
    const { root, problems } = readJson(text);
    expect(problems).toEqual([]);
    expect(plainOf(root!)).toEqual({ a: [1, -2.5, true, null], b: 'xé\n', c: 9007199254740993n, d: {} });
    const entries = root?.kind === 'table' ? root.entries : [];
    expect(entries.map(({ keySpan, span }) => [sliceSpan(text, keySpan), sliceSpan(text, span)])).toEqual([
      ['"a"', '"a": [1, -2.5, true, null]'],
      ['"b"', '"b": "x\\u00e9\\n"'],
      ['"c"', '"c": 9007199254740993'],
      ['"d"', '"d": {}'],
    ]);
  });

  it('takes for a whole number what JavaScript does, however it is written', () => {
    const { root } = readJson('[1000.0, 1e3, 1.5, 1e400, -0.0]');
    const kinds = root?.kind === 'array' ? root.elements.map(({ kind }) => kind) : [];
    expect(kinds).toEqual(['integer', 'integer', 'float', 'float', 'integer']);
  });

  it.each([
    ['"a"', true],
    ['"a\\\\"', true],
    ['"a\\"', false],
    ['"a', false],
    [`"${'\\n'.repeat(6_000_000)}"`, true],
  ])('knows whether a text is closed: %.10s', (text, closed) => {
    expect(readJson(text).root).toMatchObject({ kind: 'string', closed });
  });

  test.each([
    ['{"a": 1,}', ['TOM001', '}', 'A key in double quotes is expected here; behind the last entry of an object stands no comma']],
    ['[1,]', ['TOM001', ']', 'A value is expected here; behind the last element of a list stands no comma']],
    ['{"a": 1 "b": 2}', ['TOM001', '"b"', 'A comma is missing before this']],
    ['{"a" 1}', ['TOM001', '1', 'A colon is expected between the key and its value']],
    ['{"a": 1', ['TOM001', '1', 'The object is not closed; a } is missing']],
    ['{"a": "x\n}', ['TOM001', '"x', 'The text is not closed; a " is missing. A line break in it is written \\n']],
    ['{"a": "\\x"}', ['TOM001', '"\\x"', 'JSON has no such escape; a backslash itself is written \\\\']],
    ['{"a": 1} // why', ['TOM001', '// why', 'JSON has no comments; remove this one']],
    ['{"a": 1, "a": 2}', ['TOM002', '"a"', '`a` is given twice in this object; remove the one that is not meant']],
  ])('%j is reported', (text, expected) => {
    const { problems } = readJson(text);
    expect(problems.map(({ code, span, message }) => [code, sliceSpan(text, span), message])).toEqual([expected]);
  });

  it('refuses nesting that no rule has, instead of running out of stack', () => {
    const { root, problems } = readJson('['.repeat(100_000));
    expect(root).toBeUndefined();
    expect(problems.map(({ code, span }) => [code, span])).toEqual([['TOM001', { start: 256, end: 257 }]]);
  });

  it('never throws, whatever is cut off or left out', () => {
    const text = JSON.stringify({ ...first, threat: [{ tactic: { id: 'TA0001' } }] }, undefined, 2);
    for (let cut = 0; cut < text.length; cut++) {
      for (const damaged of [text.slice(0, cut), text.slice(0, cut) + text.slice(cut + 1)]) {
        const { problems } = readJson(damaged);
        for (const { span } of problems) expect(span.start >= 0 && span.end <= Math.max(damaged.length, 1)).toBe(true);
      }
    }
  });
});

describe('rules in JSON', () => {
  it('have the values and queries of a rule object, each with its place', () => {
    const text = JSON.stringify(first, undefined, 2);
    const rule = openRule(text, json);
    expect([rule.format, rule.name?.value, rule.ruleId?.value, rule.type?.value, rule.problems]).toEqual(['json', 'One', 'r-1', 'eql', []]);
    expect(sliceSpan(text, rule.index!.value[0]!.span)).toBe('"logs-*"');
    const [query] = rule.queries;
    expect(query?.parsed?.problems).toEqual([]);
    const at = query!.map.text.indexOf('a\\\\b');
    expect(sliceSpan(text, query!.map.spanToFile({ start: at, end: at + 4 }))).toBe('a\\\\\\\\b');
  });

  test.each([
    ['an object', json, JSON.stringify(first), ['One']],
    ['a list', json, JSON.stringify([first, second], undefined, 1), ['One', 'Two']],
    ['an asset', json, JSON.stringify({ id: 'x_1', type: 'security-rule', attributes: first }), ['One']],
    ['an export', ndjson, lines(first, second, container, item, connector, summary), ['One', 'Two']],
    ['an export in a file named .json', json, lines(first, second, summary), ['One', 'Two']],
    ['an export that starts with lists', ndjson, lines(container, item, second), ['Two']],
    ['an untitled text', { uri: 'untitled:1', languageId: 'json' }, JSON.stringify(first), ['One']],
    ['a rule without an id', json, '{"type": "eql", "query": "any where true", "name": "Three"}', ['Three']],
    [
      'the answer of a search',
      json,
      JSON.stringify({ page: 1, perPage: 20, total: 2, data: [first, second] }, undefined, 1),
      ['One', 'Two'],
    ],
    [
      'the answers of searches, one a line',
      ndjson,
      lines({ page: 1, total: 2, data: [first] }, { page: 2, total: 2, data: [second] }),
      ['One', 'Two'],
    ],
    ['a rule behind a long note', json, JSON.stringify({ note: 'x'.repeat(300_000), ...first }), ['One']],
    [
      'a list that begins with a long note',
      json,
      JSON.stringify([{ note: 'x'.repeat(300_000), ...first }, second], undefined, 1),
      ['One', 'Two'],
    ],
    ['a rule behind comments', json, `// mine\n/* "a" * / */ ${JSON.stringify(first, undefined, 1)}`, ['One']],
    ['an export behind a comment', ndjson, `// mine\n${lines(first, second)}`, ['One', 'Two']],
    ['a rule being typed', json, '{"rule_id": "a", "name": "Four", "severity": "lo', ['Four']],
  ])('%s: its rules are found', (_what, source, text, names) => {
    expect(openRules(text, source).map(({ format, name }) => [format, name?.value])).toEqual(names.map((name) => ['json', name]));
  });

  test.each([
    ['events', ndjson, lines({ '@timestamp': 1, event: { type: 'start' } }, { '@timestamp': 2 })],
    ['events with telling keys', ndjson, lines({ '@timestamp': 1, rule_id: 'a', type: 'query', name: 'b' })],
    ['events of DNS queries', ndjson, lines({ dns: { type: 'query' } }, { dns: { type: 'answer' } })],
    ['many events of DNS queries in a list', json, JSON.stringify(Array.from({ length: 20_000 }, () => ({ dns: { type: 'query' } })))],
    ['events that hold a rule', json, JSON.stringify([{ kibana: { alert: { rule: first } } }])],
    ['events that a search found', json, JSON.stringify({ total: 1, data: [{ '@timestamp': 1, rule_id: 'a', type: 'query', name: 'b' }] })],
    ['an object with rules somewhere', json, JSON.stringify({ data: [first] })],
    ['comments alone', json, '// "rule_id": 1'],
    ['a comment without an end', json, '/* {"rule_id": 1}'],
    ['a package file', json, '{"name": "x", "version": "1", "type": "module"}'],
    ['a GeoJSON', json, '{"type": "query", "features": []}'],
    ['a search', json, '{"query": {"match_all": {}}, "from": 0}'],
    ['nothing', json, ''],
    ['a list of numbers', json, '[1, 2]'],
  ])('%s are no rules', (_what, source, text) => {
    expect(openRules(text, source).map(({ format, problems }) => [format, problems])).toEqual([['other', []]]);
  });

  it('of a list or an export lie at their own places, and an offset finds them', () => {
    const text = lines(first, second, summary);
    const at = text.indexOf('"Two"');
    expect(openRule(text, { ...ndjson, offset: at }).name).toEqual({ value: 'Two', span: { start: at, end: at + 5 } });
    expect(openRule(text, { ...ndjson, offset: text.length }).name?.value).toBe('Two');
    expect(openRule(text, ndjson).name?.value).toBe('One');
    expect(openRule(text, { ...ndjson, offset: at }).queries.map(({ key, map }) => [key, map.text])).toEqual([
      ['query', 'a:b'],
      ['threat_query', 'c:d'],
    ]);
  });

  it('are found in a long list, to its end', () => {
    const text = JSON.stringify(Array.from({ length: 3000 }, () => first));
    expect(openRules(text, json)).toHaveLength(3000);
  });

  it('never make opening fail, wherever a file ends or misses a line', () => {
    const exported = lines(first, container, item, second, summary);
    const listed = JSON.stringify([first, second], undefined, 2).replaceAll('\n', '\r\n');
    for (const [source, text] of [
      [ndjson, exported],
      [json, listed],
    ] as const) {
      const parts = text.split(/(?<=\n)/);
      for (let cut = 0; cut < text.length; cut += 7) openRules(text.slice(0, cut), source);
      parts.forEach((_, index) => openRules(parts.toSpliced(index, 1).join(''), source));
    }
    expect(openRules(listed.slice(0, -30), json).map(({ name }) => name?.value)).toEqual(['One', 'Two']);
  });

  test.each([
    ['a rule', json, `// mine\n${JSON.stringify(first, undefined, 1)}`],
    ['an export', ndjson, `// mine\n${lines(first, second)}`],
  ])('report the comment before %s', (_what, source, text) => {
    const problems = openRules(text, source).flatMap((rule) => rule.problems);
    expect(problems.map(({ span, message }) => [sliceSpan(text, span), message])).toEqual([
      ['// mine', 'JSON has no comments; remove this one'],
    ]);
  });

  it('report a broken line of an export once, and keep the others', () => {
    const text = `${lines(first)}{"rule_id": "r-3", "type": "query", "query": "a:b", name}\n${lines(second)}{oops\n`;
    const rules = openRules(text, ndjson);
    expect(rules.map(({ ruleId }) => ruleId?.value)).toEqual(['r-1', 'r-3', 'r-2']);
    expect(rules.map(({ problems }) => problems.map(({ span }) => text.slice(0, span.start).split('\n').length))).toEqual([[4], [2], []]);
  });

  test.each([
    ['{"rule_id": "a", "type": "eqll", "name": "b", "query": ""}', ['TOM007', '"eqll"', '`eqll` is not a rule type; did you mean `eql`?']],
    ['{"rule_id": "a", "type": "query", "query": 7}', ['QRY004', '7', 'The query is not text; write it as "query": "…"']],
    ['{"rule_id": "a", "type": "query", "name": "b"}', ['QRY004', '"type": "query"', 'This rule has no query; add "query": "…"']],
    ['{"rule_id": "a", "severity": "low", "name": "b"}', ['QRY004', '{', 'This rule has no query; add "query": "…"']],
  ])('%s', (text, expected) => {
    const { problems } = openRule(text, json);
    expect(problems.map(({ code, span, message }) => [code, sliceSpan(text, span), message])[0]).toEqual(expected);
  });

  it('name what stands beside them in an export', () => {
    expect(otherShapes(lines(first, container, item, connector, summary))).toEqual([
      'exceptionList',
      'exceptionItem',
      'connector',
      'summary',
    ]);
    expect(otherShapes(JSON.stringify(first))).toEqual([]);
  });
});

describe('exception lists', () => {
  const toml = `[metadata]
creation_date = "2024/01/02"
list_name = "Known"

[[exceptions]]
[exceptions.container]
list_id = "l"
type = "detection"
namespace_type = "single"
[[exceptions.items]]
name = "One"
type = "simple"
[[exceptions.items.entries]]
field = "process.name"
type = "wildcards"
operator = "included"
value = "a"
`;

  it('in TOML are no broken rule; what Kibana refuses is reported', () => {
    const [document] = openRules(toml, { uri: 'file:///a.toml' });
    expect([document.format, document.queries, document.tree]).toEqual(['exceptions', [], undefined]);
    expect(document.problems.map(({ code, span, message }) => [code, sliceSpan(toml, span), message])).toEqual([
      ['TOM007', '"wildcards"', '`wildcards` is not a type of an exception entry; did you mean `wildcard`?'],
    ]);
    expect(applyEdits(toml, document.problems[0]!.fixes![0]!.edits)).toBe(toml.replace('wildcards', 'wildcard'));
  });

  it('in an export of their own likewise', () => {
    const text = lines(container, { ...item, entries: [{ field: 'a', type: 'match', operator: 'include' }] }, summary);
    expect(openRules(text, ndjson).map(({ format, problems }) => [format, problems.map(({ message }) => message)])).toEqual([
      ['exceptions', ['`include` is not an operator of an exception entry; did you mean `included`?']],
    ]);
  });
});

/** The writer of the rule in `text`, with the values it is asked to change. */
function written(text: string) {
  const { tree } = openRule(text, json);
  const { rule, writer } = tree!;
  const entry = (key: string) => rule!.entries.find((each) => each.key === key)!;
  return { rule: rule!, writer, entry, apply: (edits: Parameters<typeof applyEdits>[1]) => applyEdits(text, edits) };
}

describe('edits of a rule in JSON', () => {
  const pretty = '{\n  "rule_id": "a",\n  "type": "eql",\n  "tags": [\n    "x",\n    "y"\n  ],\n  "query": "any where true"\n}\n';
  const line = '{"rule_id":"a","type":"eql","tags":["x","y"],"query":"any where true"}';
  const spaced = '{ "rule_id": "a", "type": "eql", "tags": [], "query": "any where true" }';

  test.each([
    ['indented', pretty, pretty.replace('"eql"', '"query"')],
    ['one line', line, line.replace('"eql"', '"query"')],
  ])('%s: a value is replaced', (_what, text, after) => {
    const { writer, entry, apply } = written(text);
    expect(apply(writer.replaceValue(entry('type').value, 'query'))).toBe(after);
  });

  test.each([
    ['indented', pretty, pretty.replace('true"\n', 'true",\n  "threat": [\n    {\n      "a": 1\n    }\n  ],\n  "b": null\n')],
    ['one line', line, line.replace('true"', 'true","threat":[{"a":1}],"b":null')],
    ['one line with spaces', spaced, spaced.replace('true"', 'true", "threat": [{"a": 1}], "b": null')],
  ])('%s: entries are inserted in its layout', (_what, text, after) => {
    const { writer, rule, apply } = written(text);
    expect(apply(writer.insertEntries(rule, [['threat', [{ a: 1 }]], ['b', null]]))).toBe(after); // prettier-ignore
  });

  test.each([
    ['indented', pretty, pretty.replace('"y"\n', '"y",\n    "z"\n')],
    ['one line', line, line.replace('"y"', '"y","z"')],
    ['into an empty list', spaced, spaced.replace('[]', '["z"]')],
  ])('%s: an element is inserted', (_what, text, after) => {
    const { writer, entry, apply } = written(text);
    const { value } = entry('tags');
    expect(value.kind === 'array' ? apply(writer.insertElement(value, 'z')) : '').toBe(after);
  });

  test.each([
    ['indented', pretty, 'type', pretty.replace('  "type": "eql",\n', '')],
    ['indented, the last one', pretty, 'query', pretty.replace(',\n  "query": "any where true"', '')],
    ['one line', line, 'type', line.replace('"type":"eql",', '')],
    ['one line, the last one', line, 'query', line.replace(',"query":"any where true"', '')],
  ])('%s: an entry is removed with its comma', (_what, text, key, after) => {
    const { writer, rule, entry, apply } = written(text);
    expect(apply(writer.removeEntry(rule, entry(key)))).toBe(after);
  });

  it('removes elements, renames keys and writes values on one line', () => {
    const { writer, entry, apply } = written(line);
    const { value } = entry('tags');
    expect(value.kind === 'array' ? apply(writer.removeElement(value, 0)) : '').toBe(line.replace('"x",', ''));
    expect(apply(writer.renameKey(entry('tags'), 'labels'))).toBe(line.replace('"tags"', '"labels"'));
    expect(writer.literal({ a: ['b\n', 1n] })).toBe('{"a":["b\\n",1]}');
  });
});
