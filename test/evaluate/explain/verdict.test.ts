import { describe, expect, it, test } from 'vitest';
import { createView } from '../../../server/src/events/view.js';
import { isJsonObject, parseJson } from '../../../server/src/events/json.js';
import { judgesOf, type PartJudge } from '../../../server/src/evaluate/explain/explainer.js';
import { clauseName, missText, rowsOf, verdictText } from '../../../server/src/evaluate/explain/rows.js';
import type { Verdict } from '../../../server/src/evaluate/explain/explained.js';
import { lowerKql } from '../../../server/src/evaluate/kql/lower.js';
import type { LowerContext } from '../../../server/src/evaluate/lowering.js';
import type { Predicate } from '../../../server/src/evaluate/predicate.js';
import { parseKql } from '../../../server/src/syntax/kql/parse.js';
import { catalogOf, contextOf, lowerEvents } from '../../kit/evaluate.js';

const types = {
  'event.category': 'keyword',
  name: 'keyword',
  short: 'keyword',
  args: 'keyword',
  pid: 'long',
  at: 'date',
  ip: 'ip',
  message: 'text',
  group: 'nested',
  'group.name': 'keyword',
  'group.id': 'keyword',
} as const;

function context(): LowerContext {
  const catalog = catalogOf(types);
  return contextOf({ ...catalog, field: (name) => shortened(catalog.field(name)) });
}

function shortened<T extends { readonly name: string } | undefined>(info: T): T {
  return info?.name === 'short' ? { ...info, ignoreAbove: 5 } : info;
}

function judge(predicate: Predicate | undefined, { fields }: LowerContext, wildcards: '*' | '*?', event: string): Verdict {
  if (predicate === undefined) throw new Error('not lowered');
  const [part] = judgesOf({ kind: 'events', predicate, pipes: [] }, fields, wildcards) as readonly [PartJudge];
  const view = createView(fields);
  const json = parseJson(event);
  if (!isJsonObject(json)) throw new Error('no event');
  view.reset(json);
  return part.verdict(view, part.outcomes(view));
}

function eql(query: string, event: string): Verdict {
  const own = context();
  return judge(lowerEvents(query, own).predicate, own, '*?', event);
}

function kql(query: string, event: string): Verdict {
  const own = context();
  return judge(lowerKql(parseKql(query), own).predicate, own, '*', event);
}

/** `✘ clause | values | reason`, indented below the clause it is in. */
function shown(verdict: Verdict, query: string): readonly string[] {
  return rowsOf(verdict).map(({ span, indent, outcome, values, reason, left }) => {
    const mark = outcome === true ? '✔' : outcome === false ? '✘' : '?';
    const facts = [query.slice(span.start, span.end), values, reason ?? '', left > 0 ? `${left} left` : ''].filter((fact) => fact !== '');
    return `${'  '.repeat(indent)}${mark} ${facts.join(' | ')}`;
  });
}

