import { expect, test } from 'vitest';
import { readFacts } from '../../../server/src/analysis/repository/facts.js';

const fingerprint = (query: string, language = 'eql', more = ''): string | undefined =>
  readFacts(`[rule]\nname = "a"\ntype = "query"\nlanguage = "${language}"\nquery = '''${query}'''\n${more}`, 'file:///a.toml')[0]
    ?.fingerprint;

test.each([
  ['eql', 'any where a == "x"', 'any where\n  a=="x" // why'],
  ['eql', 'any where a in ("x", "y")', 'any where a in("x",/* and */"y")'],
  ['eql', 'any where a == "x" and b', 'any where /* y */ a == "x" /* z */ // y\n and b'],
  ['kuery', 'a: (b or c) and d >= 1', 'a:(b or c)\nand d>=1'],
  ['lucene', 'a:b  AND c', 'a:b AND c'],
])('%s: %s is laid out in another way as %s', (language, one, other) => {
  expect(fingerprint(one, language)).toBe(fingerprint(other, language));
});

test.each([
  ['eql', 'any where a == "x  y"', 'any where a == "x y"'],
  ['eql', 'any where a == "// x"', 'any where a == "//"'],
  ['eql', 'any where not a', 'any where nota'],
  ['eql', 'any where a', 'any where a /* b'],
  ['eql', 'any where a : "b" and c', 'any where a : "b and c'],
  ['kuery', 'a: b c', 'a: bc'],
  ['kuery', 'a: b\\: c', 'a: b\\:c'],
  ['kuery', 'a: x,y', 'a: x, y'],
  ['kuery', 'a: "b :c"', 'a: "b:c"'],
  ['kuery', 'a: b\\ (c', 'a: b\\(c'],
  ['lucene', 'a: b', 'a:b'],
])('%s: %s is another query than %s', (language, one, other) => {
  expect(fingerprint(one, language)).not.toBe(fingerprint(other, language));
});

test('comments without an end are gone through once, however many there are', () => {
  expect(fingerprint(`any where a ${'/* '.repeat(300_000)}`)).toMatch(/any where a \/\* /);
});

test('what decides which events are found, and what becomes of them, belongs to it', () => {
  const more = (lines: string): string | undefined => fingerprint('a: b', 'kuery', lines);
  expect(more('index = ["a", "b"]')).toBe(more('index = ["b", "a"]\nseverity = "low"'));
  expect(more('index = ["a"]')).not.toBe(more('index = ["b"]'));
  expect(more('[rule.threshold]\nfield = ["a"]\nvalue = 1')).not.toBe(more('[rule.threshold]\nfield = ["a"]\nvalue = 2'));
});

test('keys in any order are the same, and one without a value is as none', () => {
  const ofJson = (more: object): string | undefined =>
    readFacts(JSON.stringify({ type: 'query', rule_id: 'a', query: 'a: b', ...more }), 'file:///a.json')[0]?.fingerprint;
  expect(ofJson({ timestamp_field: 'a', tiebreaker_field: 'b' })).toBe(ofJson({ tiebreaker_field: 'b', timestamp_field: 'a' }));
  expect(ofJson({ timestamp_field: 'a' })).not.toBe(ofJson({ tiebreaker_field: 'a' }));
  expect(ofJson({ timestamp_field: null })).toBe(ofJson({}));
  expect(ofJson({})).toMatch(/a:b$/);
});

test('a rule without a query has none', () => {
  expect(fingerprint(' ')).toBeUndefined();
});
