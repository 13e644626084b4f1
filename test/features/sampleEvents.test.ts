import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { CancellationToken } from 'vscode-languageserver/node';
import { eventLinesJob, excerptJob } from '../../server/src/features/sampleEvents.js';
import type { Position } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';

const uri = 'file:///a.events.ndjson';
const none = CancellationToken.None;

async function excerpt(content: string | Uint8Array, event: Position, around = 1) {
  const host = memoryHost({ [uri]: content }, { chunkBytes: 700_000 });
  const result = await excerptJob({ sample: uri, event, around }, { host }, () => undefined, none);
  expect(host.openStreams).toBe(0);
  return result;
}

const four = '{"n":1}\n{"n":2}\n\n{"n":3}\n{"n":4}\n';

describe('an excerpt has the event and those around it', () => {
  it.each<[string, string | Uint8Array, Position, string]>([
    ['in the middle', four, { line: 3, character: 2 }, '{"n":2}\n{"n":3}\n{"n":4}\n'],
    ['first', four, { line: 0, character: 0 }, '{"n":1}\n{"n":2}\n'],
    ['last', four, { line: 4, character: 0 }, '{"n":3}\n{"n":4}\n'],
    ['compressed', gzipSync(four), { line: 1, character: 0 }, '{"n":1}\n{"n":2}\n{"n":3}\n'],
    ['of an array on one line', '[{"n":1},{"n":2},{"n":3}]', { line: 0, character: 10 }, '{"n":1}\n{"n":2}\n{"n":3}\n'],
    ['over several lines', '[\n  {\n    "n": 1\n  },\n  {"n":2}\n]', { line: 2, character: 6 }, '{\n    "n": 1\n  }\n{"n":2}\n'],
  ])('%s', async (_, content, event, text) => {
    expect(await excerpt(content, event)).toMatchObject({ status: 'finished', message: undefined, text });
  });

  it('each with its place there and in the file', async () => {
    const { events } = await excerpt('[\n  {\n    "n": 1\n  },  {"n":2}\n]', { line: 3, character: 6 });
    expect(events).toEqual([
      { line: 0, range: { start: { line: 1, character: 2 }, end: { line: 3, character: 3 } } },
      { line: 3, range: { start: { line: 3, character: 6 }, end: { line: 3, character: 13 } } },
    ]);
  });

  it('also across batches, and reads no further than it has to', async () => {
    const line = (n: number) => `{"n":${n},"text":"${'x'.repeat(1000)}"}\n`;
    const content = Array.from({ length: 5000 }, (_, n) => line(n)).join('');
    const read: number[] = [];
    for (let wanted = 1000; wanted < 1100; wanted += 7) {
      const host = memoryHost({ [uri]: content }, { chunkBytes: 100_000 });
      const job = { sample: uri, event: { line: wanted, character: 0 }, around: 2 };
      const { text } = await excerptJob(job, { host }, ({ bytesRead }) => read.push(bytesRead), none);
      expect(text.trimEnd().split('\n').map((each) => Number(/\d+/.exec(each)?.[0]))).toEqual([-2, -1, 0, 1, 2].map((offset) => wanted + offset)); // prettier-ignore
      expect(host.openStreams).toBe(0);
    }
    expect(Math.max(...read)).toBeLessThan(content.length / 2);
  });

  it('a huge event beside it is left out', async () => {
    const { text } = await excerpt(`{"n":1}\n{"n":"${'x'.repeat(300_000)}"}\n{"n":3}\n{"n":4}\n`, { line: 2, character: 0 }, 2);
    expect(text).toBe('{"n":1}\n{"n":3}\n{"n":4}\n');
  });

  it('a place without an event, and a file that is not there, are told', async () => {
    const message = 'Line 10 holds no event; the file may have changed since the run';
    expect(await excerpt(four, { line: 9, character: 0 })).toEqual({ status: 'failed', message, text: '', events: [] });
    const gone = await excerptJob(
      { sample: uri, event: { line: 0, character: 0 }, around: 1 },
      { host: memoryHost({}) },
      () => undefined,
      none,
    );
    expect(gone).toMatchObject({ status: 'failed', message: `There is no file ${uri}; check the path.` });
  });
});

describe('a copied text gives a line for each event', () => {
  it.each<[string, string, readonly string[]]>([
    ['an object over several lines', '{\n  "n": 1\n}', ['{"n":1}']],
    ['an array', '[{"n":1}, {"n":2}]', ['{"n":1}', '{"n":2}']],
    ['lines', '{"n":1}\n{"n":2}', ['{"n":1}', '{"n":2}']],
    ['a search hit', '{"_index":"i","_id":"x","_source":{"n":1}}', ['{"n":1}']],
    ['a hit with fields only', '{\n"_index":"i","_id":"x","fields":{"n":[1]}}', ['{"n":[1]}']],
    ['a search response', '{"took":1,"hits":{"total":{"value":1},"hits":[{"_id":"x","_source":{"n":1}}]}}', ['{"n":1}']],
    ['integers that a number cannot hold', '{"n": 12345678901234567890}', ['{"n":12345678901234567890}']],
  ])('%s', async (_, text, lines) => expect(await eventLinesJob(text, none)).toEqual({ lines, bad: [] }));

  it('and says what is no event', async () => {
    const { lines, bad } = await eventLinesJob('{"n":1}\nhello\n', none);
    expect([lines, bad.length, bad[0]?.startsWith('Line 2: ')]).toEqual([['{"n":1}'], 1, true]);
    const many = await eventLinesJob('hello\n'.repeat(50), none);
    expect([many.lines, many.bad.length, many.bad.at(-1)]).toEqual([[], 21, 'And 30 more.']);
  });
});
