import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit.js';
import { compilePredicate } from '../../server/src/evaluate/compile.js';
import { isJsonObject, parseJson, type JsonObject } from '../../server/src/events/json.js';
import { createView } from '../../server/src/events/view.js';
import { toSpan } from '../../server/src/features/convert.js';
import { refactoringsAt } from '../../server/src/features/refactorings.js';
import { createRuleModel, type RuleModel } from '../../server/src/features/ruleModel.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { catalogOf, contextOf, lowerEvents } from '../kit/evaluate.js';
import { rangesIn } from '../kit/markers.js';
import { inToml, openAt, schemas, service, type Form } from '../kit/services.js';
import { slowMatches } from '../kit/slowEql.js';

function applied(text: string, { edit }: CodeAction, model: RuleModel): string {
  const edits = edit?.changes?.[model.uri] ?? [];
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: toSpan(model.lines, range), newText })),
  );
}

/** Each refactoring at the cursor with the text it leads to. */
function offered(marked: string, form: Form): Readonly<Record<string, string>> {
  const { model, text, position } = openAt(marked, form);
  const actions = service.refactorings(model, { start: position, end: position });
  return Object.fromEntries(actions.map((action) => [action.title, applied(text, action, model)]));
}

const toIn = 'Combine into one `in` list';
const toNotIn = 'Combine into one `not in` list';
const toColon = 'Combine into one `:` list';
const toOrNot = 'Write as `not … or not …`';
const toAndNot = 'Write as `not … and not …`';
const toNotOr = 'Write as `not (… or …)`';
const toNotAnd = 'Write as `not (… and …)`';

