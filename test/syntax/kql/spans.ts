/** What holds for the spans of every KQL tree. */
import { containsSpan, sliceSpan } from '../../../server/src/base/span.js';
import { kqlChildren, type KqlNode } from '../../../server/src/syntax/kql/ast.js';
import type { ParsedKql } from '../../../server/src/syntax/kql/parse.js';
import { walk } from '../../../server/src/syntax/tree.js';

/** Kind and source text of every node, parents first. */
export function nodesWithText(root: KqlNode, text: string): readonly (readonly [string, string])[] {
  const nodes: (readonly [string, string])[] = [];
  walk(root, kqlChildren, (node) => nodes.push([node.kind, sliceSpan(text, node.span)]));
  return nodes;
}

/** What is wrong with the spans: a child outside its parent, siblings out of order, white space at an end, words that no leaf covers. */
export function spanFaults(parsed: ParsedKql): readonly string[] {
  const faults: string[] = [];
  walk<KqlNode>(parsed.tree, kqlChildren, (node) => {
    let end = node.span.start;
    for (const child of kqlChildren(node)) {
      if (!containsSpan(node.span, child.span)) faults.push(`${child.kind} is outside of its ${node.kind}`);
      if (child.span.start < end) faults.push(`${child.kind} overlaps what is before it`);
      end = child.span.end;
    }
    const words = sliceSpan(parsed.text, node.span);
    if (node.kind !== 'query' && words !== words.replace(/^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g, ''))
      faults.push(`${node.kind} has white space at an end`);
  });
  const literals = new Set<string>();
  walk<KqlNode>(parsed.tree, kqlChildren, (node) => node.kind === 'literal' && literals.add(`${node.span.start}-${node.span.end}`));
  for (const { type, span } of parsed.tokens) {
    if ((type === 'Literal' || type === 'Quoted') && !literals.has(`${span.start}-${span.end}`))
      faults.push(`no leaf for ${sliceSpan(parsed.text, span)}`);
  }
  return faults;
}
