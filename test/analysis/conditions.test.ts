import { describe, expect, it } from 'vitest';
import { conditionKey, type ConditionRoot } from '../../server/src/analysis/conditions/condition.js';
import { eqlConditions } from '../../server/src/analysis/conditions/fromEql.js';
import { kqlConditions } from '../../server/src/analysis/conditions/fromKql.js';
import { coverOf, meetsPattern, readPattern } from '../../server/src/analysis/conditions/pattern.js';
import { indexConditions, saysTheSame } from '../../server/src/analysis/conditions/same.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import { shippedSchemas } from '../schema/shipped.js';
import { diagnose, reannotate } from './annotations.js';

const everything = (await shippedSchemas).catalogFor([]);

function eqlRoots(condition: string): readonly ConditionRoot[] {
  const { tree, text } = parseEql(`process where ${condition}`);
  return eqlConditions(tree, text);
}

function kqlRoots(query: string): readonly ConditionRoot[] {
  const { tree, text } = parseKql(query);
  return kqlConditions(tree, text);
}

const keyOf = (roots: readonly ConditionRoot[]): readonly string[] => roots.map(({ condition }) => conditionKey(condition));

/** Whether the two conditions are known to say the same: compared with each other, and looked for in an index. */
function areFoundSame([a]: readonly ConditionRoot[], [b]: readonly ConditionRoot[]): readonly boolean[] {
  if (a === undefined || b === undefined) return [];
  const index = indexConditions();
  index.add(b.condition);
  return [saysTheSame(a.condition, b.condition), index.find(a.condition) === b.condition];
}

describe('a pattern', () => {
  it.each([
    ['cmd.exe', 'cmd.exe', true],
    ['c*', 'cmd*', true],
    ['cmd*', 'c*', false],
    ['c?d', 'cmd', true],
    ['c?d', 'c*d', false],
    ['c*d', 'c?d', true],
    ['*', '', true],
    ['?', '*', false],
    ['*a*', 'xx?a?', true],
    ['*a*b', 'xaxbxb', true],
    ['*a*b', 'xbxa', false],
    ['abc', 'abcd', false],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*ab*ab', 'xab', false],
    ['a*', '*a', false],
    ['*a?c*', 'xa*c', false],
    ['*a?c', 'abcabc', true],
  ])('%s takes all that %s takes: %s', (outer, inner, expected) => {
    expect(coverOf(readPattern(outer, '*?'))(readPattern(inner, '*?'))).toBe(expected);
  });

  it.each([
    ['a*', '*b', true],
    ['a*', 'b*', false],
    ['*a', '*b', false],
    ['a?', 'a*b', true],
    ['a?', 'a*bc', false],
    ['*', '', true],
    ['a', 'A', false],
    ['a*c*e', 'ab*d*e', true],
  ])('%s and %s take a value together: %s', (a, b, expected) => {
    expect([meetsPattern(readPattern(a, '*?'), readPattern(b, '*?')), meetsPattern(readPattern(b, '*?'), readPattern(a, '*?'))]).toEqual([
      expected,
      expected,
    ]);
  });
});

describe('conditions that say the same', () => {
  it.each([
    ['process.pid == 1 and user.id == "0"', '(user.id == "0") and ((process.pid == 1))'],
    ['process.pid == 1 or process.pid == 2 or user.id == "0"', 'process.pid == 1 or (user.id == "0" or process.pid == 2)'],
    ['user.id != "0"', 'not user.id == "0"'],
    ['user.id != null', 'not not user.id != null'],
    ['user.id == null', 'not user.id != null'],
    ['1 < process.pid', 'process.pid > 1'],
    ['user.id not in ("a", "b")', 'not user.id in ("b", "a")'],
    ['user.id : "a"', 'user.id in~ ("a")'],
    ['"a" == user.id', 'user.id in ("a")'],
    ['user.id in ("a", "bc", "a")', 'user.id in ("bc", "a")'],
    ['not not (user.id : "A" and process.pid == 12)', 'process.pid == 12 and (user.id : "a" and process.pid == 12)'],
  ])('in EQL: %s and %s', (a, b) => {
    expect(keyOf(eqlRoots(a))).toEqual(keyOf(eqlRoots(b)));
    expect(areFoundSame(eqlRoots(a), eqlRoots(b))).toEqual([true, true]);
  });

  it.each([
    ['user.id: (a or b)', 'user.id: ((b or a))'],
    ['user.id: (a and b)', 'user.id: b and user.id: a'],
    ['user.id: (not a)', 'not user.id: a'],
    ['user.id: "a"', 'user.id: a'],
    ['user.id: *', '(user.id: *)'],
  ])('in KQL: %s and %s', (a, b) => {
    expect(keyOf(kqlRoots(a))).toEqual(keyOf(kqlRoots(b)));
    expect(areFoundSame(kqlRoots(a), kqlRoots(b))).toEqual([true, true]);
  });

  it.each([
    ['process.pid == 1', 'process.pid == "1"'],
    ['user.id : "a"', 'user.id == "a"'],
    ['user.id like "a*"', 'user.id == "a*"'],
    ['length(user.id) > 1', 'length(user.id) > 2'],
    ['user.id regex "a"', 'user.id regex~ "a"'],
    ['process.pid < 1', 'process.pid <= 1'],
  ])('are not %s and %s', (a, b) => {
    expect(keyOf(eqlRoots(a))).not.toEqual(keyOf(eqlRoots(b)));
    expect(areFoundSame(eqlRoots(a), eqlRoots(b))).toEqual([false, false]);
  });
});