describe('refactorings', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['any where user.na<|>me == "a" or user.name == "b"', { [toIn]: 'any where user.name in ("a", "b")' }],
    ['any where user.name == "a" <|>or "b" == user.name or (user.name == "*")', { [toIn]: 'any where user.name in ("a", "b", "*")' }],
    [
      'any where user.name == "a" or user.name in ("b", "c"<|>)',
      {
        [toIn]: 'any where user.name in ("a", "b", "c")',
        'Write as `==` with `or`': 'any where user.name == "a" or user.name == "b" or user.name == "c"',
      },
    ],
    [
      'any where true and not(user.name == "a" or user.name == "b"<|>)',
      {
        [toIn]: 'any where true and not user.name in ("a", "b")',
        [toAndNot]: 'any where true and user.name != "a" and user.name != "b"',
      },
    ],
    [
      'any where true and (user.name == "a"<|> or user.name == "b") and x.y : "c"',
      { [toIn]: 'any where true and user.name in ("a", "b") and x.y : "c"' },
    ],
    [
      'any where (user.name == "a"<|> or user.name == "b" or user.id == "c")',
      { [toIn]: 'any where (user.name in ("a", "b") or user.id == "c")' },
    ],
    ['any where user.name == "a"<|> or user.id == "c" or user.name == "b"', {}],
    [
      'any where user.name != "a" and user.name<|> not in ("b", "c")',
      {
        [toNotIn]: 'any where user.name not in ("a", "b", "c")',
        'Write as `!=` with `and`': 'any where user.name != "a" and user.name != "b" and user.name != "c"',
      },
    ],
    ['any where process.pid == 1<|> or process.pid == -2', { [toIn]: 'any where process.pid in (1, -2)' }],
    [
      'any where process.code_signature.trusted == true<|> or process.code_signature.trusted == false',
      { [toIn]: 'any where process.code_signature.trusted in (true, false)' },
    ],
    ['any where user.name : "a*"<|> or user.name : ("b", "c")', { [toColon]: 'any where user.name : ("a*", "b", "c")' }],
    ['any where ?acme.x : "a*"<|> or ?acme.x : "b"', { [toColon]: 'any where ?acme.x : ("a*", "b")' }],
    ['any where user.name : ("a*"<|>, "b")', { 'Write as `:` with `or`': 'any where user.name : "a*" or user.name : "b"' }],
    [
      'any where not user.name : ("a*"<|>, "b") and true',
      { 'Write as `:` with `or`': 'any where not (user.name : "a*" or user.name : "b") and true' },
    ],
    [
      'any where user.name like~ ("a*", "b")<|> or true',
      { 'Write as `like~` with `or`': 'any where user.name like~ "a*" or user.name like~ "b" or true' },
    ],
    [
      'any where user.name not in ("a", <|>"b")or true',
      { 'Write as `!=` with `and`': 'any where user.name != "a" and user.name != "b"or true' },
    ],
    [
      'any where process.pid not in (1, 2<|>)or true',
      { 'Write as `!=` with `and`': 'any where process.pid != 1 and process.pid != 2 or true' },
    ],
    [
      'any where <|>not (user.name == "a" or process.pid > 2 or x.y not in (1, 2))',
      {
        [toAndNot]: 'any where user.name != "a" and not process.pid > 2 and x.y in (1, 2)',
      },
    ],
    [
      'any where true and not (user.name == "a" and process.pid<|> > 2)',
      { [toOrNot]: 'any where true and (user.name != "a" or not process.pid > 2)' },
    ],
    ['any where not (a.b\n  // first\n  or a.c and a.d) <|>', {}],
    ['any where not (a.b<|>\n  // first\n  or a.c and a.d)', { [toAndNot]: 'any where not a.b\n  // first\n  and not (a.c and a.d)' }],
    ['any where not ((a.b or a.c) and a.d<|>)or true', { [toOrNot]: 'any where not (a.b or a.c) or not a.d or true' }],
    [
      'any where true and not a.b<|> and user.name != "c" and not (a.d and a.e)',
      { [toNotOr]: 'any where true and not (a.b or user.name == "c" or (a.d and a.e))' },
    ],
    ['any where not a.b or not a.c<|>', { [toNotAnd]: 'any where not (a.b and a.c)' }],
    ['any where (not a.b) and (not a.c)<|>', { [toNotOr]: 'any where not ((a.b) or (a.c))' }],
    [
      'sequence [any where true] [file where not a.b<|> and not a.c]',
      { [toNotOr]: 'sequence [any where true] [file where not (a.b or a.c)]' },
    ],
  ])('%j offers %j', (marked, expected) => {
    expect(offered(marked, 'eql')).toEqual(expected);
  });

  test.each<readonly [string, string]>([
    ['values that a list would refuse', 'any where process.pid == "1"<|> or process.pid == "2"'],
    ['a fraction, which a list of whole numbers would round', 'any where process.pid == 1.5<|> or process.pid == 2'],
    ['null, which asks for a missing field', 'any where user.name == null<|> or user.name == "a"'],
    ['null in a list', 'any where user.name in ("a"<|>, null)'],
    ['dates, which name a whole interval', 'any where @timestamp == "2026-01-01"<|> or @timestamp == "2026-01-02"'],
    ['addresses', 'any where source.ip == "10.0.0.1"<|> or source.ip == "10.0.0.2"'],
    ['an optional field that may be nowhere', 'any where ?user.name == "a"<|> or ?user.name == "b"'],
    ['different fields', 'any where user.name == "a"<|> or user.id == "b"'],
    ['different operators', 'any where user.name == "a"<|> or user.name : "b"'],
    ['`and` of equal tests', 'any where user.name == "a"<|> and user.name == "b"'],
    ['one value', 'any where user.name in ("a"<|>)'],
    ['regular expressions', 'any where user.name regex ("a"<|>, "b")'],
    ['a comment between', 'any where user.name == "a"<|> or /* b */ user.name == "b"'],
    ['a comment after `not`', 'any where not /* b */ (a.b<|> or a.c)'],
    ['`!=` without any `not`', 'any where user.name != "a"<|> and user.id != "b"'],
    ['one `not`', 'any where not a.b<|> and a.c'],
    ['a `not` further out', 'any where not (a.b or (a.c and a.d<|>))'],
    ['broken text', 'any where user.name == "a"<|> or user.name == "b" or'],
    ['a join key', 'sequence by a.b<|> [any where true] [any where true]'],
  ])('nothing for %s', (_, marked) => {
    expect(offered(marked, 'eql')).toEqual({});
  });

  it('has nothing for KQL and outside queries', () => {
    expect(offered('a:b<|> or a:c', 'kuery')).toEqual({});
    expect(offered('[rule]\nname = "a == 1 or a == 2<|>"', 'toml')).toEqual({});
  });

  it('writes into TOML as its strings need it', () => {
    expect(offered(inToml('any where not (a.b<|>\n  or a.c)'), 'toml')).toEqual({ [toAndNot]: inToml('any where not a.b\n  and not a.c') });
    expect(offered('[rule]\ntype = "eql"\nquery = "any where user.name == \\"a\\\\\\\\\\"<|> or user.name == \\"b\\""', 'toml')).toEqual({
      [toIn]: '[rule]\ntype = "eql"\nquery = "any where user.name in (\\"a\\\\\\\\\\", \\"b\\")"',
    });
  });

  it('covers a selection only where one condition holds all of it', () => {
    const { text, spans } = rangesIn('any where <|user.name == "a" or user.name == "b"|> or true');
    const model = service.open(text, { uri: 'file:///a.eql' });
    const [span] = spans;
    if (span === undefined) throw new Error('no range');
    const at = (offset: number): { readonly line: number; readonly character: number } => ({ line: 0, character: offset });
    const titles = (start: number, end: number): readonly string[] =>
      service.refactorings(model, { start: at(start), end: at(end) }).map(({ title }) => title);
    expect(titles(span.start, span.end)).toEqual([toIn]);
    expect(titles(0, span.end)).toEqual([]);
    expect(titles(span.start, text.length + 5)).toEqual([toIn]);
  });
});

