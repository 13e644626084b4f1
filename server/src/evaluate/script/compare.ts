/** Comparison and logic inside scripts: null stays null, and values of different kinds cannot be compared. */
import { isIntegral, type ScriptNumber } from '../../schema/numbers/number.js';
import type { ComparisonOperator } from '../../syntax/eql/ast.js';
import { isScriptNumber, type ScriptValue } from './value.js';

/** Negative, zero or positive; null where one side is null or the two cannot be compared. Text is in Java's order, by UTF-16 units. */
export function compareScript(left: ScriptValue, right: ScriptValue): number | null {
  if (left === null || right === null) return null;
  if (isScriptNumber(left)) return isScriptNumber(right) ? compareScriptNumbers(left, right) : null;
  if (isScriptNumber(right) || typeof left !== typeof right) return null;
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareScriptNumbers(left: ScriptNumber, right: ScriptNumber): number {
  if (isIntegral(left) && isIntegral(right)) return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  return compareDoubles(Number(left.value), Number(right.value));
}

/** Java's total order: -0.0 before 0.0, and NaN, equal to itself, after everything. */
function compareDoubles(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (Object.is(left, right)) return 0;
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return Object.is(left, -0) ? -1 : 1;
}

const accepts: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

export function comparison(operator: ComparisonOperator, order: number | null): boolean | null {
  return order === null ? null : accepts[operator](order);
}

type Truth = boolean | null;

/** False as soon as one operand is, else null as soon as one is. */
export function scriptAnd(operands: readonly Truth[]): Truth {
  if (operands.includes(false)) return false;
  return operands.includes(null) ? null : true;
}

export function scriptOr(operands: readonly Truth[]): Truth {
  if (operands.includes(true)) return true;
  return operands.includes(null) ? null : false;
}

export function scriptNot(operand: Truth): Truth {
  return operand === null ? null : !operand;
}
