import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FieldTable } from '../../../server/src/events/event.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { lowerEql } from '../../../server/src/evaluate/eql/lower.js';
import { lowerKql } from '../../../server/src/evaluate/kql/lower.js';
import type { LowerContext } from '../../../server/src/evaluate/lowering.js';
import type { Predicate } from '../../../server/src/evaluate/predicate.js';
import type { FieldInfo } from '../../../server/src/schema/catalog.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { convertQuery, type Conversion } from '../../../server/src/translate/convert/convertQuery.js';
import { catalogOf, type FieldTypes } from '../../kit/evaluate.js';
import { compareOnEvents } from '../../kit/sameEvents.js';

const types: FieldTypes = {
  k: 'keyword',
  k2: 'keyword',
  'k.caseless': 'keyword',
  w: 'wildcard',
  v: 'version',
  n: 'long',
  d: 'double',
  b: 'boolean',
  t: 'match_only_text',
  ip: 'ip',
  date: 'date',
  nest: 'nested',
  'nest.k': 'keyword',
  'obj.k': 'keyword',
  flat: 'flattened',
  'event.category': 'keyword',
  'a-b.in': 'keyword',
};
const plain = catalogOf(types);
const catalog = {
  ...plain,
  field: (name: string): FieldInfo | undefined => {
    const info = plain.field(name);
    return info !== undefined && name.endsWith('.caseless') ? { ...info, lowercased: true as const } : info;
  },
};

function toEql(query: string): Conversion {
  return convertQuery({ language: 'kuery', ...parseKql(query) }, catalog, 'eql', { width: Infinity });
}

function toKql(query: string): Conversion {
  return convertQuery(parseEql(query), catalog, 'kuery', { width: Infinity });
}

/** The converted query, or the code of the refusal and what it is about. */
function shown(result: Conversion, query: string): string {
  if (!result.ok) return `${result.code}: ${query.slice(result.span.start, result.span.end)}`;
  return result.query.replace(/\s*\n\s*/g, ' ');
}

function kqlPredicate(query: string, context: LowerContext): Predicate {
  const { predicate, problems } = lowerKql(parseKql(query), context);
  if (predicate === undefined) throw new Error(`${query}: ${problems[0]?.message ?? ''}`);
  return predicate;
}

function eqlPredicate(query: string, context: LowerContext): Predicate {
  const lowered = lowerEql(parseEql(query).tree, context);
  if (lowered.kind !== 'events' || lowered.predicate === undefined) throw new Error(`${query}: ${lowered.problems[0]?.message ?? ''}`);
  return lowered.predicate;
}

function expectSameEvents(kql: string, eql: string): void {
  const context = { catalog, fields: new FieldTable(), now: undefined };
  const sides = [
    { predicate: kqlPredicate(kql, context), text: kql },
    { predicate: eqlPredicate(eql, context), text: eql },
  ] as const;
  const { tried, difference } = compareOnEvents(...sides, context.fields, ['{}']);
  expect(difference, `${kql} and ${eql} on`).toBeUndefined();
  expect(tried).toBeGreaterThan(0);
}

