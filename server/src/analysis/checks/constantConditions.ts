/** QRY008, QRY009 and KQL113: conditions whose result does not depend on the event. */
import { append } from '../../base/append.js';
import type { Fix, Problem } from '../../base/problem.js';
import { sliceSpan, span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { areDisjoint, compareWholeValues, isSingleValued, mostCompared } from '../conditions/compare.js';
import { conditionNodes, flattened, type Condition, type ConditionRoot, type Logic, type Test } from '../conditions/condition.js';
import { removalFix } from '../conditions/removal.js';
import { indexConditions } from '../conditions/same.js';

export function constantConditions(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const nodes = conditionNodes(root);
  const problems: Problem[] = [];
  if (nodes('constant').length > 0) {
    for (const logic of [...nodes('all'), ...nodes('any')]) append(problems, constantOperands(logic));
    for (const negation of nodes('not'))
      if (negation.operand.kind === 'constant') problems.push(constantNegation(negation.operand.value, negation));
  }
  const inner = new Set(nodes('any').flatMap(({ operands }) => operands.filter(({ kind }) => kind === 'any')));
  for (const logic of nodes('any')) if (!inner.has(logic)) append(problems, alwaysTrue(logic, root, catalog));
  const { condition } = root;
  if (condition.kind === 'constant' && !condition.value) {
    problems.push({ code: 'QRY008', span: condition.span, message: 'This is never true, so nothing matches' });
  }
  return problems;
}

function constantNegation(value: boolean, { span: place }: Condition): Problem {
  return { code: 'QRY008', span: place, message: `This is ${value ? 'never' : 'always'} true, whatever the event` };
}

/** `true and x` is `x`; `true or x` is true. */
function constantOperands(logic: Logic): readonly Problem[] {
  return logic.operands.flatMap((operand, at) => {
    if (operand.kind !== 'constant') return [];
    const neutral = operand.value === (logic.kind === 'all');
    const all = logic.kind === 'all' ? '`and`' : '`or`';
    return {
      code: 'QRY008',
      span: operand.span,
      message: neutral
        ? `This is ${operand.value ? 'always' : 'never'} true and changes nothing in an ${all}`
        : `This is ${operand.value ? 'always' : 'never'} true, and with it the whole ${all}, whatever the other conditions are`,
      unnecessary: neutral,
      fixes: neutral ? removalFix('Remove the constant condition', logic.operands, at) : [],
    };
  });
}

/** `not a or not b` where no event has both, and `a or not a`. */
function alwaysTrue(logic: Logic, root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const operands = flattened(logic, 'any');
  if (!operands.some(({ kind }) => kind === 'not')) return [];
  // Of those that say the same, the last is found.
  const index = indexConditions();
  for (const operand of [...operands].reverse()) index.add(operand);
  for (const [at, operand] of operands.entries()) {
    const opposite = operand.kind === 'not' ? index.find(operand.operand) : undefined;
    if (opposite !== undefined) return [tautology(operand, opposite)];
    const excluded = negatedTest(operand);
    if (excluded === undefined || !isSingleValued(excluded.field, catalog) || !compareWholeValues(catalog, excluded)) continue;
    const other = operands.slice(0, Math.min(at, mostCompared)).find((before) => {
      const test = negatedTest(before);
      return test?.field === excluded.field && compareWholeValues(catalog, test) && areDisjoint(test, excluded);
    });
    if (other !== undefined) return [notOrNot(excluded.field, operand, other, logic, root)];
  }
  return [];
}

function tautology(operand: Condition, opposite: Condition): Problem {
  return {
    code: 'QRY008',
    span: operand.span,
    message: 'One of this condition and its opposite is true of every event, so the whole `or` always is',
    related: [{ span: opposite.span, message: 'Its opposite' }],
  };
}

function notOrNot(field: string, operand: Condition, other: Condition, logic: Logic, { text }: ConditionRoot): Problem {
  // The values of a list of KQL's share the place of their field; they have a code of their own.
  const inList = negatedTest(operand)?.fieldSpan === negatedTest(other)?.fieldSpan;
  return {
    code: inList ? 'KQL113' : 'QRY009',
    span: operand.span,
    message: `\`${field}\` has one value, so one of these exclusions is true of every event; join them with \`and\` to exclude both`,
    related: [{ span: other.span, message: 'The other exclusion' }],
    fixes: joinFix(logic, text),
  };
}

/** Only where nothing else is joined with them: `and` binds tighter. */
function joinFix(logic: Logic, text: string): readonly Fix[] {
  const [first, second, ...more] = logic.operands;
  if (first === undefined || second === undefined || more.length > 0 || first.kind !== 'not' || second.kind !== 'not') return [];
  const gap = span(first.span.end, second.span.start);
  const found = /^(\s*)or\s*$/i.exec(sliceSpan(text, gap));
  if (found === null) return [];
  const start = gap.start + (found[1] ?? '').length;
  return [{ title: 'Join with `and`', edits: [{ span: span(start, start + 'or'.length), newText: 'and' }] }];
}

function negatedTest(condition: Condition): Test | undefined {
  return condition.kind === 'not' && condition.operand.kind === 'test' ? condition.operand : undefined;
}
