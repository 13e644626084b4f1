import { afterEach, expect, test } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type CodeLens,
} from 'vscode-languageserver';
import { Cancelled } from '../../server/src/base/cancel.js';
import {
  listTestsRequest,
  runRuleTestsCommand,
  runTestsRequest,
  type ListTestsResult,
  type RunTestsParams,
  type RunTestsResult,
} from '../../server/src/protocol/ruleTests.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const rule = 'file:///rules/a%20b.eql';
const tests = 'file:///rules/a%20b.test.toml';
const events = 'file:///rules/more.ndjson';

const ruleText = 'process where process.name == "cat" and user.name in ("root", "eve")';
const testsText = `[[test]]
name = "a cat"
events = '''
  {"event":{"category":"process"},"process":{"name":"cat"},"user":{"name":"root"}}
'''
[test.expect]
matches = 1

[[test]]
name = "no dog"
events = ['more.ndjson', '''{"event":{"category":"process"},"process":{"name":"Cat"},"user":{"name":"root"}}''']
[test.expect]
matches = 1
`;
const host = memoryHost({
  [rule]: ruleText,
  [tests]: testsText,
  [events]: '{"event":{"category":"process"},"process":{"name":"dog"},"user":{"name":"root"}}\n',
});

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

async function start(options: Partial<Parameters<typeof startEditor>[0]> = {}): Promise<Editor> {
  return (editor = await startEditor({ host, ...options }));
}

function run(params: Partial<RunTestsParams> = {}): Promise<RunTestsResult> {
  if (editor === undefined) throw new Error('no editor');
  return editor.connection.sendRequest(runTestsRequest, { file: tests, ...params });
}

test('the tests of a file, with their rule and what they read', async () => {
  const { connection } = await start();
  expect(await connection.sendRequest(listTestsRequest, { file: tests })).toEqual({
    rule,
    title: 'a b.eql',
    tests: [
      { name: 'a cat', range: { start: { line: 1, character: 7 }, end: { line: 1, character: 14 } } },
      { name: 'no dog', range: { start: { line: 9, character: 7 }, end: { line: 9, character: 15 } } },
    ],
    files: [events],
    message: undefined,
  });
});

test('of an open file the unsaved text counts; what is wrong in it is said, and is a diagnostic', async () => {
  const opened = await start();
  const published = opened.nextDiagnostics(tests);
  await opened.open(tests, 'toml', `${testsText}\n[[test]]\nname = "third"\nevent = "x"\n`);
  const listed: ListTestsResult = await opened.connection.sendRequest(listTestsRequest, { file: tests });
  expect([listed.tests.map(({ name }) => name), listed.message]).toEqual([['a cat', 'no dog'], expect.stringMatching(/^Line 1[56]: /)]);
  expect((await published).diagnostics.map(({ code }) => code).sort()).toEqual(['TST001', 'TST003', 'TST005']);
});

test('a file that the tests name and that is not there is a diagnostic where it is named, until it is there', async () => {
  const files: Record<string, string> = { [rule]: ruleText, [tests]: testsText };
  const opened = await start({ host: memoryHost(files) });
  const published = opened.nextDiagnostics(tests);
  await opened.open(tests, 'toml', testsText);
  expect((await published).diagnostics).toEqual([
    {
      range: { start: { line: 10, character: 10 }, end: { line: 10, character: 23 } },
      severity: 1,
      code: 'REP005',
      source: 'rulewright',
      message: 'There is no event file more.ndjson; name one from the folder of the tests on',
    },
  ]);
  const changed = opened.nextDiagnostics(tests);
  files[events] = '';
  await opened.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: events, type: FileChangeType.Created }],
  });
  expect((await changed).diagnostics).toEqual([]);
});

