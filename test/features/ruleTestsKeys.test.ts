/** Completion and hover in files of rule tests: the keys that fit at the cursor, each with what it means. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LineIndex } from '../../server/src/base/lines.js';
import { testFileTables } from '../../server/src/features/completion/ruleTestFile.js';
import { isTestFile } from '../../server/src/rule/testNames.js';
import { expectationKeys } from '../../server/src/ruleTests/readExpectation.js';
import { testFileKeys, testKeys } from '../../server/src/ruleTests/readTestFile.js';
import { cursorIn } from '../kit/markers.js';
import { service } from '../kit/services.js';

function at(marked: string) {
  const { text, offset } = cursorIn(marked);
  return {
    model: service.open(text, { uri: 'file:///r.test.toml', languageId: 'toml' }),
    position: new LineIndex(text).positionAt(offset),
  };
}

test('the table has the keys that the reader of test files knows, no other', () => {
  const keys = Object.fromEntries(Object.entries(testFileTables).map(([path, rows]) => [path, rows.map(({ key }) => key).sort()]));
  expect(keys).toEqual({ '': [...testFileKeys].sort(), test: [...testKeys].sort(), 'test.expect': [...expectationKeys].sort() });
});

test.each<[string, readonly string[]]>([
  ['<|>', ['rule', 'rule_name', 'mapping', 'defaults', 'events', 'history', 'indicators', 'now']],
  ['rule = "a.toml"\nrule_<|>', ['rule_name', 'mapping', 'defaults', 'events', 'history', 'indicators', 'now']],
  ['[[test]]\nname = "a"\n<|>', ['events', 'history', 'indicators', 'now', 'expect']],
  ['[[test]]\nname = "a"\n[[test]]\n<|>', ['name', 'events', 'history', 'indicators', 'now', 'expect']],
  ['[[test]]\n[test.expect]\nmatches = 1\nf<|>', ['events', 'ids', 'fields', 'alerts']],
  ['[[test]]\nexpect = { m<|> }', ['matches', 'events', 'ids', 'fields', 'alerts']],
  ['[[<|>]]', ['test']],
  ['[<|>]', ['test.expect']],
  ["[[test]]\nevents = '''\n<|>\n'''", []],
  ['[[test]]\nname = "<|>"', []],
  ['[[test]]\nname = <|>', []],
  ['# <|>', []],
  ['[other]\n<|>', []],
])('%j offers %j', (marked, expected) => {
  const { model, position } = at(marked);
  expect(service.complete(model, position, undefined).items.map(({ label }) => label)).toEqual(expected);
});

test('a key comes with a value to begin with, unless it has one', () => {
  const written = ['[[test]]\nname = "a"\nev<|>', '[[test]]\nna<|>me = "a"'].map((marked) => {
    const { model, position } = at(marked);
    const [first] = service.complete(model, position, undefined).items;
    return first?.textEdit?.newText;
  });
  expect(written).toEqual(["events = '''\n${1:{\\}}\n'''", 'name']);
});

test.each<[string, RegExp | undefined]>([
  ['def<|>aults = "{}"', /^\*\*`defaults`\*\*\n\nA JSON object/],
  ['[[te<|>st]]\n', /^\*\*`test`\*\*\n\nOne test/],
  ['[[test]]\n[test.exp<|>ect]', /^\*\*`expect`\*\*\n\nWhat is expected/],
  ['[[test]]\nexpect = { mat<|>ches = 1 }', /^\*\*`matches`\*\*\n\nHow many events/],
  ['[[test]]\nname = "mat<|>ches"', undefined],
  ['oth<|>er = 1', undefined],
])('%j: the hover tells %s', async (marked, expected) => {
  const { model, position } = at(marked);
  const contents = (await service.hover(model, position))?.contents;
  const text = typeof contents === 'object' && 'value' in contents ? contents.value : undefined;
  if (expected === undefined) expect(text).toBeUndefined();
  else expect(text).toMatch(expected);
});

test('with the cursor anywhere in the tests of the rules here nothing throws, and each edit touches the cursor on its line', async () => {
  const folder = new URL('../../rules/linux/', import.meta.url);
  const texts = readdirSync(folder)
    .filter(isTestFile)
    .map((name) => readFileSync(new URL(name, folder), 'utf8').slice(0, 1500));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    const model = service.open(text, { uri: 'file:///r.test.toml', languageId: 'toml' });
    const lines = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      const position = lines.positionAt(offset);
      await service.hover(model, position);
      for (const { label, textEdit } of service.complete(model, position, undefined).items) {
        if (textEdit === undefined || !('range' in textEdit)) expect.fail(`${label} has no edit`);
        const { start, end } = textEdit.range;
        const touches = start.line === position.line && end.line === position.line && start.character <= position.character;
        if (!touches || position.character > end.character) expect.fail(`${label} at ${offset} replaces ${JSON.stringify(textEdit.range)}`);
      }
    }
  }
});
