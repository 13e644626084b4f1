/** Field names: their parts, quotes and markers, and what is not allowed in them. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { Expr } from './ast.js';
import { inOrder, isToken, piecesOf, startOf, tokenOf } from './cst.js';
import { coverTokens, nameOf, quoteName } from './literals.js';
import { fix, type Reporter } from './report.js';
import * as t from './tokens.js';

export function buildField(node: CstNode, reporter: Reporter): Expr {
  const pieces = piecesOf(node);
  const question = tokenOf(node, 'Question');
  const [first] = pieces;
  if (first === undefined) {
    const end = question === undefined ? 0 : tokenEnd(question);
    return reporter.missing(end, 'a field', 'A field name is missing after `?`');
  }
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && isToken(only) && only.tokenType === t.TildeIdentifier)
    return callWithoutList(only, reporter);
  const end = endOf(pieces.at(-1) ?? first);
  const indexSpans = pieces
    .filter(isToken)
    .filter(({ tokenType }) => tokenType === t.IndexGroup)
    .map((token) => tokenSpan(token));
  indexSpans.forEach((place) =>
    reporter.syntax(place, "Elasticsearch can't read one element of an array; a field stands for all its values"),
  );
  return {
    kind: 'field',
    name: readName(pieces, reporter),
    nameSpan: span(startOf(first), end),
    optional: question !== undefined,
    indexSpans,
    span: span(question?.startOffset ?? startOf(first), end),
  };
}

/** The field of a `FieldName`, in which nothing can be wrong. */
export function plainField(token: IToken): Expr {
  const place = tokenSpan(token);
  return { kind: 'field', name: token.image, nameSpan: place, optional: false, indexSpans: [], span: place };
}

/** The dotted name. A part that is left out is empty, so a half-typed `process.` keeps its dot. */
function readName(pieces: readonly CstElement[], reporter: Reporter): string {
  let name = '';
  let afterPart = false;
  pieces.forEach((piece, at) => {
    if (!isToken(piece)) {
      name += digitsPart(piece, reporter);
      afterPart = true;
    } else if (piece.tokenType === t.Dot) {
      if (!afterPart) reportMissingPart(pieces[at - 1] ?? piece, reporter);
      name += '.';
      afterPart = false;
    } else if (piece.tokenType !== t.IndexGroup) {
      name += namePart(piece, reporter);
      afterPart = true;
    }
  });
  const last = pieces.at(-1);
  if (!afterPart && last !== undefined) reportMissingPart(last, reporter);
  return name;
}

function reportMissingPart(before: CstElement, reporter: Reporter): void {
  reporter.expected(endOf(before), 'A part of the field name is missing after `.`');
}

function namePart(token: IToken, reporter: Reporter): string {
  const place = tokenSpan(token);
  const isKeyword = (token.tokenType.CATEGORIES ?? []).includes(t.Keyword);
  if (isKeyword) {
    const quoted = quoteName(token.image);
    const message = `\`${token.image}\` is a reserved word; as a field name it stands in back quotes`;
    reporter.syntax(place, message, fix('Add back quotes', place, quoted, 'preferred'));
  } else if (token.tokenType === t.TildeIdentifier) {
    reporter.syntax(place, '`~` stands only directly after a function name, `in`, `like` or `regex`');
  }
  return nameOf(token);
}

/** `.1st` */
function digitsPart(node: CstNode, reporter: Reporter): string {
  const [number, word] = inOrder(node, 'Decimal', 'Identifier').filter(isToken);
  if (number === undefined) return '';
  const place = coverTokens(number, word ?? number);
  const part = number.image.slice(1) + (word?.image ?? '');
  const message = 'A part of a field name that starts with a digit stands in back quotes';
  reporter.syntax(place, message, fix('Add back quotes', place, `.${quoteName(part)}`, 'preferred'));
  return `.${part}`;
}

/** `startsWith~` with its parentheses still to come. */
function callWithoutList(token: IToken, reporter: Reporter): Expr {
  const place = tokenSpan(token);
  const name = token.image.slice(0, -1);
  reporter.expected(place.end, `\`(\` is missing after the function name \`${token.image}\``);
  return { kind: 'call', name, nameSpan: place, caseInsensitive: true, args: [], span: place };
}

function endOf(element: CstElement): number {
  if (isToken(element)) return tokenEnd(element);
  const last = inOrder(element, 'Decimal', 'Identifier').filter(isToken).at(-1);
  return last === undefined ? startOf(element) : tokenEnd(last);
}
