/**
 * Expressions that Elasticsearch runs as scripts, compiled to closures over the values of their fields. The same closures fold constants:
 * a constant is a script without fields.
 */
import type { Span } from '../../base/span.js';
import type { Value } from '../../events/event.js';
import { findFunction } from '../../schema/functions.js';
import { arithmetic, negate } from '../../schema/numbers/arithmetic.js';
import { literalNumber, ScriptError, type ScriptNumber } from '../../schema/numbers/number.js';
import {
  ungrouped,
  type Arithmetic,
  type Call,
  type Comparison,
  type Expr,
  type Field,
  type ListTest,
  type Literal,
  type Sign,
} from '../../syntax/eql/ast.js';
import { scriptFunctions } from '../functions.js';
import { compileJavaRegex, compileScriptWildcards } from '../javaRegex.js';
import { EvaluationError, type FieldRef } from '../predicate.js';
import { compareScript, comparison, scriptAnd, scriptNot, scriptOr } from '../script/compare.js';
import { scriptReader } from '../script/read.js';
import { isScriptNumber, type ScriptValue } from '../script/value.js';
import { isPlainText, parseWildcard } from '../wildcard.js';
import { checkCall } from './checkCall.js';
import { resolveField } from './fields.js';
import { reportRegex } from './regexProblem.js';
import type { Scope } from './scope.js';
import { firstField } from './types.js';

/** Takes one value per slot. Throws `EvaluationError` where the search would fail. */
export type Script = (values: readonly ScriptValue[]) => ScriptValue;

/** The fields of a script, each once, and how their values become Java's. */
export class Slots {
  readonly fields: FieldRef[] = [];
  readonly #readers: ((value: Value) => ScriptValue)[] = [];

  slotOf(field: FieldRef): number {
    const known = this.fields.findIndex(({ name }) => name === field.name);
    if (known >= 0) return known;
    this.#readers.push(scriptReader(field));
    return this.fields.push(field) - 1;
  }

  read(values: readonly (Value | null)[]): readonly ScriptValue[] {
    return values.map((value, slot) => (value === null ? null : (this.#readers[slot]?.(value) ?? null)));
  }
}

/** What could not be compiled is reported and null. Constants are computed at once, as Elasticsearch computes them before it searches. */
export function compileScript(expr: Expr, slots: Slots, scope: Scope): Script {
  const node = ungrouped(expr);
  const script = compileNode(node, slots, scope);
  const isComputed = node.kind === 'sign' || node.kind === 'arithmetic' || node.kind === 'call';
  if (!isComputed || firstField(node, scope) !== undefined) return script;
  const value = constantOf(script, scope);
  return () => value;
}

function compileNode(node: ReturnType<typeof ungrouped>, slots: Slots, scope: Scope): Script {
  switch (node.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null': {
      const value = literalValue(node);
      return () => value;
    }
    case 'field':
      return fieldScript(node, slots, scope);
    case 'sign':
      return signScript(node, slots, scope);
    case 'arithmetic':
      return arithmeticScript(node, slots, scope);
    case 'comparison':
      return comparisonScript(node, slots, scope);
    case 'listTest':
      return listScript(node, slots, scope);
    case 'call':
      return callScript(node, slots, scope);
    case 'and':
    case 'or': {
      const operands = node.operands.map((operand) => truthScript(operand, slots, scope));
      const combine = node.kind === 'and' ? scriptAnd : scriptOr;
      return (values) => combine(operands.map((operand) => operand(values)));
    }
    case 'not': {
      const operand = truthScript(node.operand, slots, scope);
      return (values) => scriptNot(operand(values));
    }
    case 'lineage':
      return refuseLineage(node.relationSpan, node.relation, scope);
    case 'missing':
      return () => null;
  }
}

export function refuseLineage(span: Span, relation: string, scope: Scope): Script {
  scope.report({ code: 'QRY001', span, message: `\`${relation} of\` is not supported by Elasticsearch`, severity: 'error' });
  return () => null;
}

/** The value of an expression without fields; undefined when it has some. */
export function fold(expr: Expr, scope: Scope): { readonly value: ScriptValue } | undefined {
  if (firstField(expr, scope) !== undefined) return undefined;
  return { value: constantOf(compileScript(expr, new Slots(), scope), scope) };
}

/** The value of a script without fields; what fails is reported and null. */
function constantOf(script: Script, scope: Scope): ScriptValue {
  try {
    return script([]);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    scope.report({ code: 'QRY003', span: error.span, message: error.message, severity: 'error' });
    return null;
  }
}

function literalValue(node: Literal): ScriptValue {
  if (node.kind === 'null') return null;
  return node.kind === 'number' ? literalNumber(node) : node.value;
}

function fieldScript(node: Field, slots: Slots, scope: Scope): Script {
  const field = resolveField(node, scope);
  if (field === 'absent' || field === 'refused') return () => null;
  const slot = slots.slotOf(field.ref);
  return (values) => values[slot] ?? null;
}

/** A script failure happens at a place in the query. */
function located<T>(span: Span, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ScriptError) throw new EvaluationError(error.message, span);
    throw error;
  }
}

