/** EQL text to tree. Never throws; reports every problem it finds and keeps all that it understood. */
import type { IToken } from 'chevrotain';
import type { Problem } from '../../base/problem.js';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { EqlQuery } from './ast.js';
import { balanceTokens } from './balance.js';
import { buildAst, emptyAst } from './buildAst.js';
import { lexEql, type LexedEql } from './lex.js';
import { createReporter, type Reporter } from './report.js';
import { respellTokens } from './respell.js';

/** One token of the text, comments included; what completion and highlighting look at. */
export interface EqlToken {
  /** The token table's name for it, such as `Identifier`, `And`, `StringLiteral`; `Unknown` for characters that mean nothing. */
  readonly type: string;
  readonly span: Span;
  readonly text: string;
}

export interface ParsedEql {
  readonly text: string;
  readonly tree: EqlQuery;
  readonly tokens: readonly EqlToken[];
  readonly comments: readonly Span[];
  /** Syntax problems; offsets into `text`. */
  readonly problems: readonly Problem[];
}

/** Longer than any query that anyone writes, in characters and in tokens; beyond that we don't read. */
const longestQuery = 1024 * 1024;
const mostTokens = 250_000;

/**
 * Reads a query. Its problems are all that Elasticsearch's parser would refuse and nothing else; what needs to know fields, functions
 * or types is left to the checker. https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
export function parseEql(text: string): ParsedEql {
  if (text.length > longestQuery) return refused(text, [], [], `The query is longer than ${longestQuery} characters`);
  const lexed = lexEql(text);
  const comments = lexed.comments.map((token) => tokenSpan(token));
  const tokens = listTokens(text, lexed);
  if (tokens.length > mostTokens) return refused(text, tokens, comments, `The query has more than ${mostTokens} words and signs`);
  const reporter = createReporter();
  lexed.problems.forEach(reporter.report);
  if (lexed.tokens.length === 0 && lexed.problems.length === 0) return emptyQuery(text, tokens, comments);
  spoilGaps(lexed, reporter);
  const balanced = balanceTokens(respellTokens(lexed.tokens, reporter), reporter);
  if (balanced === undefined) return refused(text, tokens, comments, 'The query is nested too deeply');
  const tree = buildAst(text, balanced, reporter);
  return { text, tree, tokens, comments, problems: reporter.all() };
}

function emptyQuery(text: string, tokens: readonly EqlToken[], comments: readonly Span[]): ParsedEql {
  const message = 'The query is empty; start with an event category, such as `process where true`';
  const problem: Problem = { code: 'QRY004', span: span(0, 0), message, severity: 'error' };
  return { text, tree: emptyAst(text), tokens, comments, problems: [problem] };
}

function refused(text: string, tokens: readonly EqlToken[], comments: readonly Span[], message: string): ParsedEql {
  return { text, tree: emptyAst(text), tokens, comments, problems: [{ code: 'QRY001', span: span(0, text.length), message }] };
}

function listTokens(text: string, { tokens, comments, unknown }: LexedEql): readonly EqlToken[] {
  const known = [...tokens, ...comments].map((token) => eqlToken(token));
  const rest = unknown.map((place): EqlToken => ({ type: 'Unknown', span: place, text: text.slice(place.start, place.end) }));
  const all = [...known, ...rest];
  return comments.length + rest.length === 0 ? all : all.sort((a, b) => a.span.start - b.span.start);
}

function eqlToken(token: IToken): EqlToken {
  return { type: token.tokenType.name, span: tokenSpan(token), text: token.image };
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
