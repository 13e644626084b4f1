/** Threads that judge files for `check` together with the main one. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../base/host.js';
import type { CheckSetup } from '../cli/terminal.js';
import type { CheckWorkerSetup } from './checkWorker.js';
import { sizeOf } from './fileSize.js';
import { helperThreads } from './helperThreads.js';
import { sharedNumbers, type SharedParts } from './sharedParts.js';

/** A thread has to get going first, so that fewer bytes of rules are judged sooner without. */
const bytesPerThread = 1024 * 1024;
const mostThreads = 3;

/** Threads worth starting besides the main one. */
export function threadsFor({ folder, parts }: CheckSetup, processors: number): number {
  const most = Math.min(mostThreads, processors - 1, parts.length - 1);
  let bytes = 0;
  for (const file of most < 1 ? [] : parts.flat()) {
    bytes += sizeOf(path.resolve(folder, file));
    if (bytes >= most * bytesPerThread) break;
  }
  return Math.min(most, Math.floor(bytes / bytesPerThread));
}

/** `workerFile`: what runs `checkWorker.ts`. Undefined where there are few files, or there is one processor only. */
export function startCheckThreads(
  workerFile: string,
  setup: CheckSetup,
  count = threadsFor(setup, availableParallelism()),
): Helpers | undefined {
  if (count < 1) return undefined;
  const sharing: SharedParts = { parts: setup.parts.length, shared: sharedNumbers() };
  const workerData: CheckWorkerSetup = { setup, sharing };
  // With the compiled code of the same command.
  const workers: Worker[] = [];
  try {
    while (workers.length < count) workers.push(new Worker(workerFile, { argv: ['check'], workerData }));
  } catch {
    // The system gives no more threads: those that there are do it.
  }
  return workers.length === 0 ? undefined : helperThreads(workers, sharing);
}
