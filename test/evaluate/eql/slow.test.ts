import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePredicate } from '../../../server/src/evaluate/compile.js';
import { compileWitness } from '../../../server/src/evaluate/witness.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { createView } from '../../../server/src/events/view.js';
import { parseEql } from '../../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, lowerEvents } from '../../kit/evaluate.js';
import { slowMatches } from '../../kit/slowEql.js';

const types = {
  'event.category': 'keyword',
  name: 'keyword',
  tags: 'keyword',
  'a.pid': 'long',
  ratio: 'double',
  flag: 'boolean',
  addr: 'ip',
} as const;

const word = fc.constantFrom('a', 'b', 'ab', 'AB', 'Ab', 'ba', 'abc', '', '1', '12', 'a*', '?');
const pattern = fc.constantFrom('*', 'a*', '*B', '?', 'a?', '*a*', 'AB', '1?', '');
/** These mean the same in every dialect. */
const regex = fc.constantFrom('a|AB', '.*b', 'a.*', '[^a]+', '(ab?)+c?', '1{1,2}2?', 'a?', '.{3}');
const number = fc.constantFrom('0', '1', '2', '3', '12', '-1', '1.5', '2.0');
const address = fc.constantFrom('10.0.0.1', '10.0.0.0/8', '10.1.0.0/16', '192.168.1.1', '0.0.0.0/0');

const textField = fc.constantFrom('name', 'tags', '?custom');
const textCall = fc.oneof(
  fc.constant('concat(name, a.pid)'),
  fc.constant('string(a.pid)'),
  textField.map((field) => `substring(${field}, 1)`),
  textField.map((field) => `concat("a", ${field})`),
);
const numberValue = fc.oneof(
  fc.constantFrom('a.pid', 'ratio', 'length(name)', 'length(tags)', 'indexOf(name, "b")', 'indexOf~(tags, "B")', 'number(string(a.pid))'),
  fc.tuple(fc.constantFrom('a.pid', 'ratio'), fc.constantFrom('+', '-', '*'), number).map((parts) => parts.join(' ')),
  fc.tuple(fc.constantFrom('a.pid', 'ratio'), fc.constantFrom('/', '%'), fc.constantFrom('2', '3', '1.5')).map((parts) => parts.join(' ')),
);
const comparison = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const quoted = (text: string): string => `"${text}"`;
const list = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);

const leaf = fc.oneof(
  fc.tuple(textField, comparison, word.map(quoted)).map((parts) => parts.join(' ')),
  fc.tuple(fc.oneof(textField, textCall), fc.constantFrom(':', 'like', 'like~'), list(pattern.map(quoted))).map((parts) => parts.join(' ')),
  fc.tuple(fc.oneof(textField, textCall), fc.constantFrom('regex', 'regex~'), list(regex.map(quoted))).map((parts) => parts.join(' ')),
  fc.tuple(textField, fc.constantFrom('in', 'not in', 'in~', 'not in~'), list(word.map(quoted))).map((parts) => parts.join(' ')),
  fc.tuple(textCall, fc.constantFrom('==', '!='), word.map(quoted)).map((parts) => parts.join(' ')),
  fc.tuple(numberValue, comparison, number).map((parts) => parts.join(' ')),
  fc.tuple(number, comparison, numberValue).map((parts) => parts.join(' ')),
  fc.tuple(fc.constantFrom('a.pid', 'ratio'), fc.constantFrom('in', 'not in'), list(number)).map((parts) => parts.join(' ')),
  fc.tuple(fc.constant('a.pid'), comparison, fc.constantFrom('"1"', '"12"', '"x"')).map((parts) => parts.join(' ')),
  fc.constantFrom('flag', 'flag == true', 'flag == false', 'true', 'false'),
  fc.tuple(fc.oneof(textField, textCall, numberValue, fc.constantFrom('flag', 'addr', '(a.pid > 1)')), fc.constantFrom('==', '!='), fc.constant('null')).map((parts) => parts.join(' ')),
  fc.tuple(fc.constant('addr'), fc.constantFrom('==', '!='), address.map(quoted)).map((parts) => parts.join(' ')),
  list(address.map(quoted)).map((networks) => `cidrMatch(addr, ${networks.slice(1, -1)})`),
  fc.tuple(fc.constantFrom('startsWith', 'endsWith', 'stringContains'), fc.constantFrom('', '~'), textField, fc.constantFrom('a', 'AB', '1')).map(([name, tilde, field, text]) => `${name}${tilde}(${field}, "${text}")`),
  fc.tuple(fc.constantFrom('startsWith', 'endsWith'), textField, fc.constantFrom('==', '!='), fc.constantFrom('true', 'false')).map(([name, field, operator, truth]) => `${name}(${field}, "a") ${operator} ${truth}`),
); // prettier-ignore