const types = { 'event.category': 'keyword', name: 'keyword', tags: 'keyword', pid: 'long', ratio: 'double', flag: 'boolean' } as const;
const catalog = catalogOf(types);

const words = ['a', 'b', 'ab', 'A', 'a*', '?'];
const word = fc.constantFrom(...words).map((text) => `"${text}"`);
const listOf = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);
const join = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((texts) => texts.join(' '));
const equality = fc.constantFrom('==', '==', '!=');
const whole = fc.constantFrom('1', '2', '-1', '12');
const leaf = fc.oneof(
  join(fc.constantFrom('name', 'tags', '?own', 'own'), equality, word),
  join(word, equality, fc.constantFrom('name', 'tags')),
  join(fc.constantFrom('name', 'tags', '?own', 'own'), fc.constantFrom('in', 'not in', ':', 'like', 'in~'), listOf(word)),
  join(fc.constantFrom('pid', 'ratio'), equality, fc.oneof(whole, fc.constantFrom('1.5', '"1"'))),
  join(fc.constantFrom('pid', 'ratio'), fc.constantFrom('in', 'not in'), listOf(whole)),
  join(fc.constantFrom('name', 'pid'), equality, fc.constant('null')),
  fc.constantFrom(
    'flag',
    'flag == false',
    'pid > 1',
    'length(name) == 1',
    'startsWith(tags, "a")',
    'startsWith(name, "a") == false',
    'true',
    'false',
  ),
);
/** Tests of one field that stand together. */
const run = fc.oneof(
  fc.tuple(fc.constantFrom('name :', 'tags :', '?own :', 'name like', 'name =='), fc.array(word, { minLength: 2, maxLength: 3 })).map(([start, texts]) => texts.map((text) => `${start} ${text}`).join(' or ')),
  fc.array(word, { minLength: 2, maxLength: 3 }).map((texts) => texts.map((text) => `name != ${text}`).join(' and ')),
  fc.tuple(fc.constantFrom('or', 'and'), fc.array(leaf, { minLength: 2, maxLength: 3 })).map(([connective, parts]) => parts.map((part) => `not ${part}`).join(` ${connective} `)),
); // prettier-ignore
/** Chains without more parentheses than their meaning needs, on few fields, so that runs come about. */
const { condition } = fc.letrec<{ readonly condition: string; readonly operand: string }>((tie) => ({
  operand: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    run,
    leaf.map((inner) => `not ${inner}`),
    tie('condition').map((inner) => `(${inner})`),
    tie('condition').map((inner) => `not(${inner})`),
  ),
  condition: fc.tuple(fc.array(tie('operand'), { minLength: 1, maxLength: 4 }), fc.array(fc.constantFrom('or', 'or', 'and'), { minLength: 4, maxLength: 4 }))
    .map(([operands, connectives]) => operands.map((operand, i) => (i === 0 ? operand : `${connectives[i] ?? 'or'} ${operand}`)).join(' ')),
})); // prettier-ignore

