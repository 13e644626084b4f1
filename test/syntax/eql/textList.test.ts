/** Lists of plain texts, which are read in one go: no text may be read in another way than piece by piece. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { limits } from '../../../server/src/base/limits.js';
import { parseEql, type EqlToken, type ParsedEql } from '../../../server/src/syntax/eql/parse.js';
import { readTextList } from '../../../server/src/syntax/eql/textList.js';
import { eqlCorpus } from './corpus.js';
import { plainTree } from '../../kit/plainTree.js';
import { reference } from '../../kit/reference.js';

describe('a list of texts', () => {
  it.each<readonly [string, readonly string[]]>([
    ['("a")', ['a']],
    ['("a", "b")', ['a', 'b']],
    ['( "a" ,\r\n\t"b"\n)', ['a', 'b']],
    ['("", "")', ['', '']],
    [String.raw`("C:\\a", "\"b\"", "\t\'")`, ['C:\\a', '"b"', "\t'"]],
    ['("é", "\u{1f600}")', ['é', '\u{1f600}']],
  ])('%s', (text, values) => {
    const list = readTextList(`in ${text} and`, 3);
    expect(list?.texts).toEqual(values);
    expect(list?.length).toBe(text.length);
  });

  it.each([
    '', '(', '()', '("a"', '("a",', '("a",)', '(,"a")', '("a" "b")', '("a";"b")', '("a\nb")', '("a', '("""a""")', `('a')`, '(1)', '(a)', '(("a"))',
    '("a", /* b */ "c")', '("a" // b\n)', String.raw`("\q")`, String.raw`("\u{41}")`, String.raw`("a\")`, '("a"]',
  ])('none: %s', (text) => {
    expect(readTextList(text, 0)).toBeUndefined();
  }); // prettier-ignore
});

test.each(['any where a : ("b", "c")', 'any where a in ("b", "c"'])('%s is not read again while it has not changed', (text) => {
  const first = parseEql(text);
  expect(parseEql(text)).toBe(first);
});

test('its tokens are those of the text', () => {
  const text = 'any where a : ("b", "c\\\\d") // e';
  const tokens = parseEql(text).tokens.map(({ type, span: { start, end }, text: written }) => {
    expect(text.slice(start, end)).toBe(written);
    return `${type} ${start}`;
  });
  expect(tokens).toEqual([
    'Any 0', 'Where 4', 'Identifier 10', 'Colon 12', 'LeftParen 14', 'StringLiteral 15', 'Comma 18', 'StringLiteral 20', 'RightParen 26', 'LineComment 28',
  ]); // prettier-ignore
});

test.each([
  [0, ['any', 'where', 'a', ':', '(', ')', 'and', 'd', 'in', '(', ')']],
  [13, ['any', 'where', 'a', ':', '(', ')', 'and', 'd', 'in', '(', ')']],
  [14, ['any', 'where', 'a', ':', '(', '"b"', ',', '"c"', ')', 'and', 'd', 'in', '(', ')']],
  [24, ['any', 'where', 'a', ':', '(', '"b"', ',', '"c"', ')', 'and', 'd', 'in', '(', ')']],
  [25, ['any', 'where', 'a', ':', '(', ')', 'and', 'd', 'in', '(', ')']],
  [36, ['any', 'where', 'a', ':', '(', ')', 'and', 'd', 'in', '(', '"e"', ')']],
])('near offset %i only the list that it touches has its texts', (offset, expected) => {
  const { tokensNear } = parseEql('any where a : ("b", "c") and d in ("e")');
  expect(tokensNear(offset).map(({ text }) => text)).toEqual(expected);
});

/** A comment in a list, where `…` stands: with it the list is read piece by piece. */
const withComments = (text: string): ParsedEql => parseEql(text.replaceAll('…', '/**/'));
const withoutComments = (text: string): ParsedEql => parseEql(text.replaceAll('…', '    '));

function expectSame(text: string): void {
  const shown = ({ tree, tokens, problems }: ParsedEql): unknown => ({
    tree: plainTree(tree),
    problems,
    tokens: tokens.filter(isNoComment),
  });
  expect({ text, ...(shown(withoutComments(text)) as object) }).toEqual({ text, ...(shown(withComments(text)) as object) });
}

function isNoComment({ type }: EqlToken): boolean {
  return type !== 'BlockComment';
}

const lists = ['("a"…)', '("a",…"b")', '(…"c\\\\d" , "\\"e")', '("a",…)', '("a"…"b")', '("\\q",…"b")', '("a",…1)', '("a",…("b"))', '("a"…'];
const words = [
  'and', 'or', 'not', 'in', 'in~', ':', 'like~', 'regex', '==', '=', '<', '(', ')', '[', '![', ']', ',', '|', '||', '?', '.', '"a"', "'x'",
  '"""r"""', '"un\n', '`q`', 'a', 'b.c', 'f~', 'f', '1', 'x[0]', 'where', 'any', 'by', 'with', 'until', 'maxspan', 'sequence', 'of', 'true',
  'AND', 'NOT', 'OR', 'IN', 'adn', '&', '!', '~', '//l\n', '\u{1f600}', '\\',
]; // prettier-ignore
const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...words) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('in ', 'in~', ': ', 'a like ', 'a.in ', 'not in ', '', 'f'), fc.constantFrom(...lists))
      .map((parts) => `\n${parts.join('')}\n`),
  },
);
const soups = fc
  .tuple(
    fc.constantFrom('', 'process where ', 'sequence by a ', 'sample by a [', 'any where a ', 'any where true | '),
    fc.array(fc.tuple(pieces, fc.constantFrom('', ' ', ' ')), { maxLength: 16 }),
  )
  .map(([start, parts]) => start + parts.flat().join(''));

test('a comment in a list changes nothing, whatever stands around it', () => {
  fc.assert(fc.property(soups, expectSame), { seed: 11, numRuns: 4000 });
});

test('a list is as deep as its parentheses', () => {
  for (const depth of [-2, -1, 0, 1].map((more) => limits.queryDepth + more)) {
    expectSame(`any where ${'('.repeat(depth)}a in ("b"…)${')'.repeat(depth)}`);
  }
});

test('each text and comma of a list counts', () => {
  const messages = (values: number): readonly string[] =>
    parseEql(`any where a in (${new Array(values).fill('""').join(',')})`).problems.map(({ message }) => message);
  expect(messages(1000)).toEqual([]);
  expect(messages(125_000)).toEqual(['The query has more than 250000 words and signs']);
});

if (reference === undefined) {
  test('not run: no reference data', () => {
    console.log('not run: no reference data');
  });
} else {
  test('the lists of the reference rules', () => {
    // After a comma within a list, or before the end of one.
    const marked = eqlCorpus().map(({ query }) => query.replace(/(?<=",\s?)\s{4}(?=\s*")/g, '…').replace(/(?<="\s?)\s{4}(?=\s*\))/g, '…'));
    const withLists = marked.filter((text) => text.includes('…'));
    expect(withLists.length).toBeGreaterThan(100);
    withLists.forEach(expectSame);
  });
}
