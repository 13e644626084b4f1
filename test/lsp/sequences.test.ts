import { afterEach, expect, test } from 'vitest';
import { sequencesRequest, type SequencesResult } from '../../server/src/protocol/sequences.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const uri = 'file:///rules/a.eql';
const sample = { uri: 'file:///e.ndjson' };
const event = (second: number, category: string, user: string | undefined): string =>
  JSON.stringify({
    '@timestamp': `2026-03-02T10:00:0${second}.000Z`,
    event: { category },
    ...(user === undefined ? {} : { user: { name: user } }),
  });
const events = [event(0, 'process', 'ann'), event(3, 'file', 'ann'), event(4, 'process', 'bob'), event(5, 'file', undefined)].join('\n');

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function ask(text: string): Promise<SequencesResult> {
  const editor = await startEditor({ host: memoryHost({ [sample.uri]: events }) });
  running.push(editor);
  await editor.open(uri, 'eql', text);
  return editor.connection.sendRequest<SequencesResult>(sequencesRequest, { rule: uri, sample });
}

test('the timeline of a sequence: a lane for each stage, its events, and what became of sequences', async () => {
  const { timeline, status, ruleVersion } = await ask('sequence by user.name with maxspan=2s\n  [process where true]\n  [file where true]');
  expect([status, ruleVersion]).toEqual(['finished', 1]);
  const at = (line: number, second: number): object => ({
    position: { line, character: 0 },
    timestamp: `2026-03-02T10:00:0${second}.000Z`,
  });
  const [ann, bob] = ['user.name "ann"', 'user.name "bob"'];
  expect(timeline).toEqual({
    kind: 'sequence',
    maxspan: 2000,
    stages: [
      {
        name: '1',
        text: '[process where true]',
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 22 } },
        kind: 'event',
        runs: 1,
        candidates: 2,
        withoutKey: 0,
        absentKeys: [],
        events: [
          { ...at(0, 0), key: ann, lacksKey: false },
          { ...at(2, 4), key: bob, lacksKey: false },
        ],
      },
      {
        name: '2',
        text: '[file where true]',
        range: { start: { line: 2, character: 2 }, end: { line: 2, character: 19 } },
        kind: 'event',
        runs: 1,
        candidates: 1,
        withoutKey: 1,
        absentKeys: [{ field: 'user.name', events: 1 }],
        events: [
          { ...at(1, 3), key: ann, lacksKey: false },
          { ...at(3, 5), key: 'no user.name', lacksKey: true },
        ],
      },
    ],
    keys: [
      { key: ann, candidates: [1, 1], complete: 0 },
      { key: bob, candidates: [1, 0], complete: 0 },
    ],
    keyCount: 2,
    complete: [],
    completeCount: 0,
    partials: [
      {
        key: ann,
        events: [{ ...at(0, 0), stage: 0, run: 1 }],
        waitsFor: 1,
        cause: 'maxspan',
        text: 'stage 2 line 2 comes 1 s after maxspan=2s ends; would match with maxspan=3s',
        culprit: { ...at(1, 3), stage: 1, run: 1 },
        maxspan: '3s',
      },
      {
        key: bob,
        events: [{ ...at(2, 4), stage: 0, run: 1 }],
        waitsFor: 1,
        cause: 'keyMismatch',
        text: 'stage 2 line 4 has no user.name, but stage 1 has user.name "bob"; with the same key it would match',
        culprit: { ...at(3, 5), stage: 1, run: 1 },
      },
    ],
    partialCount: 2,
    endings: '1 too long, 1 without a next event',
    limited: [],
  });
});

test.each([
  [
    'a rule for single events',
    'process where true',
    'notEvaluated',
    'This rule looks for single events; only sequences and samples have stages',
  ],
  ['a rule with an error', 'sequence [process where', 'invalid', 'The query has 3 errors'],
])('%s has no timeline', async (_, text, status, message) => {
  const result = await ask(text);
  expect([result.status, result.message?.slice(0, message.length), result.timeline]).toEqual([status, message, undefined]);
});
