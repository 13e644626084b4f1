/** Expand selection: from the word to its clause, its group, its item, the query, each step a node of the tree. */
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { containsSpan, touches, type Span } from '../base/span.js';
import type { ParsedQuery } from '../rule/ruleDocument.js';
import { eqlChildren, type EqlNode } from '../syntax/eql/ast.js';
import { kqlChildren, type KqlNode } from '../syntax/kql/ast.js';
import { nodePathAt } from '../syntax/tree.js';
import { queryAt } from './context/toml.js';
import { toOffset, toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

/** One for each position, the innermost range with its parents; undefined when none of the positions stands in a query. */
export function selectionRanges(model: RuleModel, positions: readonly Position[]): SelectionRange[] | undefined {
  const chains = positions.map((position) => chainAt(model, position));
  if (chains.every((chain) => chain === undefined)) return undefined;
  return chains.map((chain, index) => {
    const position = positions[index] ?? { line: 0, character: 0 };
    return chain ?? { range: { start: position, end: position } };
  });
}

function chainAt(model: RuleModel, position: Position): SelectionRange | undefined {
  const offset = toOffset(model.lines, position);
  const place = queryAt(model.document, offset);
  if (place?.region.parsed === undefined) return undefined;
  const { map, parsed, span } = place.region;
  const nodes = nodeSpans(parsed, place.offset).map((node) => map.spanToFile(node));
  // Editors refuse a range away from the cursor, which stands before the `?` of a field, or in white space that TOML leaves out.
  const spans = [span, map.contentSpan, ...nodes].filter((each) => touches(each, offset));
  let chain: SelectionRange | undefined;
  let outer: Span | undefined;
  for (const inner of spans) {
    if (outer !== undefined && (isSame(inner, outer) || !containsSpan(outer, inner))) continue;
    chain = { range: toRange(model.lines, inner), ...(chain === undefined ? {} : { parent: chain }) };
    outer = inner;
  }
  return chain;
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** From the outside inwards. */
function nodeSpans(parsed: ParsedQuery, offset: number): readonly Span[] {
  const spans =
    parsed.language === 'eql'
      ? nodePathAt<EqlNode>(parsed.tree, offset, eqlChildren).flatMap((node) => eqlSteps(node, offset))
      : nodePathAt<KqlNode>(parsed.tree, offset, kqlChildren).flatMap((node) => kqlSteps(node, offset));
  return spans.filter(({ start, end }) => start < end);
}

/** A string also without its quotes, an optional field also without its `?`, brackets also without themselves. */
function eqlSteps(node: EqlNode, offset: number): readonly Span[] {
  switch (node.kind) {
    case 'string':
      return [node.span, ...inside(node.span, node.raw ? 3 : 1, offset)];
    case 'group':
      return [node.span, ...inside(node.span, 1, offset)];
    case 'field':
      return [node.span, node.nameSpan];
    default:
      return [node.span];
  }
}

function kqlSteps(node: KqlNode, offset: number): readonly Span[] {
  const isEnclosed = node.kind === 'group' || node.kind === 'valueGroup' || (node.kind === 'literal' && node.quoted);
  return isEnclosed ? [node.span, ...inside(node.span, 1, offset)] : [node.span];
}

function inside({ start, end }: Span, delimiter: number, offset: number): readonly Span[] {
  const content = { start: start + delimiter, end: end - delimiter };
  return content.start <= offset && offset <= content.end ? [content] : [];
}
