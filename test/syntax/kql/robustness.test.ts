import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/base/edit.js';
import { containsSpan, span } from '../../../server/src/base/span.js';
import { kqlChildren } from '../../../server/src/syntax/kql/ast.js';
import { escapeKql, literalEnd, quoteKql, readPieces } from '../../../server/src/syntax/kql/literals.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { walk } from '../../../server/src/syntax/tree.js';

const words = fc.constantFrom(
  'a', 'host.name', ':', '(', ')', '{', '}', ' and ', ' or ', 'not ', 'and', 'or', 'not', '"', '"x"', '"x y"', '\\', '\\"', '*', '<', '>=', ' ',
  '\n', ',', '&&', '==', '!=', ' in ', '~2', '//', '|', 'http://x', 'C:\\t', '\u00a0', '\u2003', '\ud83d', 'null', '5',
); // prettier-ignore
const queries = fc.array(words, { maxLength: 14 }).map((parts) => parts.join(''));

test('Any text gives a tree whose spans lie in the text, and problems exactly where Kibana rejects it', () => {
  fc.assert(
    fc.property(queries, (text) => {
      const parsed = parseKql(text);
      const whole = span(0, text.length);
      walk(parsed.tree, kqlChildren, (node) => expect(containsSpan(whole, node.span)).toBe(true));
      for (const problem of parsed.problems) {
        expect(containsSpan(whole, problem.span)).toBe(true);
        for (const { edits } of problem.fixes ?? []) applyEdits(text, edits);
      }
      expect(parsed.problems.length > 0).toBe(parsed.kibanaError !== undefined);
    }),
    { numRuns: 5000, seed: 20260101 },
  );
});

test('Any text as a quoted string or an escaped literal reads back as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(parseKql(`a:${quoteKql(value)}`).tree.body).toMatchObject({ kind: 'match', value: { quoted: true, pieces: [value] } });
      const escaped = escapeKql([value]);
      if (escaped !== undefined) expect([literalEnd(escaped, 0), readPieces(escaped)]).toEqual([escaped.length, [value]]);
    }),
    { numRuns: 2000, seed: 20260101 },
  );
});

test('What a literal is read as does not depend on the words around it', () => {
  expect(readPieces('a\\*b*c')).toEqual(['a*b', 'c']);
  expect(literalEnd('a\\*b*c and d', 0)).toBe(6);
});
