/** EQL118: a misspelt event category. */
import type { Problem } from '../../base/problem.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { misspeltNames } from '../../base/nearest.js';
import type { EqlNode } from '../../syntax/eql/ast.js';
import { eqlNodes } from '../eql/nodes.js';

/** Only words that are nearly a category of ECS: others may be a category of the user's own. Quoted ones are meant as they are. */
export function eventCategory(tree: EqlNode, catalog: FieldCatalog): readonly Problem[] {
  const known = catalog.field('event.category')?.values?.list.map(({ name }) => name) ?? [];
  return eqlNodes(tree)('category').flatMap(({ name, any, quoted, span }) => {
    const near = any || quoted || known.includes(name) ? undefined : misspeltNames(name, [...known, 'any'])[0];
    if (near === undefined) return [];
    return {
      code: 'EQL118',
      span,
      message: `\`${name}\` is not an event category of ECS; did you mean \`${near}\`?`,
      fixes: [{ title: `Replace by \`${near}\``, edits: [{ span, newText: near }], preferred: true }],
    };
  });
}
