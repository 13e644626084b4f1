import { afterEach, expect, test } from 'vitest';
import { runRequest, type RunParams, type RunResult } from '../../server/src/protocol/protocol.js';
import { listedMatchesRequest, type ListedMatches, type ListedMatchesParams } from '../../server/src/protocol/results.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const rule = 'file:///rules/a.eql';
const sample = { uri: 'file:///e.ndjson' };
const events = [1, 2, 3].map((pid) => JSON.stringify({ event: { category: 'process' }, process: { pid } })).join('\n');

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function start(): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost({ [sample.uri]: events }) });
  running.push(editor);
  await editor.open(rule, 'eql', 'process where process.pid > 1');
  return editor;
}

test('the matches of a run are asked for in pages', async () => {
  const { connection } = await start();
  const params: RunParams = { rule, sample, list: true };
  const { listed } = await connection.sendRequest<RunResult>(runRequest, params);
  expect([listed?.matches, listed?.columns]).toEqual([2, ['process.pid']]);
  const page: ListedMatchesParams = { id: listed?.id ?? 0, filter: 'pid:3', from: 0, to: 10 };
  const { passing, matches } = await connection.sendRequest<ListedMatches>(listedMatchesRequest, page);
  expect([passing, matches.map(({ number, events: [only] }) => [number, only?.position.line, only?.values])]).toEqual([1, [[2, 2, ['3']]]]);
});

test('a run that was not asked to list its matches does not', async () => {
  const { connection } = await start();
  const { listed, matches } = await connection.sendRequest<RunResult>(runRequest, { rule, sample });
  expect([listed, matches]).toEqual([undefined, 2]);
});

test('matches that are not kept are gone', async () => {
  const { connection } = await start();
  const page: ListedMatchesParams = { id: 7, filter: '', from: 0, to: 10 };
  expect(await connection.sendRequest<ListedMatches>(listedMatchesRequest, page)).toEqual({ status: 'gone', passing: 0, matches: [] });
});
