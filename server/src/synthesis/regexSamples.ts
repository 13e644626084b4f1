/** Texts that a regular expression of Lucene's syntax is likely to match; whoever uses them checks. */
import { parseLuceneRegex, type CharacterClass, type LuceneRegexNode } from '../syntax/eql/luceneSyntax.js';

/** The next of a row of numbers from 0 to below `bound`, the same row in every run. */
export type Choose = (bound: number) => number;

export function chooser(seed: number): Choose {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % bound;
  };
}

const samples = 80;

/** Different texts, the shortest choices first; none for a pattern that cannot be read. */
export function regexSamples(pattern: string): readonly string[] {
  try {
    const node = parseLuceneRegex(pattern);
    const texts = Array.from({ length: samples }, (_, seed) => sample(node, seed === 0 ? () => 0 : chooser(seed)));
    return [...new Set(texts)];
  } catch {
    return []; // A pattern of another syntax: it has no samples.
  }
}

function sample(node: LuceneRegexNode, choose: Choose): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'class':
      return memberOf(node, choose);
    case 'anyCharacter':
      return 'x1a'.charAt(choose(3));
    case 'anyText':
    case 'complement':
      return ['', 'example', 'zq7 zq'][choose(3)] ?? '';
    case 'nothing':
      return '';
    case 'interval':
      return String(node.min + choose(node.max - node.min + 1)).padStart(node.digits, '0');
    case 'repeat': {
      const most = Math.min(node.max ?? Infinity, node.min + 4);
      return Array.from({ length: node.min + choose(most - node.min + 1) }, () => sample(node.operand, choose)).join('');
    }
    case 'sequence':
      return node.operands.map((operand) => sample(operand, choose)).join('');
    case 'union':
    case 'intersection': {
      const operand = node.operands[choose(node.operands.length)];
      return operand === undefined ? '' : sample(operand, choose);
    }
  }
}

const usualCharacters = 'xaz17ZA _-./\\:';

function memberOf({ negated, singles, ranges }: CharacterClass, choose: Choose): string {
  if (!negated) {
    const members = [...singles, ...ranges.flatMap(({ from, to }) => [from, to, from + choose(to - from + 1)])];
    return String.fromCodePoint(members[choose(members.length)] ?? 0x7a);
  }
  const allowed = [...usualCharacters].filter((character) => {
    const point = character.codePointAt(0) ?? 0;
    return !singles.includes(point) && !ranges.some(({ from, to }) => from <= point && point <= to);
  });
  return allowed[choose(Math.max(1, allowed.length))] ?? '\u2026';
}