const values = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> => fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.constant(null));
const event = fc.record(
  {
    name: values(fc.constantFrom(...words)),
    tags: values(fc.constantFrom(...words)),
    own: values(fc.constantFrom(...words)),
    pid: values(fc.constantFrom(1, 2, -1, 12)),
    ratio: values(fc.constantFrom(1, 1.5, 2)),
    flag: values(fc.boolean()),
  },
  { requiredKeys: [] },
);

function jsonOf(each: object): JsonObject {
  const json = parseJson(JSON.stringify(each));
  if (!isJsonObject(json)) throw new Error('not an object');
  return json;
}

/** What the evaluator and the slow interpreter say of each event. */
function verdicts(query: string, events: readonly JsonObject[]): readonly (readonly boolean[])[] {
  const context = contextOf(catalog);
  const { predicate } = lowerEvents(query, context);
  if (predicate === undefined) throw new Error(`not lowered: ${query}`);
  const matches = compilePredicate(predicate);
  const view = createView(context.fields);
  const { tree } = parseEql(query);
  return events.map((json) => {
    view.reset(json);
    return [matches(view), slowMatches(tree, json, types)];
  });
}

/** Conditions in which each kind of refactoring is surely possible. */
const ofEachKind = [
  'name == "a" or name == "b"',
  'name in ("a", "b") or pid in (1, 2)',
  'name != "a" and name not in ("b", "A")',
  'name : "a" or name : ("b", "a*")',
  'name like "a" or name like ("b", "a*")',
  'not (flag or pid > 1)',
  'not (flag and pid > 1)',
  'not flag and not pid > 1',
  'not flag or not pid > 1',
];

const fewEvents = [{ name: ['a', 'ab'], pid: 1 }, { name: 'b', flag: true }, {}];

test('every refactoring, at any place of any condition, matches the same events', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(condition, fc.array(event, { minLength: 1, maxLength: 12 }), (where, objects) => {
      const query = `any where ${where}`;
      const events = objects.map(jsonOf);
      const model = createRuleModel(query, { uri: 'file:///a.eql' }, { ...schemas, catalogFor: () => catalog });
      const results = new Map<string, string>();
      for (const { span } of parseEql(query).tokens) {
        const position = { line: 0, character: span.start };
        for (const action of refactoringsAt(model, { start: position, end: position }))
          results.set(applied(query, action, model), action.title);
      }
      const before = verdicts(query, events);
      for (const [text, title] of results) {
        seen.set(title, (seen.get(title) ?? 0) + 1);
        expect([text, verdicts(text, events)]).toEqual([text, before]);
      }
    }),
    { numRuns: 150, examples: ofEachKind.map((where): [string, typeof fewEvents] => [where, fewEvents]) },
  );
  // Each kind came about, so that the agreement says something.
  expect([...seen.keys()].sort()).toEqual(
    [
      toIn, toNotIn, toColon, 'Combine into one `like` list', toOrNot, toAndNot, toNotOr, toNotAnd,
      'Write as `==` with `or`', 'Write as `!=` with `and`', 'Write as `:` with `or`', 'Write as `like` with `or`',
    ].sort(),
  ); // prettier-ignore
});
