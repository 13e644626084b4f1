import { expect, it } from 'vitest';
import { isTestFile, rulesBeside, testFileOf } from '../../server/src/rule/testNames.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import { missingFiles } from '../../server/src/ruleTests/references.js';
import { hostWith, testUri } from './kit.js';

const test = '[[test]]\nname = "t"\nevents = ["here.ndjson", "gone.ndjson"]\nhistory = "old.ndjson"\nexpect = { matches = 1 }\n';

it.each<[string, string, Record<string, string>, readonly (readonly [string, string])[]]>([
  [
    'event files',
    test,
    { 'a.eql': '', 'here.ndjson': '' },
    [
      ['"gone.ndjson"', 'There is no event file gone.ndjson; name one from the folder of the tests on'],
      ['"old.ndjson"', 'There is no event file old.ndjson; name one from the folder of the tests on'],
    ],
  ],
  ['nothing', test, { 'a.json': '', 'here.ndjson': '', 'gone.ndjson': '', 'old.ndjson': '' }, []],
  ['the rule beside the tests', '', {}, [['', 'There is no rule a.toml; put it beside the tests, or name it with `rule = "…"`']]],
  [
    'the rule that is named',
    'rule = "b.toml"',
    {},
    [['"b.toml"', 'There is no rule b.toml; name the file of a rule, from the folder of the tests on']],
  ],
  ['a named rule that is there', 'rule = "b.toml"', { 'b.toml': '' }, []],
  [
    'the mapping file that is named',
    'rule = "b.toml"\nmapping = "mine.json"',
    { 'b.toml': '' },
    [['"mine.json"', 'There is no mapping file mine.json; name one from the folder of the tests on, or a mapping that there is']],
  ],
  ['a mapping file that is there', 'rule = "b.toml"\nmapping = "mine.json"', { 'b.toml': '', 'mine.json': '' }, []],
  ['a mapping of a name', 'rule = "b.toml"\nmapping = "windows-sysmon"', { 'b.toml': '' }, []],
])('what is missing: %s', async (_, text, files, expected) => {
  const problems = await missingFiles(readTestFile(testUri, text), hostWith(files));
  expect(problems.map(({ span, message }) => [text.slice(span.start, span.end), message])).toEqual(expected);
  expect(new Set(problems.map(({ code }) => code)).size).toBe(expected.length === 0 ? 0 : 1);
});

it.each<[string, string, boolean]>([
  ['rules/a.toml', 'rules/a.test.toml', false],
  ['rules\\a.b.eql', 'rules\\a.b.test.toml', false],
  ['file:///a.kuery', 'file:///a.test.toml', false],
  ['a.test.toml', 'a.test.test.toml', true],
  ['rules/.test.toml', 'rules/.test.test.toml', false],
])('the tests of %s stand in %s', (rule, tests, isTest) => {
  expect([testFileOf(rule), isTestFile(rule)]).toEqual([tests, isTest]);
});

it('a test file is about one of the rules beside it', () => {
  expect(rulesBeside('x/a.test.toml')).toEqual(['x/a.toml', 'x/a.eql', 'x/a.kuery', 'x/a.json', 'x/a.ndjson']);
});
