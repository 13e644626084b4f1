/** EQL114: a `?` on a field that all events of the rule's indices can have, so that it changes nothing. */
import type { Problem } from '../../base/problem.js';
import { containsSpan, span } from '../../base/span.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import type { EqlNode } from '../../syntax/eql/ast.js';
import { eqlNodes } from './nodes.js';

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
  const nodes = eqlNodes(tree);
  return nodes('field')
    .filter(({ name, optional }) => optional && (catalog.authoritative ? catalog.field(name) !== undefined : everywhere.has(name)))
    .filter((field) => nodes('eventQuery').some((query) => containsSpan(query.span, field.span)))
    .map(({ name, span: place, nameSpan }) => ({
      code: 'EQL114',
      span: place,
      message: `\`${name}\` is in the indices anyway; the \`?\` changes nothing`,
      fixes: [{ title: 'Remove `?`', edits: [{ span: span(place.start, nameSpan.start), newText: '' }], preferred: true }],
    }));
}
