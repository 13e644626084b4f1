import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { LuceneNode, LuceneRange } from '../../../server/src/syntax/lucene/ast.js';
import { parseLucene } from '../../../server/src/syntax/lucene/parse.js';

const signs = { required: '+', prohibited: '-', optional: '' } as const;

/** The tree as text: each clause with its sign, each leaf with its field, pieces of a word apart. */
function shown(node: LuceneNode): string {
  if (node.kind === 'clauses') return `(${node.clauses.map(({ occur, node: inner }) => signs[occur] + shown(inner)).join(' ')})`;
  const field = node.field === undefined ? '' : `${node.field.name}:`;
  switch (node.kind) {
    case 'word':
      return `${field}${node.pieces.map((piece) => (piece.kind === 'text' ? `<${piece.text}>` : piece.kind)).join('')}${node.fuzzy ? '~' : ''}`;
    case 'phrase':
      return `${field}"${node.text}"${node.slop > 0 ? `~${node.slop}` : ''}`;
    case 'regex':
      return `${field}/${node.pattern}/`;
    case 'range':
      return `${field}${bounds(node)}`;
  }
}

function bounds({ lower, upper }: LuceneRange): string {
  const low = lower === undefined ? '' : `${lower.inclusive ? '>=' : '>'}${lower.text}`;
  return low + (upper === undefined ? '' : `${upper.inclusive ? '<=' : '<'}${upper.text}`);
}

/** The tree, or the message at its place. */
function read(query: string): string {
  const { tree, problems } = parseLucene(query);
  const [problem] = problems;
  if (problem !== undefined) return `${problem.span.start}-${problem.span.end} ${problem.message}`;
  return tree === undefined ? '' : shown(tree);
}

const notClosed = 'The range is not closed; write it as in `[1 TO 5]`';

