/** Event queries: `category where condition`, as a whole query or in the brackets of an item. */
import type { CstNode, IToken } from 'chevrotain';
import { cover, span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { Category, EventQuery, Missing } from './ast.js';
import type { Build } from './build.js';
import { buildRequired } from './buildExpression.js';
import { nodeOf, parseTokens, startOf, tokenOf, tokensOf } from './cst.js';
import { groupOf } from './groups.js';
import { buildLiteral, coverTokens, nameOf } from './literals.js';
import { fix, missingNode, type Reporter } from './report.js';
import * as t from './tokens.js';

/** The query in an item's brackets. */
export function buildItemQuery(group: IToken, build: Build): EventQuery | Missing {
  const { open, inner } = groupOf(group);
  const start = tokenEnd(open);
  const tokens = inner();
  if (tokens.length === 0)
    return build.reporter.missing(start, 'an event query', 'An event query is missing in the brackets, such as `process where true`');
  return buildEventQuery(parseTokens('eventQuery', tokens, build.reporter), start, build);
}

/** The query of a concrete tree that has at least one token; `at` is where it may start. */
export function buildEventQuery(node: CstNode, at: number, build: Build): EventQuery {
  const head = tokensOf(node, 'AnyToken');
  const where = tokenOf(node, 'Where');
  const expression = nodeOf(node, 'expression');
  const category = head.length === 0 ? missingCategory(where, expression, at, build.reporter) : buildCategory(head, build.reporter);
  const last = head.at(-1);
  if (last !== undefined && where === undefined) {
    const end = tokenEnd(last);
    build.reporter.expected(
      end,
      `\`where\` is missing after the event category \`${last.image}\``,
      fix('Add `where`', span(end, end), ' where'),
    );
  }
  const lastToken = where ?? last;
  const end = lastToken === undefined ? at : tokenEnd(lastToken);
  const condition = buildRequired(expression, end, 'a condition', 'A condition is missing after `where`, such as `true`', build);
  const start = head[0]?.startOffset ?? where?.startOffset ?? category.span.start;
  return { kind: 'eventQuery', category, condition, span: cover(span(start, Math.max(start, end)), condition.span) };
}

function missingCategory(where: IToken | undefined, expression: CstNode | undefined, at: number, reporter: Reporter): Missing {
  if (where !== undefined) {
    const place = span(where.startOffset, where.startOffset);
    reporter.expected(at, 'An event category is missing before `where`, such as `process` or `any`', fix('Add `any`', place, 'any '));
    return missingNode(place.start, 'an event category');
  }
  const start = expression === undefined ? at : startOf(expression);
  const message = 'The event category is missing: a query starts with one and `where`, such as `process where`';
  reporter.expected(start, message, fix('Add `any where`', span(start, start), 'any where '));
  return missingNode(start, 'an event category');
}

function buildCategory(head: readonly IToken[], reporter: Reporter): Category | Missing {
  const [first, second] = head;
  const last = head.at(-1);
  if (first === undefined || last === undefined) return missingNode(0, 'an event category');
  if (second === undefined) return oneWordCategory(first, reporter);
  if (first.tokenType === t.Question && head.length === 2) {
    const place = tokenSpan(first);
    reporter.syntax(place, "An event category can't be optional", fix('Remove the `?`', place, '', 'preferred'));
    return oneWordCategory(second, reporter);
  }
  reporter.syntax(coverTokens(first, last), 'Before `where` stands one event category such as `process`, or `any`');
  return isPlain(first) ? plainCategory(first) : missingNode(first.startOffset, 'an event category');
}

function oneWordCategory(token: IToken, reporter: Reporter): Category | Missing {
  const place = tokenSpan(token);
  if (isPlain(token)) return plainCategory(token);
  const isKeyword = (token.tokenType.CATEGORIES ?? []).includes(t.Keyword);
  if (token.tokenType === t.QuotedIdentifier || token.tokenType === t.UnclosedName || isKeyword) {
    const name = nameOf(token);
    const quoted = JSON.stringify(name);
    const why = isKeyword ? `\`${name}\` is a reserved word; as an event category it` : 'An event category';
    reporter.syntax(place, `${why} stands in double quotes: ${quoted}`, fix(`Change to ${quoted}`, place, quoted, 'preferred'));
    return { kind: 'category', name, any: false, quoted: true, span: place };
  }
  const literal = (token.tokenType.CATEGORIES ?? []).includes(t.Constant) ? buildLiteral(token, reporter) : undefined;
  if (literal?.kind === 'string') return { kind: 'category', name: literal.value, any: false, quoted: true, span: place };
  reporter.syntax(place, `\`${token.image}\` is not an event category; write a name such as \`process\`, or \`any\``);
  return missingNode(place.start, 'an event category');
}

function isPlain({ tokenType }: IToken): boolean {
  return tokenType === t.Identifier || tokenType === t.Relation || tokenType === t.Any;
}

function plainCategory(token: IToken): Category {
  return { kind: 'category', name: token.image, any: token.tokenType === t.Any, quoted: false, span: tokenSpan(token) };
}
