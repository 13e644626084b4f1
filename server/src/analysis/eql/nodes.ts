/** The nodes of an EQL query by their kind: what the checks of queries look at, each at the kinds that it is about. */
import { eqlChildren, type EqlNode, type ListTest } from '../../syntax/eql/ast.js';
import { textsOf } from '../../syntax/eql/textList.js';
import { nodesByKind } from '../../syntax/tree.js';
import { oncePer } from '../../base/oncePer.js';

/** `eqlNodes(tree)('listTest')` are all list tests of the query. The texts of long lists are not among the nodes: no check is about those alone. */
export const eqlNodes = oncePer((tree: EqlNode) => nodesByKind(tree, childrenOf));

function childrenOf(node: EqlNode): readonly EqlNode[] {
  return node.kind === 'listTest' && textsOf(node) !== undefined ? [node.subject] : eqlChildren(node);
}

/** Whether all values of a test are texts of which this is true. */
export function everyText(node: ListTest, isSo: (text: string) => boolean): boolean {
  return textsOf(node)?.list.texts.every(isSo) ?? node.values.every((value) => value.kind === 'string' && isSo(value.value));
}