describe('KQL to EQL', () => {
  test.each([
    ['', 'any where true'],
    ['*:*', 'any where true'],
    ['not *:*', 'any where false'],
    ['k: a', 'any where k == "a"'],
    ['k: "A b*"', 'any where k == "A b*"'],
    ['k: "a\\"b\\\\c\\td"', 'any where k == "a\\"b\\\\c\\td"'],
    ['k: (a or b)', 'any where k in ("a", "b")'],
    ['k: (a or (b or c*))', 'any where k like ("a", "b", "c*")'],
    ['k: (a or "b?" or c*)', 'any where k == "b?" or k like ("a", "c*")'],
    ['k: (a and b)', 'any where k == "a" and k == "b"'],
    ['k: (a or not b)', 'any where k == "a" or k != "b"'],
    ['k: a**b', 'any where k like "a*b"'],
    ['k: *a b*', 'any where k like "*a b*"'],
    ['k: a?b.c*', 'any where k regex "a\\\\?b\\\\.c.*"'],
    ['k: *', 'any where k != null'],
    ['not k: *', 'any where k == null'],
    ['k: (* or a)', 'any where k != null or k == "a"'],
    ['not k: a', 'any where k != "a"'],
    ['not k: (a or b)', 'any where k not in ("a", "b")'],
    ['not k: a*', 'any where not k like "a*"'],
    ['not (k: a or k2: b)', 'any where not (k == "a" or k2 == "b")'],
    ['not (not k: a*)', 'any where k like "a*"'],
    ['k: a and k2: b or n: 1', 'any where (k == "a" and k2 == "b") or n == 1'],
    ['k: a and (k2: b and n: 1)', 'any where k == "a" and k2 == "b" and n == 1'],
    ['k: a and *:*', 'any where k == "a"'],
    ['k > a', 'any where k > "a"'],
    ['k.caseless: (a or b)', 'any where k in~ ("a", "b")'],
    ['k.caseless: A.exe', 'any where k : "A.exe"'],
    ['not k.caseless: (a or b*)', 'any where not k : ("a", "b*")'],
    ['k.caseless: "a?"', 'any where k in~ ("a?")'],
    ['w: (a or b*)', 'any where w like ("a", "b*")'],
    ['w: "a b"', 'any where w == "a b"'],
    ['v: 1.2.3', 'any where v == "1.2.3"'],
    ['n: 5', 'any where n == 5'],
    ['n: (5 or "-7")', 'any where n in (5, -7)'],
    ['n >= 5 and n < 7', 'any where n >= 5 and n < 7'],
    ['d: 1.5', 'any where d == 1.5'],
    ['b: true', 'any where b == true'],
    ['b: (true or false)', 'any where b == true or b == false'],
    ['ip: 10.0.0.1', 'any where ip == "10.0.0.1"'],
    ['ip: "10.0.0.0/8"', 'any where cidrMatch(ip, "10.0.0.0/8")'],
    ['not ip: (10.0.0.0/8 or "::1")', 'any where not cidrMatch(ip, "10.0.0.0/8", "::1")'],
    ['ip > 10.0.0.1', 'any where ip > "10.0.0.1"'],
    ['date: "2024-01-02"', 'any where date == "2024-01-02"'],
    ['date >= "2024-01" and date <= 1700000000000', 'any where date >= "2024-01" and date <= "1700000000000"'],
    ['event.category: process', 'process where true'],
    ['k: a and event.category: process', 'process where k == "a"'],
    ['event.category: "a b" and k: a', '"a b" where k == "a"'],
    ['event.category: any and k: a', '"any" where k == "a"'],
    ['event.category: (process or file)', 'any where event.category in ("process", "file")'],
    ['k: a or event.category: process', 'any where k == "a" or event.category == "process"'],
    ['not event.category: process', 'any where event.category != "process"'],
    ['event.category: process and event.category: file', 'process where event.category == "file"'],
    ['a-b.in: x', 'any where `a-b`.`in` == "x"'],
    ['no.such: a', 'any where ?no.such == "a"'],
    ['no.such: (5 or 6)', 'any where ?no.such == "5" or ?no.such == "6"'],
    ['no.such > 5', 'any where ?no.such > 5'],
    ['not no.such: a', 'any where ?no.such != "a"'],
    ['not no.such: (a or b)', 'any where ?no.such == null or ?no.such not in ("a", "b")'],
    ['not (no.such: a* and k: b)', 'any where not (?no.such != null and ?no.such like "a*" and k == "b")'],
  ])('%s becomes %s', (kql, eql) => {
    expect(shown(toEql(kql), kql)).toBe(eql);
    expectSameEvents(kql, eql);
  });

  test.each([
    ['k: (a', 'syntax: ('],
    ['foo and k: a', 'freeText: foo'],
    ['null: a', 'freeText: null: a'],
    ['k*: a', 'fieldPattern: k*'],
    ['k* > a', 'fieldPattern: k*'],
    ['nest: { k: a }', 'nested: nest'],
    ['nest.k: a', 'nested: nest.k'],
    ['t: a', 'analysedText: t'],
    ['flat: a', 'fieldType: flat'],
    ['obj: *', 'fieldType: obj'],
    ['w: *a b*', 'splitPattern: *a b*'],
    ['no.such: *a b*', 'splitPattern: *a b*'],
    ['k: null', 'value: null'],
    ['k: "\\u0000"', 'value: "\\u0000"'],
    ['k.caseless: ä', 'value: ä'],
    ['n: x', 'value: x'],
    ['n: 1*', 'value: 1*'],
    ['b: yes', 'value: yes'],
    ['ip: host', 'value: host'],
    ['ip > "10.0.0.0/8"', 'value: "10.0.0.0/8"'],
    ['date: soon', 'value: soon'],
    ['date >= now-1d', 'dateMath: now-1d'],
    ['date: "2024-01-01||+1d"', 'dateMath: "2024-01-01||+1d"'],
  ])('%s is refused: %s', (kql, refusal) => {
    expect(shown(toEql(kql), kql)).toBe(refusal);
  });

  test('says which fields may be missing', () => {
    expect(toEql('no.such: a')).toMatchObject({
      notes: [
        "EQL refuses a query with a field that no index has, and KQL finds nothing in it: so `?` stands before those that the rule's indices may not have: `no.such`.",
      ],
    });
  });
});

