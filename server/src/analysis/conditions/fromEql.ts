/** The conditions of an EQL query. */
import { sliceSpan, type Span } from '../../base/span.js';
import { eqlChildren, type Comparison, type EqlNode, type Expr, type Field, type ListTest } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';
import type { Condition, ConditionRoot, Relation, Test, TestValue } from './condition.js';
import { foldPattern, readPattern } from './pattern.js';

/** Several checks ask for the conditions of the same tree. */
const rootsOfTree = new WeakMap<EqlNode, readonly ConditionRoot[]>();

/** One for each `… where …`. */
export function eqlConditions(tree: EqlNode, text: string): readonly ConditionRoot[] {
  const roots = rootsOfTree.get(tree) ?? rootsOf(tree, text);
  rootsOfTree.set(tree, roots);
  return roots;
}

function rootsOf(tree: EqlNode, text: string): readonly ConditionRoot[] {
  const roots: ConditionRoot[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind !== 'eventQuery') return;
    const category = node.category.kind === 'category' ? node.category : undefined;
    roots.push({ language: 'eql', condition: build(node.condition, text), category, text });
  });
  return roots;
}

function build(expr: Expr, text: string): Condition {
  const { span } = expr;
  switch (expr.kind) {
    case 'group':
      return { ...build(expr.inner, text), span, grouped: true };
    case 'and':
    case 'or': {
      const operands = expr.operands.map((operand) => build(operand, text));
      return { kind: expr.kind === 'and' ? 'all' : 'any', operands, span, grouped: false };
    }
    case 'not':
      return { kind: 'not', operand: build(expr.operand, text), span, grouped: false };
    case 'boolean':
      return { kind: 'constant', value: expr.value, span, grouped: false };
    case 'comparison':
      return comparison(expr) ?? other(expr, text);
    case 'listTest':
      return listTest(expr) ?? other(expr, text);
    default:
      return other(expr, text);
  }
}

function other({ span }: Expr, text: string): Condition {
  return { kind: 'other', source: sliceSpan(text, span), span, grouped: false };
}

function withoutGroup(expr: Expr): Expr {
  return expr.kind === 'group' ? withoutGroup(expr.inner) : expr;
}

const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function comparison({ operator, left, right, span }: Comparison): Condition | undefined {
  const [a, b] = [withoutGroup(left), withoutGroup(right)];
  const [field, constant] = a.kind === 'field' ? [a, b] : [b, a];
  if (field.kind !== 'field') return constantComparison(operator, a, b, span);
  if (operator === '==' || operator === '!=') {
    // `== null` asks for no value.
    const test = constant.kind === 'null' ? { ...testOf(field, span), relation: 'exists' as const } : equality(field, constant, span);
    const negated = (operator === '!=') !== (constant.kind === 'null');
    return test === undefined || !negated ? test : { kind: 'not', operand: test, span, grouped: false };
  }
  const value = valueOf(constant, '');
  const relation: Relation = field === a ? operator : mirrored[operator];
  return value === undefined ? undefined : { ...testOf(field, span), relation, values: [value] };
}

function equality(field: Field, constant: Expr, span: Span): Test | undefined {
  const value = valueOf(constant, '');
  return value === undefined ? undefined : { ...testOf(field, span), values: [value] };
}

function constantComparison(operator: string, a: Expr, b: Expr, span: Span): Condition | undefined {
  if ((operator !== '==' && operator !== '!=') || a.kind !== b.kind) return undefined;
  const [x, y] = [valueOf(a, ''), valueOf(b, '')];
  if (x === undefined || y === undefined) return undefined;
  return { kind: 'constant', value: (x.text === y.text) === (operator === '=='), span, grouped: false };
}

function listTest({ operator, negated, subject, values, span }: ListTest): Condition | undefined {
  const field = withoutGroup(subject);
  if (field.kind !== 'field' || operator.startsWith('regex')) return undefined;
  const takesPatterns = operator === ':' || operator.startsWith('like');
  const read = values.map((value) => valueOf(withoutGroup(value), takesPatterns ? '*?' : ''));
  const known = read.filter((value) => value !== undefined);
  if (known.length < read.length) return undefined;
  const ignoresCase = operator === ':' || operator.endsWith('~');
  const test: Test = { ...testOf(field, span), ignoresCase, takesPatterns, values: known };
  return negated ? { kind: 'not', operand: test, span, grouped: false } : test;
}

function testOf(field: Field, span: Span): Test {
  return {
    kind: 'test',
    field: field.name,
    fieldSpan: field.nameSpan,
    optional: field.optional,
    relation: 'matches',
    ignoresCase: false,
    takesPatterns: false,
    values: [],
    span,
    grouped: false,
  };
}

function valueOf(expr: Expr, wildcards: '' | '*?'): TestValue | undefined {
  if (expr.kind !== 'string' && expr.kind !== 'number' && expr.kind !== 'boolean') return undefined;
  const text = String(expr.value);
  const pattern = readPattern(text, wildcards);
  return { text, pattern, folded: foldPattern(pattern), span: expr.span, isText: expr.kind === 'string' };
}