describe('nothing is said of conditions that can be meant', () => {
  it.each([
    'process where process.args == "a" and process.args == "b"',
    'process where event.category == "process" and event.category == "file"',
    'process where event.type == "start" and event.type == "end" and event.action == "fork" and event.action == "exec"',
    'process where process.name : "a*" and not process.name : "ab*"',
    'process where process.name == "a" and not (process.name == "b" and user.id == "0")',
    'process where process.name != "a" and process.name != "b"',
    'process where process.args != "a" or process.args != "b"',
    'process where not process.name == "a" or not process.parent.name == "b"',
    'process where process.pid > 1 and process.pid < 9',
    'sequence by host.id with maxspan=1m [process where process.name == "a"] [process where process.name == "b"]',
    'network where source.ip == "10.0.0.1" and destination.ip == "10.0.0.2"',
    'process where process.code_signature.trusted == false and process.code_signature.exists == true',
    'process where user.id == null or user.id == ""',
  ])('in EQL: %s', (query) => {
    expect(diagnose('eql', query, everything)).toEqual([]);
  });

  it.each([
    'process.args: (a and b)',
    'event.type: (start and end)',
    'process.name: (a* and *b)',
    'user.name: a or not user.id: 1',
    'not (user.name: a or user.id: 1)',
    'process.name: (a or b) and not process.name: b',
    'message: (a and b)',
    'process.name: * and not process.name: a',
    'source.ip: 10.0.0.0/8 and source.ip: 10.1.0.0/16',
    'process.pid: 5 and process.pid: 05',
    'process.args: (a and b) or user.name: c',
    'process.args: (not a) or user.name: c',
  ])('in KQL: %s', (query) => {
    expect(diagnose('kuery', query, everything)).toEqual([]);
  });
});

describe('what conditions mean together', () => {
  it.each([
    `
process where process.name == "sh" and process.name : "BA*"
                                       ~~~~~~~~~~~~~~~~~~~~ QRY007 warning: \`process.name\` has one value, which cannot pass this and \`process.name == "sh"\` as well`,
    `
process where process.name == "sh" and (user.id == "0" or process.name == null)
                                                          ~~~~~~~~~~~~~~~~~~~~ QRY007 warning: This cannot be true together with \`process.name == "sh"\`, so nothing matches both`,
    `
process where not process.args : "*" and process.args : ("a", "b")
              ~~~~~~~~~~~~~~~~~~~~~~ QRY019 warning: This excludes every value that \`process.args : ("a", "b")\` asks for, so nothing is left`,
    `
process where false and process.pid == 1
              ~~~~~ QRY008 warning: This is never true, and with it the whole \`and\`, whatever the other conditions are
              ~~~~~ QRY022 warning: This rule can never match: nothing passes \`false\``,
    `
file where event.type == "start"
                         ~~~~~~~ QRY012 warning: ECS expects no such event.type in the category \`file\`; it has \`access\`, \`change\`, \`creation\`, \`deletion\`, \`info\``,
  ])('in EQL: %s', (annotated) => {
    expect(reannotate('eql', annotated, everything)).toBe(annotated);
  });

  it.each([
    `
host.os.type: linux and (user.id: 0 or host.os.type: (macos or windows))
                                       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ QRY007 warning: \`host.os.type\` has one value, which cannot pass this and \`host.os.type: linux\` as well`,
    `
user.name: a and not user.name: *
                 ~~~~~~~~~~~~~~~~ QRY007 warning: This cannot be true together with \`user.name: a\`, so nothing matches both`,
    `
process.name: (sh or s*) and user.name: *
               ~~ QRY006 hint: \`s*\` in the same list takes this value already`,
    `
(process.name: zsh or user.name: *) and not process.name: z*
 ~~~~~~~~~~~~~~~~~ QRY019 warning: Every value that this asks for is excluded by \`not process.name: z*\`, so this alternative is never true`,
  ])('in KQL: %s', (annotated) => {
    expect(reannotate('kuery', annotated, everything)).toBe(annotated);
  });
});

it('a pattern with spaces covers a value with spaces only on keyword fields', () => {
  const codes = (field: string): readonly string[] =>
    diagnose('kuery', `${field}: "run me" and not ${field}: *run me*`, everything).map(({ code }) => code);
  expect([codes('process.args'), codes('process.command_line')]).toEqual([['QRY019'], ['KQL106']]);
});

it('a phrase in analysed text says something else than its words', () => {
  const codes = diagnose('kuery', 'message: a-b and not message: "a-b"', everything).map(({ code }) => code);
  expect(codes).toEqual(['KQL106']);
});

it('a condition whose values are in brackets is taken out with them', () => {
  const query = 'not process.args: a or process.args: (not a)';
  const [problem] = diagnose('kuery', query, everything).filter(({ code }) => code === 'QRY006');
  const [edit] = problem?.fixes?.[0]?.edits ?? [];
  expect(edit && query.slice(0, edit.span.start) + edit.newText + query.slice(edit.span.end)).toBe('not process.args: a');
});

it('long lists of patterns take no time to speak of', () => {
  const values = Array.from({ length: 1500 }, (_, i) => `"*\\\\Folder${i}\\\\*\\\\program${i}.exe"`);
  const found = diagnose('eql', `process where process.executable : (${values.join(', ')})`, everything);
  expect(found).toEqual([]);
});
