/** Generated KQL: queries after the grammar, and the same with a slip of the pen. */
import fc from 'fast-check';

const names = fc.constantFrom('a', 'b.c', '@timestamp', 'proc*', '"q*"', 'x y', '*', 'null', 'true', 'ev\\:ent', '*.id');
const plain = fc.constantFrom(
  'a', 'foo bar', 'b-c', 'x.y/z', 'D\\:\\\\x', 'true', 'false', 'null', '12', '1.5', '007', '1.0', '1e3', '-', 'or1', '\\and', 'a=b', 'ü', '10.0.0.0/8',
  'now-1d/d', '2024-01-01', 'a\\(b\\)', '~x^2', 'a | b', '&&', '+1',
); // prettier-ignore
const patterns = fc.constantFrom('*', 'a*', '*a', 'a b*', '*a b*', '**', 'a\\**', 'C\\:\\\\*', '*-x.y?', '1*', '*/a+b=c*', 'a*[b]*');
const quoted = fc.constantFrom('""', '"a"', '"foo bar"', '"a*"', '"x\\"y"', '"a\\\\b"', '"1"', '"true"', '"2024-01-01"', '"a and b"');
const and = fc.constantFrom(' and ', ' AND ', '\n  and\t');
const or = fc.constantFrom(' or ', ' Or ');

const grammar = fc.letrec<{ query: string; list: string }>((tie) => {
  const value = fc.oneof(plain, patterns, quoted);
  const bound = fc.oneof(plain, quoted);
  const joined = (part: fc.Arbitrary<string>) =>
    fc
      .tuple(part, fc.oneof(and, or), part, fc.oneof(and, or), part)
      .map((parts) => parts.slice(0, parts[0].length % 2 === 0 ? 3 : 5).join(''));
  return {
    list: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      value,
      joined(tie('list')),
      tie('list').map((list) => `(${list})`),
      value.map((one) => `not ${one}`),
    ),
    query: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(names, fc.constantFrom(':', ': ', ' : '), value).map((parts) => parts.join('')),
      fc.tuple(names, fc.constantFrom('>', ' < ', '>= ', ' <='), bound).map((parts) => parts.join('')),
      fc.tuple(names, tie('list')).map(([name, list]) => `${name}:(${list})`),
      value,
      joined(tie('query')),
      tie('query').map((query) => `(${query})`),
      tie('query').map((query) => `not (${query})`),
    ),
  };
});

/** A query that Kibana reads. */
export const validQuery: fc.Arbitrary<string> = grammar.query;

const slips = fc.constantFrom('', '', ' and ', 'not ', '"', '\\', '(', ')', ':', '*', ' ', 'or');

/** Such a query with one thing taken out, put in or doubled, which Kibana may refuse. */
export const slippedQuery: fc.Arbitrary<string> = fc.tuple(validQuery, fc.nat(), slips, fc.nat(2)).map(([query, place, slip, kind]) => {
  const at = query.length === 0 ? 0 : place % query.length;
  if (kind === 0) return query.slice(0, at) + query.slice(at + 1);
  return query.slice(0, at) + (kind === 1 ? slip : query.charAt(at)) + query.slice(at);
});
