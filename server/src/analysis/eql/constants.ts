/**
 * Numbers that stand in the query. Elasticsearch computes them before it searches, in every branch of a condition; where that fails, the
 * search fails whatever the events are.
 */
import { findFunction } from '../../schema/functions.js';
import { arithmetic, negate, type NumberOperator } from '../../schema/numbers/arithmetic.js';
import { isIntegral, literalNumber, ScriptError, type ScriptNumber } from '../../schema/numbers/number.js';
import { toNumber } from '../../schema/numbers/toNumber.js';
import { ungrouped, type Arithmetic, type Call, type Expr, type Sign } from '../../syntax/eql/ast.js';
import type { EqlContext } from './context.js';
import { firstField, inferEql } from './infer.js';

/** Null is a value; undefined is what is no constant number, is not computed here, or fails. */
type ConstantNumber = ScriptNumber | null | undefined;

/** Reports what fails to be computed, at the innermost expression that does. */
export function checkConstant(node: Arithmetic | Sign | Call, context: EqlContext): void {
  try {
    if (compute(node) === undefined && node.kind !== 'sign') checkDivisor(node, context);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    context.report({ code: 'QRY003', span: node.span, severity: 'error', message: `${error.message}: the search fails` });
  }
}

/** A whole number of an event that is divided by zero fails the search as soon as an event has a value. */
function checkDivisor(node: Arithmetic | Call, { catalog, report }: EqlContext): void {
  const { operator, left, right } = operationOf(node) ?? {};
  if ((operator !== '/' && operator !== '%') || left === undefined || right === undefined) return;
  const divisor = constantNumber(right);
  const isZero = divisor !== undefined && divisor !== null && isIntegral(divisor) && divisor.value === 0n;
  if (!isZero || inferEql(left, catalog) !== 'integer') return;
  const severity = firstField(left, catalog) === undefined ? 'error' : 'warning';
  report({ code: 'QRY003', span: right.span, severity, message: 'A whole number cannot be divided by zero: the search fails' });
}

function constantNumber(expr: Expr): ConstantNumber {
  try {
    return compute(expr);
  } catch (error) {
    if (error instanceof ScriptError) return undefined;
    throw error;
  }
}

/** Throws `ScriptError` where the expression itself fails, not a part of it. */
function compute(expr: Expr): ConstantNumber {
  const node = ungrouped(expr);
  switch (node.kind) {
    case 'number':
      return literalNumber(node);
    case 'null':
      return null;
    case 'sign': {
      const operand = constantNumber(node.operand);
      return operand === undefined || operand === null || node.operator === '+' ? operand : negate(operand);
    }
    case 'arithmetic':
    case 'call': {
      const operation = operationOf(node);
      if (operation === undefined) return node.kind === 'call' ? readNumber(node) : undefined;
      const [left, right] = [constantNumber(operation.left), constantNumber(operation.right)];
      if (left === undefined || right === undefined) return undefined;
      return left === null || right === null ? null : arithmetic(operation.operator, left, right);
    }
    default:
      return undefined;
  }
}

interface Operation {
  readonly operator: NumberOperator;
  readonly left: Expr;
  readonly right: Expr;
}

/** `divide(a, b)` is `a / b`. */
function operationOf(node: Arithmetic | Call): Operation | undefined {
  if (node.kind === 'arithmetic') return node;
  const operator = findFunction(node.name)?.operator;
  const [left, right] = node.args;
  return operator === undefined || left === undefined || right === undefined ? undefined : { operator, left, right };
}

/** `number("…")` and `number("…", base)`. */
function readNumber({ name, args }: Call): ConstantNumber {
  const [first, second] = args;
  if (first === undefined || findFunction(name)?.name !== 'number') return undefined;
  const source = ungrouped(first);
  const base = second === undefined ? null : constantNumber(second);
  if (source.kind !== 'string' || base === undefined || (base !== null && !isIntegral(base))) return undefined;
  return toNumber(source.value, base === null ? undefined : Number(base.value));
}