test('the rule of the tests may be what is not there; a comment says that it need not be', async () => {
  const opened = await start({ host: memoryHost({ [tests]: '', [events]: '' }) });
  const codes = async (send: () => Promise<void>): Promise<readonly unknown[]> => {
    const published = opened.nextDiagnostics(tests);
    await send();
    return (await published).diagnostics.map(({ code, range, message }) => [code, range.start.line, message]);
  };
  expect(await codes(() => opened.open(tests, 'toml', testsText))).toEqual([
    ['REP005', 0, 'There is no rule a b.toml; put it beside the tests, or name it with `rule = "…"`'],
  ]);
  expect(await codes(() => opened.change(tests, 2, `rule = "c.toml"\n\n${testsText}`))).toEqual([
    ['REP005', 0, 'There is no rule c.toml; name the file of a rule, from the folder of the tests on'],
  ]);
  expect(await codes(() => opened.change(tests, 3, `# rulewright-disable REP005\nrule = "c.toml"\n\n${testsText}`))).toEqual([]);
});

test('a mapping that there is none of is a diagnostic while it is typed; those of the project are there', async () => {
  const own = '{ "name": "ours", "title": "Ours", "detects": [{ "app": "ours" }], "fields": { "a": { "from": "b" } } }';
  const files = { [rule]: ruleText, [tests]: '', [events]: '', 'file:///rules/ours.json': own };
  const config = { 'file:///rules/rulewright.config.json': '{ "mappings": ["ours.json"] }' };
  const opened = await start({ host: memoryHost({ ...files, ...config }) });
  const messages = async (send: () => Promise<void>): Promise<readonly unknown[]> => {
    const published = opened.nextDiagnostics(tests);
    await send();
    return (await published).diagnostics.map(({ code, range, message }) => [code, range.start, message]);
  };
  expect(await messages(() => opened.open(tests, 'toml', `mapping = "windows-sysmo"\n\n${testsText}`))).toEqual([
    ['REP005', { line: 0, character: 10 }, 'There is no mapping `windows-sysmo`; did you mean `windows-sysmon`?'],
  ]);
  const fix = await opened.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: tests },
    range: { start: { line: 0, character: 10 }, end: { line: 0, character: 25 } },
    context: { diagnostics: [] },
  });
  const edit = { range: { start: { line: 0, character: 10 }, end: { line: 0, character: 25 } }, newText: '"windows-sysmon"' };
  expect(fix).toContainEqual(expect.objectContaining({ title: 'Change to `windows-sysmon`', edit: { changes: { [tests]: [edit] } } }));
  expect(await messages(() => opened.change(tests, 2, `mapping = "ours"\n\n${testsText}`))).toEqual([]);
});

test('what a test file names is looked for once it is a file itself', async () => {
  const opened = await start({ host: memoryHost({}) });
  const unsaved = 'untitled:/rules/b.test.toml';
  const published = opened.nextDiagnostics(unsaved);
  await opened.open(unsaved, 'toml', testsText);
  expect((await published).diagnostics).toEqual([]);
});

test('a file that is not there has no tests, and says why', async () => {
  const { connection } = await start();
  const missing = 'file:///rules/none.test.toml';
  const listed: ListTestsResult = await connection.sendRequest(listTestsRequest, { file: missing });
  expect([listed.tests, listed.message]).toEqual([[], `There is no file ${missing}; check the path.`]);
  expect((await run({ file: missing })).fault).toEqual({ message: `There is no file ${missing}; check the path.`, range: undefined });
});

