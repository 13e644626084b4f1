/** EQL114: a `?` on a field that all events of the rule's indices can have, so that it changes nothing. */
import type { Problem } from '../../base/problem.js';
import { span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { eqlChildren, type EqlNode } from '../../syntax/eql/ast.js';
import { walk } from '../../syntax/tree.js';

/** Fields that every index with events has; for others a `?` guards against indices that were made before the field was. */
const everywhere: ReadonlySet<string> = new Set([
  '@timestamp',
  'agent.id',
  'event.action',
  'event.category',
  'event.kind',
  'event.type',
  'host.id',
  'host.name',
  'host.os.type',
]);

/** In the join keys of a sequence a `?` says something else: events without the key are joined too. */
export function optionalFields(tree: EqlNode, catalog: FieldCatalog): readonly Problem[] {
  const problems: Problem[] = [];
  walk(tree, eqlChildren, (node) => {
    if (node.kind !== 'eventQuery') return;
    walk(node as EqlNode, eqlChildren, (each) => {
      if (each.kind !== 'field' || !each.optional) return;
      if (!(catalog.authoritative ? catalog.field(each.name) !== undefined : everywhere.has(each.name))) return;
      const mark = span(each.span.start, each.nameSpan.start);
      problems.push({
        code: 'EQL114',
        span: each.span,
        message: `\`${each.name}\` is in the indices anyway; the \`?\` changes nothing`,
        fixes: [{ title: 'Remove `?`', edits: [{ span: mark, newText: '' }], preferred: true }],
      });
    });
  });
  return problems;
}
