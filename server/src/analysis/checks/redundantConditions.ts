/** QRY006 and EQL115: conditions and values that change nothing, because another one beside them says as much. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan, type Span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { shortened } from '../../syntax/recover.js';
import { oncePer } from '../../base/oncePer.js';
import { compareWholeValues, impliesTest, mostCompared } from '../conditions/compare.js';
import { conditionNodes, type Condition, type ConditionRoot, type Logic, type Test } from '../conditions/condition.js';
import { coverOf, hasWildcards, type Pattern } from '../conditions/pattern.js';
import { removalFix } from '../conditions/removal.js';
import { groupAlike, indexConditions } from '../conditions/same.js';
import { hasPatterns, patternsOf, valueTexts } from '../conditions/valueTexts.js';

export function redundantConditions(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const nodes = conditionNodes(root);
  return [
    ...[...nodes('all'), ...nodes('any')].flatMap((logic) => inLogic(logic, root, catalog)),
    ...nodes('test').flatMap((test) => inValues(test, catalog)),
  ];
}

function inLogic(logic: Logic, root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  return groupAlike(logic.operands).flatMap((group) => {
    const seen = indexConditions();
    const tests = logic.operands.length > mostCompared ? [] : group.flatMap((at) => testAt(at, logic) ?? []);
    return group.flatMap((at) => {
      const operand = logic.operands[at];
      const first = operand === undefined ? undefined : seen.add(operand);
      if (operand === undefined || first === undefined) return subsumed(logic, at, tests, root, catalog);
      return operand.kind === 'constant' || isListValue(operand) ? [] : [repeated(logic, at, operand.span, first)];
    });
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
  tests: readonly PlacedTest[],
  { language, text }: ConditionRoot,
  catalog: FieldCatalog,
): readonly Problem[] {
  const own = tests.find((test) => test.at === at);
  if (own === undefined) return [];
  const other = tests.find((rival) => {
    if (rival === own || rival.negated !== own.negated || rival.test.field !== own.test.field) return false;
    const asksForOneValue = [own.test, rival.test].every((test) => test.relation !== 'exists');
    if (asksForOneValue && !compareWholeValues(catalog, own.test, rival.test)) return false;
    const ownIsWeaker = (logic.kind === 'all') !== own.negated;
    const [inner, outer] = ownIsWeaker ? [rival.test, own.test] : [own.test, rival.test];
    return impliesTest(inner, outer) && !(impliesTest(outer, inner) && rival.at > at);
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
  /** Among the operands. */
  readonly at: number;
  readonly test: Test;
  readonly negated: boolean;
  /** With its negation. */
  readonly span: Span;
}

function testAt(at: number, { operands }: Logic): PlacedTest | undefined {
  const operand = operands[at];
  if (operand === undefined) return undefined;
  const { span } = operand;
  if (operand.kind === 'test') return { at, test: operand, negated: false, span };
  return operand.kind === 'not' && operand.operand.kind === 'test' ? { at, test: operand.operand, negated: true, span } : undefined;
}

/** `("cmd.exe", "c*.exe")`; the same text twice is a matter of its own. */
function inValues(test: Test, catalog: FieldCatalog): readonly Problem[] {
  if (!hasPatterns(test) || valueTexts(test).length < 2 || !compareWholeValues(catalog, test)) return [];
  return coveredIn(patternsOf(test, test.ignoresCase)).flatMap(({ at, widerAt }) => {
    const { values } = test;
    const [value, wider] = [values[at], values[widerAt]];
    if (value === undefined || wider === undefined) return [];
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

interface Covered {
  readonly at: number;
  readonly widerAt: number;
}

/** The patterns that another one covers, which is wider. */
const coveredIn = oncePer((patterns: readonly Pattern[]): readonly Covered[] => {
  const covers = patterns.map((pattern) => (hasWildcards(pattern) ? coverOf(pattern) : undefined));
  // Only these can be wider than others.
  const wild = covers.flatMap((isCovered, at) => (isCovered === undefined ? [] : [at]));
  if (wild.length === 0) return [];
  return patterns.flatMap((own, at) => {
    const widerAt = wild.find((i) => i !== at && covers[i]?.(own) === true && covers[at]?.(patterns[i] ?? '') !== true);
    return widerAt === undefined ? [] : [{ at, widerAt }];
  });
});
