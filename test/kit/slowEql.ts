/**
 * A second, slow interpreter of EQL conditions for tests: it walks the tree for every event and every choice of values, with none of the
 * product's lowering, leaves or matchers. It knows keyword, long, double, boolean and ip fields, and ASCII text.
 */
import type { Value } from '../../server/src/events/event.js';
import type { Json, JsonObject } from '../../server/src/events/json.js';
import {
  eqlChildren,
  type Call,
  type Comparison,
  type EqlNode,
  type EqlQuery,
  type Expr,
  type ListTest,
} from '../../server/src/syntax/eql/ast.js';

export type SlowType = 'keyword' | 'long' | 'double' | 'boolean' | 'ip';

interface SlowNumber {
  readonly number: number;
  readonly whole: boolean;
}
type SlowValue = null | boolean | string | SlowNumber;
type Choice = ReadonlyMap<string, SlowValue>;
type Types = Readonly<Record<string, SlowType>>;

/** Whether the event query matches. Fields without a type are taken as JSON has them. */
export function slowMatches({ body }: EqlQuery, event: JsonObject, types: Types): boolean {
  if (body.kind !== 'eventQuery' || body.category.kind === 'missing') throw new Error('only event queries');
  const values = new Map<string, Value[]>();
  flatten(event, '', values);
  const inCategory = body.category.any || (values.get('event.category') ?? []).includes(body.category.name);
  return inCategory && onEvent(body.condition, values, types);
}

function flatten(json: Json, name: string, into: Map<string, Value[]>): void {
  if (json === null) return;
  if (Array.isArray(json)) for (const item of json as readonly Json[]) flatten(item, name, into);
  else if (typeof json === 'object') {
    for (const [key, item] of Object.entries(json as JsonObject)) flatten(item, name === '' ? key : `${name}.${key}`, into);
  } else into.set(name, [...(into.get(name) ?? []), json]);
}

/** Two-valued: `and`, `or` and `not` stand outside of the choice of values. */
function onEvent(expr: Expr, values: ReadonlyMap<string, Value[]>, types: Types): boolean {
  switch (expr.kind) {
    case 'group':
      return onEvent(expr.inner, values, types);
    case 'and':
      return expr.operands.every((operand) => onEvent(operand, values, types));
    case 'or':
      return expr.operands.some((operand) => onEvent(operand, values, types));
    case 'not':
      return !onEvent(expr.operand, values, types);
    case 'comparison':
      if (expr.operator === '!=') return !onEvent({ ...expr, operator: '==' }, values, types);
      if (expr.operator === '==' && expr.right.kind === 'boolean' && bare(expr.left).kind !== 'field') {
        return onEvent(expr.left, values, types) === expr.right.value;
      }
      break;
    case 'listTest':
      if (expr.negated) return !onEvent({ ...expr, negated: false }, values, types);
      break;
    default:
  }
  return someChoice([...fieldNames(expr)], new Map(), values, types, (choice) => evaluate(expr, choice, types) === true);
}

function bare(expr: Expr): Expr {
  return expr.kind === 'group' ? bare(expr.inner) : expr;
}

function fieldNames(node: EqlNode, into = new Set<string>()): Set<string> {
  if (node.kind === 'field') into.add(node.name);
  for (const child of eqlChildren(node)) fieldNames(child, into);
  return into;
}

function someChoice(
  names: readonly string[],
  chosen: Choice,
  values: ReadonlyMap<string, Value[]>,
  types: Types,
  test: (choice: Choice) => boolean,
): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return test(chosen);
  const typed = (values.get(name) ?? []).map((value) => asType(value, types[name])).filter((value) => value !== null);
  const choices = typed.length === 0 ? [null] : typed;
  return choices.some((value) => someChoice(rest, new Map([...chosen, [name, value]]), values, types, test));
}

function asType(value: Value, type: SlowType | undefined): SlowValue {
  switch (type) {
    case 'keyword':
      return String(value);
    case 'long':
      return typeof value === 'boolean' || Number.isNaN(Number(value)) ? null : { number: Math.trunc(Number(value)), whole: true };
    case 'double':
      return typeof value === 'boolean' || Number.isNaN(Number(value)) ? null : { number: Number(value), whole: false };
    case 'boolean':
      return value === true || value === 'true' ? true : value === false || value === 'false' ? false : null;
    case 'ip':
      return typeof value === 'string' && ipNumber(value) !== undefined ? value : null;
    default:
      return typeof value === 'number' || typeof value === 'bigint'
        ? { number: Number(value), whole: Number.isInteger(Number(value)) }
        : value;
  }
}