describe('Lucene query strings', () => {
  test.each([
    ['', ''],
    [' \n ', ''],
    ['a:1', '(a:<1>)'],
    ['a:1 OR b:1 AND c:1', '(a:<1> +b:<1> +c:<1>)'],
    ['a:1 AND b:1 OR c:1', '(+a:<1> +b:<1> c:<1>)'],
    ['a:1 OR NOT b:1', '(a:<1> -b:<1>)'],
    ['NOT a:1 AND b:1', '(-a:<1> +b:<1>)'],
    ['+a:1 -b:1 !c:1 d:1', '(+a:<1> -b:<1> -c:<1> d:<1>)'],
    ['a:1 && b:1 || c:1', '(+a:<1> +b:<1> c:<1>)'],
    ['a:1 AND (b:1 OR c:1)', '(+a:<1> +(b:<1> c:<1>))'],
    ['a:(x OR "y z")', '((a:<x> a:"y z"))'],
    ['a:(x y)', '((a:<x y>))'],
    ['a:x y z', '(a:<x> <y z>)'],
    ['x y b:1', '(<x y> b:<1>)'],
    ['x y z:1', '(<x y> z:<1>)'],
    ['a:1 OR x y z', '(a:<1> <x> <y z>)'],
    ['x y AND z', '(<x> +<y> +<z>)'],
    ['a:(x y z OR w)', '((a:<x y> a:<z> a:<w>))'],
    ['x y NOT z', '(<x y> -<z>)'],
    ['x y *', '(<x> <y> run)'],
    ['a:(start or stop)', '((a:<start or stop>))'],
    ['a:g+s', '(a:<g+s>)'],
    ['a:b-c&&d', '(a:<b-c&&d>)'],
    ['a:b!c', '(a:<b> -<c>)'],
    ['a:b/c/d', '(a:<b> /c/ <d>)'],
    ['a:x*y?', '(a:<x>run<y>one)'],
    ['a:x\\*y\\ z', '(a:<x*y z>)'],
    ['a:*', '(a:run)'],
    ['*:*', '(*:run)'],
    ['book.\\*:x', '(book.*:<x>)'],
    ['_exists_:a.b', '(_exists_:<a.b>)'],
    ['a:"x \\"y\\" *"', '(a:"x "y" *")'],
    ['a:"x y"~2 b:x~ c:x~1 d:x^2.5', '(a:"x y"~2 b:<x>~ c:<x>~ d:<x>)'],
    ['a:/x\\/[0-9]{3}/', '(a:/x/[0-9]{3}/)'],
    ['a:[1 TO 5} b:{"x y" TO *]', '(a:>=1<5 b:>x y)'],
    ['a:[* TO *]', '(a:)'],
    ['a:>5 b:>=5 c:<5 d:<=5', '(a:>5 b:>=5 c:<5 d:<=5)'],
    ['TO AND x', '(+<TO> +<x>)'],
  ])('%s reads as %s', (query, tree) => {
    expect(read(query)).toBe(tree);
  });

  test.each([
    ['a:1 AND', '7-7 A condition is missing here'],
    ['OR a:1', "0-2 `OR` can't stand here; a condition is expected"],
    ['a:1 AND OR b:1', "8-10 `OR` can't stand here; a condition is expected"],
    ['a:', '2-2 A value is missing here'],
    ['a:b:c', '3-4 `:` needs a field name before it; write `\\:` for the character'],
    ['a:-b', "2-3 `-` can't stand here; a condition is expected"],
    ['(a:1', '0-1 `(` has no closing parenthesis'],
    ['a:1)', '3-4 `)` has no opening parenthesis'],
    ['()', "1-2 `)` can't stand here; a condition is expected"],
    ['a:"x', '2-3 The string is not closed; it ends with `"`'],
    ['a:/x', '2-3 `/` begins a regular expression that is not closed; write `\\/` for the character, or quote the value'],
    ['a:[1 2]', '2-7 A range is written `[1 TO 5]`, with `*` for no bound'],
    ['a:[1 TO 2', '2-3 The range is not closed; write it as in `[1 TO 5]`'],
    ['a.*:x', '0-3 A wildcard in a field name needs a backslash before it, as in `host.\\*`'],
    ['a:> 5', '2-3 A value is missing after `>`, without a space between them'],
    ['a:C:\\x', '3-4 `:` needs a field name before it; write `\\:` for the character'],
  ])('%s is refused: %s', (query, message) => {
    expect(read(query)).toBe(message);
  });

  it('bounds the depth of parentheses', () => {
    expect(parseLucene('('.repeat(100_000)).problems).toMatchObject([{ message: 'The query is nested too deeply' }]);
  });

  it.each(['[', '{', '!{'])('tells that the first of 50,000 times %s is not closed', (opening) => {
    const { problems } = parseLucene(opening.repeat(50_000));
    const at = opening.length - 1;
    expect(problems.map(({ message, span }) => [message, span])).toEqual([[notClosed, { start: at, end: at + 1 }]]);
  });

  it.each([
    ['a:[1 TO ', '5', ']'],
    ['a:["', '\\"x', '" TO *}'],
    ['a:"', 'b', '"'],
    ['a:/', 'b', '/'],
    ['a:', 'b', '*'],
  ])('reads what is as long as a file may be: %s%s…%s', (before, repeated, after) => {
    const long = repeated.repeat(repeated.length === 1 ? 12_000_000 : 1_000_000);
    expect(parseLucene(before + long + after).problems).toEqual([]);
    expect(parseLucene(before + long).problems.length).toBe(after === '*' ? 0 : 1);
  });

  it('reads any text without throwing, and places every problem in it', () => {
    const parts = fc.constantFrom(
      'a',
      'b:',
      ':',
      ' ',
      'AND',
      'OR',
      'NOT',
      '!',
      '+',
      '-',
      '(',
      ')',
      '"',
      '/',
      '[',
      ']',
      '{',
      '}',
      '~',
      '^',
      '*',
      '?',
      '\\',
      'TO',
      '1',
      '>',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { problems, tree } = parseLucene(text);
        for (const { span } of problems) expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
        expect(problems.length === 0 || tree === undefined).toBe(true);
      }),
    );
  });
});
