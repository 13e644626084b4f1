/** Where an exclusion, or a narrower test, goes in an EQL condition: into what is there for the field, else after everything. */
import type { TextEdit } from '../../base/edit.js';
import { span } from '../../base/span.js';
import { ungrouped, type Comparison, type Expr, type ListTest } from '../../syntax/eql/ast.js';
import { appended, listed } from './append.js';
import type { WrittenTest } from './value.js';

/** Takes events with the value out. */
export function excludeInEql(condition: Expr, test: WrittenTest, text: string): readonly TextEdit[] {
  for (const operand of operandsOf(condition)) {
    const edits = widened(operand, test, text);
    if (edits !== undefined) return edits;
  }
  return added(condition, `not ${test.text}`, text);
}

/** Leaves only events with the value. */
export function keepInEql(condition: Expr, test: WrittenTest, text: string): readonly TextEdit[] {
  const list = operandsOf(condition).find((operand) => {
    const expr = ungrouped(operand);
    return expr.kind === 'listTest' && !expr.negated && isOn(expr.subject, test) && expr.values.some((value) => hasValue(value, test));
  });
  if (list !== undefined) return [{ span: list.span, newText: test.text }];
  return added(condition, test.text, text);
}

function operandsOf(condition: Expr): readonly Expr[] {
  const expr = ungrouped(condition);
  return expr.kind === 'and' ? expr.operands : [expr];
}

function added(condition: Expr, clause: string, text: string): readonly TextEdit[] {
  if (condition.kind === 'boolean' && condition.value) return [{ span: condition.span, newText: clause }];
  const last = condition.kind === 'and' ? condition.operands.at(-1) : undefined;
  return appended({ span: condition.span, last: (last ?? condition).span, isLoose: condition.kind === 'or' }, clause, text);
}

/** An exclusion of the field that can take one more value. */
function widened(operand: Expr, test: WrittenTest, text: string): readonly TextEdit[] | undefined {
  const expr = ungrouped(operand);
  if (expr.kind === 'listTest' && expr.negated) return intoList(expr, test, text);
  if (expr.kind === 'comparison' && expr.operator === '!=') return intoComparison(expr, 'not in', test);
  if (expr.kind !== 'not') return undefined;
  const excluded = ungrouped(expr.operand);
  for (const alternative of excluded.kind === 'or' ? excluded.operands : [excluded]) {
    const inner = ungrouped(alternative);
    const edits =
      inner.kind === 'listTest' && !inner.negated
        ? intoList(inner, test, text)
        : inner.kind === 'comparison' && inner.operator === '=='
          ? intoComparison(inner, 'in', test)
          : undefined;
    if (edits !== undefined) return edits;
  }
  return undefined;
}

/** Only lists that compare exactly: with `:` other cases of the value would be excluded too. */
function intoList(
  { operator, parenthesised, subject, values }: ListTest,
  test: WrittenTest,
  text: string,
): readonly TextEdit[] | undefined {
  const isExact = operator === 'in' || (operator === 'like' && !/[*?]/.test(test.plain));
  if (!isExact || !parenthesised || !isOn(subject, test) || !values.every((value) => isAlike(value, test))) return undefined;
  return listed(
    values.map((value) => value.span),
    test.value,
    ',',
    text,
  );
}

function intoComparison({ left, right, operatorSpan }: Comparison, operator: string, test: WrittenTest): readonly TextEdit[] | undefined {
  if (!isOn(left, test) || !isAlike(right, test)) return undefined;
  return [
    { span: operatorSpan, newText: operator },
    { span: span(right.span.start, right.span.start), newText: '(' },
    { span: span(right.span.end, right.span.end), newText: `, ${test.value})` },
  ];
}

function isOn(subject: Expr, { name }: WrittenTest): boolean {
  const expr = ungrouped(subject);
  return expr.kind === 'field' && expr.name === name;
}

/** A list takes values of one type. */
function isAlike(value: Expr, test: WrittenTest): boolean {
  const kind = test.value.startsWith('"') ? 'string' : test.value === 'true' || test.value === 'false' ? 'boolean' : 'number';
  return value.kind === kind;
}

function hasValue(value: Expr, { plain }: WrittenTest): boolean {
  const literal = ungrouped(value);
  return (literal.kind === 'string' || literal.kind === 'number' || literal.kind === 'boolean') && String(literal.value) === plain;
}
