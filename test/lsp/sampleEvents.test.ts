import { afterEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { Cancelled } from '../../server/src/base/cancel.js';
import { pacedWords } from '../../server/src/lsp/runs.js';
import { eventLinesRequest, excerptRequest, type EventLinesResult, type ExcerptResult } from '../../server/src/protocol/sampleEvents.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const sample = 'file:///a.events.ndjson';
const host = memoryHost({ [sample]: '{"n":1}\n{"n":2}\n' });
const params = { sample, event: { line: 1, character: 0 }, around: 0 };

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

test('an excerpt of a file', async () => {
  editor = await startEditor({ host });
  const result: ExcerptResult = await editor.connection.sendRequest(excerptRequest, params);
  expect([result.status, result.text]).toEqual(['finished', '{"n":2}\n']);
});

test('a failure is a result, and so is a cancellation', async () => {
  const failing = { ...inProcessRunner(host), excerpt: () => Promise.reject(new Error('broken')) };
  editor = await startEditor({ host, runner: failing });
  const result: ExcerptResult = await editor.connection.sendRequest(excerptRequest, params);
  expect([result.status, result.message]).toEqual(['failed', 'The events could not be read; the Rulewright log says why']);
  await editor.stop();
  const source = new CancellationTokenSource();
  const waiting = {
    ...inProcessRunner(host),
    excerpt: (_: unknown, __: unknown, token: typeof source.token) =>
      new Promise<ExcerptResult>((___, reject) => {
        token.onCancellationRequested(() => reject(new Cancelled()));
        source.cancel();
      }),
  };
  editor = await startEditor({ host, runner: waiting });
  const cancelled: ExcerptResult = await editor.connection.sendRequest(excerptRequest, params, source.token);
  expect([cancelled.status, cancelled.text]).toEqual(['cancelled', '']);
});

test('the events of a copied text', async () => {
  editor = await startEditor({ host });
  const result: EventLinesResult = await editor.connection.sendRequest(eventLinesRequest, { text: '[{"n": 1}]' });
  expect(result).toEqual({ lines: ['{"n":1}'], bad: [] });
});

test.each([
  [{ bytesRead: 50 * 1024 * 1024, totalBytes: 100 * 1024 * 1024 }, 500, 'a'],
  [{ bytesRead: 50 * 1024 * 1024, totalBytes: 100 * 1024 * 1024 }, 2000, 'a, 25 MB/s, 2 s left'],
  [{ bytesRead: 1000, totalBytes: undefined }, 2000, 'a, 1 MB/s'],
  [{ bytesRead: 0, totalBytes: 1000 }, 2000, 'a'],
])('the pace of %o after %d ms: %s', (read, milliseconds, expected) => {
  expect(pacedWords(['a'], { events: 0, matches: 0, ...read }, milliseconds)).toBe(expected);
});
