import { describe, expect, test } from 'vitest';
import { sliceSpan } from '../../../server/src/base/span.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { kqlSexp } from '../../kit/kqlSexp.js';
import { nodesWithText, spanFaults } from './spans.js';

describe('Trees of queries without problems', () => {
  const rows: readonly (readonly [query: string, tree: string])[] = [
    ['', '(everything)'],
    [' \n ', '(everything)'],
    ['host.name:web-01', '(match host.name web-01)'],
    ['host.name: web-01 ', '(match host.name web-01)'],
    ['web-01', '(text web-01)'],
    ['"web 01"', '(text "web 01")'],
    ['user.name:mary ann', "(match user.name 'mary ann')"],
    ['user.name:"mary ann"', '(match user.name "mary ann")'],
    ['user.name:(mary or ann)', '(match user.name (list (or mary ann)))'],
    ['user.name:(mary or ann and not "b")', '(match user.name (list (or mary (and ann (not "b")))))'],
    ['user.name:((mary or ann) and not joe)', '(match user.name (list (and (list (or mary ann)) (not joe))))'],
    ['a:1 or b:2 and c:3 or d:4', '(or (match a 1) (and (match b 2) (match c 3)) (match d 4))'],
    ['(a:1 or b:2) and c:3', '(and (group (or (match a 1) (match b 2))) (match c 3))'],
    ['a:1 and (b:2 and c:3)', '(and (match a 1) (group (and (match b 2) (match c 3))))'],
    ['not a:1 and b:2', '(and (not (match a 1)) (match b 2))'],
    ['not (not a:1)', '(not (group (not (match a 1))))'],
    ['a:1 AND\u00a0b:2', '(and (match a 1) (match b 2))'],
    ['process.pid>5', '(> process.pid 5)'],
    ['process.pid >= "5"', '(>= process.pid "5")'],
    ['bytes > 1*', '(> bytes 1*)'],
    ['process.name:*', '(match process.name *)'],
    ['process.name:cmd*.exe', '(match process.name cmd*.exe)'],
    ['process.name:\\*', '(match process.name \\*)'],
    ['process.name:a\\**', '(match process.name a\\**)'],
    ['process.name:"*"', '(match process.name "*")'],
    ['process.*:x', '(match process.* x)'],
    ['"process.*":x', '(match "process.*" x)'],
    ['*:*', '(match * *)'],
    ['items:{name:a and qty > 3}', '(nested items (and (match name a) (> qty 3)))'],
    ['a:{b:{c:d} or not e:f}', '(nested a (or (nested b (match c d)) (not (match e f))))'],
    ['a:{b}', '(nested a (text b))'],
    ['path:C\\:\\\\Temp\\\\x', '(match path C:\\\\Temp\\\\x)'],
    ['path:"C:\\\\Temp"', '(match path "C:\\\\Temp")'],
    ['path:"C:\\Users"', '(match path "C:\\\\Users")'],
    ['path:"C:\\temp"', '(match path "C:\\temp")'],
    ['a:\\order', '(match a order)'],
    ['a:\\NOT b', "(match a 'NOT b')"],
    ['a:\\tb', '(match a b)'],
    ['a:\\u0041b', '(match a Ab)'],
    ['a:"\\u0041b"', '(match a "Ab")'],
    ['a:"\\users"', '(match a "\\\\users")'],
    ['a:""', '(match a "")'],
    ['a:b and', "(match a 'b and')"],
    ['a:b and or c:d', "(and (match a b) (match 'or c' d))"],
    ['a == b', "(text 'a == b')"],
    ['a:b // c', "(match a 'b // c')"],
    ['a:[1 TO 5]', "(match a '[1 TO 5]')"],
  ];

  test.each(rows)('%j', (query, tree) => {
    const parsed = parseKql(query);
    expect(parsed.problems).toEqual([]);
    expect(parsed.kibanaError).toBeUndefined();
    expect(kqlSexp(parsed.tree)).toBe(tree);
    expect(spanFaults(parsed)).toEqual([]);
  });
});

test('Every node spans its own words', () => {
  const { tree, text } = parseKql(' not a : ( b c or "d" ) and\n e >= 5 and f : { g : h } ');
  expect(nodesWithText(tree, text)).toEqual([
    ['query', text],
    ['and', 'not a : ( b c or "d" ) and\n e >= 5 and f : { g : h }'],
    ['not', 'not a : ( b c or "d" )'],
    ['match', 'a : ( b c or "d" )'],
    ['literal', 'a'],
    ['valueGroup', '( b c or "d" )'],
    ['valueOr', 'b c or "d"'],
    ['literal', 'b c'],
    ['literal', '"d"'],
    ['range', 'e >= 5'],
    ['literal', 'e'],
    ['literal', '5'],
    ['nested', 'f : { g : h }'],
    ['literal', 'f'],
    ['match', 'g : h'],
    ['literal', 'g'],
    ['literal', 'h'],
  ]);
});

