/** From Chevrotain's tree to ours. What a repair or the parser's recovery left out becomes a `missing` node. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { cover, span, type Span } from '../../base/span.js';
import type { Expr, KqlQuery, Literal, Match, Missing, Nested, Range, RangeOperator, Value } from './ast.js';
import { trimPieces } from './literals.js';
import { Quoted, tokenEnd, tokenPieces, tokenSpan } from './tokens.js';

/** The tree of the whole text. */
export function buildKqlAst(root: CstNode, text: string): KqlQuery {
  const whole = childNode(root, 'orExpression');
  return { kind: 'query', span: span(0, text.length), body: whole === undefined ? undefined : orExpression(whole) };
}

function orExpression(cst: CstNode): Expr {
  return logical('or', childNodes(cst, 'andExpression').map(andExpression));
}

function andExpression(cst: CstNode): Expr {
  return logical('and', childNodes(cst, 'notExpression').map(notExpression));
}

function logical(kind: 'and' | 'or', operands: readonly Expr[]): Expr {
  const first = operands[0] ?? missing('a condition', 0);
  const last = operands[operands.length - 1] ?? first;
  return operands.length < 2 ? first : { kind, span: cover(first.span, last.span), operands };
}

function notExpression(cst: CstNode): Expr {
  const not = childToken(cst, 'Not');
  const operand = primary(cst, not === undefined ? 0 : tokenEnd(not));
  return not === undefined ? operand : { kind: 'not', span: cover(tokenSpan(not), operand.span), operand };
}

function primary(cst: CstNode, offset: number): Expr {
  const group = childNode(cst, 'group');
  if (group !== undefined) {
    const place = bracketed(group, 'LParen', 'RParen', offset);
    const inner = body(group, place.end);
    return { kind: 'group', span: cover(place, inner.span), inner };
  }
  const clause = childNode(cst, 'clause');
  return clause === undefined ? missing('a condition', childToken(cst, 'Absent')?.startOffset ?? offset) : clauseExpression(clause, offset);
}

/** What stands between brackets. */
function body(cst: CstNode, offset: number): Expr {
  const inner = childNode(cst, 'orExpression');
  return inner === undefined ? missing('a condition', offset) : orExpression(inner);
}

function clauseExpression(cst: CstNode, offset: number): Expr {
  const token = childToken(cst, 'AnyLiteral');
  if (token === undefined) return missing('a condition', offset);
  const field = literal(token);
  const range = childNode(cst, 'rangeTail');
  if (range !== undefined) return rangeExpression(field, range);
  const colon = childNode(cst, 'colonTail');
  return colon === undefined ? { kind: 'match', span: field.span, field: undefined, value: field } : colonExpression(field, colon);
}

function rangeExpression(field: Literal, cst: CstNode): Range | Match {
  const operator = childToken(cst, 'RangeOperator');
  if (operator === undefined) return { kind: 'match', span: field.span, field: undefined, value: field };
  const token = childToken(cst, 'AnyLiteral');
  const operatorSpan = tokenSpan(operator);
  const value = token === undefined ? missing('a value', operatorSpan.end) : literal(token);
  return { kind: 'range', span: cover(field.span, value.span), field, operator: operator.image as RangeOperator, operatorSpan, value };
}

function colonExpression(field: Literal, cst: CstNode): Match | Nested {
  const end = endOf(childToken(cst, 'Colon'), field.span.end);
  const nested = childNode(cst, 'nestedBody');
  if (nested !== undefined) {
    const braces = bracketed(nested, 'LBrace', 'RBrace', end);
    const inner = body(nested, braces.end);
    return { kind: 'nested', span: cover(field.span, cover(braces, inner.span)), path: field, body: inner };
  }
  const list = childNode(cst, 'values');
  const value = list === undefined ? missing('a value', end) : values(list, end);
  return { kind: 'match', span: cover(field.span, span(end, Math.max(end, value.span.end))), field, value };
}

function values(cst: CstNode, offset: number): Value {
  const list = childNode(cst, 'valueList');
  if (list !== undefined) {
    const contents = childNode(list, 'orValues');
    const place = bracketed(list, 'LParen', 'RParen', offset);
    const inner = contents === undefined ? missing('a value', place.end) : orValues(contents);
    return { kind: 'valueGroup', span: cover(place, inner.span), inner };
  }
  const token = childToken(cst, 'AnyLiteral');
  return token === undefined ? missing('a value', childToken(cst, 'Absent')?.startOffset ?? offset) : literal(token);
}

function orValues(cst: CstNode): Value {
  return valueLogical('valueOr', childNodes(cst, 'andValues').map(andValues));
}

function andValues(cst: CstNode): Value {
  return valueLogical('valueAnd', childNodes(cst, 'notValues').map(notValues));
}

function valueLogical(kind: 'valueAnd' | 'valueOr', operands: readonly Value[]): Value {
  const first = operands[0] ?? missing('a value', 0);
  const last = operands[operands.length - 1] ?? first;
  return operands.length < 2 ? first : { kind, span: cover(first.span, last.span), operands };
}

function notValues(cst: CstNode): Value {
  const not = childToken(cst, 'Not');
  const inner = childNode(cst, 'values');
  const offset = endOf(not, 0);
  const operand = inner === undefined ? missing('a value', offset) : values(inner, offset);
  return not === undefined ? operand : { kind: 'valueNot', span: cover(tokenSpan(not), operand.span), operand };
}

function literal(token: IToken): Literal {
  const quoted = token.tokenType === Quoted;
  const pieces = tokenPieces(token);
  return { kind: 'literal', span: tokenSpan(token), quoted, pieces: quoted ? pieces : trimPieces(pieces) };
}

function missing(expected: string, offset: number): Missing {
  return { kind: 'missing', span: span(offset, offset), expected };
}

function bracketed(cst: CstNode, opening: string, closing: string, offset: number): Span {
  const start = childToken(cst, opening)?.startOffset ?? offset;
  return span(start, Math.max(start, endOf(childToken(cst, closing), start)));
}

function endOf(token: IToken | undefined, otherwise: number): number {
  return token === undefined || Number.isNaN(token.startOffset) ? otherwise : tokenEnd(token);
}

function childNode(cst: CstNode, name: string): CstNode | undefined {
  return childNodes(cst, name)[0];
}

function childNodes(cst: CstNode, name: string): readonly CstNode[] {
  return (cst.children[name] ?? []).filter(isNode);
}

/** Tokens that the parser's own recovery made up have no place in the text and are left out. */
function childToken(cst: CstNode, name: string): IToken | undefined {
  for (const child of cst.children[name] ?? []) if (!isNode(child) && !Number.isNaN(child.startOffset)) return child;
  return undefined;
}

function isNode(element: CstElement): element is CstNode {
  return 'children' in element;
}
