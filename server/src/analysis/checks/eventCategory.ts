/** EQL118: a misspelt event category. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { nearestNames } from '../../base/nearest.js';
import { eqlChildren, type EqlNode } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';

/** Only words that are nearly a category of ECS: others may be a category of the user's own. Quoted ones are meant as they are. */
export function eventCategory(tree: EqlNode, catalog: FieldCatalog): readonly Problem[] {
  const known = catalog.field('event.category')?.values?.list.map(({ name }) => name) ?? [];
  const problems: Problem[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind !== 'category' || node.any || node.quoted || known.includes(node.name)) return;
    const near = nearestNames(node.name, [...known, 'any'])[0];
    if (near === undefined) return;
    problems.push({
      code: 'EQL118',
      span: node.span,
      message: `\`${node.name}\` is not an event category of ECS; did you mean \`${near}\`?`,
      fixes: [{ title: `Replace by \`${near}\``, edits: [{ span: node.span, newText: near }], preferred: true }],
    });
  });
  return problems;
}
