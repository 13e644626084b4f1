/** From Chevrotain's tree to ours. What a repair or the parser's recovery left out becomes a `missing` node. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { cover, span, type Span } from '../../base/span.js';
import type { Expr, KqlQuery, Literal, Match, Missing, Nested, Range, RangeOperator, Value } from './ast.js';
import { trimPieces } from './literals.js';
import { Absent, Or, Quoted, tokenEnd, tokenPieces, tokenSpan } from './tokens.js';

/** The tree of the whole text. */
export function buildKqlAst(root: CstNode, text: string): KqlQuery {
  const whole = childNode(root, 'expression');
  return { kind: 'query', span: span(0, text.length), body: whole === undefined ? undefined : expression(whole) };
}

function expression(cst: CstNode): Expr {
  return logical(
    'or',
    joinedByAnd(cst, condition).map((conditions) => logical('and', conditions)),
  );
}

/** The operands of `and` and `or`, which stand side by side in the grammar's tree, with those that `and` joins together. */
function joinedByAnd<T>(cst: CstNode, build: (operand: CstNode) => T): readonly (readonly T[])[] {
  let joined: T[] = [];
  const alternatives = [joined];
  for (const piece of cst.children['piece'] ?? []) {
    if (isNode(piece)) joined.push(build(piece));
    else if (piece.tokenType === Or) alternatives.push((joined = []));
  }
  return alternatives;
}

function logical(kind: 'and' | 'or', operands: readonly Expr[]): Expr {
  const first = operands[0] ?? missing('a condition', 0);
  const last = operands[operands.length - 1] ?? first;
  return operands.length < 2 ? first : { kind, span: cover(first.span, last.span), operands };
}

function condition(cst: CstNode): Expr {
  const not = childToken(cst, 'Not');
  const operand = primary(cst, endOf(not, 0));
  return not === undefined ? operand : { kind: 'not', span: cover(tokenSpan(not), operand.span), operand };
}

function primary(cst: CstNode, offset: number): Expr {
  const field = childToken(cst, 'AnyLiteral');
  if (field !== undefined) return clause(cst, literal(field));
  const group = childNode(cst, 'group');
  if (group === undefined) return missing('a condition', childToken(cst, 'Absent')?.startOffset ?? offset);
  const place = bracketed(group, 'LParen', 'RParen', offset);
  const inner = body(group, place.end);
  return { kind: 'group', span: cover(place, inner.span), inner };
}

/** What stands between brackets. */
function body(cst: CstNode, offset: number): Expr {
  const inner = childNode(cst, 'expression');
  return inner === undefined ? missing('a condition', offset) : expression(inner);
}

function clause(cst: CstNode, field: Literal): Match | Range | Nested {
  const colon = childToken(cst, 'Colon');
  if (colon !== undefined) return colonExpression(cst, field, tokenEnd(colon));
  const operator = childToken(cst, 'RangeOperator');
  return operator === undefined
    ? { kind: 'match', span: field.span, field: undefined, value: field }
    : rangeExpression(cst, field, operator);
}

function rangeExpression(cst: CstNode, field: Literal, operator: IToken): Range {
  const token = childToken(cst, 'value');
  const operatorSpan = tokenSpan(operator);
  const value = token === undefined || token.tokenType === Absent ? missing('a value', operatorSpan.end) : literal(token);
  return { kind: 'range', span: cover(field.span, value.span), field, operator: operator.image as RangeOperator, operatorSpan, value };
}

function colonExpression(cst: CstNode, field: Literal, end: number): Match | Nested {
  const nested = childNode(cst, 'nestedBody');
  if (nested !== undefined) {
    const braces = bracketed(nested, 'LBrace', 'RBrace', end);
    const inner = body(nested, braces.end);
    return { kind: 'nested', span: cover(field.span, cover(braces, inner.span)), path: field, body: inner };
  }
  const value = values(cst, end);
  return { kind: 'match', span: cover(field.span, span(end, Math.max(end, value.span.end))), field, value };
}

function values(cst: CstNode, offset: number): Value {
  const token = childToken(cst, 'value');
  if (token !== undefined) return token.tokenType === Absent ? missing('a value', token.startOffset) : literal(token);
  const list = childNode(cst, 'valueList');
  if (list === undefined) return missing('a value', offset);
  const contents = childNode(list, 'valueExpression');
  const place = bracketed(list, 'LParen', 'RParen', offset);
  const inner = contents === undefined ? missing('a value', place.end) : valueExpression(contents);
  return { kind: 'valueGroup', span: cover(place, inner.span), inner };
}

function valueExpression(cst: CstNode): Value {
  return valueLogical(
    'valueOr',
    joinedByAnd(cst, valueOperand).map((operands) => valueLogical('valueAnd', operands)),
  );
}

function valueLogical(kind: 'valueAnd' | 'valueOr', operands: readonly Value[]): Value {
  const first = operands[0] ?? missing('a value', 0);
  const last = operands[operands.length - 1] ?? first;
  return operands.length < 2 ? first : { kind, span: cover(first.span, last.span), operands };
}

function valueOperand(cst: CstNode): Value {
  const not = childToken(cst, 'Not');
  const operand = values(cst, endOf(not, 0));
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
  return cst.children[name]?.find(isNode);
}

/** Tokens that the parser's own recovery made up have no place in the text and are left out. */
function childToken(cst: CstNode, name: string): IToken | undefined {
  for (const child of cst.children[name] ?? []) if (!isNode(child) && !Number.isNaN(child.startOffset)) return child;
  return undefined;
}

function isNode(element: CstElement): element is CstNode {
  return 'children' in element;
}