describe('the reason why one EQL clause is not true', () => {
  it.each([
    ['name == "x"', {}, 'absent: the event has no `name`'],
    ['name == "x"', { name: null }, 'null: `name` is null'],
    ['name == "x"', { name: [] }, 'absent: `name` is an empty list'],
    ['name == "x"', { name: [null] }, 'null: `name` is null'],
    ['name == "x"', { name: { a: 1 } }, 'absent: `name` is an object and has no value of its own'],
    ['name == "x"', { name: 'y' }, '"y" | wrong value'],
    ['name == "Cmd.exe"', { name: 'CMD.exe' }, '"CMD.exe" | case differs: "CMD.exe", wanted is "Cmd.exe"'],
    ['name in ("sh", "Bash")', { name: ['zsh', 'bash'] }, '["zsh","bash"] | case differs: "bash", wanted is "Bash"'],
    ['name in ("powershell.exe", "cmd.exe")', { name: 'cmd.exf' }, '"cmd.exf" | wrong value: the nearest that is wanted is "cmd.exe"'],
    ['name == "c*"', { name: 'cmd' }, '"cmd" | wrong value: `*` and `?` stand for themselves here; as a pattern it would match'],
    ['name like "C*"', { name: 'cmd' }, '"cmd" | case differs: "cmd", wanted is "C*"'],
    ['name regex "C.d"', { name: 'cmd' }, '"cmd" | case differs: "cmd", wanted is "C.d"'],
    ['name : "x"', { name: 'cmd' }, '"cmd" | wrong value'],
    ['name : ("cat", "dog")', { name: 'cot' }, '"cot" | wrong value: the nearest that is wanted is "cat"'],
    ['name : "x*"', { name: 'cmd' }, '"cmd" | no value matches the pattern: "cmd" does not begin with "x"'],
    ['name : ("x*", "*.exe")', { name: 'cmd.com' }, '"cmd.com" | no value matches either pattern: "cmd.com" does not begin with "x"'],
    [
      'name : ("x", "y", "c?t")',
      { name: 'cmd' },
      '"cmd" | no value matches any of the 3 patterns: "cmd" follows "c?t" up to "cm", then "t" is wanted',
    ],
    ['args : "-*i*"', { args: ['a', '-V'] }, '["a","-V"] | no value matches the pattern: "-V" has no "i" after "-"'],
    ['name regex "x+"', { name: 'y' }, '"y" | no value matches the regular expression'],
    ['pid > 5', { pid: 5 }, '5 | wrong value'],
    ['pid == 5', { pid: 'five' }, '"five" | wrong type: "five" is no long'],
    ['?other == 5', { other: 'five' }, '"five" | wrong type: the clause asks for another kind of value'],
    [
      'short == "sixsix"',
      { short: 'sixsix' },
      '"sixsix" | too long: an index leaves out values of more than 5 characters, and this one has 6',
    ],
    ['length(name) == 2', { name: 'cmd' }, '"cmd" | wrong value'],
    ['length(name) == 2', {}, 'absent: the event has no `name`'],
    ['name != "x"', { name: 'x' }, '"x" | excluded: "x" satisfies what is negated'],
    ['not name == "x"', { name: ['x', 'y'] }, '["x","y"] | excluded: "x" satisfies what is negated'],
    ['name == null', { name: 'x' }, '"x" | excluded: "x" satisfies what is negated'],
    ['name != null', {}, 'absent: the event has no `name`'],
    ['false', {}, 'not evaluated: it is false for every event'],
    ['cidrMatch(ip, "10.0.0.0/8")', { ip: '192.168.0.1' }, '"192.168.0.1" | wrong value'],
  ])('%s on %j', (clause, event, expected) => {
    const query = `any where ${clause}`;
    expect(shown(eql(query, JSON.stringify(event)), query)).toEqual([`✘ ${clause} | ${expected}`]);
  });
});

describe('the reason why one KQL clause is not true', () => {
  it.each([
    ['name: (a or b)', { name: 'c' }, '"c" | wrong value'],
    ['name: (alpha or beta*)', { name: 'Alpha' }, '"Alpha" | case differs: "Alpha", wanted is "alpha"'],
    ['name: "a*"', { name: 'ab' }, '"ab" | wrong value: `*` and `?` stand for themselves here; as a pattern it would match'],
    ['name: "a?"', { name: 'ab' }, '"ab" | wrong value'],
    ['name: *', { name: null }, 'null: `name` is null'],
    ['message: word', { message: 'other words' }, '"other words" | wrong value'],
    ['nam*: x', { name: 'y' }, 'wrong value'],
    ['nam*: x', {}, 'absent: the event has no `field of this name`'],
    [
      'group: { name: a and id: 1 }',
      { group: [{ name: 'a' }, { id: '1' }] },
      'group.name "a", group.id "1" | wrong value: none of the 2 objects satisfies all of it',
    ],
    ['group: { name: a and id: 1 }', {}, 'absent: the event has no `group`'],
    ['pid >= 7', { pid: 6 }, '6 | wrong value'],
  ])('%s on %j', (query, event, expected) => {
    const [row] = shown(kql(query, JSON.stringify(event)), query);
    expect(row).toBe(`✘ ${query} | ${expected}`);
  });
});

