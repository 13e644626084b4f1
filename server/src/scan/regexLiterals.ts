/** Texts that regular expressions need somewhere in a value: whoever does not have them need not be matched. */
import { assertNever } from '../base/invariant.js';
import { parseLuceneRegex, type CharacterClass, type LuceneRegexNode } from '../syntax/eql/luceneSyntax.js';
import { notAscii } from './automaton.js';
import { literalIn, mostTelling, weight, type Edges } from './literals.js';

type Literals = readonly string[];

const inside: Edges = { start: false, end: false };

/** Texts as of `literalOf`, one of which each value has that the valid pattern matches as a whole; undefined where that cannot be said. */
export function literalsOfRegex(pattern: string): Literals | undefined {
  return literalsOf(parseLuceneRegex(pattern), { start: true, end: true });
}

function literalsOf(node: LuceneRegexNode, edges: Edges): Literals | undefined {
  switch (node.kind) {
    case 'text':
      return literalsIn(node.text, edges);
    case 'sequence':
      return mostTelling(partsOf(node.operands, edges), leastWeight);
    case 'intersection':
      return mostTelling(
        node.operands.map((operand) => literalsOf(operand, edges)),
        leastWeight,
      );
    case 'union': {
      const each = node.operands.map((operand) => literalsOf(operand, edges));
      return each.every((literals) => literals !== undefined) ? each.flat() : undefined;
    }
    case 'repeat':
      return node.min === 0 ? undefined : literalsOf(node.operand, inside);
    case 'class':
      return hasNoAscii(node) ? [notAscii] : undefined;
    case 'anyCharacter':
    case 'anyText':
    case 'nothing':
    case 'interval':
    case 'complement':
      return undefined;
    default:
      return assertNever(node);
  }
}

function hasNoAscii({ negated, singles, ranges }: CharacterClass): boolean {
  return !negated && [...singles, ...ranges.map(({ from }) => from)].every((least) => least > 0x7f);
}

/** Each character is a node of its own: those that follow each other are one text. */
function partsOf(nodes: readonly LuceneRegexNode[], edges: Edges): readonly (Literals | undefined)[] {
  const parts: (Literals | undefined)[] = [];
  let text = '';
  let from = 0;
  for (const [at, node] of nodes.entries()) {
    const isLast = at === nodes.length - 1;
    if (node.kind === 'text') {
      if (text === '') from = at;
      text += node.text;
    } else parts.push(literalsOf(node, { start: edges.start && at === 0, end: edges.end && isLast }));
    if (text === '' || (node.kind === 'text' && !isLast)) continue;
    parts.push(literalsIn(text, { start: edges.start && from === 0, end: edges.end && node.kind === 'text' }));
    text = '';
  }
  return parts;
}

function literalsIn(text: string, edges: Edges): Literals | undefined {
  const literal = literalIn(text, edges);
  return literal === undefined ? undefined : [literal];
}

/** Of several, one of which is there, the one that tells least counts. */
function leastWeight(literals: Literals): number {
  return Math.min(...literals.map(weight));
}