function ipNumber(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function inNetwork(address: string, network: string): boolean {
  const [base = '', bits = '32'] = network.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor((ipNumber(address) ?? -1) / size) === Math.floor((ipNumber(base) ?? -2) / size);
}

function evaluate(expr: Expr, choice: Choice, types: Types): SlowValue {
  switch (expr.kind) {
    case 'group':
      return evaluate(expr.inner, choice, types);
    case 'null':
      return null;
    case 'string':
    case 'boolean':
      return expr.value;
    case 'number':
      return { number: Number(expr.value), whole: expr.integer };
    case 'field':
      return choice.get(expr.name) ?? null;
    case 'sign': {
      const operand = evaluate(expr.operand, choice, types);
      return isNumber(operand) ? { ...operand, number: expr.operator === '-' ? -operand.number : operand.number } : null;
    }
    case 'arithmetic':
      return calculate(expr.operator, evaluate(expr.left, choice, types), evaluate(expr.right, choice, types));
    case 'comparison':
      return compare(expr, choice, types);
    case 'listTest':
      return listed(expr, choice, types);
    case 'call':
      return callOf(expr, choice, types);
    default:
      throw new Error(`not known here: ${expr.kind}`);
  }
}

function isNumber(value: SlowValue): value is SlowNumber {
  return typeof value === 'object' && value !== null;
}

function calculate(operator: string, a: SlowValue, b: SlowValue): SlowValue {
  if (!isNumber(a) || !isNumber(b)) return null;
  const whole = a.whole && b.whole;
  const results: Readonly<Record<string, number>> = {
    '+': a.number + b.number,
    '-': a.number - b.number,
    '*': a.number * b.number,
    '/': a.number / b.number,
    '%': a.number % b.number,
  };
  const result = results[operator] ?? NaN;
  return { number: whole ? Math.trunc(result) + 0 : result, whole };
}

function compare({ left, operator, right }: Comparison, choice: Choice, types: Types): SlowValue {
  const [a, b] = [evaluate(left, choice, types), evaluate(right, choice, types)];
  if (operator === '==' && bare(right).kind === 'null') return a === null;
  if (operator === '==' && bare(left).kind === 'null') return b === null;
  if (a === null || b === null) return null;
  const type = fieldType(left, types) ?? fieldType(right, types);
  if (operator === '==' && type === 'ip') return inNetwork(textOf(a), textOf(b));
  const order = orderOf(type, a, b);
  if (order === null) return null;
  const answers = { '==': order === 0, '!=': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 };
  return answers[operator];
}

/** The type of a plain field, by which the other side is read. */
function fieldType(expr: Expr, types: Types): SlowType | undefined {
  const inner = bare(expr);
  return inner.kind === 'field' ? types[inner.name] : undefined;
}

function orderOf(type: SlowType | undefined, a: SlowValue, b: SlowValue): number | null {
  if (type === 'long' || type === 'double') return sign(numberOf(a) - numberOf(b));
  if (type === 'keyword') return a === b ? 0 : String(textOf(a)) < String(textOf(b)) ? -1 : 1;
  if (isNumber(a) && isNumber(b)) return sign(a.number - b.number) || orderOfZeros(a.number, b.number);
  if (typeof a !== typeof b || isNumber(a) || isNumber(b) || a === null || b === null) return null;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Java's -0.0 comes before 0.0. */
function orderOfZeros(a: number, b: number): number | null {
  return Number.isNaN(a - b) ? null : Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

function sign(difference: number): number | null {
  return Number.isNaN(difference) ? null : Math.sign(difference);
}

function numberOf(value: SlowValue): number {
  return isNumber(value) ? value.number : Number(value);
}

function textOf(value: SlowValue): string {
  if (isNumber(value)) return value.whole || !Number.isInteger(value.number) ? String(value.number) : `${value.number}.0`;
  return String(value);
}

function listed({ subject, operator, values }: ListTest, choice: Choice, types: Types): SlowValue {
  const value = evaluate(subject, choice, types);
  if (value === null) return null;
  const elements = values.map((element) => evaluate(element, choice, types));
  const type = fieldType(subject, types);
  return elements.some((element) => {
    if (operator === 'in') return type === 'ip' ? inNetwork(textOf(value), textOf(element)) : orderOf(type, value, element) === 0;
    const [text, other] = [textOf(value), textOf(element)];
    if (operator === 'in~') return text.toLowerCase() === other.toLowerCase();
    if (operator === 'like') return globs(other, text);
    if (operator === ':' || operator === 'like~') return globs(other.toLowerCase(), text.toLowerCase());
    return new RegExp(`^(?:${other})$`, operator === 'regex' ? 's' : 'is').test(text);
  });
}

/** By trying everything. */
function globs(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) return globs(pattern.slice(1), text) || (text !== '' && globs(pattern, text.slice(1)));
  return text !== '' && (pattern.startsWith('?') || pattern[0] === text[0]) && globs(pattern.slice(1), text.slice(1));
}

function callOf({ name, args, caseInsensitive }: Call, choice: Choice, types: Types): SlowValue {
  const values = args.map((arg) => evaluate(arg, choice, types));
  if (values.some((value) => value === null)) return null;
  const texts = values.map((value) => (caseInsensitive ? textOf(value).toLowerCase() : textOf(value)));
  const [a = '', b = ''] = texts;
  const whole = (number: number): SlowNumber => ({ number, whole: true });
  switch (name) {
    case 'length':
      return whole(a.length);
    case 'startsWith':
      return a.slice(0, b.length) === b;
    case 'endsWith':
      return b === '' || a.slice(-b.length) === b;
    case 'stringContains':
      return a.split(b).length > 1;
    case 'indexOf':
      return a.includes(b) ? whole(a.split(b)[0]?.length ?? 0) : null;
    case 'concat':
      return values.map(textOf).join('');
    case 'string':
      return textOf(values[0] ?? null);
    case 'number':
      return whole(Number(a));
    case 'cidrMatch':
      return texts.slice(1).some((network) => inNetwork(a, network));
    case 'substring':
      return textOf(values[0] ?? null).slice(numberOf(values[1] ?? null), values[2] === undefined ? undefined : numberOf(values[2]));
    default:
      throw new Error(`not known here: ${name}`);
  }
}
