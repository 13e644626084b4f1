import { describe, expect, test } from 'vitest';
import { kqlChildren, type KqlNode } from '../../../server/src/syntax/kql/ast.js';
import { parseKql, type ParsedKql } from '../../../server/src/syntax/kql/parse.js';
import { toKuery } from '../../../server/src/syntax/kql/kuery.js';
import { walk } from '../../../server/src/syntax/tree.js';
import { kqlSexp } from '../../kit/kqlSexp.js';
import { reference } from '../../kit/reference.js';
import { corpusKqlQueries } from './corpusQueries.js';
import { askPeer, isComparable, normalKuery } from './peer.js';
import { spanFaults } from './spans.js';

const closing: ReadonlySet<string> = new Set(['RParen', 'RBrace', 'Quoted']);

/** A clause of a query, and how much of the query has to stand before a cut for the clause to be complete. */
interface Complete {
  readonly clause: string;
  readonly from: number;
}

/**
 * The conditions, value lists and values of a query. One is complete as soon as no further text could move its end. A closing bracket
 * or quote is such an end; an unquoted literal ends only with the token after it, the white space that makes `and` and `or` keywords
 * included; and a chain of `and` or `or` ends only with the bracket around it.
 */
function completeClauses(parsed: ParsedKql): readonly Complete[] {
  const clauses: Complete[] = [];
  walk<KqlNode>(parsed.tree, kqlChildren, (node) => {
    const last = parsed.tokens.findLastIndex(({ span }) => span.end <= node.span.end);
    const next = parsed.tokens[last + 1];
    const chain = node.kind === 'and' || node.kind === 'or' || node.kind === 'valueAnd' || node.kind === 'valueOr';
    const spaceAfter = next?.type === 'And' || next?.type === 'Or' ? 1 : 0;
    if (node.kind === 'query') return;
    if (!chain && closing.has(parsed.tokens[last]?.type ?? '')) clauses.push({ clause: clause(node), from: node.span.end });
    else if (next !== undefined && (!chain || closing.has(next.type)))
      clauses.push({ clause: clause(node), from: next.span.end + spaceAfter });
  });
  return clauses;
}

function clause(node: KqlNode): string {
  return `${node.span.start}-${node.span.end} ${node.kind} ${kqlSexp(node)}`;
}

function allClauses(parsed: ParsedKql): ReadonlySet<string> {
  const clauses = new Set<string>();
  walk<KqlNode>(parsed.tree, kqlChildren, (node) => clauses.add(clause(node)));
  return clauses;
}

if (reference === undefined) test('Real KQL queries: not run: no reference data', () => expect(corpusKqlQueries()).toEqual([]));
else describe('Real KQL queries', realQueries);

function realQueries(): void {
  const queries = corpusKqlQueries();
  const shorter = queries.filter(({ text }) => text.length <= 1500);
  const step = Math.floor(shorter.length / 100);
  const hundred = shorter.filter((_, index) => index % step === 0).slice(0, 100);

  test('parse without a problem, each node in its place, each word in a leaf', () => {
    expect(queries.length).toBeGreaterThan(400);
    const faulty = queries
      .map(({ name, text }) => ({ name, parsed: parseKql(text) }))
      .filter(({ parsed }) => parsed.problems.length > 0 || parsed.kibanaError !== undefined || spanFaults(parsed).length > 0);
    expect(faulty.map(({ name }) => name)).toEqual([]);
  });

  test('have the trees that an old release of Kibana gives them', () => {
    const comparable = queries.filter(({ text }) => isComparable(text));
    for (const { name, text } of comparable) {
      expect({ name, tree: normalKuery(toKuery(parseKql(text).tree)) }).toEqual({ name, ...askPeer(text) });
    }
    expect(comparable.length).toBeGreaterThan(400);
  });

  test('cut at every offset, a hundred of them keep every clause that was complete before the cut', () => {
    expect(hundred).toHaveLength(100);
    const lost: string[] = [];
    let kept = 0;
    for (const { name, text } of hundred) {
      const complete = completeClauses(parseKql(text));
      for (let offset = 0; offset < text.length; offset++) {
        const cut = allClauses(parseKql(text.slice(0, offset)));
        const expected = complete.filter(({ from }) => from <= offset);
        kept += expected.length;
        lost.push(...expected.filter((one) => !cut.has(one.clause)).map((one) => `${name} cut at ${offset}: ${one.clause}`));
      }
    }
    expect(lost).toEqual([]);
    expect(kept).toBeGreaterThan(100_000);
  });

  test('cut anywhere, they are rejected where an old release of Kibana rejects them', () => {
    let compared = 0;
    for (const { name, text } of hundred) {
      for (let offset = 1; offset < text.length; offset += 9) {
        const part = text.slice(0, offset);
        if (!isComparable(part)) continue;
        compared++;
        const answer = askPeer(part);
        const { kibanaError } = parseKql(part);
        expect({ name, offset, caret: kibanaError?.offset }).toEqual({
          name,
          offset,
          caret: 'errorOffset' in answer ? answer.errorOffset : undefined,
        });
      }
    }
    expect(compared).toBeGreaterThan(2000);
  });
}