function numberAt(value: ScriptValue, span: Span): ScriptNumber | null {
  if (value === null || isScriptNumber(value)) return value;
  throw new EvaluationError(`A number is required here, but the value is "${String(value)}"`, span);
}

function signScript(node: Sign, slots: Slots, scope: Scope): Script {
  const operand = compileScript(node.operand, slots, scope);
  return (values) => {
    const number = numberAt(operand(values), node.operand.span);
    return number === null || node.operator === '+' ? number : located(node.span, () => negate(number));
  };
}

function arithmeticScript(node: Arithmetic, slots: Slots, scope: Scope): Script {
  const left = compileScript(node.left, slots, scope);
  const right = compileScript(node.right, slots, scope);
  return (values) => {
    const [a, b] = [numberAt(left(values), node.left.span), numberAt(right(values), node.right.span)];
    return a === null || b === null ? null : located(node.span, () => arithmetic(node.operator, a, b));
  };
}

/** Tests against a null constant ask whether the other side is null; they are recognised before constants are folded. */
function comparisonScript(node: Comparison, slots: Slots, scope: Scope): Script {
  const left = compileScript(node.left, slots, scope);
  const right = compileScript(node.right, slots, scope);
  if (node.operator === '==' || node.operator === '!=') {
    const whenNull = node.operator === '==';
    if (isNullConstant(node.right, scope)) return (values) => (left(values) === null) === whenNull;
    if (isNullConstant(node.left, scope)) return (values) => (right(values) === null) === whenNull;
  }
  return (values) => comparison(node.operator, compareScript(left(values), right(values)));
}

function isNullConstant(expr: Expr, scope: Scope): boolean {
  return fold(expr, scope)?.value === null;
}

function truthScript(expr: Expr, slots: Slots, scope: Scope): (values: readonly ScriptValue[]) => boolean | null {
  const script = compileScript(expr, slots, scope);
  return (values) => {
    const value = script(values);
    if (value === null || typeof value === 'boolean') return value;
    throw new EvaluationError('A condition is required here, which is true or false', expr.span);
  };
}

function listScript(node: ListTest, slots: Slots, scope: Scope): Script {
  const subject = compileScript(node.subject, slots, scope);
  const accepts = listTest(node, slots, scope);
  return (values) => {
    const value = subject(values);
    const found = value === null ? null : accepts(value, values);
    return node.negated ? scriptNot(found) : found;
  };
}

type Accepts = (value: ScriptValue, values: readonly ScriptValue[]) => boolean;

function listTest(node: ListTest, slots: Slots, scope: Scope): Accepts {
  const elements = node.values.map((value) => compileScript(value, slots, scope));
  switch (node.operator) {
    case 'in':
      return (value, values) => elements.some((element) => compareScript(value, element(values)) === 0);
    case 'in~':
      return (value, values) => elements.some((element) => equalIgnoringCase(value, element(values)));
    case ':':
    case 'like':
    case 'like~':
      return wildcardTest(textsOf(node), node.operator !== 'like');
    case 'regex':
    case 'regex~':
      return regexTest(node, scope);
  }
}

function equalIgnoringCase(a: ScriptValue, b: ScriptValue): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

/** The string constants of a list. */
export function textsOf(node: ListTest): readonly string[] {
  return node.values.map(ungrouped).flatMap((value) => (value.kind === 'string' ? [value.value] : []));
}

/** Patterns without wildcards are compared whole, folding all letters; the others run as Java patterns. */
function wildcardTest(texts: readonly string[], caseInsensitive: boolean): Accepts {
  const patterns = texts.map(parseWildcard).filter((pattern) => !isPlainText(pattern));
  const plain = texts.filter((text) => isPlainText(parseWildcard(text)));
  const matches = patterns.length === 0 ? undefined : compileScriptWildcards(patterns, caseInsensitive);
  return (value) => {
    if (typeof value !== 'string') return false;
    return plain.some((text) => (caseInsensitive ? equalIgnoringCase(value, text) : value === text)) || matches?.(value) === true;
  };
}

function regexTest(node: ListTest, scope: Scope): Accepts {
  const tests = node.values.map(ungrouped).flatMap((value) => {
    if (value.kind !== 'string') return [];
    const compiled = compileJavaRegex(value.value, node.operator === 'regex~');
    if (compiled.ok) return [compiled.test];
    reportRegex(value, compiled, scope);
    return [];
  });
  return (value) => typeof value === 'string' && tests.some((test) => test(value));
}

function callScript(node: Call, slots: Slots, scope: Scope): Script {
  const args = node.args.map((arg) => compileScript(arg, slots, scope));
  const row = checkCall(node, scope) ? findFunction(node.name) : undefined;
  const compute = row === undefined ? undefined : scriptFunctions[row.name];
  if (compute === undefined) return () => null;
  const options = { caseInsensitive: node.caseInsensitive };
  return (values) => located(node.span, () => compute(args.map((arg) => arg(values)), options)); // prettier-ignore
}