describe('Trees of queries with problems keep what was understood', () => {
  const rows: readonly (readonly [query: string, tree: string])[] = [
    ['a:', '(match a ?)'],
    ['a >', '(> a ?)'],
    ['a:1 and ', '(and (match a 1) ?)'],
    ['a:1 and not ', '(and (match a 1) (not ?))'],
    ['a:(x or )', '(match a (list (or x ?)))'],
    ['a:()', '(match a (list ?))'],
    ['()', '(group ?)'],
    ['a:{}', '(nested a ?)'],
    ['a:(x or y', '(match a (list (or x y)))'],
    ['a:{b:(x', '(nested a (match b (list x)))'],
    ['a:1) and b:2', '(and (match a 1) (match b 2))'],
    ['a:1 b:2', '(and (match a 1) (match b 2))'],
    ['a:1\nb > 2', '(and (match a 1) (> b 2))'],
    ['a:C:\\x and b:2', '(and (match a C:\\\\x) (match b 2))'],
    ['a: not b and c:d', '(and (match a (list (not b))) (match c d))'],
    ['not not a:1', '(match a 1)'],
    ['a > 5 and < 10', '(and (> a 5) (< a 10))'],
    ['a:>5', '(> a 5)'],
    ['a in ("x", "y") and b:2', '(and (match a (list (or "x" "y"))) (match b 2))'],
    ['a != "x"', '(not (match a "x"))'],
    ['a:"one and b:"two" and c:"three"', '(and (match a "one") (match b "two") (match c "three"))'],
    ['a:"say "hi" now" and b:2', '(and (match a "say \\"hi\\" now") (match b 2))'],
    ['a:(x or y and b:(z or w)', '(and (match a (list (or x y))) (match b (list (or z w))))'],
    [': 5', '(text 5)'],
    ['< 5 and a:1', '(and ? (match a 1))'],
  ];

  test.each(rows)('%j', (query, tree) => {
    const parsed = parseKql(query);
    expect(parsed.problems).not.toEqual([]);
    expect(kqlSexp(parsed.tree)).toBe(tree);
  });
});

describe('Where Kibana puts its caret', () => {
  const rows: readonly (readonly [query: string, offset: number])[] = [
    ['a: ', 3],
    ['a:(b ', 5],
    ['a:(b  ) )', 8],
    ['  )', 2],
    ['a:b and  ', 9],
    ['not  ', 5],
    ['"x" "y"', 4],
    ['a:"x', 2],
    ['ab\\c', 2],
    ['a:b{c', 3],
    ['a > not b', 4],
    ['a:1 c:2 d:3', 5],
  ];

  test.each(rows)('%j at %i', (query, offset) => {
    expect(parseKql(query).kibanaError).toEqual({ offset });
  });
});

test('Several mistakes are reported together, in the order of the text', () => {
  const text = 'a:>5 and b: and c:d e:f and g:("x","y") and (h:i';
  const found = parseKql(text).problems.map((problem) => [problem.code, sliceSpan(text, problem.span)]);
  expect(found).toEqual([
    ['KQL108', ':>'],
    ['QRY001', ':'],
    ['QRY001', ' '],
    ['QRY001', ','],
    ['QRY001', '('],
  ]);
});

describe('Nesting', () => {
  test('256 brackets are read', () => {
    const parsed = parseKql(`${'('.repeat(256)}a:b${')'.repeat(256)}`);
    expect(parsed.problems).toEqual([]);
  });

  test.each(['(', 'a:(', 'a:{', 'a:((', 'not ('])('300,000 times %j is one problem at the bracket that is too deep', (opening) => {
    const parsed = parseKql(opening.repeat(300_000));
    expect(parsed.problems.map(({ message }) => message)).toContain('Brackets are nested more than 256 deep; what is inside is not read');
  });
});

test('where the parser recovers by itself, it follows no more than 64 open brackets: the stack ends soon after', () => {
  const { tree } = parseKql('('.repeat(300));
  expect(kqlSexp(tree).split('(group').length - 1).toBeLessThanOrEqual(64);
});

test.each([
  ['quotes', 'a:"x" '],
  ['colons', 'a:b:c '],
  ['backslashes', '\\'],
  ['escaped quotes', '"\\"'],
  ['spaces', ' \n'],
  ['keywords without operands', ' and or not '],
  ['commas', '("x","y") '],
  ['signs', 'a == '],
  ['closing brackets', 'a) '],
])('A megabyte of %s is read in seconds', (_, part) => {
  const started = performance.now();
  parseKql(part.repeat(Math.floor(1_000_000 / part.length)));
  expect(performance.now() - started).toBeLessThan(20_000);
});
