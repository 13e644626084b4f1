/** What the start of the product leaves out: Chevrotain's own checks of token tables and grammars. */
import { Lexer, type IMultiModeLexerDefinition, type TokenType } from 'chevrotain';
import { describe, expect, it } from 'vitest';
import { EqlParser } from '../../server/src/syntax/eql/grammar.js';
import { eqlTokens } from '../../server/src/syntax/eql/tokens.js';
import { KqlGrammar } from '../../server/src/syntax/kql/grammar.js';
import { kqlTokens } from '../../server/src/syntax/kql/tokens.js';
import { luceneTokens } from '../../server/src/syntax/lucene/tokens.js';

describe('the grammars pass the checks of Chevrotain', () => {
  it.each([
    ['EQL', () => new EqlParser(true, false)],
    ['KQL', () => new KqlGrammar(false, false)],
    ['KQL with recovery', () => new KqlGrammar(true, false)],
  ])('%s', (_name, make) => {
    expect(make).not.toThrow();
  });
});

describe('the tokens pass the checks of Chevrotain', () => {
  const tables: readonly (readonly [string, TokenType[] | IMultiModeLexerDefinition, boolean])[] = [
    ['EQL', eqlTokens.filter(({ PATTERN }) => PATTERN !== Lexer.NA), true],
    ['KQL', [...kqlTokens], false],
    ['Lucene', luceneTokens, false],
  ];
  it.each(tables)('%s', (_name, tokens, ensureOptimizations) => {
    expect(() => new Lexer(tokens, { positionTracking: 'onlyOffset', ensureOptimizations })).not.toThrow();
  });
});
