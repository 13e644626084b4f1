import { expect, it, describe } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import { updateExpectations } from '../../server/src/ruleTests/update.js';
import { outcomes, ruleOf, runTests, testUri } from './kit.js';

const rule = ruleOf('kuery', 'process.name: a');

/** Five events, of which the second and the fourth match. */
const events = `events = '''
{"process.name": "b", "event.id": "e1"}
{"process.name": "a", "event.id": "e2", "user.name": "root"}
{"process.name": "b", "event.id": "e3"}
{"process.name": ["a", "x"], "event.id": "e4"}
{"process.name": "b"}
'''`;

const testFile = (expectation: string): string => `# Of a.\n[[test]]\nname = "t" # named\n${events}\n${expectation}\n`;

async function update(files: Readonly<Record<string, string>>) {
  const { ran } = await runTests(files);
  const text = files['a.test.toml'] ?? '';
  const { edits, changes } = updateExpectations(readTestFile(testUri, text).file, ran);
  return { text: applyEdits(text, edits), changes };
}

describe('an expectation that differs is written anew, and nothing else changes', () => {
  it.each<[string, string]>([
    ['expect = { matches = 1 } # one', 'expect = { matches = 2 } # one'],
    ['expect = { matches = 2, events = [1, 2] }', 'expect = { matches = 2, events = [2, 4] }'],
    ['expect.events = []', 'expect.events = [2, 4]'],
    ['expect.events = [ 1, 2, 3, 4, 5 ]', 'expect.events = [ 2, 4 ]'],
    ['expect.events = [2]', 'expect.events = [2, 4]'],
    ['expect.events = [\n  1, # the first\n  2, # the second\n]', 'expect.events = [\n  2,\n  4, # the second\n]'],
    ['expect.ids = ["e2", "e9"]', 'expect.ids = ["e2", "e4"]'],
    [`[test.expect]\nids = ['e4']\nmatches = 2`, `[test.expect]\nids = ['e4', "e2"]\nmatches = 2`],
    [
      `expect.fields = [{ "event.id" = "e1", process.name = "a" }, { "process.name" = "c" }, { "event.id" = "e5" }]`,
      `expect.fields = [{ "event.id" = "e2", process.name = "a" }, { "process.name" = ["a", "x"] }]`,
    ],
    ['[[test.expect.fields]]\n"user.name" = "ann" # who', '[[test.expect.fields]]\n"user.name" = "root" # who'],
  ])('%s', async (before, after) => {
    const updated = await update({ 'a.toml': rule, 'a.test.toml': testFile(before) });
    expect(updated.text).toBe(testFile(after));
    expect(await outcomes({ 'a.toml': rule, 'a.test.toml': updated.text })).toEqual(['passed']);
  });
});

it('tells what it changed', async () => {
  const { changes } = await update({ 'a.toml': rule, 'a.test.toml': testFile('expect = { matches = 1, events = [2] }') });
  expect(changes).toEqual([
    { test: 't', key: 'matches', before: '1', after: '2', refused: undefined },
    { test: 't', key: 'events', before: '[2]', after: '[2, 4]', refused: undefined },
  ]);
});

it('writes sequences', async () => {
  const sequence = ruleOf('eql', 'sequence with maxspan=1m\n [any where process.name == "a"]\n [any where process.name == "b"]');
  const text = (expected: string): string =>
    `[[test]]\nname = "t"\nevents = '''\n{"@timestamp": "2026-01-05T10:00:00Z", "process.name": "a"}\n{"@timestamp": "2026-01-05T10:00:01Z", "process.name": "b"}\n'''\nexpect.events = ${expected}\n`;
  expect((await update({ 'a.toml': sequence, 'a.test.toml': text('[2, 1]') })).text).toBe(text('[[1, 2]]'));
  expect((await update({ 'a.toml': sequence, 'a.test.toml': text('[[2, 1]]') })).text).toBe(text('[[1, 2]]'));
});

describe('what is not written', () => {
  it.each<[string, Record<string, string>, string, string]>([
    [
      'a test that could not be run',
      { 'a.toml': rule },
      'events = "b.ndjson"\nexpect = { matches = 1 }',
      'There is no file file:///rules/b.ndjson; check the path.',
    ],
    [
      'ids of events without one',
      { 'a.toml': ruleOf('kuery', 'process.name: b') },
      `${events}\nexpect.ids = ["e1"]`,
      'a matching event has no id',
    ],
    [
      'fields where nothing matches any more',
      { 'a.toml': ruleOf('kuery', 'process.name: z') },
      `${events}\nexpect.fields = [{ a = 1 }]`,
      'its fields are those of a match that is not there any more',
    ],
    [
      'tables of fields under headers of their own',
      { 'a.toml': ruleOf('kuery', 'user.name: root') },
      `${events}\n[[test.expect.fields]]\na = 1\n[[test.expect.fields]]\na = 1`,
      'it has tables of fields for more matches than there are; take these out',
    ],
  ])('%s', async (_, files, lines, refused) => {
    const text = `[[test]]\nname = "t"\n${lines}\n`;
    const updated = await update({ ...files, 'a.test.toml': text });
    expect([updated.text, updated.changes.map((each) => each.refused)]).toEqual([text, [refused]]);
  });
});
