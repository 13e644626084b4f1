import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver/node';
import { Cancelled } from '../../server/src/base/cancel.js';
import type { RunJob } from '../../server/src/features/run.js';
import { WorkerRunner } from '../../server/src/lsp/workerRunner.js';
import type { ClusterRunBatch } from '../../server/src/protocol/clusterWork.js';
import type { RunResult } from '../../server/src/protocol/protocol.js';
import { workerThreads } from '../../server/src/node/workerThread.js';
import { memoryHost } from '../kit/memoryHost.js';

const assets = fileURLToPath(new URL('../../server/src/schema/data', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-worker-'));
const host = memoryHost({});
const runners: WorkerRunner[] = [];

beforeAll(() => {
  const build = [fileURLToPath(new URL('../../server/tools/build.mjs', import.meta.url)), '--out', folder, 'server'];
  execFileSync(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] });
  // Takes requests and never answers, not even to the wish to stop.
  writeFileSync(path.join(folder, 'stuck.cjs'), "require('node:worker_threads').parentPort.on('message', () => { for (;;); });");
  writeFileSync(path.join(folder, 'dying.cjs'), "require('node:worker_threads').parentPort.on('message', () => process.exit(7));");
  // Is stuck in runs, but reads samples: after it was ended for the sake of a run, the next one reads the sample that was waiting.
  writeFileSync(
    path.join(folder, 'half.cjs'),
    "const { parentPort } = require('node:worker_threads'); parentPort.on('message', ({ id, task }) => { if (task.kind === 'run') for (;;); parentPort.postMessage({ id, kind: 'done', value: { events: 3, fields: new Map() } }); });",
  );
}, 60_000);

afterEach(() => {
  for (const runner of runners.splice(0)) runner.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runnerOf(file: string, patience?: number): WorkerRunner {
  const start = workerThreads(path.join(folder, file), assets);
  const runner = new WorkerRunner({
    start,
    log: (level, message) => host.log(level, message),
    ask: () => Promise.resolve(undefined),
    ...(patience === undefined ? {} : { patience }),
  });
  runners.push(runner);
  return runner;
}

const events = Array.from({ length: 200 }, (_, index) =>
  JSON.stringify({ process: { name: index % 2 === 0 ? 'a' : 'b', pid: index } }),
).join('\n');
const job: RunJob = {
  rule: { uri: 'untitled:1', text: 'process.name:a', languageId: 'kuery' },
  ruleVersion: 2,
  sample: { uri: 'untitled:2', text: events },
};

describe('the run worker', () => {
  it('keeps the matches of a run, to be asked for in pages', async () => {
    const runner = runnerOf('server/runWorker.cjs');
    const { listed } = await runner.run({ ...job, list: true }, () => undefined, CancellationToken.None);
    const page = await runner.listed({ id: listed?.id ?? 0, filter: '', from: 99, to: 200 }, CancellationToken.None);
    expect([listed?.matches, page.matches.map(({ number, events: [only] }) => [number, only?.position.line])]).toEqual([100, [[100, 198]]]);
  });

  it('runs rules and reads samples, several at a time', async () => {
    const runner = runnerOf('server/runWorker.cjs');
    const [first, second, sample] = await Promise.all([
      runner.run(job, () => undefined, CancellationToken.None),
      runner.run({ ...job, rule: { ...job.rule, text: 'process.pid >= 190' } }, () => undefined, CancellationToken.None),
      runner.readSample(job.sample, CancellationToken.None),
    ]);
    expect([first.status, first.matches, first.ruleVersion, second.matches]).toEqual(['finished', 100, 2, 10]);
    expect(sample?.fields.get('process.name')).toEqual({
      count: 200,
      values: [
        { value: 'a', count: 100 },
        { value: 'b', count: 100 },
      ],
    });
  });

  it('hands on what a run on a cluster finds as it comes', async () => {
    const batchOf = (before: number) => ({ before, events: '{}\n', result: {} as RunResult });
    const runner = new WorkerRunner({
      start: (hear) => ({
        sharesMemory: false,
        post: (input) => {
          if (input.kind !== 'work') return;
          const { id } = input;
          for (const before of [0, 1]) hear({ kind: 'batch', id, batch: batchOf(before) });
          hear({ kind: 'done', id, value: 'answer' });
          hear({ kind: 'batch', id, batch: batchOf(2) });
        },
        terminate: () => undefined,
      }),
      log: (level, message) => host.log(level, message),
      ask: () => Promise.resolve(undefined),
    });
    const work = { kind: 'run', size: 1, sample: 'x:y', timeout: 1 } as const;
    const { rule, ruleVersion } = job;
    const found: number[] = [];
    const hear = { report: () => undefined, onBatch: ({ before }: ClusterRunBatch) => void found.push(before) };
    const asked = { rule, ruleVersion, profile: { name: 'a' }, secrets: { kind: 'none' }, work } as const;
    expect([await runner.cluster(asked, hear, CancellationToken.None), found]).toEqual(['answer', [0, 1]]);
  });

  it('makes alerts', async () => {
    const sample = { uri: 'untitled:2', text: '{"@timestamp":"2026-03-02T10:00:00Z","process":{"name":"a"}}\n{"process":{"name":"b"}}' };
    const report = await runnerOf('server/runWorker.cjs').alerts(
      { ...job, sample, mode: 'window' },
      () => undefined,
      CancellationToken.None,
    );
    expect([report.status, report.alertCount, report.ruleVersion, report.summary[1]]).toEqual([
      'finished',
      1,
      2,
      '1 alert · 1 of 2 events passes the query',
    ]);
  });

  it('stops when it is told to', async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const result = await runnerOf('server/runWorker.cjs').run(job, () => undefined, source.token);
    expect([result.status, result.matches]).toEqual(['cancelled', 0]);
  });

  it('is ended when it does not stop', async () => {
    const source = new CancellationTokenSource();
    const result = runnerOf('stuck.cjs', 1).run(job, () => undefined, source.token);
    source.cancel();
    await expect(result).rejects.toBeInstanceOf(Cancelled);
  });

  it('takes up again what else was waiting when it was ended', async () => {
    const runner = runnerOf('half.cjs', 1);
    const source = new CancellationTokenSource();
    const stuck = runner.run(job, () => undefined, source.token);
    const waiting = runner.readSample(job.sample, CancellationToken.None);
    source.cancel();
    await expect(stuck).rejects.toBeInstanceOf(Cancelled);
    expect((await waiting)?.events).toBe(3);
  });

  it('that dies fails its work, and the next work gets a new one', async () => {
    const runner = runnerOf('dying.cjs');
    await expect(runner.run(job, () => undefined, CancellationToken.None)).rejects.toThrow('the run worker ended with code 7');
    await expect(runner.run(job, () => undefined, CancellationToken.None)).rejects.toThrow('the run worker ended with code 7');
  });
});
