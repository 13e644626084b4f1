import { expect, it } from 'vitest';
import { runRequest, type RunResult } from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor } from './editor.js';

const rule = (name: string, query: string): string => `${JSON.stringify({ rule_id: name, type: 'eql', language: 'eql', name, query })}\n`;
const uri = 'file:///rules/export.ndjson';
const events = '{"event":{"category":"process"},"process":{"name":"a"}}\n{"event":{"category":"file"}}\n{"event":{"category":"file"}}\n';

it('runs the rule of an export that the position lies in, and the first one without a position', async () => {
  const editor = await startEditor({ host: memoryHost({ 'file:///e.ndjson': events }) });
  try {
    await editor.open(uri, 'jsonl', rule('one', 'process where true') + rule('two', 'file where true'));
    const run = (position?: object) =>
      editor.connection.sendRequest<RunResult>(runRequest, { rule: uri, sample: { uri: 'file:///e.ndjson' }, ...position });
    expect((await run({ position: { line: 1, character: 5 } })).matches).toBe(2);
    expect((await run()).matches).toBe(1);
  } finally {
    await editor.stop();
  }
});

it('says nothing about events in JSON', async () => {
  const editor = await startEditor({ host: memoryHost({}) });
  try {
    const sent = editor.nextDiagnostics('file:///a.events.ndjson');
    await editor.open('file:///a.events.ndjson', 'jsonl', events);
    expect((await sent).diagnostics).toEqual([]);
  } finally {
    await editor.stop();
  }
});
