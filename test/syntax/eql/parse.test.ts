/** Queries that Elasticsearch accepts: their trees, and that nothing is reported. */
import { describe, expect, it } from 'vitest';
import { containsSpan, sliceSpan } from '../../../server/src/base/span.js';
import { eqlChildren, type EqlNode } from '../../../server/src/syntax/eql/ast.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { walk } from '../../../server/src/syntax/tree.js';
import { eqlSexp } from '../../kit/eqlSexp.js';

const eventQueries: readonly (readonly [string, string])[] = [
  ['process where true', '(event process true)'],
  ['any where false', '(event any false)'],
  ['"any" where null == null', '(event "any" (== null null))'],
  ['"my \\"own\\" events" where true', '(event "my \\"own\\" events" true)'],
  ['"""C:\\raw""" where true', '(event "C:\\\\raw" true)'],
  ['process\twhere\r\n  true // the end', '(event process true)'],
  ['AND where Not == 1', '(event AND (== Not 1))'],
];

const conditions: readonly (readonly [string, string])[] = [
  // Order of operators.
  ['a == 1 and b == 2 or c == 3', '(or (and (== a 1) (== b 2)) (== c 3))'],
  ['a or b and c or d', '(or a (and b c) d)'],
  ['a and (b and c)', '(and a (group (and b c)))'],
  ['not a == 1 and b == 2', '(and (not (== a 1)) (== b 2))'],
  ['not not a', '(not (not a))'],
  ['not (a or b)', '(not (group (or a b)))'],
  ['a + b * c - d == 1', '(== (- (+ a (* b c)) d) 1)'],
  ['a - b - c > 0', '(> (- (- a b) c) 0)'],
  ['a % 2 * 3 / 4 != 5', '(!= (/ (* (% a 2) 3) 4) 5)'],
  ['-a * b <= - - +3', '(<= (* (minus a) b) (minus (minus (plus 3))))'],
  ['a - -1 >= 2', '(>= (- a (minus 1)) 2)'],
  // Tests bind tighter than everything else.
  ['a + 1 in (5)', '(+ a (in 1 [5]))'],
  ['(a + 1) in (5)', '(in (group (+ a 1)) [5])'],
  ['-x in (1)', '(minus (in x [1]))'],
  ['x : "a" == true', '(== (: x "a") true)'],
  ['true == x in ("a", "b")', '(== true (in x ["a" "b"]))'],
  ['not x : "a*" and y like~ ("b", "c?")', '(and (not (: x "a*")) (like~ y ["b" "c?"]))'],
  // Tests.
  ['x not in (1, 2)', '(not-in x [1 2])'],
  ['x not in~ ("a")', '(not-in~ x ["a"])'],
  ['x in~ ("a")', '(in~ x ["a"])'],
  ['x in (1 + 1, concat("a", "b"), (3), null)', '(in x [(+ 1 1) (concat() "a" "b") (group 3) null])'],
  ['x:"a"', '(: x "a")'],
  ['x : 5', '(: x 5)'],
  ['x like null', '(like x null)'],
  ['x regex~ (".*a", """b\\.c""")', '(regex~ x [".*a" raw"b\\\\.c"])'],
  ['x regex "a|b"', '(regex x "a|b")'],
  ['f(a) : "x"', '(: (f() a) "x")'],
  ['(a) in (1)', '(in (group a) [1])'],
  // Functions.
  ['length(a) > 3', '(> (length() a) 3)'],
  ['endsWith~(a, "b")', '(endsWith~() a "b")'],
  ['cidrMatch (source.ip, "10.0.0.0/8")', '(cidrMatch() source.ip "10.0.0.0/8")'],
  ['f()', '(f())'],
  ['f(a == 1 or b, g(c))', '(f() (or (== a 1) b) (g() c))'],
  // A word that starts like a keyword is a name, one that ends in ~ a function.
  ['andy or orb', '(or andy orb)'],
  ['input in (1)', '(in input [1])'],
  ['in_ == 1 and nothing', '(and (== in_ 1) nothing)'],
  ['likely~("a")', '(likely~() "a")'],
  ['and~("a")', '(and~() "a")'],
  // Fields.
  ['@timestamp > 0', '(> @timestamp 0)'],
  ['process . name == "a"', '(== process.name "a")'],
  ['?user.id != null', '(!= ?user.id null)'],
  ['`my field` == 1', '(== `my field` 1)'],
  ['a.`b-c`.d == 1', '(== `a.b-c.d` 1)'],
  ['`tick``ed` == 1', '(== `tick`ed` 1)'],
  ['?`?x` == 1', '(== ?`?x` 1)'],
  ['`a.b` == 1', '(== a.b 1)'],
  ['event.`sequence` == 1', '(== event.sequence 1)'],
  ['_id == "x"', '(== _id "x")'],
  ['my-field == 1', '(== (- my field) 1)'],
  // Numbers.
  ['x == 007', '(== x 7)'],
  ['x == 1.', '(== x 1d)'],
  ['x == .5', '(== x 0.5d)'],
  ['x == 1e3', '(== x 1000d)'],
  ['x == 1.5E-3', '(== x 0.0015d)'],
  ['x == 9007199254740993', '(== x 9007199254740993)'],
  ['x == 18446744073709551615', '(== x 18446744073709551615)'],
  ['x == 18446744073709551616', '(== x 18446744073709552000d)'],
  ['x > 5/2', '(> x (/ 5 2))'],
  // Comments.
  ['a /* one */ and // two\n b', '(and a b)'],
  ['a /* one /* two */ three */ and b', '(and a b)'],
  ['a and /**/ b', '(and a b)'],
  ['a /* opened /* twice, closed once */ and b', '(and a b)'],
];

