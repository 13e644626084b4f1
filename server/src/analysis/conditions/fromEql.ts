/** The conditions of an EQL query. */
import { shifted, sliceSpan, type Span } from '../../base/span.js';
import { ungrouped, type Comparison, type EqlNode, type Expr, type Field, type ListTest } from '../../syntax/eql/ast.js';
import { textsOf, type PlacedList, type TextList } from '../../syntax/eql/textList.js';
import { eqlNodes } from '../eql/nodes.js';
import { oncePer } from '../../base/oncePer.js';
import type { Condition, ConditionRoot, Relation, Test, TestValue } from './condition.js';
import { readPattern } from './pattern.js';
import { listPatterns } from './valueTexts.js';

/** One for each `… where …`. */
export const eqlConditions = oncePer((tree: EqlNode, text: string): readonly ConditionRoot[] =>
  eqlNodes(tree)('eventQuery').map(({ category, condition }) => ({
    language: 'eql',
    condition: build(condition, text),
    category: category.kind === 'category' ? category : undefined,
    text,
  })),
);

/** What stands around a condition: `span` with the parentheses. */
type Place = Pick<Condition, 'span' | 'grouped'>;

function build(expr: Expr, text: string, place = bare(expr.span)): Condition {
  const { span, grouped } = place;
  switch (expr.kind) {
    case 'group':
      return build(expr.inner, text, { span, grouped: true });
    case 'and':
    case 'or': {
      const operands = expr.operands.map((operand) => build(operand, text));
      return { kind: expr.kind === 'and' ? 'all' : 'any', operands, span, grouped };
    }
    case 'not':
      return { kind: 'not', operand: build(expr.operand, text), span, grouped };
    case 'boolean':
      return { kind: 'constant', value: expr.value, span, grouped };
    case 'comparison':
      return comparison(expr, place) ?? other(expr, text, place);
    case 'listTest':
      return listTest(expr, place) ?? other(expr, text, place);
    default:
      return other(expr, text, place);
  }
}

/** As it is written, without parentheses around it. */
function other(expr: Expr, text: string, { span, grouped }: Place): Condition {
  return { kind: 'other', source: sliceSpan(text, expr.span), span, grouped };
}

const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function comparison({ operator, left, right, span }: Comparison, place: Place): Condition | undefined {
  const [a, b] = [ungrouped(left), ungrouped(right)];
  const [field, constant] = a.kind === 'field' ? [a, b] : [b, a];
  if (field.kind !== 'field') return constantComparison(operator, a, b, place);
  if (operator === '==' || operator === '!=') {
    // `== null` asks for no value.
    const negated = (operator === '!=') !== (constant.kind === 'null');
    const own = negated ? bare(span) : place;
    const test = constant.kind === 'null' ? { ...testOf(field, own), relation: 'exists' as const } : equality(field, constant, own);
    return test === undefined || !negated ? test : { kind: 'not', operand: test, span: place.span, grouped: place.grouped };
  }
  const value = valueOf(constant, '');
  const relation: Relation = field === a ? operator : mirrored[operator];
  return value === undefined ? undefined : { ...testOf(field, place), relation, values: [value] };
}

function equality(field: Field, constant: Expr, place: Place): Test | undefined {
  const value = valueOf(constant, '');
  return value === undefined ? undefined : { ...testOf(field, place), values: [value] };
}

function constantComparison(operator: string, a: Expr, b: Expr, place: Place): Condition | undefined {
  if ((operator !== '==' && operator !== '!=') || a.kind !== b.kind) return undefined;
  const [x, y] = [valueOf(a, ''), valueOf(b, '')];
  if (x === undefined || y === undefined) return undefined;
  return { kind: 'constant', value: (x.text === y.text) === (operator === '=='), span: place.span, grouped: place.grouped };
}

function listTest(node: ListTest, place: Place): Condition | undefined {
  const { operator, negated, subject } = node;
  const field = ungrouped(subject);
  if (field.kind !== 'field' || operator.startsWith('regex')) return undefined;
  const takesPatterns = operator === ':' || operator.startsWith('like');
  const ignoresCase = operator === ':' || operator.endsWith('~');
  const left = { ...testOf(field, negated ? bare(node.span) : place), ignoresCase, takesPatterns };
  const texts = textsOf(node);
  const test = texts === undefined ? againstValues(left, node.values) : new TextsTest(left, texts);
  return test === undefined || !negated ? test : { kind: 'not', operand: test, span: place.span, grouped: place.grouped };
}

function againstValues(left: Test, exprs: readonly Expr[]): Test | undefined {
  const values: TestValue[] = [];
  for (const expr of exprs) {
    const read = valueOf(ungrouped(expr), left.takesPatterns ? '*?' : '');
    if (read === undefined) return undefined;
    values.push(read);
  }
  return { ...left, values };
}

/**
 * Most checks find nothing in most lists: a value is made for each text when there is something to say about one. A class, because of
 * the getter: objects that have one of their own are kept for long.
 */
class TextsTest implements Test {
  readonly kind = 'test';
  readonly field: string;
  readonly fieldSpan: Span;
  readonly optional: boolean;
  readonly relation: Relation;
  readonly ignoresCase: boolean;
  readonly takesPatterns: boolean;
  readonly span: Span;
  readonly grouped: boolean;
  readonly list: TextList;
  readonly #start: number;
  #values: readonly TestValue[] | undefined;

  constructor(left: Test, { list, start }: PlacedList) {
    this.field = left.field;
    this.fieldSpan = left.fieldSpan;
    this.optional = left.optional;
    this.relation = left.relation;
    this.ignoresCase = left.ignoresCase;
    this.takesPatterns = left.takesPatterns;
    this.span = left.span;
    this.grouped = left.grouped;
    this.list = list;
    this.#start = start;
  }

  get values(): readonly TestValue[] {
    return (this.#values ??= valuesOf(this.list, this.#start, this.takesPatterns));
  }
}

function valuesOf({ texts, spans }: TextList, start: number, takesPatterns: boolean): readonly TestValue[] {
  const patterns = listPatterns(texts, takesPatterns);
  return spans.map((inList, at) => {
    const text = texts[at] ?? '';
    return { text, pattern: patterns[at] ?? text, span: shifted(inList, start), isText: true };
  });
}

function testOf(field: Field, { span, grouped }: Place): Test {
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
    grouped,
  };
}

/** Without parentheses around it. */
function bare(span: Span): Place {
  return { span, grouped: false };
}

function valueOf(expr: Expr, wildcards: '' | '*?'): TestValue | undefined {
  if (expr.kind !== 'string' && expr.kind !== 'number' && expr.kind !== 'boolean') return undefined;
  const text = String(expr.value);
  return { text, pattern: readPattern(text, wildcards), span: expr.span, isText: expr.kind === 'string' };
}
