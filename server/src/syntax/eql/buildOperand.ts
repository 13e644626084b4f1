/** Operands: fields, constants, calls and parentheses, with the tests that bind to them (`in`, `:`, `like`, `regex`). */
import { tokenMatcher, type CstElement, type CstNode, type IToken } from 'chevrotain';
import { assertNever, invariant } from '../../base/invariant.js';
import { span, type Span } from '../../base/span.js';
import { tokenEnd, tokenSpan } from '../recover.js';
import type { Call, Expr, ListTest, PredicateOperator } from './ast.js';
import type { Build, Separator } from './build.js';
import { buildField, plainField } from './buildField.js';
import { buildListParts } from './buildList.js';
import { isToken, nodeOf, parseTokens, piecesOf, tokenOf } from './cst.js';
import { groupOf } from './groups.js';
import { buildLiteral } from './literals.js';
import { fix, missingNode } from './report.js';
import { isLong, literalsOf, testOfTexts, type TestBeforeValues } from './textList.js';
import * as t from './tokens.js';

/** One operand with the tests that bind to it, and the index of the piece after them. */
export interface ReadOperand {
  readonly operand: Expr;
  readonly next: number;
}

/** Reads the operand whose pieces start at the index `first`. */
export function readOperand(pieces: readonly CstElement[], first: number, build: Build): ReadOperand {
  const start = pieces[first];
  invariant(start !== undefined, 'an operand has at least a test');
  const withoutSubject = isToken(start) && !tokenMatcher(start, t.Atom);
  const next = withoutSubject ? first : first + 1;
  let read: ReadOperand = { operand: withoutSubject ? missingSubject(start, build) : buildValue(start, build), next };
  while (startsTest(pieces[read.next])) read = readTest(pieces, read, read.next > next, build);
  return read;
}

function startsTest(piece: CstElement | undefined): boolean {
  return piece !== undefined && isToken(piece) && (piece.tokenType === t.Not || tokenMatcher(piece, t.TestOperator));
}

/** Of a test whose first piece is its `not` or its operator. */
function missingSubject(first: IToken, build: Build): Expr {
  return build.reporter.missing(first.startOffset, 'a field', `A field is missing before \`${first.image}\``);
}

/** A value of a term: an atom, or what the grammar has rules for. */
function buildValue(piece: CstElement, build: Build): Expr {
  if (isToken(piece)) return buildAtom(piece, build);
  switch (piece.name) {
    case 'call':
      return buildCall(piece, build);
    case 'operand':
      return buildOperand(piece, build);
    default:
      return buildField(piece, build.reporter);
  }
}

function buildAtom(token: IToken, build: Build): Expr {
  if (token.tokenType === t.FieldName) return plainField(token);
  return token.tokenType === t.ParenGroup ? buildGroup(token, build) : buildLiteral(token, build.reporter);
}

function buildOperand(node: CstNode, build: Build): Expr {
  const sign = tokenOf(node, 'Sign');
  return sign === undefined ? readOperand(piecesOf(node), 0, build).operand : buildSigned(sign, nodeOf(node, 'operand'), build);
}

function buildSigned(sign: IToken, inner: CstNode | undefined, build: Build): Expr {
  const operand =
    inner === undefined
      ? build.reporter.missing(tokenEnd(sign), 'a value', `A value is missing after \`${sign.image}\``)
      : buildOperand(inner, build);
  return { kind: 'sign', operator: sign.tokenType === t.Minus ? '-' : '+', operand, span: span(sign.startOffset, operand.span.end) };
}

/** The elements of parentheses; where one is left out, a missing node stands for it. */
function buildList(group: IToken, separator: Separator, build: Build): readonly Expr[] {
  const { open, inner, texts } = groupOf(group);
  if (texts !== undefined) return literalsOf(texts, open.startOffset);
  const tokens = inner();
  const pieces = isOfConstants(tokens) ? tokens : piecesOf(parseTokens('list', tokens, build.reporter));
  return buildListParts(pieces, tokenEnd(open), separator, build, (comma, side, at) => emptyPlace(comma, side, at, build)).elements;
}

