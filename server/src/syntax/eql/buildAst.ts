/** The tree of a whole query from its tokens. What is missing becomes a missing node and is reported. */
import type { CstNode, IToken } from 'chevrotain';
import { span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { EqlQuery, Pipe } from './ast.js';
import type { Build } from './build.js';
import { buildEventQuery, buildItemQuery } from './buildEvent.js';
import { buildElements } from './buildExpression.js';
import { buildListParts } from './buildList.js';
import { buildMulti, type MultiParts } from './buildSequence.js';
import { inOrder, nodeOf, nodesOf, parseTokens, tokenOf } from './cst.js';
import { missingNode, type Reporter } from './report.js';
import * as t from './tokens.js';
import { checkMulti, checkPipe } from './structure.js';

/** The tree of balanced tokens. Throws nothing: whatever the tokens are, there is a tree. */
export function buildAst(text: string, tokens: IToken[], reporter: Reporter): EqlQuery {
  const build: Build = {
    text,
    reporter,
    elements: (node, at, separator) => buildElements(node, at, separator, build),
    itemQuery: (group) => buildItemQuery(group, build),
  };
  const tree = parseTokens('query', tokens, reporter);
  const pipes = nodesOf(tree, 'pipe').map((pipe) => buildPipe(pipe, build));
  pipes.forEach((pipe) => checkPipe(pipe, reporter));
  return { kind: 'query', body: buildBody(tree, tokens, pipes, build), pipes, span: span(0, text.length) };
}

/** The tree of a text of which nothing was read. */
export function emptyAst(text: string): EqlQuery {
  return { kind: 'query', body: missingNode(0, 'a query'), pipes: [], span: span(0, text.length) };
}

function buildBody(tree: CstNode, tokens: readonly IToken[], pipes: readonly Pipe[], build: Build): EqlQuery['body'] {
  const [first] = tokens;
  const multi = nodeOf(tree, 'multi');
  const event = nodeOf(tree, 'eventQuery');
  if (multi !== undefined) return buildMultiBody(buildMulti(multi, build), pipes, build.reporter);
  if (event !== undefined && first !== undefined && first.tokenType !== t.Pipe) return buildEventQuery(event, 0, build);
  return build.reporter.missing(0, 'a query', 'A query is missing, such as `process where true`');
}

function buildMultiBody(parts: MultiParts, pipes: readonly Pipe[], reporter: Reporter): EqlQuery['body'] {
  checkMulti(parts, pipes, reporter);
  const { kind, span: place, by, items, maxspan, until } = parts;
  switch (kind) {
    case 'sequence':
      return { kind, span: place, by, maxspan, items, until };
    case 'sample':
      return { kind, span: place, by, items };
    case 'join':
      return { kind, span: place, by, items, until };
  }
}

function buildPipe(node: CstNode, build: Build): Pipe {
  const pipe = tokenOf(node, 'Pipe');
  const nameToken = tokenOf(node, 'NamePart');
  const start = pipe?.startOffset ?? 0;
  const afterPipe = pipe === undefined ? 0 : tokenEnd(pipe);
  if (nameToken === undefined) build.reporter.expected(afterPipe, 'The name of a pipe is missing after `|`, such as `head 10`');
  const nameSpan = nameToken === undefined ? span(afterPipe, afterPipe) : tokenSpan(nameToken);
  const pieces = inOrder(node, 'Comma', 'expression');
  const { elements: args, end } = buildListParts(pieces, nameSpan.end, 'comma', build, (_comma, side, at) =>
    build.reporter.missing(at, 'a value', `A value is missing ${side} \`,\``),
  );
  return { kind: 'pipe', name: nameToken?.image ?? '', nameSpan, args, span: span(start, end) };
}
