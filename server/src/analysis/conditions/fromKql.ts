/** The conditions of a KQL query, the field spread over its value lists as Kibana does. */
import { sliceSpan, type Span } from '../../base/span.js';
import { hasWildcard, literalText, type Expr, type KqlQuery, type Literal, type Value } from '../../syntax/kql/ast.js';
import { isLoneWildcard } from '../../syntax/kql/literals.js';
import type { Condition, ConditionRoot, Logic, Test, TestValue } from './condition.js';
import { oncePer } from '../../base/oncePer.js';
import { anyRun } from './pattern.js';

/** None for an empty query. */
export const kqlConditions = oncePer(({ body }: KqlQuery, text: string): readonly ConditionRoot[] =>
  body === undefined ? [] : [{ language: 'kuery', condition: build(body, text), category: undefined, text }],
);

function build(expr: Expr, text: string): Condition {
  const { span } = expr;
  switch (expr.kind) {
    case 'group':
      return { ...build(expr.inner, text), span, grouped: true };
    case 'and':
    case 'or':
      return logic(
        expr.kind,
        expr.operands.map((operand) => build(operand, text)),
        span,
      );
    case 'not':
      return { kind: 'not', operand: build(expr.operand, text), span, grouped: false };
    case 'match':
      if (expr.field === undefined || hasWildcard(expr.field)) return other(span, text);
      return wholeMatch(values(expr.value, { ...testOf(expr.field, span), takesPatterns: true }, text), span);
    case 'range': {
      if (hasWildcard(expr.field) || expr.value.kind === 'missing') return other(span, text);
      return { ...testOf(expr.field, span), relation: expr.operator, values: [valueOf(expr.value)] };
    }
    case 'nested':
    case 'missing':
      return other(span, text);
  }
}

/** The brackets of a value list hold together what is in them, as parentheses do. */
function wholeMatch(condition: Condition, span: Span): Condition {
  return condition.kind === 'test' || condition.kind === 'other' ? condition : { ...condition, span, grouped: true };
}

function logic(kind: 'and' | 'or', operands: readonly Condition[], span: Span): Logic {
  return { kind: kind === 'and' ? 'all' : 'any', operands, span, grouped: false };
}

function other(span: Span, text: string): Condition {
  return { kind: 'other', source: sliceSpan(text, span), span, grouped: false };
}

/** `test.span` is that of the whole match for a value that stands alone, else that of the value. */
function values(value: Value, test: Test, text: string): Condition {
  switch (value.kind) {
    case 'literal':
      return isLoneWildcard(value) ? { ...test, relation: 'exists' } : { ...test, values: [valueOf(value)] };
    case 'valueGroup':
      return values(value.inner, test, text);
    case 'valueOr': {
      const literals = value.operands.filter((operand) => operand.kind === 'literal');
      if (literals.length === value.operands.length && !literals.some(isLoneWildcard)) return { ...test, values: literals.map(valueOf) };
      return logic(
        'or',
        value.operands.map((operand) => part(operand, test, text)),
        value.span,
      );
    }
    case 'valueAnd':
      return logic(
        'and',
        value.operands.map((operand) => part(operand, test, text)),
        value.span,
      );
    case 'valueNot':
      return { kind: 'not', operand: part(value.operand, test, text), span: value.span, grouped: false };
    case 'missing':
      return other(test.span, text);
  }
}

/** One of several values: its own place, parentheses included. */
function part(value: Value, test: Test, text: string): Condition {
  const condition = values(value, { ...test, span: value.span }, text);
  return value.kind === 'valueGroup' ? { ...condition, span: value.span, grouped: true } : condition;
}

function testOf(field: Literal, span: Span): Test {
  return {
    kind: 'test',
    field: literalText(field),
    fieldSpan: field.span,
    optional: false,
    relation: 'matches',
    ignoresCase: false,
    takesPatterns: false,
    values: [],
    span,
    grouped: false,
  };
}

function valueOf(literal: Literal): TestValue {
  const { pieces, quoted, span } = literal;
  const text = literalText(literal);
  return {
    text,
    pattern: pieces.join(anyRun),
    span,
    isText: true,
    ...(hasWildcard(literal) && /\s/.test(text) ? { cutAtSpaces: true as const } : {}),
    ...(quoted && /\W/.test(text) ? { isPhrase: true as const } : {}),
  };
}
