import { afterEach, expect, test } from 'vitest';
import { explainRequest, runRequest, type ExplainResult, type RunResult } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const rule = 'file:///rules/a.eql';
const sample = 'file:///rules/a.events.ndjson';
const host = memoryHost({
  [rule]: 'any where process.name == "old"',
  [sample]: '{"process":{"name":"ls"}}\n{"process":{"name":"cat"}}\n',
});

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

test('an event of the rule’s own sample is judged by the text in the editor', async () => {
  editor = await startEditor({ host });
  await editor.open(rule, 'eql', 'any where process.name == "Cat"');
  const result: ExplainResult = await editor.connection.sendRequest(explainRequest, { rule, event: { line: 1, character: 3 } });
  expect([result.status, result.ruleVersion, result.sample, result.event?.text, result.event?.parts[0]?.rows[0]?.reason]).toEqual([
    'finished',
    1,
    sample,
    'line 2 does not match',
    'case differs: "cat", wanted is "Cat"',
  ]);
});

test('without a sample there is nothing to judge', async () => {
  editor = await startEditor({ host: memoryHost({ [rule]: 'any where true' }) });
  const result: ExplainResult = await editor.connection.sendRequest(explainRequest, { rule, event: { line: 0, character: 0 } });
  expect([result.status, result.event]).toEqual(['noSample', undefined]);
});

test('a failure is a result', async () => {
  editor = await startEditor({ host, runner: { ...inProcessRunner(host), explain: () => Promise.reject(new Error('broken')) } });
  const result: ExplainResult = await editor.connection.sendRequest(explainRequest, { rule, event: { line: 0, character: 0 } });
  expect([result.status, result.message]).toEqual(['failed', 'The event could not be judged; the Rulewright log says why']);
});

test('a run explains itself where it is asked to', async () => {
  editor = await startEditor({ host });
  const plain: RunResult = await editor.connection.sendRequest(runRequest, { rule });
  const explained: RunResult = await editor.connection.sendRequest(runRequest, { rule, explain: true });
  expect([plain.explanation, explained.explanation?.parts[0]?.nearest.map(({ text }) => text)]).toEqual([
    undefined,
    ['fails only on process.name', 'fails only on process.name'],
  ]);
});
