/** QRY006 and EQL115: conditions and values that change nothing, because another one beside them says as much. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan, type Span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { shortened } from '../../syntax/recover.js';
import { comparesWholeValues, coversValue, impliesTest, mostCompared } from '../conditions/compare.js';
import { conditionChildren, conditionKey, type Condition, type ConditionRoot, type Logic, type Test } from '../conditions/condition.js';
import { hasWildcards } from '../conditions/pattern.js';
import { removalFix } from '../conditions/removal.js';

export function redundantConditions(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  const visit = (condition: Condition): void => {
    if (condition.kind === 'all' || condition.kind === 'any') problems.push(...inLogic(condition, root, catalog));
    if (condition.kind === 'test') problems.push(...inValues(condition, catalog));
    conditionChildren(condition).forEach(visit);
  };
  visit(root.condition);
  return problems;
}

function inLogic(logic: Logic, root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const seen = new Map<string, Condition>();
  const tests = logic.operands.length > mostCompared ? [] : logic.operands.map(testIn);
  return logic.operands.flatMap((operand, at) => {
    const key = conditionKey(operand);
    const first = seen.get(key);
    if (first !== undefined) return operand.kind === 'constant' || isListValue(operand) ? [] : [repeated(logic, at, operand.span, first)];
    seen.set(key, operand);
    return subsumed(logic, at, tests, root, catalog);
  });
}

/** One value of a list in KQL: the same value twice is a matter of its own. */
function isListValue(condition: Condition): boolean {
  return condition.kind === 'test' && condition.values.length === 1 && condition.fieldSpan.start < condition.span.start;
}

function repeated(logic: Logic, at: number, place: Span, first: Condition): Problem {
  return {
    code: 'QRY006',
    span: place,
    message: 'This condition stands here twice; once is enough, or another one was meant',
    unnecessary: true,
    related: [{ span: first.span, message: 'It first stands here' }],
    fixes: removalFix('Remove the repeated condition', logic.operands, at),
  };
}

/** `a:* and a:x`: in an `and` the weaker condition says nothing, in an `or` the stronger one. */
function subsumed(
  logic: Logic,
  at: number,
  tests: readonly (PlacedTest | undefined)[],
  { language, text }: ConditionRoot,
  catalog: FieldCatalog,
): readonly Problem[] {
  const own = tests[at];
  if (own === undefined) return [];
  const other = tests.find((rival, i) => {
    if (i === at || rival === undefined || rival.negated !== own.negated || rival.test.field !== own.test.field) return false;
    const whole = [own.test, rival.test].every((test) => test.relation === 'exists' || comparesWholeValues(test, catalog));
    if (!whole && own.test.relation !== 'exists' && rival.test.relation !== 'exists') return false;
    const ownIsWeaker = (logic.kind === 'all') !== own.negated;
    const [inner, outer] = ownIsWeaker ? [rival.test, own.test] : [own.test, rival.test];
    return impliesTest(inner, outer) && !(impliesTest(outer, inner) && i > at);
  });
  if (other === undefined) return [];
  const isPresence = own.test.relation === 'exists' && !own.negated;
  return [
    {
      code: isPresence && language === 'eql' ? 'EQL115' : 'QRY006',
      span: own.span,
      severity: isPresence ? 'information' : 'hint',
      message: `This changes nothing, as \`${shortened(sliceSpan(text, other.span))}\` ${isPresence ? 'needs a value too' : 'says as much'}`,
      unnecessary: true,
      related: [{ span: other.span, message: 'The condition that makes it redundant' }],
      fixes: removalFix('Remove the redundant condition', logic.operands, at),
    },
  ];
}

interface PlacedTest {
  readonly test: Test;
  readonly negated: boolean;
  /** With its negation. */
  readonly span: Span;
}

function testIn(condition: Condition): PlacedTest | undefined {
  if (condition.kind === 'test') return { test: condition, negated: false, span: condition.span };
  if (condition.kind !== 'not' || condition.operand.kind !== 'test') return undefined;
  return { test: condition.operand, negated: true, span: condition.span };
}

/** `("cmd.exe", "c*.exe")`; the same text twice is a matter of its own. */
function inValues(test: Test, catalog: FieldCatalog): readonly Problem[] {
  const { values } = test;
  const patterns = values.filter(({ pattern }) => hasWildcards(pattern));
  if (values.length < 2 || patterns.length === 0 || !comparesWholeValues(test, catalog)) return [];
  return values.flatMap((value, at) => {
    const wider = patterns.find(
      (other) => other !== value && coversValue(other, test, value, test) && !coversValue(value, test, other, test),
    );
    if (wider === undefined) return [];
    return {
      code: 'QRY006',
      span: value.span,
      severity: 'hint' as const,
      message: `\`${shortened(wider.text)}\` in the same list takes this value already`,
      unnecessary: true,
      related: [{ span: wider.span, message: 'The pattern that takes it' }],
      fixes: removalFix('Remove the value', values, at),
    };
  });
}
