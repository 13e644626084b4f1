import { afterEach, describe, expect, it } from 'vitest';
import { tuneRequest, type TuneParams, type TuneResult } from '../../server/src/protocol/tuning.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const uri = 'file:///rules/a.eql';
const sample = { uri: 'file:///e.ndjson' };
const event = (name: string, more: object = {}): string =>
  JSON.stringify({ '@timestamp': '2026-03-02T10:00:00Z', event: { category: 'process' }, process: { name, pid: 4 }, ...more });
const events = [
  event('sh'),
  event('bash', { labels: { expected: true } }),
  event('bash', { labels: { expected: 'true' } }),
  event('zsh', { labels: { expected: false } }),
  event('bash'),
].join('\n');

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function ask(text: string, params: Partial<TuneParams> = {}): Promise<TuneResult> {
  const editor = await startEditor({ host: memoryHost({ [sample.uri]: events }) });
  running.push(editor);
  await editor.open(uri, 'eql', text);
  return editor.connection.sendRequest<TuneResult>(tuneRequest, {
    rule: uri,
    sample,
    field: 'process.name',
    value: 'bash',
    mode: 'exclude',
    ...params,
  });
}

describe('tuning a rule from a match', () => {
  it('gives the edits and what they do to the matches', async () => {
    const { exception, ...result } = await ask('process where process.pid == 4');
    expect(result).toEqual({
      clause: 'not process.name == "bash"',
      edits: [
        { range: { start: { line: 0, character: 30 }, end: { line: 0, character: 30 } }, newText: ' and not process.name == "bash"' },
      ],
      ruleVersion: 1,
      preview: { before: 5, after: 2, removedLines: [2, 3, 5], expected: 2, hidden: 2, hiddenLines: [2, 3], isComplete: true },
    });
    expect(JSON.parse(exception ?? '')).toMatchObject({ entries: [{ field: 'process.name', value: 'bash' }] });
  });

  it('keeps only events with a value', async () => {
    const { clause, preview, exception } = await ask('process where process.pid == 4', { value: 'zsh', mode: 'keep' });
    expect([clause, preview?.after, preview?.hiddenLines, exception]).toEqual(['process.name == "zsh"', 1, [2, 3], undefined]);
  });

  it('has no preview where the rule cannot be run', async () => {
    const { clause, preview } = await ask('process where process.name regex "a~(b)c"');
    expect([clause, preview]).toEqual(['not process.name == "bash"', undefined]);
  });

  it('says why it is not possible', async () => {
    expect(await ask('process where process.pid ==')).toEqual({
      message: 'The query has errors, so that nothing can be added to it safely',
      clause: '',
      edits: [],
    });
    expect((await ask('process where true', { rule: 'file:///missing.toml' })).message).toBe(
      'There is no file file:///missing.toml; check the path.',
    );
  });
});
