/** QRY012: an event type that ECS does not expect with the category beside it. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { conditionNodes, flattened, isPattern, type Condition, type ConditionRoot, type Test } from '../conditions/condition.js';

/** Only where every type that a condition asks for is unexpected: who also lists one that is not knows their data. */
export function categoryTypes(root: ConditionRoot, catalog: FieldCatalog): readonly Problem[] {
  const { condition, category } = root;
  if (!conditionNodes(root)('test').some(({ field }) => field === 'event.type')) return [];
  const problems: Problem[] = [];
  const visit = (part: Condition, given: readonly string[]): void => {
    const operands = flattened(part, 'all');
    const tests = operands.filter((operand) => operand.kind === 'test');
    const named = tests.filter(({ field }) => field === 'event.category').flatMap(plainValues);
    const categories = [...given, ...named];
    problems.push(...tests.filter(({ field }) => field === 'event.type').flatMap((test) => unexpected(test, categories, catalog)));
    for (const operand of operands) if (operand.kind === 'any') operand.operands.forEach((each) => visit(each, categories));
  };
  visit(condition, category === undefined || category.any ? [] : [category.name]);
  return problems;
}

function unexpected(test: Test, categories: readonly string[], catalog: FieldCatalog): readonly Problem[] {
  const wanted = plainValues(test);
  if (categories.length === 0 || wanted.length === 0 || wanted.length < test.values.length) return [];
  const rows = catalog.field('event.category')?.values?.list ?? [];
  const types = categories.map((category) => rows.find(({ name }) => name === category)?.expectedTypes);
  const expected = types.filter((list) => list !== undefined).flat();
  // A category of one's own may have any type; a type that ECS does not have is reported as such.
  if (types.includes(undefined) || expected.length === 0) return [];
  if (wanted.some((type) => expected.includes(type))) return [];
  const known = catalog.field('event.type')?.values?.list ?? [];
  if (wanted.some((type) => !known.some(({ name }) => name === type))) return [];
  const usual = [...new Set(expected)].map((type) => `\`${type}\``).join(', ');
  const message = `ECS expects no such event.type in the category ${categories.map((name) => `\`${name}\``).join(' or ')}; it has ${usual}`;
  return test.values.map(({ span }) => ({ code: 'QRY012', span, message }));
}

function plainValues({ values, relation }: Test): readonly string[] {
  return relation === 'matches' ? values.filter((value) => !isPattern(value)).map(({ text }) => text) : [];
}