const { condition } = fc.letrec<{ readonly condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' and ')})`),
    fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' or ')})`),
    tie('condition').map((inner) => `not (${inner})`),
  ),
}));

const category = fc.constantFrom('any', 'process', '"any"');
const oneOrMany = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(value, fc.array(fc.oneof(value, fc.constant(null)), { maxLength: 3 }), fc.constant(null));

const event = fc.record(
  {
    event: fc.constant({ category: 'process' }),
    name: oneOrMany(word),
    tags: oneOrMany(word),
    custom: oneOrMany(word),
    a: fc.record({ pid: oneOrMany(fc.constantFrom<unknown>(0, 1, 2, 3, 12, -1, '1', '12')) }, { requiredKeys: [] }),
    'a.pid': fc.constantFrom(1, 2),
    ratio: oneOrMany(fc.constantFrom(0, 1.5, 2, -1, 0.5)),
    flag: oneOrMany(fc.constantFrom<unknown>(true, false, 'true')),
    addr: oneOrMany(fc.constantFrom('10.0.0.1', '10.1.2.3', '192.168.1.1', '172.16.0.1')),
  },
  { requiredKeys: [] },
);

/** How many pairs of a query and an event are compared, and from which seed they are made; `server/tools/differential.mjs` sets both. */
const pairs = Number(process.env['RULEWRIGHT_PAIRS'] ?? 10_000);
const seed = Number(process.env['RULEWRIGHT_SEED'] ?? 1);
const eventsPerQuery = 8;
/** Of one pair, at the very worst, in milliseconds. */
const slowestPair = 6;

test(
  'the compiled query, its witness and a slow interpreter agree',
  () => {
    let compared = 0;
    let matched = 0;
    const events = fc.array(event, { minLength: eventsPerQuery, maxLength: eventsPerQuery });
    fc.assert(
      fc.property(category, condition, events, (word_, where, given) => {
        const query = `${word_} where ${where}`;
        const context = contextOf(catalogOf(types));
        const { predicate } = lowerEvents(query, context);
        if (predicate === undefined) throw new Error(`not lowered: ${query}`);
        const matches = compilePredicate(predicate);
        const witness = compileWitness(predicate, context.fields);
        const view = createView(context.fields);
        const { tree } = parseEql(query);
        for (const each of given) {
          const json = parseJson(JSON.stringify(each));
          if (!isJsonObject(json)) throw new Error('not an object');
          view.reset(json);
          const expected = slowMatches(tree, json, types);
          expect([matches(view), witness(view) !== undefined]).toEqual([expected, expected]);
          compared++;
          if (expected) matched++;
        }
      }),
      { numRuns: Math.ceil(pairs / eventsPerQuery), seed },
    );
    expect(compared).toBeGreaterThanOrEqual(pairs);
    expect(matched / compared).toBeGreaterThan(0.2);
    expect(matched / compared).toBeLessThan(0.8);
  },
  pairs * slowestPair,
);

test('the slow interpreter shares nothing with the evaluator', () => {
  const source = readFileSync(new URL('../../kit/slowEql.ts', import.meta.url), 'utf8');
  const imported = [...source.matchAll(/from '([^']*)'/g)].map((match) => match[1]);
  expect(imported).toEqual(['../../server/src/events/event.js', '../../server/src/events/json.js', '../../server/src/syntax/eql/ast.js']);
});