const others: readonly (readonly [string, string])[] = [
  ['sequence [process where true] [file where true]', '(sequence (item (event process true)) (item (event file true)))'],
  [
    'sequence by host.id, ?user.id with maxspan=30s [process where true] by process.pid [file where true] by file.inode until [any where x] by y | tail 5',
    '(piped (sequence (by host.id ?user.id) (maxspan 30000) (item (event process true) (by process.pid)) (item (event file true) (by file.inode)) (until (item (event any x) (by y)))) (tail 5))',
  ],
  [
    'sequence with maxspan = 2 h [a where b] by c with runs=3 ![d where e] by f',
    '(sequence (maxspan 7200000) (item (event a b) (by c) (runs 3)) (missing (event d e) (by f)))',
  ],
  ['sequence with maxspan=150ms [a where b] with runs = 2', '(sequence (maxspan 150) (item (event a b) (runs 2)))'],
  [
    'sequence with maxspan=1d ![a where b] with runs=2 [c where d]',
    '(sequence (maxspan 86400000) (missing (event a b) (runs 2)) (item (event c d)))',
  ],
  ['sequence by a.b [x where y] [x where y]', '(sequence (by a.b) (item (event x y)) (item (event x y)))'],
  ['sequence by (a), +b [x where y] [x where y]', '(sequence (by (group a) (plus b)) (item (event x y)) (item (event x y)))'],
  ['sample by host [a where b] [c where d]', '(sample (by host) (item (event a b)) (item (event c d)))'],
  ['sample [a where b] by x [c where d] by y', '(sample (item (event a b) (by x)) (item (event c d) (by y)))'],
  ['any where true | head 10', '(piped (event any true) (head 10))'],
  ['any where true | head 5+5 | tail (2 * 3)', '(piped (event any true) (head (+ 5 5)) (tail (group (* 2 3))))'],
  ['any where true | head 0', '(piped (event any true) (head 0))'],
];

const rows = [...eventQueries, ...conditions.map(([source, tree]) => [`any where ${source}`, `(event any ${tree})`] as const), ...others];

