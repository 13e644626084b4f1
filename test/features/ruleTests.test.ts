/** Rule tests from a job to what the editor shows: places in the rule whatever notation it has, what a mistake in a test file looks like. */
import { expect, test } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import { codeLenses, type RuleTestsSummary } from '../../server/src/features/codeLens.js';
import { listTests, titleOf } from '../../server/src/features/ruleTestList.js';
import { testsJob } from '../../server/src/features/ruleTests.js';
import { toRuleCoverage } from '../../server/src/features/ruleTestCoverage.js';
import { LineIndex } from '../../server/src/base/lines.js';
import { runRuleTestsCommand, type RunTestsResult } from '../../server/src/protocol/ruleTests.js';
import { memoryHost } from '../kit/memoryHost.js';
import { openModel, schemas, service } from '../kit/services.js';

const uri = 'file:///r.test.toml';

/** One test that fails on one event. */
const failing = `[[test]]
name = "eve's shell"
events = '''{"event":{"category":"process"},"process":{"command_line":"a \\\\ b"},"user":{"name":"root"}}'''
[test.expect]
matches = 1
`;

async function run(rule: { readonly uri: string; readonly text: string }, text = failing): Promise<RunTestsResult> {
  const host = memoryHost({ [rule.uri]: rule.text });
  return testsJob({ file: { uri, text }, open: {} }, { host, schemas }, noCancel);
}

test('clauses of a rule in TOML have their place in its file, and their text without its escapes', async () => {
  const text =
    '[rule]\nname = "R"\ntype = "eql"\nlanguage = "eql"\nquery = "process where process.command_line == \\"a \\\\\\\\ b\\" and user.name == \\"eve\\""\n';
  const { fault, tests } = await run({ uri: 'file:///r.toml', text });
  const rows = tests[0]?.failures[0]?.explained[0]?.event.parts[0]?.rows ?? [];
  const lines = text.split('\n');
  const written = rows.map(({ range: { start, end } }) => lines[start.line]?.slice(start.character, end.character));
  expect([fault, rows.map(({ clause, outcome }) => [clause, outcome]), written]).toEqual([
    undefined,
    [
      ['process', 'true'],
      ['process.command_line == "a \\\\ b"', 'true'],
      ['user.name == "eve"', 'false'],
    ],
    ['process', 'process.command_line == \\"a \\\\\\\\ b\\"', 'user.name == \\"eve\\"'],
  ]);
});

test('a rule that is missing is one fault for all tests, with a message that says what to do', async () => {
  const { fault, tests } = await run({ uri: 'file:///other.toml', text: '' });
  expect([tests, fault?.range, fault?.message]).toEqual([[], undefined, expect.stringContaining('file:///r.toml')]);
});

test('texts of open files stand in for those on disk, also where there is none on disk', async () => {
  const host = memoryHost({});
  const job = {
    file: { uri, text: `[[test]]\nname = "x"\nevents = "e.ndjson"\n[test.expect]\nmatches = 1\n` },
    open: { 'file:///r.eql': 'any where true', 'file:///e.ndjson': '{"a":1}\n' },
  };
  const { tests } = await testsJob(job, { host, schemas }, noCancel);
  expect(tests.map(({ name, status }) => [name, status])).toEqual([['x', 'passed']]);
});

test('the tests of a file are listed where it is broken too', async () => {
  const host = memoryHost({ 'file:///r.eql': 'any where true' });
  const listed = await listTests(uri, `${failing}\n[[test]]\nname = "no events"\n`, host);
  expect([listed.rule, listed.tests.map(({ name }) => name), listed.message]).toEqual([
    'file:///r.eql',
    ["eve's shell"],
    expect.stringMatching(/^Line 8: /),
  ]);
  expect(await titleOf(listed, host)).toBe('r.eql');
  expect(await titleOf({ ...listed, ruleName: 'the second one' }, host)).toBe('the second one');
});

test('what is wrong in a test file is a diagnostic with a fix; nothing in it is judged as a rule', () => {
  const text = `${failing.replace('matches', 'matchs')}\n[rule]\nname = "no rule here"\n`;
  const model = service.open(text, { uri, languageId: 'toml' });
  const found = service.diagnostics(model, {}).map(({ shown }) => shown);
  const [at] = found.map(({ range }) => range);
  expect(found.map(({ code }) => code)).toEqual(['TST001', 'TST002']);
  expect(at && service.codeActions(model, at, {}).map(({ title }) => title)).toEqual(['Change to `matches`']);
  expect(service.diagnostics(model, { severity: { TST001: 'off', TST002: 'off' } })).toEqual([]);
});

