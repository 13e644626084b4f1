/** Broken and hostile input: there is always a tree, and what was understood stays in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsSpan } from '../../../server/src/base/span.js';
import { eqlChildren, type EqlNode } from '../../../server/src/syntax/eql/ast.js';
import { balanceTokens } from '../../../server/src/syntax/eql/balance.js';
import { lexEql } from '../../../server/src/syntax/eql/lex.js';
import { parseEql, type ParsedEql } from '../../../server/src/syntax/eql/parse.js';
import { EqlParser } from '../../../server/src/syntax/eql/grammar.js';
import { createReporter } from '../../../server/src/syntax/eql/report.js';
import { walk } from '../../../server/src/syntax/tree.js';
import { eqlSexp } from '../../kit/eqlSexp.js';

/** Spans inside the text, children inside their parents and in order; a gap in the tree is reported. */
function expectSound({ text, tree, problems }: ParsedEql): void {
  const whole = { start: 0, end: text.length };
  let gaps = 0;
  walk<EqlNode>(tree, eqlChildren, (node) => {
    let end = node.span.start;
    for (const child of eqlChildren(node)) {
      if (!containsSpan(node.span, child.span) || child.span.start < end)
        throw new Error(`${child.kind} is not in its place in ${JSON.stringify(text)}`);
      end = child.span.end;
    }
    if (node.kind === 'missing') gaps++;
  });
  const places = problems.flatMap(({ span, fixes = [] }) => [span, ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))]);
  const outside = places.filter((place) => place.start > place.end || !containsSpan(whole, place));
  expect({ text, outside, silent: gaps > 0 && problems.length === 0 }).toEqual({ text, outside: [], silent: false });
}

const words = [
  'and', 'or', 'not', 'in', 'in~', ':', 'like', 'regex~', '==', '=', '<', '>=', '+', '-', '*', '(', ')', '[', '![', ']', ',', '|', '||', '?', '.',
  '"a"', "'x'", '"""r"""', '"un', '`q`', '`u', 'a', 'b.c', 'f~', 'f', '1', '.5', 'x[0]', 'where', 'any', 'by', 'with', 'until', 'maxspan', 'runs',
  'sequence', 'sample', 'join', 'of', 'child', 'head', 'true', 'null', 'AND', 'NOT', 'adn', '&', '!', '~', '#', '/*c*/', '/*', '//l\n', '\n',
  '\ud800', '\u{1f600}', '\\', "?'x'", '\0',
]; // prettier-ignore
const starts = ['', 'process where ', 'sequence ', 'sample by a ', '[', 'process where true | '];
const soups = fc
  .tuple(fc.constantFrom(...starts), fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom('', ' ', ' ', ' ')), { maxLength: 25 }))
  .map(([start, parts]) => start + parts.flat().join(''));

describe('any words in any order', () => {
  it('have a sound tree', () => {
    fc.assert(
      fc.property(soups, (text) => expectSound(parseEql(text))),
      { seed: 7, numRuns: 4000 },
    );
  });

  it('are all taken by the grammar', () => {
    const parser = new EqlParser(true, true);
    fc.assert(
      fc.property(soups, (text) => {
        const tokens = balanceTokens(lexEql(text).tokens, createReporter());
        if (tokens === undefined) return;
        parser.input = tokens;
        parser.query();
        expect(parser.errors).toEqual([]);
      }),
      { seed: 8, numRuns: 2000 },
    );
  });

  it('have a sound tree in any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => expectSound(parseEql(`process where ${text}`))),
      { seed: 9, numRuns: 1000 },
    );
  });
});

const queries = [
  'process where process.name : ("a.exe", "b*") and not process.args in ("x", "y") or length(user.name) > 3 and ?z == null',
  'sequence by host.id, user.id with maxspan=30s\n  [process where a == "1"] by b with runs=2\n  ![file where c like~ "d"] by e\nuntil [any where f] by g\n| head 5',
  'sample by host [process where startsWith~(a, "b")] by c [file where -d + 2 * 3 >= (4)] by e',
  'any where `a b`.c == """raw""" and (x or (y and not z)) /* note */ and child of [file where true] | tail 1',
];

