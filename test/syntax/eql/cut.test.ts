/**
 * Half-typed queries: real ones cut off at every offset. A clause is any node of the whole query's tree; it was complete before the cut
 * if the token that follows it was, for then nothing that comes later can belong to it. All such nodes have to be in the tree of the
 * cut query, with the same place, content and parent.
 */
import { describe, expect, it, test } from 'vitest';
import { eqlChildren, type EqlNode } from '../../../server/src/syntax/eql/ast.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { reference } from '../../kit/reference.js';
import { eqlCorpus, type CorpusQuery } from './corpus.js';

/** The node's kind, place and own content, without its children. */
function identity(node: EqlNode): string {
  let own = `${node.span.start}-${node.span.end}`;
  for (const name in node) {
    const value = node[name as keyof EqlNode] as string | boolean | object;
    if (typeof value !== 'object') own += ` ${value}`;
  }
  return own;
}

/** Calls `visit` with every node's identity, that of its parent and the node. */
function eachNode(node: EqlNode, visit: (own: string, parent: string, node: EqlNode) => void, parent = ''): void {
  const own = identity(node);
  visit(own, parent, node);
  for (const child of eqlChildren(node)) eachNode(child, visit, own);
}

interface Clause {
  readonly own: string;
  /** The identity of the parent if that is complete as soon, else of the kind only. */
  readonly parent: string | undefined;
  /** From this cut on the clause has to be there. */
  readonly from: number;
}

/** The clauses of a query, in the order in which they become complete. */
function clausesOf(query: string): readonly Clause[] {
  const { tree, tokens, comments } = parseEql(query);
  const hidden = new Set(comments.map(({ start }) => start));
  const visible = tokens.filter(({ span }) => !hidden.has(span.start));
  const nextEnd = (end: number): number => visible.find(({ span }) => span.start >= end)?.span.end ?? Infinity;
  const from = new Map<string, number>();
  const clauses: Clause[] = [];
  eachNode(tree, (own, parent, { span, kind }) => {
    const at = kind === 'query' ? Infinity : nextEnd(span.end);
    from.set(own, at);
    clauses.push({ own, parent: from.get(parent) === at ? parent : undefined, from: at });
  });
  return clauses.filter((clause) => clause.from !== Infinity).sort((a, b) => a.from - b.from);
}

/** The clauses that are not in the tree of the query cut at `offset`, though they should be. */
function lostAt(query: string, offset: number, clauses: readonly Clause[]): readonly string[] {
  const present = new Map<string, string>();
  eachNode(parseEql(query.slice(0, offset)).tree, (own, parent) => void present.set(own, parent));
  const lost: string[] = [];
  for (const { own, parent, from } of clauses) {
    if (from > offset) break;
    const found = present.get(own);
    if (found === undefined || (parent !== undefined && found !== parent)) lost.push(`cut at ${offset}: ${own}`);
  }
  return lost;
}

/** A hundred queries: the twenty longest below 6 KB, and eighty evenly from the rest. */
function chosen(): readonly CorpusQuery[] {
  const short = eqlCorpus().filter(({ query }) => query.length < 6000);
  const longest = [...short].sort((a, b) => b.query.length - a.query.length || (a.path < b.path ? -1 : 1)).slice(0, 20);
  const rest = short.filter((query) => !longest.includes(query));
  return [
    ...longest,
    ...Array.from({ length: 80 }, (_, at) => rest[Math.floor((at * rest.length) / 80)]).filter((query) => query !== undefined),
  ];
}

function expectNothingLost(query: string): void {
  const clauses = clausesOf(query);
  const lost: string[] = [];
  for (let offset = 0; offset <= query.length; offset++) lost.push(...lostAt(query, offset, clauses));
  expect(lost).toEqual([]);
}

if (reference === undefined) {
  test('not run: no reference data', () => {
    console.log('not run: no reference data');
    expect(eqlCorpus()).toEqual([]);
  });
} else {
  describe('a query cut off anywhere', () => {
    const queries = chosen();

    it('there are a hundred of them', () => {
      expect(new Set(queries.map(({ path }) => path)).size).toBe(100);
    });

    it.each(queries.map(({ path, query }) => [path, query] as const))('%s', (_path, query) => expectNothingLost(query));
  });
}

describe('an own query cut off anywhere', () => {
  it.each([
    'process where process.name : ("a.exe", "b*") and not process.args in ("x", "y") or length(user.name) > 3 and ?z == null | head 5 | tail 2',
    'sequence by host.id, user.id with maxspan=30s\n  [process where a == "1"] by b with runs=2\n  ![file where c like~ "d"] by e\nuntil [any where f] by g\n| head 5',
    'any where `a b`.c == """raw""" and (x or (y and not z)) /* note /* inner */ */ and a - -b * 3 < (4) // end\n and child of [file where true]',
  ])('%s', expectNothingLost);

  it('is compared clause by clause', () => {
    const query = 'process where a == 1 and b';
    const clauses = clausesOf(query);
    expect(clauses.map(({ own, from }) => `${from}: ${own}`)).toEqual([
      '13: 0-7 category process false false',
      '18: 14-15 field a false',
      '24: 14-20 comparison ==',
      '24: 19-20 number 1 true',
    ]);
    const lost = ['cut at 25: 14-20 comparison ==', 'cut at 25: 19-20 number 1 true'];
    expect(lostAt('process where a != 1 and b', 25, clauses)).toEqual(lost);
  });
});