/** Constants with commas between them, of which the longest lists are: the grammar would give back the same tokens one by one. */
function isOfConstants(tokens: readonly IToken[]): boolean {
  return tokens.every(
    (token, at) => token.tokenType === t.Comma || (tokenMatcher(token, t.Constant) && (tokens[at + 1]?.tokenType ?? t.Comma) === t.Comma),
  );
}

function emptyPlace(comma: IToken, side: 'before' | 'after', at: number, build: Build): Expr {
  const place = tokenSpan(comma);
  build.reporter.syntax(place, `A value is missing ${side} this \`,\`; add one or remove the comma`, fix('Remove the `,`', place, ''));
  return missingNode(at, 'a value');
}

function buildGroup(group: IToken, build: Build): Expr {
  const { open, inner } = groupOf(group);
  const place = tokenSpan(group);
  const comma = inner().find(({ tokenType }) => tokenType === t.Comma);
  const elements = buildList(group, comma === undefined ? 'operator' : 'comma', build);
  if (elements.length === 0) {
    build.reporter.syntax(place, 'A condition is missing in the parentheses');
    return { kind: 'group', inner: missingNode(tokenEnd(open), 'a condition'), span: place };
  }
  const [first] = elements;
  const last = elements.at(-1);
  invariant(first !== undefined && last !== undefined, 'there is an element');
  if (comma === undefined || elements.length === 1) return { kind: 'group', inner: first, span: place };
  build.reporter.syntax(tokenSpan(comma), 'A list of values needs a field and an operator before it, such as `process.name in`');
  return { kind: 'group', inner: { kind: 'or', operands: elements, span: span(first.span.start, last.span.end) }, span: place };
}

function buildCall(node: CstNode, build: Build): Call {
  const name = tokenOf(node, 'NamePart');
  const group = tokenOf(node, 'ParenGroup');
  invariant(name !== undefined && group !== undefined, 'a call has a name and parentheses');
  const args = buildList(group, 'comma', build);
  const caseInsensitive = name.tokenType === t.TildeIdentifier;
  return {
    kind: 'call',
    name: caseInsensitive ? name.image.slice(0, -1) : name.image,
    nameSpan: tokenSpan(name),
    caseInsensitive,
    args,
    span: span(name.startOffset, tokenEnd(group)),
  };
}

function buildTest(left: TestBeforeValues, value: CstElement | undefined, operator: IToken, build: Build): ListTest {
  const { start } = left.subject.span;
  const group = groupAmong(value);
  const list = group === undefined ? undefined : groupOf(group).texts;
  if (group !== undefined && list !== undefined && isLong(list)) {
    return testOfTexts(left, span(start, tokenEnd(group)), { list, start: group.startOffset });
  }
  const { values, parenthesised, end } = buildValues(value, operator, build);
  if (operator.tokenType === t.In || operator.tokenType === t.InInsensitive) checkList(operator, values, parenthesised, build);
  else checkConstants(operator, values, build);
  return { kind: 'listTest', ...left, parenthesised, span: span(start, end), values };
}

/** The right side of a test: its values and where they end. */
interface Values {
  readonly values: readonly Expr[];
  readonly parenthesised: boolean;
  readonly end: number;
}

function groupAmong(value: CstElement | undefined): IToken | undefined {
  return value !== undefined && isToken(value) && value.tokenType === t.ParenGroup ? value : undefined;
}

/** The operand with the test that follows it; `chained`: the operand has a test already. */
function readTest(pieces: readonly CstElement[], { operand: subject, next }: ReadOperand, chained: boolean, build: Build): ReadOperand {
  const first = pieces[next];
  const not = first !== undefined && isToken(first) && first.tokenType === t.Not ? first : undefined;
  const at = not === undefined ? next : next + 1;
  const token = pieces[at];
  invariant(token !== undefined && isToken(token), 'a test has an operator');
  const after = pieces[at + 1];
  const value = after !== undefined && (!isToken(after) || tokenMatcher(after, t.Atom)) ? after : undefined;
  return { operand: buildTested(subject, not, token, value, chained, build), next: value === undefined ? at + 1 : at + 2 };
}

