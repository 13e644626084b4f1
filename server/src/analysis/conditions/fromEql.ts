/** The conditions of an EQL query. */
import { sliceSpan, type Span } from '../../base/span.js';
import type { Comparison, EqlNode, Expr, Field, ListTest } from '../../syntax/eql/ast.js';
import { eqlNodes } from '../eql/nodes.js';
import { oncePer } from '../../base/oncePer.js';
import type { Condition, ConditionRoot, Relation, Test, TestValue } from './condition.js';
import { readPattern } from './pattern.js';

/** One for each `… where …`. */
export const eqlConditions = oncePer((tree: EqlNode, text: string): readonly ConditionRoot[] =>
  eqlNodes(tree)('eventQuery').map(({ category, condition }) => ({
    language: 'eql',
    condition: build(condition, text),
    category: category.kind === 'category' ? category : undefined,
    text,
  })),
);

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
  const known: TestValue[] = [];
  for (const value of values) {
    const read = valueOf(withoutGroup(value), takesPatterns ? '*?' : '');
    if (read === undefined) return undefined;
    known.push(read);
  }
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
  return { text, pattern: readPattern(text, wildcards), span: expr.span, isText: expr.kind === 'string' };
}