describe('a token left out', () => {
  it.each(queries)('leaves a sound tree: %s', (query) => {
    for (const { span } of parseEql(query).tokens) expectSound(parseEql(query.slice(0, span.start) + query.slice(span.end)));
  });

  it('hides nothing but its own clause', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['process where a == 1 and b == and c == 3', '(event process (and (== a 1) (== b <a value>) (== c 3)))'],
      ['process where a == 1 and == 2 and c == 3', '(event process (and (== a 1) (== <a value> 2) (== c 3)))'],
      ['process where a == 1 b == 2 and c == 3', '(event process (and (== a 1) (== b 2) (== c 3)))'],
      ['process where (a == 1 or ) and c == 3', '(event process (and (group (or (== a 1) <a condition>)) (== c 3)))'],
      ['process where a in ("x", , "y") and c', '(event process (and (in a ["x" <a value> "y"]) c))'],
      ['process where a in ("x" "y") and c', '(event process (and (in a ["x" "y"]) c))'],
      ['process where f(a, ) and c', '(event process (and (f() a <a value>) c))'],
      ['process where process. and c', '(event process (and process. c))'],
      [
        'sequence [process where ] [file where b] [',
        '(sequence (item (event process <a condition>)) (item (event file b)) (item <an event query>))',
      ],
      ['sequence [a where x [b where y] until', '(sequence (item (event a x)) (item (event b y)) (until (item <an event query>)))'],
      [
        'sequence by a, with maxspan= [a where x] by [b where y] by c',
        '(sequence (by a <a join key>) (maxspan ?) (item (event a x) (by <a join key>)) (item (event b y) (by c)))',
      ],
      ['process where a | head | tail 1', '(piped (event process a) (head) (tail 1))'],
      ['process', '(event process <a condition>)'],
      ['', '<a query>'],
    ];
    for (const [text, tree] of rows) expect(eqlSexp(parseEql(text).tree)).toBe(tree);
  });
});

describe('depth', () => {
  const nested = [
    ['parentheses', '(', ')', 254],
    ['functions', 'f(', ')', 254],
    ['negations', 'not ', '', 254],
    ['signs', '- ', '', 254],
    ['relationships', 'child of [x where ', ']', 254],
    ['negated parentheses', 'not (', ')', 127],
  ] as const;
  it.each(nested)('of %s is read up to the limit', (_what, open, close, depth) => {
    const { tree, problems } = parseEql(`any where ${open.repeat(depth)}a${close.repeat(depth)}`);
    let fields = 0;
    walk<EqlNode>(tree, eqlChildren, ({ kind }) => void (fields += kind === 'field' ? 1 : 0));
    expect([fields, problems.some(({ message }) => message.includes('deep'))]).toEqual([1, false]);
  });

  it.each(nested)('of %s is refused beyond it', (_what, open, close) => {
    const text = `any where ${open.repeat(300)}a${close.repeat(300)}`;
    const { tree, problems } = parseEql(text);
    expect(eqlSexp(tree)).toBe('<a query>');
    expect(problems).toEqual([{ code: 'QRY001', span: { start: 0, end: text.length }, message: 'The query is nested too deeply' }]);
  });

  it.each(['1 + ', 'a == ', 'x in (1) '])('of a chain of %s is refused too', (link) => {
    expect(parseEql(`any where ${link.repeat(300)}1`).problems.map(({ message }) => message)).toEqual(['The query is nested too deeply']);
  });
});

describe('hostile text', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['ten million parentheses', '('.repeat(10_000_000)],
    ['a million parentheses', '('.repeat(1_000_000)],
    ['a million brackets', `sequence ${'['.repeat(1_000_000)}`],
    ['a long unclosed string', `any where "${'a\\"'.repeat(300_000)}`],
    ['a long string of bad escapes', `any where "${'\\w'.repeat(300_000)}"`],
    ['many back quotes', `any where ${'`'.repeat(999_999)}`],
    ['many comment openings', `any where ${'/*'.repeat(400_000)}`],
    ['half as many closings', `any where ${'/*'.repeat(200_000)}${'*/'.repeat(100_000)}`],
    ['many unknown characters', `any where ${'~ '.repeat(200_000)}`],
    ['many dots', `any where a${'.'.repeat(200_000)}`],
    ['many commas', `any where a in (${','.repeat(200_000)})`],
  ];
  it.each(rows)('%s', (_what, text) => {
    const { problems } = parseEql(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(102);
  });

  it('a long query is read', () => {
    const { problems, tree } = parseEql(`any where a in (${'"0123456789abcdef0123456789abcdef", '.repeat(20_000)}"z") and b`);
    expect(problems).toEqual([]);
    expect(tree.body.kind === 'eventQuery' && tree.body.condition.kind === 'and' && eqlChildren(tree.body.condition)[0]).toMatchObject({
      values: { length: 20_001 },
    });
  });
});