describe('EQL to KQL', () => {
  test.each([
    ['any where true', '*:*'],
    ['any where false', 'not *:*'],
    ['process where true', 'event.category:process'],
    ['"a b" where k == "a"', 'event.category:"a b" and k:a'],
    ['any where k == "a"', 'k:a'],
    ['any where "a" == k', 'k:a'],
    ['any where k == "true"', 'k:"true"'],
    ['any where k == "a*b"', 'k:"a*b"'],
    ['any where k != "a b"', 'not k:"a b"'],
    ['any where k == null', 'not k:*'],
    ['any where k != null', 'k:*'],
    ['any where k in ("a", "b")', 'k:(a or b)'],
    ['any where k not in ("a", "b")', 'not k:(a or b)'],
    ['any where not (k == "a" or (k2 == "b"))', 'not (k:a or k2:b)'],
    ['any where k like ("a*", "*(b)*")', 'k:(a* or *\\(b\\)*)'],
    ['any where k like "*a b*"', 'k:*a b*'],
    ['any where k : "*"', 'k:*'],
    ['any where k like~ "1.2.*"', 'k:1.2.*'],
    ['any where k in~ ("4", "5*")', 'k:(4 or "5*")'],
    ['any where startsWith(k, "a?*")', 'k:a?\\**'],
    ['any where endsWith(k, "a")', 'k:*a'],
    ['any where stringContains(k, "a")', 'k:*a*'],
    ['any where wildcard(k, "a*", "b")', 'k:(a* or b)'],
    ['any where startsWith(k, "a") == false', 'not k:a*'],
    ['any where (k == "a") == true', 'k:a'],
    ['any where n == 5 and n != -7', 'n:5 and not n:-7'],
    ['any where 5 < n', 'n > 5'],
    ['any where n <= 4.5', 'n <= 4.5'],
    ['any where n in (5, 6)', 'n:(5 or 6)'],
    ['any where b', 'b:true'],
    ['any where not b', 'not b:true'],
    ['any where b == false', 'b:false'],
    ['any where cidrMatch(ip, "10.0.0.0/8", "::1")', 'ip:("10.0.0.0/8" or "::1")'],
    ['any where ip != "10.0.0.1"', 'not ip:"10.0.0.1"'],
    ['any where date >= "2024-01-02" and date < 1700000000000', 'date >= "2024-01-02" and date < 1700000000000'],
    ['any where v > "1.2"', 'v > "1.2"'],
    ['any where ?no.such == "a"', 'no.such:"a"'],
    ['any where not ?no.such like "a*"', 'not no.such:a*'],
    ['any where k == "a" or k2 == "b" and n == 1', 'k:a or (k2:b and n:1)'],
  ])('%s becomes %s', (eql, kql) => {
    expect(shown(toKql(eql), eql)).toBe(kql);
    expectSameEvents(kql, eql);
  });

  test.each([
    ['any where', 'syntax: '],
    ['sequence [any where true] [any where true]', 'severalEvents: sequence [any where true] [any where true]'],
    ['any where true | head 5', 'pipe: | head 5'],
    ['any where k : "a*"', 'caseInsensitive: "a*"'],
    ['any where k in~ ("1", "ä")', 'caseInsensitive: "ä"'],
    ['any where endsWith~(k, "a")', 'caseInsensitive: "a"'],
    ['any where k like "a?"', 'oneCharacter: "a?"'],
    ['any where k regex "a.*"', 'regex: regex'],
    ['any where length(k) > 5', 'function: length'],
    ['any where endsWith(k, "a*")', 'function: endsWith'],
    ['any where n + 1 == 5', 'expression: n + 1'],
    ['any where k == k2', 'expression: k == k2'],
    ['any where w like "*a b*"', 'splitPattern: "*a b*"'],
    ['any where k like "a* "', 'value: "a* "'],
    ['any where n == 4.5', 'value: 4.5'],
    ['any where k == 5', 'value: 5'],
    ['any where k > null', 'value: null'],
    ['any where date >= "now-1d"', 'dateMath: "now-1d"'],
    ['any where t == "a"', 'analysedText: t'],
    ['any where flat == "a"', 'fieldType: flat'],
    ['any where cidrMatch(?no.such, "10.0.0.0/8")', 'fieldType: "10.0.0.0/8"'],
    ['any where nest.k == "a"', 'nested: nest.k'],
  ])('%s is refused: %s', (eql, refusal) => {
    expect(shown(toKql(eql), eql)).toBe(refusal);
  });

  test('takes the category from another field where the rule says so', () => {
    const parsed = parseEql('start where k == "a"');
    expect(convertQuery(parsed, catalog, 'kuery', { categoryField: 'k2' })).toEqual({ ok: true, query: 'k2:start and k:a', notes: [] });
  });

  test('says that comments are left out', () => {
    expect(toKql('any where k == "a" // why')).toEqual({
      ok: true,
      query: 'k:a',
      notes: ['KQL has no comments; those of the query are left out.'],
    });
  });

  test('refuses what becomes too long', () => {
    const query = `k:(${Array.from({ length: 130_000 }, () => 'a').join(' or ')})`;
    expect(toEql(query)).toMatchObject({ ok: false, code: 'size' });
  });
});

