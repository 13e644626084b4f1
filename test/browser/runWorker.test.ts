// The run worker as browsers have it: no shared memory, no file of its own, and messages that are copied.
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver/node';
import { Cancelled } from '../../server/src/base/cancel.js';
import type { RunJob } from '../../server/src/features/run.js';
import { createEditorHost, type AskEditor } from '../../server/src/lsp/editorFiles.js';
import { createRunWorker } from '../../server/src/lsp/runWorker.js';
import { WorkerRunner, type StartWorker } from '../../server/src/lsp/workerRunner.js';
import { memoryEditor } from '../kit/editorFiles.js';
import { memoryHost } from '../kit/memoryHost.js';

const data = memoryHost({});
const runners: WorkerRunner[] = [];
afterEach(() => {
  for (const runner of runners.splice(0)) runner.dispose();
});

/** A worker on this thread: what is posted arrives later, as a copy. */
const start: StartWorker = (hear) => {
  let isOver = false;
  const later = (work: () => void): void => void turn().then(() => isOver || work());
  const take = createRunWorker(
    (answer) => later(() => hear(structuredClone(answer))),
    ({ ask, log }) => ({ ...createEditorHost(ask, { log, now: () => 0 }), readAsset: (name) => data.readAsset(name) }),
  );
  return { sharesMemory: false, post: (input) => later(() => take(structuredClone(input))), terminate: () => void (isOver = true) };
};

function runnerFor(ask: AskEditor, patience?: number): WorkerRunner {
  const runner = new WorkerRunner({
    start,
    log: (level, message) => data.log(level, message),
    ask,
    ...(patience === undefined ? {} : { patience }),
  });
  runners.push(runner);
  return runner;
}

const event = (index: number): string => JSON.stringify({ process: { name: index % 2 === 0 ? 'a' : 'b' } });
const events = new TextEncoder().encode(Array.from({ length: 200 }, (_, index) => event(index)).join('\n'));
const jobOn = (sample: string): RunJob => ({
  rule: { uri: 'memfs:/a.kuery', text: 'process.name:a', languageId: 'kuery' },
  ruleVersion: 1,
  sample: { uri: sample },
});

describe('the run worker of a browser', () => {
  it.each([
    ['memfs:/a.events.ndjson', events],
    ['memfs:/a.events.ndjson.gz', gzipSync(events)],
  ])('runs on %s', async (sample, bytes) => {
    const editor = memoryEditor({ [sample]: bytes }, { chunkBytes: 100 });
    const result = await runnerFor(editor.ask).run(jobOn(sample), () => undefined, CancellationToken.None);
    expect([result.status, result.events, result.matches, editor.openFiles]).toEqual(['finished', 200, 100, 0]);
  });

  it('says why it cannot read', async () => {
    const editor = memoryEditor({ 'memfs:/locked.ndjson': new Error('no permission') });
    const run = (sample: string) => runnerFor(editor.ask).run(jobOn(sample), () => undefined, CancellationToken.None);
    expect((await run('memfs:/gone.ndjson')).message).toBe('There is no file memfs:/gone.ndjson; check the path.');
    expect((await run('memfs:/locked.ndjson')).status).toBe('failed');
  });

  it('stops between two parts of a file when it is told to', async () => {
    const source = new CancellationTokenSource();
    const beforeRead = async (): Promise<void> => source.cancel();
    const editor = memoryEditor({ 'memfs:/a.ndjson': events }, { chunkBytes: 100, beforeRead });
    const result = await runnerFor(editor.ask).run(jobOn('memfs:/a.ndjson'), () => undefined, source.token);
    expect([result.status, result.events < 200, editor.openFiles]).toEqual(['cancelled', true, 0]);
  });

  it('is ended when it does not stop, and what it had open is closed', async () => {
    const source = new CancellationTokenSource();
    const never = new Promise<void>(() => undefined);
    const beforeRead = (): Promise<void> => (source.cancel(), never);
    const editor = memoryEditor({ 'memfs:/a.ndjson': events }, { beforeRead });
    const running = runnerFor(editor.ask, 1).run(jobOn('memfs:/a.ndjson'), () => undefined, source.token);
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    await turn();
    expect(editor.openFiles).toBe(0);
  });
});
