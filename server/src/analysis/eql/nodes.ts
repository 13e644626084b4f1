/** The nodes of an EQL query by their kind: what the checks of queries look at, each at the kinds that it is about. */
import { eqlChildren, type EqlNode } from '../../syntax/eql/ast.js';
import { nodesByKind } from '../../syntax/tree.js';
import { oncePer } from '../../base/oncePer.js';

/** `eqlNodes(tree)('listTest')` are all list tests of the query. */
export const eqlNodes = oncePer((tree: EqlNode) => nodesByKind(tree, eqlChildren));
