/** The nodes of a KQL query by their kind: what the checks of queries look at, each at the kinds that it is about. */
import { kqlChildren, type KqlNode } from '../../syntax/kql/ast.js';
import { nodesByKind } from '../../syntax/tree.js';
import { oncePer } from '../../base/oncePer.js';

/** `kqlNodes(tree)('match')` are all matches of the query. */
export const kqlNodes = oncePer((tree: KqlNode) => nodesByKind(tree, kqlChildren));
