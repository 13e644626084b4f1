/** EQL text to tree. Never throws; reports every problem it finds and keeps all that it understood. */
import type { IToken, TokenType } from 'chevrotain';
import type { Problem } from '../../base/problem.js';
import { remembered } from '../../base/remembered.js';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { EqlQuery } from './ast.js';
import { balanceTokens } from './balance.js';
import { buildAst, emptyAst } from './buildAst.js';
import { countTokens, fieldNameTokens, partsOf } from './groups.js';
import { lexEql, type LexedEql } from './lex.js';
import { createReporter, type Reporter } from './report.js';
import { respellTokens } from './respell.js';
import type { TextList } from './textList.js';
import { FieldName, LeftParen, ParenGroup, RightParen } from './tokens.js';

/** One token of the text, comments included; what completion and highlighting look at. */
export interface EqlToken {
  /** The token table's name for it, such as `Identifier`, `And`, `StringLiteral`; `Unknown` for characters that mean nothing. */
  readonly type: string;
  readonly span: Span;
  readonly text: string;
}

/** A query as it was read: also where it has mistakes there is a tree, with `Missing` nodes in the gaps. */
export interface ParsedEql {
  readonly language: 'eql';
  readonly text: string;
  readonly tree: EqlQuery;
  /** Made when they are first asked for: checking a query needs none of them. */
  readonly tokens: readonly EqlToken[];
  /** The tokens, but of lists of plain texts that the offset does not touch only the parentheses: long queries consist of such lists. */
  readonly tokensNear: (offset: number) => readonly EqlToken[];
  readonly comments: readonly Span[];
  /** Syntax problems; offsets into `text`. */
  readonly problems: readonly Problem[];
}

/** Longer than any query that anyone writes, in characters and in tokens; beyond that we don't read. */
const longestQuery = 1024 * 1024;
const mostTokens = 250_000;

/**
 * Reads a query. Its problems are all that Elasticsearch's parser would refuse and nothing else; what needs to know fields, functions
 * or types is left to the checker. The last queries are remembered: while a rule is edited elsewhere, its query stays as it is.
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
export const parseEql = remembered(parseAnew, 8);

/** A class, because of the getter: an object with one of its own would be kept for long, as `TextsTest` tells. */
class ReadQuery implements ParsedEql {
  readonly language = 'eql';
  readonly text: string;
  readonly tree: EqlQuery;
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
  readonly tokensNear = (offset: number): readonly EqlToken[] => listTokens(this.text, this.#lexed, offset);
  readonly #lexed: LexedEql;
  #tokens: readonly EqlToken[] | undefined;

  constructor(text: string, lexed: LexedEql, tree: EqlQuery, problems: readonly Problem[]) {
    this.text = text;
    this.tree = tree;
    this.comments = lexed.comments.map((token) => tokenSpan(token));
    this.problems = problems;
    this.#lexed = lexed;
  }

  get tokens(): readonly EqlToken[] {
    return (this.#tokens ??= listTokens(this.text, this.#lexed));
  }
}

function parseAnew(text: string): ParsedEql {
  const read = (lexed: LexedEql, tree: EqlQuery, problems: readonly Problem[]): ParsedEql => new ReadQuery(text, lexed, tree, problems);
  const refused = (lexed: LexedEql, message: string): ParsedEql =>
    read(lexed, emptyAst(text), [{ code: 'QRY001', span: span(0, text.length), message }]);
  if (text.length > longestQuery) return refused(nothingLexed, `The query is longer than ${longestQuery} characters`);
  const lexed = lexEql(text);
  if (countTokens(lexed.tokens) + lexed.comments.length + lexed.unknown.length > mostTokens)
    return refused(lexed, `The query has more than ${mostTokens} words and signs`);
  if (lexed.tokens.length === 0 && lexed.problems.length === 0) return read(lexed, emptyAst(text), [emptyQuery]);
  const reporter = createReporter();
  lexed.problems.forEach(reporter.report);
  spoilGaps(lexed, reporter);
  const balanced = balanceTokens(respellTokens(lexed.tokens, reporter), reporter);
  if (balanced === undefined) return refused(lexed, 'The query is nested too deeply');
  const tree = buildAst(text, balanced, reporter);
  return read(lexed, tree, reporter.all());
}

const nothingLexed: LexedEql = { tokens: [], comments: [], unknown: [], problems: [] };

const emptyQuery: Problem = {
  code: 'QRY004',
  span: span(0, 0),
  message: 'The query is empty; start with an event category, such as `process where true`',
  severity: 'error',
};

function listTokens(text: string, { tokens, comments, unknown }: LexedEql, near?: number): readonly EqlToken[] {
  const known = [...tokens, ...comments].flatMap((token) => {
    if (token.tokenType === ParenGroup) return textListTokens(token, near);
    return token.tokenType === FieldName ? fieldNameTokens(token).map(eqlToken) : [eqlToken(token)];
  });
  const rest = unknown.map((place): EqlToken => ({ type: 'Unknown', span: place, text: text.slice(place.start, place.end) }));
  const all = [...known, ...rest];
  return comments.length + rest.length === 0 ? all : all.sort((a, b) => a.span.start - b.span.start);
}

function eqlToken(token: IToken): EqlToken {
  return { type: token.tokenType.name, span: tokenSpan(token), text: token.image };
}

/** The tokens that a list of texts from the lexer stands for; `near` as in `tokensNear`. */
function textListTokens({ startOffset: start, image, payload }: IToken, near = start): readonly EqlToken[] {
  const list = payload as TextList;
  const token = ({ name }: TokenType, from: number, to: number): EqlToken => ({
    type: name,
    span: span(start + from, start + to),
    text: image.slice(from, to),
  });
  const [open, close] = [token(LeftParen, 0, 1), token(RightParen, list.length - 1, list.length)];
  if (near < start || near > start + list.length) return [open, close];
  return [open, ...partsOf(list).map(({ type, from, to }) => token(type, from, to)), close];
}

/** A gap that holds characters without meaning needs no second report of what is missing there. */
function spoilGaps({ tokens, unknown }: LexedEql, reporter: Reporter): void {
  let at = 0;
  for (const place of unknown) {
    while ((tokens[at]?.startOffset ?? Infinity) < place.start) at++;
    const before = tokens[at - 1];
    reporter.spoil(before === undefined ? 0 : tokenEnd(before));
  }
}
