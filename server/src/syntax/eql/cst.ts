/** Token streams to Chevrotain's concrete syntax trees, and ways to read those: children by name, and in the order of the text. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { once } from '../../base/once.js';
import { recognitionProblems, tokenEnd } from '../recover.js';
import { EqlParser } from './grammar.js';
import type { Reporter } from './report.js';

const strict = once(() => new EqlParser(false, true));
const tolerant = once(() => new EqlParser(true, true));

/** The whole text, the content of an item's brackets, or the content of parentheses. */
type StartRule = 'query' | 'eventQuery' | 'list';

/** The concrete tree of the tokens. The grammar takes every stream of tokens; were there an error all the same, it is reported. */
export function parseTokens(rule: StartRule, tokens: IToken[], reporter: Reporter): CstNode {
  const parser = strict();
  parser.input = tokens;
  const tree = parser[rule]();
  return parser.errors.length === 0 ? tree : parseTolerantly(rule, tokens, reporter);
}

function parseTolerantly(rule: StartRule, tokens: IToken[], reporter: Reporter): CstNode {
  const parser = tolerant();
  parser.input = tokens;
  const tree = parser[rule]();
  const last = tokens.at(-1);
  recognitionProblems(parser.errors, 'QRY001', last === undefined ? 0 : tokenEnd(last)).forEach(reporter.report);
  return tree;
}

export function isToken(element: CstElement): element is IToken {
  return (element as Partial<IToken>).image !== undefined;
}

/** The tokens of `node` that the grammar names `name`. */
export function tokensOf(node: CstNode, name: string): readonly IToken[] {
  return (node.children[name] ?? []).filter(isToken);
}

export function tokenOf(node: CstNode, name: string): IToken | undefined {
  return tokensOf(node, name)[0];
}

export function nodesOf(node: CstNode, name: string): readonly CstNode[] {
  return (node.children[name] ?? []).filter((element): element is CstNode => !isToken(element));
}

export function nodeOf(node: CstNode, name: string): CstNode | undefined {
  return nodesOf(node, name)[0];
}

/** The children of these names in the order of the text, which the tree keeps only within one name. */
export function inOrder(node: CstNode, ...names: readonly string[]): readonly CstElement[] {
  const present = names.map((name) => node.children[name] ?? []).filter((elements) => elements.length > 0);
  const [first, ...others] = present;
  return first === undefined ? [] : others.reduce(merged, first);
}

/** Two lists that are in order as one. */
function merged(some: readonly CstElement[], others: readonly CstElement[]): CstElement[] {
  const all: CstElement[] = [];
  let at = 0;
  for (const other of others) {
    const start = startOf(other);
    for (let one = some[at]; one !== undefined && startOf(one) <= start; one = some[at]) {
      all.push(one);
      at++;
    }
    all.push(other);
  }
  return all.concat(some.slice(at));
}

/** Where the first of its tokens starts. */
export function startOf(element: CstElement): number {
  return isToken(element)
    ? element.startOffset
    : Math.min(...Object.values(element.children).map(([first]) => (first === undefined ? NaN : startOf(first))));
}

/** The children of a node whose grammar names them all alike. */
export function piecesOf(node: CstNode): readonly CstElement[] {
  return node.children['piece'] ?? [];
}
