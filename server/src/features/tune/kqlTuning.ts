/** Where an exclusion, or a narrower test, goes in a KQL query: into what is there for the field, else after everything. */
import type { TextEdit } from '../../base/edit.js';
import { span } from '../../base/span.js';
import { hasWildcard, literalText, ungrouped, type Expr, type KqlQuery, type Match, type Value } from '../../syntax/kql/ast.js';
import { appended, listed } from './append.js';
import type { WrittenTest } from './value.js';

/** Takes events with the value out. */
export function excludeInKql(query: KqlQuery, test: WrittenTest, text: string): readonly TextEdit[] {
  for (const operand of operandsOf(query.body)) {
    const edits = widened(operand, test, text);
    if (edits !== undefined) return edits;
  }
  return added(query, `not ${test.text}`, text);
}

/** Leaves only events with the value. */
export function keepInKql(query: KqlQuery, test: WrittenTest, text: string): readonly TextEdit[] {
  const list = operandsOf(query.body).find((operand) => {
    const expr = ungrouped(operand);
    if (!isOn(expr, test) || expr.value.kind !== 'valueGroup') return false;
    return valuesOf(expr.value)?.some((value) => value.kind === 'literal' && literalText(value) === test.plain) === true;
  });
  if (list !== undefined) return [{ span: list.span, newText: test.text }];
  return added(query, test.text, text);
}

function operandsOf(body: Expr | undefined): readonly Expr[] {
  if (body === undefined) return [];
  const expr = ungrouped(body);
  return expr.kind === 'and' ? expr.operands : [expr];
}

function added({ body }: KqlQuery, clause: string, text: string): readonly TextEdit[] {
  if (body === undefined) return [{ span: span(0, 0), newText: clause }];
  const last = body.kind === 'and' ? body.operands.at(-1) : undefined;
  return appended({ span: body.span, last: (last ?? body).span, isLoose: body.kind === 'or' }, clause, text);
}

/** An exclusion of the field that can take one more value. */
function widened(operand: Expr, test: WrittenTest, text: string): readonly TextEdit[] | undefined {
  const expr = ungrouped(operand);
  if (expr.kind !== 'not') return undefined;
  const excluded = ungrouped(expr.operand);
  for (const alternative of excluded.kind === 'or' ? excluded.operands : [excluded]) {
    const inner = ungrouped(alternative);
    const edits = isOn(inner, test) ? intoList(inner.value, test, text) : undefined;
    if (edits !== undefined) return edits;
  }
  return undefined;
}

function intoList(value: Value, { value: written }: WrittenTest, text: string): readonly TextEdit[] | undefined {
  if (value.kind === 'literal') {
    return [
      { span: span(value.span.start, value.span.start), newText: '(' },
      { span: span(value.span.end, value.span.end), newText: ` or ${written})` },
    ];
  }
  const values = valuesOf(value)?.map((each) => each.span);
  return values === undefined ? undefined : listed(values, written, ' or', text);
}

/** Of a list in parentheses whose values are joined by `or`. */
function valuesOf(value: Value): readonly Value[] | undefined {
  if (value.kind !== 'valueGroup') return undefined;
  const { inner } = value;
  if (inner.kind === 'literal') return [inner];
  return inner.kind === 'valueOr' && inner.operands.every(({ kind }) => kind === 'literal') ? inner.operands : undefined;
}

function isOn(expr: Expr, { name }: WrittenTest): expr is Match {
  return expr.kind === 'match' && expr.field !== undefined && !hasWildcard(expr.field) && literalText(expr.field) === name;
}