test('the clauses of a chain are judged one by one, and what stands in those that fail', () => {
  const query =
    'process where (name == "a" and pid > 1) and (args == "x" or (args == "y" and pid == 3)) and not (name == "b" or args : "z*" or pid == 2)';
  const event = '{"event":{"category":"process"},"name":"a","pid":2,"args":["y","zz"]}';
  const verdict = eql(query, event);
  expect(shown(verdict, query)).toEqual([
    '✔ process | "process"',
    '✔ name == "a" | "a"',
    '✔ pid > 1 | 2',
    '✘ args == "x" or (args == "y" and pid == 3)',
    '  ✘ args == "x" | ["y","zz"] | wrong value',
    '  ✘ args == "y" and pid == 3',
    '    ✔ args == "y" | ["y","zz"]',
    '    ✘ pid == 3 | 2 | wrong value',
    '✘ not (name == "b" or args : "z*" or pid == 2) | excluded: what is negated is true',
    '  ✔ args : "z*" | ["y","zz"]',
    '  ✔ pid == 2 | 2',
  ]);
  expect(verdictText(verdict)).toBe('does not match: 2 of 5 clauses fail');
  expect(missText(verdict, ({ start, end }) => query.slice(start, end))).toBe('fails on args and pid and 1 more clause');
});

test('a clause that holds is one row, with the values that make it hold', () => {
  const query = 'any where (name == "a" or pid == 1) and not (args == "x" and pid == 2)';
  expect(shown(eql(query, '{"name":"b","pid":1}'), query)).toEqual([
    '✔ name == "a" or pid == 1 | 1',
    '✔ not (args == "x" and pid == 2) | pid 1',
  ]);
});

test('of many branches the nearest are shown, and how many are left', () => {
  const branches = Array.from({ length: 30 }, (_, index) => `(name == "${index}" and pid == ${index === 29 ? 1 : 7})`);
  const query = `any where ${branches.join(' or ')}`;
  const rows = shown(eql(query, '{"name":"b","pid":1}'), query);
  expect(rows[0]).toMatch(/18 left$/);
  expect(rows.filter((row) => row.startsWith('  ✘'))).toHaveLength(12);
  expect(rows).toContain('  ✘ name == "29" and pid == 1');
});

test('a value list that is a chain stays below its field', () => {
  const query = 'args: (a and b) and name: x';
  expect(shown(kql(query, '{"args":"a","name":"x"}'), query)).toEqual([
    '✘ args: (a and b)',
    '  ✔ a | "a"',
    '  ✘ b | "a" | wrong value',
    '✔ name: x | "x"',
  ]);
});

test('a clause that would fail the search says why', () => {
  const query = 'any where 10 / pid == 5 and name == "x"';
  expect(shown(eql(query, '{"pid":0,"name":"x"}'), query)[0]).toMatch(/^\? 10 \/ pid == 5 \| 0 \| not evaluated: /);
  expect(verdictText(eql(query, '{"pid":0,"name":"x"}'))).toBe('fails the search: a clause of it cannot be evaluated');
  expect(verdictText(eql(query, '{"pid":0,"name":"y"}'))).toBe('does not match: 2 of 2 clauses fail');
});

test('long lists of values are cut, those that satisfy the clause kept', () => {
  const args = Array.from({ length: 40 }, (_, index) => `a${index}`);
  const verdict = eql('any where args == "a39"', JSON.stringify({ args }));
  expect(verdict.fields).toEqual([{ field: 'args', values: ['a39', ...args.slice(0, 9)], more: 30, satisfying: ['a39'] }]);
});

test('a clause without fields is called by its text', () => {
  const query = 'any where false';
  expect(clauseName(eql(query, '{}'), ({ start, end }) => query.slice(start, end))).toBe('false');
});
