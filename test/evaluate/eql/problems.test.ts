import { describe, expect, it } from 'vitest';
import { lowerEql } from '../../../server/src/evaluate/eql/lower.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, lowerEvents } from '../../kit/evaluate.js';

const types = {
  name: 'keyword',
  pid: 'long',
  signed: 'boolean',
  ip: 'ip',
  at: 'date',
  text: 'text',
  place: 'geo_point',
  'object.leaf': 'keyword',
  items: 'nested',
  'items.name': 'keyword',
  labels: 'flattened',
} as const;

/** `text CODE: message` for each problem. */
function problemsOf(query: string, authoritative = false): readonly string[] {
  const context = contextOf(catalogOf(types, { authoritative }));
  const lowered = lowerEvents(query, context);
  expect(lowered.predicate === undefined).toBe(lowered.problems.length > 0);
  return lowered.problems.map(({ code, span, message }) => `${query.slice(span.start, span.end)} ${code}: ${message}`);
}

describe('what Elasticsearch refuses', () => {
  const rows: readonly (readonly [condition: string, ...problems: string[]])[] = [
    ['name == pid', 'pid EQL109: Elasticsearch cannot compare with a field; `pid` stands where a constant is required'],
    ['length(name) > pid + 1', 'pid + 1 EQL109: Elasticsearch cannot compare with a field; `pid` stands where a constant is required'],
    ['name in (name, "x")', 'name EQL109: Elasticsearch cannot compare with a field; `name` stands where a constant is required'],
    ['pid : "1*"', 'pid QRY003: `:` needs text on its left; write `==`'],
    ['ip like "10.*"', 'ip QRY003: `like` needs text on its left'],
    ['length(name) regex "1"', 'length(name) QRY003: `regex` needs text on its left'],
    ['name : 5', '5 QRY003: `:` compares text; write `==` or `in` for other values'],
    ['pid in (1, "x")', '"x" QRY003: `pid` is of type long; the list may not hold a string'],
    ['name in (1)', '1 QRY003: `name` is of type keyword; the list may not hold a number'],
    ['name', 'name QRY003: A condition must be true or false, and this is a value; compare it, as in `name != null`'],
    ['pid + 1', 'pid + 1 QRY003: A condition must be true or false, and this is a value'],
    ['length(name)', 'length(name) QRY003: A condition must be true or false, and this is a value'],
    ['text == "x"', 'text EQL105: `text` is analysed text without a keyword sub-field, which EQL cannot search'],
    ['place == "x"', 'place QRY003: EQL cannot search `place`, which is of type geo_point'],
    ['labels == "x"', 'labels QRY003: EQL cannot search `labels`, which is of type flattened'],
    ['object == "x"', 'object QRY003: `object` is an object; name a field below it'],
    ['items.name == "x"', 'items.name QRY003: EQL cannot search nested fields, and `items` is one'],
    ['match(name, "x")', 'match EQL109: `match` is not a function of EQL; write field regex~ ("a", "b")'],
    ['nothing(name)', 'nothing EQL109: `nothing` is not a function of EQL'],
    ['length~(name) == 1', 'length~ EQL109: `length` has no form with `~`'],
    ['between(name) == "x"', 'between(name) EQL109: `between` takes other arguments: between(source, left, right[, greedy])'],
    ['between(name, 1, "x") == "x"', '1 EQL109: `between` wants text as `left`'],
    ['substring(name, 1.5) == "x"', '1.5 EQL109: `substring` wants a whole number as `start`'],
    ['substring(name, 1.5 + 1) == "x"', '1.5 + 1 EQL109: `substring` wants a whole number as `start`'],
    ['substring(name, add(1, 2) / 3, number("3")) == "x"', 'number("3") EQL109: `substring` wants a whole number as `end`'],
    ['number(pid) == 1', 'pid EQL109: `number` wants text as `source`'],
    ['cidrMatch(name, "10.0.0.0/8")', 'name EQL109: `cidrMatch` wants an IP address as `address`'],
    ['cidrMatch("10.0.0.1", "10.0.0.0/8")', '"10.0.0.1" EQL109: `cidrMatch` wants an IP address as `address`'],
    ['cidrMatch(ip, name)', 'name EQL109: `cidrMatch` wants a constant as `network`'],
    ['cidrMatch(ip, "10.0.0.0")', ],
    ['cidrMatch(ip, "10.0.0.0/40")', '"10.0.0.0/40" QRY017: "10.0.0.0/40" is not a network such as "10.0.0.0/8"'],
    ['name regex "a(b"', '( QRY017: `)` is missing for this parenthesis'],
    ['name regex ("ok", """x\\n""")', '\\ QRY017: `\\n` is not a character class; only \\d, \\s, \\w and \\D, \\S, \\W are'],
    ['name regex "\\\\\\\\(b"', '"\\\\\\\\(b" QRY017: `)` is missing for this parenthesis'],
    ['pid == 1 / 0', '1 / 0 QRY003: Division of 1 by zero'],
    ['pid == number("x")', 'number("x") QRY003: "x" cannot be read as a number of base 10'],
    ['pid == 1 or pid + number("x") > 1', 'number("x") QRY003: "x" cannot be read as a number of base 10'],
    ['pid * (2147483647 + 1) > 1', '2147483647 + 1 QRY003: 2147483647 + 1 does not fit a 32-bit integer'],
    ['false and -9223372036854775808 == 1', '-9223372036854775808 QRY003: -(9223372036854775808) does not fit an unsigned 64-bit integer'],
    ['name == pid and pid : "1"', 'pid EQL109: Elasticsearch cannot compare with a field; `pid` stands where a constant is required', 'pid QRY003: `:` needs text on its left; write `==`'],
  ]; // prettier-ignore
  it.each(rows.map(([condition, ...problems]) => [condition, problems] as const))('%s', (condition, problems) => {
    expect(problemsOf(`any where ${condition}`)).toEqual(problems);
  });
});

