import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { toKuery } from '../../../server/src/syntax/kql/kuery.js';
import { askPeer, isComparable, normalKuery, type PeerAnswer } from './peer.js';

function ours(text: string): PeerAnswer {
  const { tree, kibanaError } = parseKql(text);
  return kibanaError === undefined ? { tree: normalKuery(toKuery(tree)) } : { errorOffset: kibanaError.offset };
}

const words = fc.constantFrom(
  'a', 'b.c', 'x y', ':', ':', '(', ')', ' and ', ' or ', 'not ', 'and', 'or', 'not', '"', '"x"', '"x \\" y"', '\\', '\\*', '\\or', '*', '<', '>=',
  ' ', '\n', ',', '==', 'null', 'true', '007', '1.5', '-', '~2', '\u2003', '\\t', 'cannot ', '&&', ' AND ', '\t',
); // prettier-ignore

test('Any query has the tree, or the place of the error, that an old release of Kibana gives it', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      if (!isComparable(text)) return;
      compared++;
      expect({ text, ...ours(text) }).toEqual({ text, ...askPeer(text) });
    }),
    { numRuns: 4000, seed: 20260102 },
  );
  expect(compared).toBeGreaterThan(3000);
});
