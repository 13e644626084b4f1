/** EQL112: `any where` with a condition that lets only one category through. */
import type { Problem } from '../../base/problem.js';
import type { ConditionRoot, Test } from '../conditions/condition.js';
import { removalFix } from '../conditions/removal.js';

/** Only for rules whose category is that of ECS. */
export function anyCategory({ condition, category }: ConditionRoot): readonly Problem[] {
  if (category?.any !== true) return [];
  const operands = condition.kind === 'all' ? condition.operands : [condition];
  return operands.flatMap((operand, at) => {
    const name = operand.kind === 'test' ? onlyCategory(operand) : undefined;
    if (name === undefined) return [];
    const removal = removalFix('', operands, at).flatMap(({ edits }) => edits);
    const edits = [{ span: category.span, newText: name }, ...(operands.length > 1 ? removal : [{ span: operand.span, newText: 'true' }])];
    return {
      code: 'EQL112',
      span: category.span,
      message: `Only events of the category \`${name}\` can pass; \`${name} where\` says so at once`,
      related: [{ span: operand.span, message: 'The condition that asks for the category' }],
      fixes: [{ title: `Write \`${name} where\``, edits }],
    };
  });
}

/** The category is compared with its case. */
function onlyCategory({ field, relation, ignoresCase, takesPatterns, values }: Test): string | undefined {
  const [value, ...more] = values;
  if (field !== 'event.category' || relation !== 'matches' || value === undefined || more.length > 0) return undefined;
  return !ignoresCase && !takesPatterns && /^[a-z_]+$/.test(value.text) ? value.text : undefined;
}