const texts = ['a', 'A', 'ab', 'b', 'a b', 'a?b', 'a*b', '', 'true', '5', '10.0.0.1'];

const events = fc.array(
  fc.record(
    {
      k: fc.oneof(fc.constantFrom(...texts), fc.array(fc.constantFrom(...texts), { maxLength: 3 })),
      w: fc.constantFrom(...texts),
      n: fc.oneof(fc.constantFrom(4, 5, 6), fc.array(fc.constantFrom(4, 5, 6), { maxLength: 2 })),
      b: fc.boolean(),
      ip: fc.constantFrom('10.0.0.1', '10.9.9.9', '192.168.0.1', '::1'),
      date: fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-02T12:00:00Z', '2024-01-03T00:00:00Z'),
      no: fc.record({ such: fc.constantFrom<string | number>('a', 'A', 'ab', 5) }),
    },
    { requiredKeys: [] },
  ),
  { minLength: 10, maxLength: 20 },
);

/** Conditions of these leaves, joined in all ways. */
function conditionsOf(leaves: readonly string[]): fc.Arbitrary<string> {
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...leaves),
      tie('condition').map((inner) => `not (${inner})`),
      fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(([left, word, right]) => `(${left}) ${word} ${right}`),
    ),
  }));
  return condition;
}

const kqlLeaves = [
  'k: a', 'k: (a or b*)', 'k: ("a*b" or A)', 'k: *b', 'k: *a?*', 'k: (a and not b)', 'k: *', 'k > a', 'w: a*', 'w: (b or "a b")', 'n: 5',
  'n: (4 or 6)', 'n >= 5', 'b: true', 'ip: 10.0.0.0/8', 'ip: (10.0.0.1 or "::1")', 'date: "2024-01-02"', 'date > "2024-01-01"',
  'no.such: a', 'no.such: (a* or 5)', 'no.such: (a or 5)', 'no.such: *', '*:*', 'event.category: a',
]; // prettier-ignore

const eqlLeaves = [
  'k == "a"', 'k != "a b"', 'k in ("a", "b")', 'k not in ("a", "a*b")', 'k like ("a*", "b")', 'k : "*"', 'k == null', 'k >= "a"', 'n > 4',
  'n in (4, 5)', '5 == n', 'b', 'b == false', 'cidrMatch(ip, "10.0.0.0/8")', 'ip == "::1"', 'date <= "2024-01-02"', 'true', 'false',
  'startsWith(k, "a") == false', 'endsWith(w, "b")', '?no.such == "a"', '?no.such != 5', '?no.such like "a*"', '(k == "a") == true',
]; // prettier-ignore

describe('any conversion that is not refused', () => {
  it('finds the same events as the KQL query', () => {
    fc.assert(
      fc.property(conditionsOf(kqlLeaves), events, (kql, made) => {
        const result = toEql(kql);
        if (result.ok) expectSameOn(kql, result.query, made);
        else expect([kql, result]).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same events as the EQL query', () => {
    fc.assert(
      fc.property(conditionsOf(eqlLeaves), events, (condition, made) => {
        const eql = `any where ${condition}`;
        const result = toKql(eql);
        if (result.ok) expectSameOn(result.query, eql, made);
        else expect([eql, result]).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

function expectSameOn(kql: string, eql: string, made: readonly object[]): void {
  const context = { catalog, fields: new FieldTable(), now: undefined };
  const view = createView(context.fields);
  const [inKql, inEql] = [compilePredicate(kqlPredicate(kql, context)), compilePredicate(eqlPredicate(eql, context))];
  for (const event of made) {
    const json = parseJson(JSON.stringify(event));
    if (!isJsonObject(json)) throw new Error('an event is an object');
    view.reset(json);
    expect([kql, eql, event, inEql(view)]).toEqual([kql, eql, event, inKql(view)]);
  }
}
