/**
 * The lexemes of Lucene query strings. `+` and `-` are part of a word but not its first character; `AND`, `OR`, `NOT`, `&&` and `||` are
 * operators only where they stand alone.
 * https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query#query-string-syntax
 */
import { createToken, Lexer, type IMultiModeLexerDefinition, type IToken, type TokenType } from 'chevrotain';
import { once } from '../../base/once.js';
import type { WordPiece } from './ast.js';

const lineBreaks = { line_breaks: true } as const;
const special = '\\s+\\-!():^\\[\\]"{}~*?\\\\/';
const plain = `[^${special}]*`;

/** Runs of plain characters are matched as such, here and below: the engine remembers each round of a repeated choice, and has room for so many. */
export const Word = createToken({
  name: 'Word',
  pattern: new RegExp(`(?:[^${special}]|\\\\[^]|[*?])${plain}(?:(?:\\\\[^]|[-+*?])${plain})*`),
  ...lineBreaks,
});

const operator = (name: string, pattern: RegExp) => createToken({ name, pattern, longer_alt: Word });

const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /\s+/, group: Lexer.SKIPPED, ...lineBreaks });
export const And = operator('And', /AND|&&/);
export const Or = operator('Or', /OR|\|\|/);
export const NotWord = operator('NotWord', /NOT/);
export const Bang = createToken({ name: 'Bang', pattern: '!' });
export const Plus = createToken({ name: 'Plus', pattern: '+' });
export const Minus = createToken({ name: 'Minus', pattern: '-' });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
export const LParen = createToken({ name: 'LParen', pattern: '(' });
export const RParen = createToken({ name: 'RParen', pattern: ')' });
export const Quoted = createToken({ name: 'Quoted', pattern: /"[^"\\]*(?:\\[^][^"\\]*)*"/, ...lineBreaks });
export const Regex = createToken({ name: 'Regex', pattern: /\/[^/\\]*(?:\\\/?[^/\\]*)*\//, ...lineBreaks });
/** `[1 TO 5}`, whatever stands in it. */
export const Range = createToken({
  name: 'Range',
  pattern: /[[{][^"\]}]*(?:"[^"\\]*(?:\\[^][^"\\]*)*"[^"\]}]*)*[\]}]/,
  ...lineBreaks,
});
export const Tilde = createToken({ name: 'Tilde', pattern: /~(?:\d+(?:\.\d+)?)?/ });
export const Boost = createToken({ name: 'Boost', pattern: /\^\d+(?:\.\d+)?/ });
/** A character that begins nothing: a quote, slash or bracket that is not closed. The reading ends there, so that only one end is looked for in vain. */
export const Stray = createToken({ name: 'Stray', pattern: /[^]/, push_mode: 'unread', ...lineBreaks });
const Unread = createToken({ name: 'Unread', pattern: /[^]+/, group: Lexer.SKIPPED, ...lineBreaks });

const read: TokenType[] = [
  WhiteSpace, And, Or, NotWord, Bang, Plus, Minus, Colon, LParen, RParen, Quoted, Regex, Range, Tilde, Boost, Word, Stray,
]; // prettier-ignore

export const luceneTokens: IMultiModeLexerDefinition = { modes: { read, unread: [Unread] }, defaultMode: 'read' };

const lexer = once(() => new Lexer(luceneTokens, { positionTracking: 'onlyOffset', skipValidations: true }));

/** Every text can be cut into tokens, up to a stray character. */
export function lexLucene(text: string): readonly IToken[] {
  return lexer().tokenize(text).tokens;
}

/** The text with a backslash taken out before each character that it escapes. */
export function unescapeLucene(text: string): string {
  return text.replace(/\\([^])/g, '$1');
}

/** A word split at its wildcards, escapes resolved. */
export function wordPieces(text: string): readonly WordPiece[] {
  const pieces: WordPiece[] = [];
  for (const [part] of text.matchAll(/[*?]|(?:[^*?\\]|\\[^]?)[^*?\\]*(?:\\[^]?[^*?\\]*)*/g)) {
    if (part === '*') pieces.push({ kind: 'run' });
    else pieces.push(part === '?' ? { kind: 'one' } : { kind: 'text', text: unescapeLucene(part) });
  }
  return pieces;
}