test('a run tells of each test how it went, where it failed, and why its events did not match', async () => {
  await start();
  const { fault, rule: tested, tests: outcomes, coverage } = await run();
  expect([fault, tested, coverage]).toEqual([undefined, rule, undefined]);
  expect(outcomes.map(({ name, status, range }) => [name, status, range.start.line])).toEqual([
    ['a cat', 'passed', 1],
    ['no dog', 'failed', 9],
  ]);
  const [failure] = outcomes[1]?.failures ?? [];
  expect([failure?.message, failure?.range.start.line, failure?.expected, failure?.actual]).toEqual([
    expect.stringMatching(/^expected 1 match, got /),
    12,
    '1',
    '0',
  ]);
  expect(failure?.explained.map((each) => [each.events, each.event.range.start, each.event.text])).toEqual([
    [events, { line: 0, character: 0 }, 'line 1 does not match: 1 of 3 clauses fails'],
    [tests, { line: 10, character: 28 }, 'line 11 does not match: 1 of 3 clauses fails'],
  ]);
  expect(failure?.explained[1]?.event.parts[0]?.rows[1]).toEqual({
    clause: 'process.name == "cat"',
    range: { start: { line: 0, character: 14 }, end: { line: 0, character: 35 } },
    indent: 0,
    outcome: 'false',
    values: '"Cat"',
    reason: 'case differs: "Cat", wanted is "cat"',
    left: 0,
  });
});

test('rule and events run as they stand in the editor', async () => {
  const opened = await start();
  await opened.open(rule, 'eql', ruleText.replace('==', ':'));
  expect((await run()).tests.map(({ status }) => status)).toEqual(['passed', 'passed']);
  await opened.open(events, 'json', '{"event":{"category":"process"},"process":{"name":"cat"},"user":{"name":"eve"}}\n');
  expect((await run()).tests.map(({ status }) => status)).toEqual(['passed', 'failed']);
});

test('only the named tests run; a test that passes explains its first event where it is asked to', async () => {
  await start();
  const { tests: outcomes } = await run({ names: ['a cat'], explain: true });
  expect(outcomes.map(({ name, explained }) => [name, explained?.events, explained?.event.text, explained?.event.range.start])).toEqual([
    ['a cat', tests, 'line 4 matches', { line: 3, character: 2 }],
  ]);
});

test('a run with coverage tells of each clause whether a test exercises it', async () => {
  await start();
  const { coverage } = await run({ names: ['a cat'], coverage: true });
  expect(coverage?.rule).toBe(rule);
  expect(coverage?.clauses.filter(({ covered }) => !covered).map(({ text, range }) => [text, range.start])).toEqual([
    ['"eve"', { line: 0, character: 62 }],
  ]);
  expect(coverage?.clauses.find(({ covered }) => !covered)?.wanted).toBeDefined();
});

test('a rule that cannot be run is a fault of all its tests', async () => {
  const opened = await start();
  await opened.open(rule, 'eql', 'process where');
  const { fault, tests: outcomes } = await run();
  expect([outcomes, fault?.message.length]).toEqual([[], expect.any(Number)]);
});

test('a run that is cancelled or breaks says so', async () => {
  const rejecting = (error: Error) => ({ ...inProcessRunner(host), tests: () => Promise.reject(error) });
  await start({ runner: rejecting(new Cancelled()) });
  expect((await run()).fault?.message).toBe('The tests were cancelled');
  await editor?.stop();
  await start({ runner: rejecting(new Error('broken')) });
  expect((await run()).fault?.message).toBe('The tests ended unexpectedly; the Rulewright log says why');
});

test('the line above the rule runs its tests and says how they went, until a text changes', async () => {
  const opened = await start();
  await opened.open(rule, 'eql', ruleText);
  const lens = async (): Promise<string | undefined> => {
    const lenses: readonly CodeLens[] | null = await opened.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: rule } });
    return lenses?.find(({ command }) => command?.command === runRuleTestsCommand)?.command?.title;
  };
  const titles = [await lens()];
  await run();
  titles.push(await lens());
  await opened.change(rule, 2, ruleText.replace('==', ':'));
  titles.push(await lens());
  await run({ names: ['a cat'] });
  titles.push(await lens());
  await run({ names: ['no dog'] });
  titles.push(await lens());
  expect(titles).toEqual(['$(beaker) Run 2 tests', '1 of 2 tests ✘', '$(beaker) Run 2 tests', '$(beaker) Run 2 tests', '2 tests ✓']);
});