describe('pipes that Elasticsearch refuses', () => {
  const rows: readonly (readonly [pipe: string, problem: string])[] = [
    ['head -1', '-1 QRY001: `head` takes one whole number that is not negative, as in `| head 5`'],
    ['tail 1.5', '1.5 QRY001: `tail` takes one whole number that is not negative, as in `| tail 5`'],
    ['head pid', 'pid QRY001: `head` takes one whole number that is not negative, as in `| head 5`'],
  ];
  it.each(rows)('| %s', (pipe, problem) => {
    const query = `any where true | ${pipe}`;
    const { tree } = parseEql(query);
    const lowered = lowerEql(tree, contextOf(catalogOf(types)));
    expect(lowered.problems.map(({ code, span, message }) => `${query.slice(span.start, span.end)} ${code}: ${message}`)).toEqual([
      problem,
    ]);
  });
});

describe('what only the local run cannot do', () => {
  it('says so under a code of its own', () => {
    expect(problemsOf('any where name regex "a~(b)c"')).toEqual([
      '~ RUN001: `~` and `&` are evaluated only where they stand outside of all other parts of a pattern',
    ]);
  });
});

describe('a real mapping', () => {
  it('makes an unknown field an error', () => {
    expect(problemsOf('any where nowhere == 1', true)).toEqual([
      'nowhere QRY002: `nowhere` is not a field of test fields; write `?nowhere` if it may be missing',
    ]);
  });
  it.each(['?nowhere == 1', '?nowhere != null', 'length(?nowhere) > 1', '?a == ?b', 'name in (?nowhere)'])('takes %s', (condition) => {
    expect(problemsOf(`any where ${condition}`, true)).toEqual([]);
  });
});

describe('notes', () => {
  const rows: readonly (readonly [condition: string, ...notes: string[]])[] = [
    ['name == "x"', ],
    ['?custom == "x"', ],
    ['custom == 1 and other.field == 2 and custom == 2', 'No loaded schema knows `custom`, `other.field`: values are taken as the events have them, and a cluster without such a field may refuse the query.'],
    ['stringContains(name, "a*")', 'In `stringContains`, Elasticsearch takes `*`, `?` and `\\` of "a*" as wildcards and escapes.'],
    ['pid == "abc"', '`pid` is of type long, which "abc" is not: it matches nothing here, and a cluster may fail the search.'],
    ['ip == "host"', '`ip` is of type ip, which "host" is not: it matches nothing here, and a cluster may fail the search.'],
    ['signed == 1', '`signed` is of type boolean, which "1" is not: it matches nothing here, and a cluster may fail the search.'],
    ['at > "soon"', '`at` is a date, which "soon" is not: it matches nothing here, and a cluster may fail the search.'],
  ]; // prettier-ignore
  it.each(rows.map(([condition, ...notes]) => [condition, notes] as const))('%s', (condition, notes) => {
    const { fidelity } = lowerEvents(`any where ${condition}`, contextOf(catalogOf(types)));
    expect(fidelity).toEqual(notes);
  });
});

describe('sequences and samples', () => {
  const lowered = (query: string) => {
    const result = lowerEql(parseEql(query).tree, contextOf(catalogOf(types)));
    if (result.kind === 'events') throw new Error('not a sequence');
    return { query: result.query, problems: result.problems.map(({ message }) => message) };
  };

  it('are lowered item by item', () => {
    const text =
      'sequence by name with maxspan=1m [any where pid == 1] ![any where true] [any where true] with runs=2 until [process where true] | tail 3';
    const { query, problems } = lowered(text);
    if (query?.kind !== 'sequence') throw new Error('not a sequence');
    const { items, until, maxspan, pipes } = query;
    expect(items.map(({ predicate, missing, runs, keys }) => [predicate.kind, missing, runs, keys.length])).toEqual([
      ['equals', false, 1, 1],
      ['fixed', true, 1, 1],
      ['fixed', false, 2, 1],
    ]);
    expect([until?.predicate.kind, maxspan, pipes, problems]).toEqual(['and', 60_000, [{ kind: 'tail', count: 3 }], []]);
  });

  it.each([
    ['sequence by name [any where pid == 1] [process where pid : "x"]', '`:` needs text on its left; write `==`'],
    ['sequence [any where true] [any where true] until [process where pid : "x"]', '`:` needs text on its left; write `==`'],
    ['join by name [any where true] [any where true]', 'Elasticsearch does not run `join`; write a sequence'],
  ])('%s is refused as a whole', (text, message) => {
    expect(lowered(text)).toEqual({ query: undefined, problems: [message] });
  });
});

describe('half-typed queries', () => {
  it.each([
    '',
    'process',
    'process where',
    'any where pid ==',
    'any where name in (',
    'sequence [any where',
    'sample by x [',
    'any where not',
    'any where (pid == 1',
  ])('lowers %j without throwing', (query) => {
    const { tree } = parseEql(query);
    expect(() => lowerEql(tree, contextOf(catalogOf(types)))).not.toThrow();
  });
});
