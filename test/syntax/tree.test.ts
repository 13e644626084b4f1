/** Finding the way through a tree. */
import { describe, expect, it } from 'vitest';
import { eqlChildren, type EqlNode } from '../../server/src/syntax/eql/ast.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { nodePathAt, nodesByKind, walk } from '../../server/src/syntax/tree.js';
import { cursorIn } from '../kit/markers.js';

describe('the path to an offset', () => {
  it.each([
    ['process where a == 1 an<|>d b == 2', 'query eventQuery and'],
    ['process where a<|> == 1', 'query eventQuery comparison field'],
    ['process where a == 1<|>', 'query eventQuery comparison number'],
    ['proc<|>ess where a', 'query eventQuery category'],
    ['process where a in (1,<|> 2)', 'query eventQuery listTest'],
    ['process where a in (<|>1, 2)', 'query eventQuery listTest number'],
    ['process where x == <|>', 'query'],
    ['process where x ==<|>', 'query eventQuery comparison missing'],
    ['sequence by a [b where <|>c] [d where e]', 'query sequence item eventQuery field'],
    ['process where a  <|> | head 1', 'query'],
  ])('%s', (marked, kinds) => {
    const { text, offset } = cursorIn(marked);
    const path = nodePathAt<EqlNode>(parseEql(text).tree, offset, eqlChildren);
    expect(path.map(({ kind }) => kind).join(' ')).toBe(kinds);
  });

  it('is empty outside the tree', () => {
    expect(nodePathAt<EqlNode>(parseEql('any where a').tree, 99, eqlChildren)).toEqual([]);
  });
});

it('a walk visits parents first, in the order of the text', () => {
  const kinds: string[] = [];
  walk<EqlNode>(parseEql('any where f(a) and not 1 in (2)').tree, eqlChildren, ({ kind }) => void kinds.push(kind));
  expect(kinds.join(' ')).toBe('query eventQuery category and call field not listTest number number');
});

it('nodes by kind are all nodes of each kind, in the order of the text', () => {
  const text = 'any where a == 1 and not (b == 2 and c in (3, "d"))';
  const nodes = nodesByKind<EqlNode>(parseEql(text).tree, eqlChildren);
  const written = (list: readonly EqlNode[]): readonly string[] => list.map(({ span }) => text.slice(span.start, span.end));
  expect(nodes('field').map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(written(nodes('number'))).toEqual(['1', '2', '3']);
  expect(written(nodes('and'))).toEqual([text.slice('any where '.length), 'b == 2 and c in (3, "d")']);
  expect(nodes('sequence')).toEqual([]);
});