function buildTested(
  subject: Expr,
  not: IToken | undefined,
  token: IToken,
  value: CstElement | undefined,
  chained: boolean,
  build: Build,
): Expr {
  const operator = token.image as PredicateOperator;
  const operatorSpan = span((not ?? token).startOffset, tokenEnd(token));
  if (chained) build.reporter.syntax(operatorSpan, `Tests can't be chained; join this one with \`and\` or \`or\` and name the field again`);
  const isList = token.tokenType === t.In || token.tokenType === t.InInsensitive;
  const negated = isList && not !== undefined;
  const test = buildTest({ operator, negated, operatorSpan, subject }, value, token, build);
  if (isList || not === undefined) return test;
  reportNegatedText(subject, not, token, build);
  return { kind: 'not', operand: test, span: test.span };
}

function buildValues(value: CstElement | undefined, operator: IToken, build: Build): Values {
  if (value === undefined) return missingValues(operator, build);
  const group = groupAmong(value);
  if (group === undefined) {
    const single = buildValue(value, build);
    return { values: [single], parenthesised: false, end: single.span.end };
  }
  const values = buildList(group, 'comma', build);
  if (values.length === 0) build.reporter.syntax(tokenSpan(group), `The list is empty; \`${operator.image}\` needs at least one value`);
  return { values, parenthesised: true, end: tokenEnd(group) };
}

function missingValues(operator: IToken, build: Build): Values {
  const end = tokenEnd(operator);
  const isList = operator.tokenType === t.In || operator.tokenType === t.InInsensitive;
  const expected = isList ? 'a list of values' : 'a value';
  const what = isList ? 'A list in parentheses' : 'A value';
  return { values: [build.reporter.missing(end, expected, `${what} is missing after \`${operator.image}\``)], parenthesised: false, end };
}

function checkList(operator: IToken, values: readonly Expr[], parenthesised: boolean, build: Build): void {
  const [value] = values;
  if (parenthesised || value === undefined || value.kind === 'missing') return;
  const { start, end } = value.span;
  const edits = [
    { span: span(start, start), newText: '(' },
    { span: span(end, end), newText: ')' },
  ];
  const message = `\`${operator.image}\` needs a list in parentheses, such as \`${operator.image} ("a", "b")\``;
  build.reporter.syntax(value.span, message, { title: 'Add parentheses', edits, preferred: true });
}

/** Of the text operators Elasticsearch takes only bare constants. */
function checkConstants(operator: IToken, values: readonly Expr[], build: Build): void {
  for (const value of values) {
    const what = nonConstant(value);
    if (what === undefined) continue;
    const message = `Only a constant such as "text" can stand after \`${operator.image}\`, not ${what}`;
    const inner = value.kind === 'group' && isConstant(value.inner) ? innerText(value.span, value.inner.span) : undefined;
    const fixes = inner === undefined ? [] : [{ title: 'Remove the inner parentheses', edits: inner }];
    build.reporter.syntax(value.span, message, ...fixes);
  }
}

function innerText(outer: Span, inner: Span): readonly { readonly span: Span; readonly newText: string }[] {
  return [
    { span: span(outer.start, inner.start), newText: '' },
    { span: span(inner.end, outer.end), newText: '' },
  ];
}

function isConstant({ kind }: Expr): boolean {
  return kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'null';
}

/** In plain words what the expression is, unless it is a constant or missing. */
function nonConstant(value: Expr): string | undefined {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'missing':
      return undefined;
    case 'field':
      return 'a field';
    case 'call':
      return 'a function';
    case 'sign':
    case 'arithmetic':
      return 'a calculation';
    case 'group':
      return 'parentheses inside the list';
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'listTest':
    case 'lineage':
      return 'a condition';
    default:
      return assertNever(value);
  }
}

function reportNegatedText(subject: Expr, not: IToken, operator: IToken, build: Build): void {
  const { start } = subject.span;
  const edits = [
    { span: span(start, start), newText: 'not ' },
    { span: span(not.startOffset, operator.startOffset), newText: '' },
  ];
  const message = `\`not\` stands before the whole condition: \`not field ${operator.image} …\``;
  build.reporter.syntax(span(not.startOffset, tokenEnd(operator)), message, {
    title: 'Move `not` before the condition',
    edits,
    preferred: true,
  });
}
