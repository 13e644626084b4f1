/** What Chevrotain reports, as spans and words of ours. */
import { createToken, CstParser, EOF, Lexer } from 'chevrotain';
import { describe, expect, it } from 'vitest';
import { insertedToken, recognitionProblems, shortened, tokenEnd, tokenSpan } from '../../server/src/syntax/recover.js';

const Space = createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED });
const Word = createToken({ name: 'Word', pattern: /[a-z]+/ });
const Digits = createToken({ name: 'Digits', pattern: /\d+/ });
const Plus = createToken({ name: 'Plus', pattern: '+' });

/** Word + ( Word | Digits ) Digits* */
class Sums extends CstParser {
  constructor() {
    super([Space, Word, Digits, Plus], { recoveryEnabled: true });
    this.performSelfAnalysis();
  }

  readonly sum = this.RULE('sum', () => {
    this.CONSUME(Word);
    this.CONSUME(Plus);
    this.OR([{ ALT: () => this.CONSUME2(Word) }, { ALT: () => this.CONSUME(Digits) }]);
    this.MANY(() => this.CONSUME2(Digits));
  });
}

const lexer = new Lexer([Space, Word, Digits, Plus], { positionTracking: 'onlyOffset' });
const parser = new Sums();

describe('problems', () => {
  it.each([
    ['a b', 'b', 2],
    ['a + + b', '+', 4],
    ['a + b c', 'c', 6],
    ['1 + b', '1', 0],
  ])('of %s stand at the token that was not expected', (text, token, start) => {
    parser.input = lexer.tokenize(text).tokens;
    parser.sum();
    expect(recognitionProblems(parser.errors, 'QRY001', text.length)).toEqual([
      { code: 'QRY001', span: { start, end: start + 1 }, message: `\`${token}\` is not expected here` },
    ]);
  });

  it('are none where there is no error', () => {
    parser.input = lexer.tokenize('a + b 1').tokens;
    parser.sum();
    expect(recognitionProblems(parser.errors, 'QRY001', 7)).toEqual([]);
  });

  it('at the end of the text stand behind its last token', () => {
    parser.input = lexer.tokenize('a +  ').tokens;
    parser.sum();
    expect(recognitionProblems(parser.errors, 'QRY001', 3)).toEqual([
      { code: 'QRY001', span: { start: 3, end: 3 }, message: 'The query ends too early' },
    ]);
  });
});

describe('spans', () => {
  it('of a token of the text', () => {
    const [, second] = lexer.tokenize('a + b').tokens;
    expect(second === undefined ? second : [tokenSpan(second), tokenEnd(second)]).toEqual([{ start: 2, end: 3 }, 3]);
  });

  it('of an inserted token are empty', () => {
    const token = insertedToken(Plus, 7);
    expect([tokenSpan(token), tokenEnd(token)]).toEqual([{ start: 7, end: 7 }, 7]);
  });

  it('of tokens that Chevrotain makes up are empty and where they are wanted', () => {
    const madeUp = { ...insertedToken(Plus, 0), startOffset: NaN };
    const end = { ...insertedToken(EOF, 0), startOffset: NaN };
    expect([tokenSpan(madeUp, 4), tokenSpan(end, 5)]).toEqual([
      { start: 4, end: 4 },
      { start: 5, end: 5 },
    ]);
  });
});

it.each([
  ['short', 'short'],
  [' on\n  one line ', 'on one line'],
  ['x'.repeat(40), 'x'.repeat(40)],
  ['x'.repeat(41), `${'x'.repeat(39)}…`],
])('%j is quoted as %j', (text, quoted) => {
  expect(shortened(text)).toBe(quoted);
});