describe('a query that Elasticsearch accepts', () => {
  it.each(rows)('%s', (source, tree) => {
    const { tree: query, problems } = parseEql(source);
    expect({ tree: eqlSexp(query), problems }).toEqual({ tree, problems: [] });
  });
});

describe('spans', () => {
  it.each(rows)('of parent and children nest and follow each other: %s', (source) => {
    walk<EqlNode>(parseEql(source).tree, eqlChildren, (node) => {
      let end = node.span.start;
      for (const child of eqlChildren(node)) {
        expect(containsSpan(node.span, child.span) && end <= child.span.start).toBe(true);
        end = child.span.end;
      }
    });
  });

  const slices: readonly (readonly [string, string, readonly string[]])[] = [
    ['the category', 'category', ['process', 'file']],
    [
      'the item with its suffixes',
      'item',
      ['[process where a . b == -1 and ?c in ("x")] by k', '![file where not f~("y", z) ] with runs=2'],
    ],
    ['a comparison', 'comparison', ['a . b == -1']],
    ['a field', 'field', ['h', 'a . b', '?c', 'k', 'z']],
    ['a sign', 'sign', ['-1']],
    ['a test', 'listTest', ['?c in ("x")']],
    ['a list of conditions', 'and', ['a . b == -1 and ?c in ("x")']],
    ['a negation', 'not', ['not f~("y", z)']],
    ['a call', 'call', ['f~("y", z)']],
    ['a string', 'string', ['"x"', '"y"']],
    ['join keys', 'by', ['by h', 'by k']],
    ['a time', 'maxspan', ['with maxspan=1m']],
    ['runs', 'runs', ['with runs=2']],
    ['a pipe', 'pipe', ['| head 5']],
    ['a number', 'number', ['1', '5']],
  ];
  const whole =
    'sequence by h with maxspan=1m\n [process where a . b == -1 and ?c in ("x")] by k\n ![file where not f~("y", z) ] with runs=2 | head 5 // end';
  const nodes: EqlNode[] = [];
  walk<EqlNode>(parseEql(whole).tree, eqlChildren, (node) => void nodes.push(node));

  it.each(slices)('%s', (_what, kind, texts) => {
    expect(nodes.filter((node) => node.kind === kind).map((node) => sliceSpan(whole, node.span))).toEqual(texts);
  });

  it('a query spans its text', () => {
    expect(parseEql(whole).tree.span).toEqual({ start: 0, end: whole.length });
  });

  it('names and operators', () => {
    const source = 'any where ?a.b not  in~ (1) and startsWith~ ("a", "b") and x >= 1 | head 1';
    const parts: string[] = [];
    walk<EqlNode>(parseEql(source).tree, eqlChildren, (node) => {
      if ('nameSpan' in node) parts.push(sliceSpan(source, node.nameSpan));
      if ('operatorSpan' in node) parts.push(sliceSpan(source, node.operatorSpan));
    });
    expect(parts).toEqual(['not  in~', 'a.b', 'startsWith~', '>=', 'x', 'head']);
  });
});

describe('tokens', () => {
  it('are listed with their comments, in order', () => {
    const { tokens, comments } = parseEql('any where /* c */ a == 1 ; // d');
    expect(tokens.map(({ type, text }) => `${type} ${text}`)).toEqual([
      'Any any', 'Where where', 'BlockComment /* c */', 'Identifier a', 'Equal ==', 'Integer 1', 'Unknown ;', 'LineComment // d',
    ]); // prettier-ignore
    expect(comments).toEqual([
      { start: 10, end: 17 },
      { start: 27, end: 31 },
    ]);
  });

  it('keep the spelling of a word that was read as a keyword', () => {
    expect(parseEql('any WHERE true').tokens.map(({ type }) => type)).toEqual(['Any', 'Identifier', 'True']);
  });
});