test.each<[string, RuleTestsSummary | undefined, string | undefined]>([
  ['a rule without tests', undefined, undefined],
  ['tests that did not run yet', { tests: 3, ran: 0, failed: 0 }, '$(beaker) Run 3 tests'],
  ['one test', { tests: 1, ran: 0, failed: 0 }, '$(beaker) Run 1 test'],
  ['some that passed', { tests: 3, ran: 2, failed: 0 }, '$(beaker) Run 3 tests'],
  ['all passed', { tests: 3, ran: 3, failed: 0 }, '3 tests ✓'],
  ['one failed, another did not run', { tests: 3, ran: 2, failed: 1 }, '1 of 3 tests ✘'],
])('the line above a query: %s', (_what, summary, expected) => {
  const lenses = codeLenses(openModel('any where true', 'eql'), undefined, summary);
  const found = lenses.map(({ command }) => command).find((command) => command?.command === runRuleTestsCommand);
  expect(found?.title).toBe(expected);
});

test('coverage has the ranges of the rule’s file, or why there is none', () => {
  const lines = new LineIndex('any where\n  a == 1');
  const clause = {
    kind: 'clause',
    span: { start: 12, end: 18 },
    text: 'a == 1',
    excludes: false,
    covered: false,
    cases: [],
    wanted: 'an event with a',
  } as const;
  expect(toRuleCoverage({ rule: 'file:///r.eql', fault: undefined, clauses: [clause] }, lines)).toEqual({
    rule: 'file:///r.eql',
    clauses: [
      {
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } },
        text: 'a == 1',
        covered: false,
        wanted: 'an event with a',
      },
    ],
  });
  expect(toRuleCoverage({ rule: 'file:///r.eql', fault: 'The rule has errors.', clauses: [] }, lines)).toEqual({
    rule: 'file:///r.eql',
    clauses: [],
    message: 'The rule has errors.',
  });
});

test('events of another shape are mapped as in other runs; a mapping that cannot be used is told, not passed over', async () => {
  const text = `[[test]]\nname = "x"\nevents = '''{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\\\a\\\\b.exe"}'''\n[test.expect]\nmatches = 1\n`;
  const rule = 'process where process.name == "b.exe"';
  const plain = memoryHost({ 'file:///r.eql': rule });
  const { fault, tests } = await testsJob({ file: { uri, text }, open: {} }, { host: plain, schemas }, noCancel);
  expect([fault, tests.map(({ status }) => status)]).toEqual([undefined, ['passed']]);
  const broken = memoryHost({
    'file:///r.eql': rule,
    'file:///rulewright.config.json': '{ "mappings": ["mine.json"] }',
    'file:///mine.json': '{',
  });
  const { fault: told } = await testsJob({ file: { uri, text }, open: {} }, { host: broken, schemas }, noCancel);
  expect(told?.message).toMatch(/^The mapping mine\.json cannot be used: /);
});

test('the mapping that a test file names holds for its events; one that there is not is told at its name', async () => {
  const text = (mapping: string): string =>
    `mapping = "${mapping}"\n[[test]]\nname = "x"\nevents = '''{"app": "proxy", "who": "anna"}'''\nexpect = { matches = 1 }\n`;
  const mine = '{ "name": "mine", "title": "Mine", "fields": { "user.name": "who" } }';
  const host = memoryHost({ 'file:///r.eql': 'any where user.name == "anna"', 'file:///m/mine.json': mine });
  const testsWith = (mapping: string, open = {}) => testsJob({ file: { uri, text: text(mapping) }, open }, { host, schemas }, noCancel);
  const statuses = async (mapping: string, open?: Record<string, string>) =>
    (await testsWith(mapping, open)).tests.map(({ status }) => status);
  expect(await statuses('m/mine.json')).toEqual(['passed']);
  expect(await statuses('none')).toEqual(['failed']);
  expect(await statuses('m/mine.json', { 'file:///m/mine.json': mine.replace('"who"', '"whom"') })).toEqual(['failed']);
  expect((await listTests(uri, text('m/mine.json'), host)).files).toEqual(['file:///m/mine.json']);
  const { fault } = await testsWith('windows-sysmom');
  expect(fault?.message).toMatch(/^There is no mapping windows-sysmom; there are windows-sysmon, /);
  expect(fault?.range).toEqual({ start: { line: 0, character: 10 }, end: { line: 0, character: 26 } });
});
