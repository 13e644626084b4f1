/** Several threads on one file: the same segments, in the file's order, as one thread makes of it. */
import { build } from 'esbuild';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noCancel } from '../../server/src/base/cancel.js';
import type { RandomAccess } from '../../server/src/base/host.js';
import { createSegmentSource, skimEvents } from '../../server/src/evaluate/fast/skimEvents.js';
import type { SkimPlan } from '../../server/src/evaluate/fast/skimmer.js';
import { randomAccess } from '../../server/src/node/randomAccess.js';
import { SegmentThreads } from '../../server/src/node/segmentThreads.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rulewright-threads-'));
const worker = path.join(folder, 'segmentWorker.cjs');
const events = path.join(folder, 'events.ndjson');

beforeAll(async () => {
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../server/src/node/segmentWorker.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
  const line = (number: number): string => {
    if (number % 5000 === 0) return 'no event';
    return JSON.stringify({ number, name: number % 1000 === 1 ? 'chmod' : 'bash', text: 'x'.repeat(500 + (number % 300)) });
  };
  // Some 20 MB.
  writeFileSync(events, `${Array.from({ length: 30_000 }, (_, number) => line(number)).join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const field = { id: 0, name: 'name', type: 'keyword', ignoreAbove: undefined } as const;
const plan: SkimPlan = {
  needs: { kind: 'literal', literal: { text: 'chmod', folds: false } },
  predicate: { kind: 'equals', field, constants: ['chmod'], caseInsensitive: false, span: { start: 0, end: 0 } },
  fields: new Map([[0, 'name']]),
};

/** Of each batch its events by line and offset, its bad lines, and the number of events left out. */
async function batchesBy(threads: number, workerFile = worker): Promise<readonly unknown[]> {
  const descriptor = openSync(events, 'r');
  const size = 30_000_000;
  const plainFile = randomAccess(descriptor, size);
  const file: RandomAccess = {
    ...plainFile,
    startHelpers: (job, parts) => new SegmentThreads(workerFile).start({ path: events, size, job, parts }, threads),
  };
  const segments = createSegmentSource(file, plan);
  if (segments === undefined) throw new Error('Node has WebAssembly');
  const batches: unknown[] = [];
  for await (const { events: slices, bad, skipped } of skimEvents(file, segments, noCancel)) {
    batches.push([slices.map(({ line, offset, skippedBefore }) => [line, offset, skippedBefore]), bad.map(({ line }) => line), skipped]);
  }
  segments.dispose();
  file.close();
  return batches;
}

it('gives the same whether one thread works, or three', async () => {
  const [alone, together] = [await batchesBy(0), await batchesBy(2)];
  expect(together).toEqual(alone);
  expect(alone.flatMap((batch) => (batch as readonly [readonly unknown[]])[0]).length).toBe(30);
});

it('does alone what threads fail at', async () => {
  expect(await batchesBy(2, path.join(folder, 'missing.cjs'))).toEqual(await batchesBy(0));
});
